//! Putting questions in the queue: each once, however often and from wherever it is asked, and none that is answered.

pub mod store;

use super::service_type::ServiceTypes;
use super::{Check, State, send, store as checks};
use crate::coverage::Coverage;
use crate::payer;
use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use diesel::QueryResult;
use model::event::{EligibilityChecked, EligibilityOutcome};
use model::{AppointmentId, ConnectionId, EligibilityCheckId, PayerId};
use platform::outbound::lane::{self, Urgency};
use platform::{Tx, mint, outbox};

/// For so long a payer is asked what nobody waits for: through an outage of a morning.
pub const FOR_HOURS: TimeDelta = TimeDelta::hours(8);

/// A question somebody wants answered.
pub struct Wanted<'w> {
    pub coverage: &'w Coverage,
    pub day: NaiveDate,
    pub about: ServiceTypes,
    /// Who is told of the answer.
    pub appointment: Option<AppointmentId>,
    /// Nobody waits for it: the payer may be asked for hours.
    pub patient: bool,
    /// An answer to what was asked since serves; none when the payer is to be asked whatever is known.
    pub not_before: Option<DateTime<Utc>>,
}

/// What becomes of a question.
pub enum Got {
    /// The payer will be asked.
    Queued(Check),
    /// The payer is being asked the same already.
    Open(Check),
    /// An answer is known that is fresh enough.
    Answered(Check),
}

impl Got {
    pub fn check(self) -> Check {
        match self {
            Got::Queued(check) | Got::Open(check) | Got::Answered(check) => check,
        }
    }
}

/// Finds an answer, else the open question, else puts it in the queue.
pub async fn ask(tx: &mut Tx, wanted: Wanted<'_>, now: DateTime<Utc>) -> QueryResult<Got> {
    if let Some(earlier) = fresh(tx, &wanted).await? {
        let is_theirs = wanted.appointment.is_none_or(|id| earlier.appointment_id == Some(id));
        let answered = if is_theirs { earlier } else { take_over(tx, earlier, &wanted, now).await? };
        return Ok(Got::Answered(answered));
    }
    let id = mint::<EligibilityCheckId>();
    let check = Check::ask(id, wanted.coverage, wanted.day, wanted.about, wanted.appointment, now);
    let check = if wanted.patient { check.until(now + FOR_HOURS) } else { check };
    let check = put(tx, check).await?;
    Ok(if check.id == id { Got::Queued(check) } else { Got::Open(check) })
}

/// Queues a check, or answers the open one that asks the same.
///
/// Somebody who waits moves an open one forward.
pub async fn put(tx: &mut Tx, check: Check) -> QueryResult<Check> {
    // An equal check may end between the two statements: then this one is new after all.
    loop {
        if checks::insert(tx, &check).await? {
            let (intent, way) =
                ([(check.id.0, check.trace())], payer::store::lane_of(tx, check.coverage_id).await?);
            lane::intend(tx, send::KIND, (way, urgency(&check)), &intent).await?;
            return Ok(check);
        }
        if let Some(open) = checks::open_equal_to(tx, &check).await? {
            if urgency(&check) < urgency(&open) {
                let way = payer::store::lane_of(tx, open.coverage_id).await?;
                lane::redirect(tx, send::KIND, (way, Urgency::Now), &[open.id.0]).await?;
            }
            return Ok(open);
        }
    }
}

fn urgency(check: &Check) -> Urgency {
    if check.is_patient() { Urgency::Queued } else { Urgency::Now }
}

/// What still waits to be asked of a payer goes another way.
pub async fn redirect(tx: &mut Tx, payer: PayerId, connection: ConnectionId) -> QueryResult<()> {
    let open = checks::open_of_payer(tx, payer).await?;
    let subjects: Vec<_> = open.iter().map(|check| check.0).collect();
    lane::redirect(tx, send::KIND, (connection.0, Urgency::Queued), &subjects).await
}

/// The newest answer that serves: about the same month, for payers let coverages end with a month; about the member as the
/// coverage has it now; to everything that is wanted. The wanting appointment's own goes first.
async fn fresh(tx: &mut Tx, wanted: &Wanted<'_>) -> QueryResult<Option<Check>> {
    let Some(not_before) = wanted.not_before else { return Ok(None) };
    let since = not_before.max(wanted.coverage.identity_since);
    let known = store::answers(tx, wanted, since).await?;
    let serves = |check: &&Check| is_answer(&check.state) && check.service_types.cover(&wanted.about);
    let given: Vec<&Check> =
        known.iter().filter(|check| check.shared_from.is_none()).filter(serves).collect();
    // What was taken over for this appointment is as old as the answer it was taken from.
    let counts =
        |check: &&Check| check.shared_from.is_none_or(|first| given.iter().any(|given| given.id == first));
    let own = |check: &&Check| wanted.appointment.is_some() && check.appointment_id == wanted.appointment;
    let own = known.iter().filter(own).filter(serves).find(counts);
    Ok(own.or(given.first().copied()).cloned())
}

fn is_answer(state: &State) -> bool {
    let active_or_not = |outcome| outcome != EligibilityOutcome::Undetermined;
    matches!(state, State::Answered(finding) if active_or_not(finding.outcome))
}

/// The same answer for another appointment: a check of its own, so that whoever waits for this visit is told.
pub async fn take_over(
    tx: &mut Tx,
    earlier: Check,
    wanted: &Wanted<'_>,
    now: DateTime<Utc>,
) -> QueryResult<Check> {
    let check =
        Check::ask(mint(), wanted.coverage, wanted.day, wanted.about.clone(), wanted.appointment, now);
    let first = earlier.shared_from.unwrap_or(earlier.id);
    let check = Check { state: earlier.state, shared_from: Some(first), ..check };
    checks::insert(tx, &check).await?;
    outbox::put(tx, &EligibilityChecked(check.snapshot())).await?;
    Ok(check)
}
