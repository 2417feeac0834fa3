//! The same step for many appointments at once, each with its own outcome.

use crate::appointment::step::Step;
use crate::appointment::{Appointment, CancelReason, Status, store};
use crate::visit_type;
use crate::visit_type::VisitType;
use actix_web::{post, web};
use chrono::{DateTime, Utc};
use model::{AppointmentId, Note, VisitTypeId, word_enum};
use platform::idempotency::once;
use platform::{Body, Caller, Db, IfMatch, Problem, Reply, Tx};
use serde::{Deserialize, Serialize};
use std::collections::{HashMap, HashSet};
use utoipa::ToSchema;

word_enum! {
    /// What is to become of the appointments.
    BatchAction {
        Arrive = "arrive",
        Begin = "begin",
        Complete = "complete",
        NoShow = "no_show",
        Cancel = "cancel",
    }
}

#[derive(Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ChangeAppointments {
    #[schema(inline)]
    pub action: BatchAction,
    /// Needed to cancel, and only then taken.
    pub reason_code: Option<CancelReason>,
    /// Only to cancel.
    pub note: Option<Note>,
    /// 1 to 100, each appointment once.
    pub items: Vec<BatchItem>,
}

#[derive(Clone, Copy, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct BatchItem {
    pub appointment_id: AppointmentId,
    /// As it was read: one that has changed since is refused.
    pub version: i64,
}

/// What became of one appointment.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
#[serde(tag = "outcome", rename_all = "snake_case")]
pub enum BatchOutcome {
    Done {
        appointment_id: AppointmentId,
        version: i64,
        #[schema(inline)]
        status: Status,
    },
    /// It stays as it is; code and detail are those the single action answers.
    Refused { appointment_id: AppointmentId, code: String, detail: String },
}

/// In the order of the request.
#[derive(Serialize, ToSchema)]
pub struct BatchOutcomes {
    pub items: Vec<BatchOutcome>,
}

impl ChangeAppointments {
    const MOST: usize = 100;

    fn step(&self) -> Result<Step, Problem> {
        let cancels = self.action == BatchAction::Cancel;
        if !cancels && (self.reason_code.is_some() || self.note.is_some()) {
            let field = if self.reason_code.is_some() { "/reason_code" } else { "/note" };
            return Err(Problem::invalid(field, "is for cancel alone"));
        }
        Ok(match self.action {
            BatchAction::Arrive => Step::Arrive,
            BatchAction::Begin => Step::Begin,
            BatchAction::Complete => Step::Complete,
            BatchAction::NoShow => Step::Miss,
            BatchAction::Cancel => {
                let reason = self.reason_code.ok_or_else(|| Problem::invalid("/reason_code", "must say why"));
                Step::Cancel { reason_code: reason?, note: self.note.clone() }
            }
        })
    }

    fn checked_items(&self) -> Result<(), Problem> {
        if !(1..=Self::MOST).contains(&self.items.len()) {
            return Err(Problem::invalid("/items", "must be 1 to 100"));
        }
        let mut seen = HashSet::new();
        match self.items.iter().position(|item| !seen.insert(item.appointment_id)) {
            Some(n) => Err(Problem::invalid(format!("/items/{n}/appointment_id"), "must be there once")),
            None => Ok(()),
        }
    }
}

#[utoipa::path(request_body = ChangeAppointments, responses((status = 200, description = "What became of each.", body = BatchOutcomes)))]
#[post("/v1/appointments/batch")]
/// Takes the same step with up to a hundred appointments: each is done or refused for itself.
///
/// History and events are those of the single actions.
pub async fn change_appointments(
    caller: Caller,
    db: web::Data<Db>,
    body: Body<ChangeAppointments>,
) -> Result<Reply, Problem> {
    let (said, now, actor) = (body.value, platform::now(), caller.clone());
    let step = said.step()?;
    said.checked_items()?;
    once(&db, &caller, body.digest, async move |tx| {
        let mut held = Held::of(tx, &said.items).await?;
        // In the order of ids, as they were locked: two batches never wait for each other in a circle.
        let mut items = said.items.clone();
        items.sort_unstable_by_key(|item| item.appointment_id);
        let mut outcomes = HashMap::new();
        for item in items {
            let outcome = match held.take(tx, &actor.client, &step, item, now).await {
                Ok(after) => BatchOutcome::Done {
                    appointment_id: after.id,
                    version: after.version,
                    status: after.state.status(),
                },
                Err(problem) if problem.status >= 500 => return Err(problem),
                Err(problem) => BatchOutcome::Refused {
                    appointment_id: item.appointment_id,
                    code: problem.code.clone(),
                    detail: problem.detail.clone(),
                },
            };
            outcomes.insert(item.appointment_id, outcome);
        }
        let items = said.items.iter().filter_map(|item| outcomes.remove(&item.appointment_id)).collect();
        Ok(Reply::ok(&BatchOutcomes { items })?)
    })
    .await
}

/// The appointments of a batch, locked to the end of the transaction.
struct Held {
    appointments: HashMap<AppointmentId, Appointment>,
    visits: HashMap<VisitTypeId, VisitType>,
}

impl Held {
    async fn of(tx: &mut Tx, items: &[BatchItem]) -> Result<Self, Problem> {
        let ids: Vec<AppointmentId> = items.iter().map(|item| item.appointment_id).collect();
        let appointments = store::find_all_for_change(tx, &ids).await?;
        let visits: Vec<VisitTypeId> = appointments.iter().map(|one| one.visit_type_id).collect();
        let visits = visit_type::store::find_all(tx, &visits).await?;
        Ok(Self {
            appointments: appointments.into_iter().map(|one| (one.id, one)).collect(),
            visits: visits.into_iter().map(|one| (one.id, one)).collect(),
        })
    }

    async fn take(
        &mut self,
        tx: &mut Tx,
        client: &str,
        step: &Step,
        item: BatchItem,
        now: DateTime<Utc>,
    ) -> Result<Appointment, Problem> {
        let before = self.appointments.remove(&item.appointment_id);
        let before = before.ok_or_else(|| Problem::missing("appointment"))?;
        IfMatch::of(item.version).require(before.version)?;
        let visit = self.visits.get(&before.visit_type_id);
        let visit = visit.ok_or_else(|| Problem::missing("visit type"))?;
        step.take(tx, client, &before, visit, now).await
    }
}
