//! Looking at a visit: which of the patient's payers are to be asked now, and when to look again.

use super::{Visit, store};
use crate::check::queue::{self, Got, Wanted};
use crate::check::{ServiceTypes, State};
use crate::coverage::{self, Coverage};
use crate::payer::{self, Transaction};
use crate::schedule::{self, Occasion, Schedule};
use chrono::{DateTime, TimeDelta, Utc};
use chrono_tz::Tz;
use diesel::QueryResult;
use model::event::{LocationSnapshot, VisitTypeSnapshot};
use model::{PatientId, Rank, VisitTypeId};
use platform::{Tx, projection};

/// One look; the patient is locked and the visit stands as it was read since.
pub async fn look(tx: &mut Tx, visit: Visit, occasion: Occasion, now: DateTime<Utc>) -> QueryResult<()> {
    let schedule = schedule::store::find(tx).await?.unwrap_or_default();
    let zone = zone(tx, &visit).await?;
    let due = visit.must_ask || schedule.is_due(&visit, occasion, zone, now);
    let waits = due && ask(tx, &visit, (&schedule, occasion == Occasion::Time), now).await?;
    let next = schedule.next_look(&visit, zone, now);
    let look_at = if waits {
        Some(next.map_or(now + store::SHORTLY, |next| next.min(now + store::SHORTLY)))
    } else {
        next
    };
    let visit = Visit { looked_at: Some(now), look_at, must_ask: waits, ..visit };
    store::keep(tx, &visit).await
}

/// A coverage became known or changed: it is asked about for every visit to come that it is active for.
pub async fn for_coverage(tx: &mut Tx, coverage: &Coverage, now: DateTime<Utc>) -> QueryResult<()> {
    let schedule = schedule::store::find(tx).await?.unwrap_or_default();
    if !schedule.on_coverage_change || !schedule.asks(coverage.rank) {
        return Ok(());
    }
    for visit in to_come(tx, coverage.patient_id, now).await? {
        if coverage.is_active_on(visit.service_date)
            && ask_one(tx, &visit, coverage, (&schedule, false), now).await?
        {
            store::keep(tx, &Visit { look_at: Some(now + store::SHORTLY), must_ask: true, ..visit }).await?;
        }
    }
    Ok(())
}

/// Every visit to come of a person is looked at in a moment, as if nobody had looked yet.
pub async fn again(tx: &mut Tx, patient: PatientId, now: DateTime<Utc>) -> QueryResult<()> {
    for visit in to_come(tx, patient, now).await? {
        store::keep(tx, &Visit { look_at: Some(now), must_ask: true, ..visit }).await?;
    }
    Ok(())
}

async fn to_come(tx: &mut Tx, patient: PatientId, now: DateTime<Utc>) -> QueryResult<Vec<Visit>> {
    // Half a day earlier than UTC: the calendar of the westernmost location.
    store::expected_from(tx, patient, (now - TimeDelta::hours(12)).date_naive()).await
}

/// True when it has to wait for what another visit's question brings.
async fn ask(
    tx: &mut Tx,
    visit: &Visit,
    (schedule, patient): (&Schedule, bool),
    now: DateTime<Utc>,
) -> QueryResult<bool> {
    let mut waits = false;
    for coverage in coverage::store::active_on(tx, visit.patient_id, visit.service_date).await? {
        if schedule.asks(coverage.rank) {
            waits |= ask_one(tx, visit, &coverage, (schedule, patient), now).await?;
        }
    }
    Ok(waits)
}

async fn ask_one(
    tx: &mut Tx,
    visit: &Visit,
    coverage: &Coverage,
    (schedule, patient): (&Schedule, bool),
    now: DateTime<Utc>,
) -> QueryResult<bool> {
    let payer = payer::store::find(tx, coverage.payer_id).await?;
    if !payer.is_some_and(|payer| payer.takes(Transaction::Eligibility)) {
        return Ok(false);
    }
    let wanted = Wanted {
        coverage,
        day: visit.service_date,
        about: about(tx, visit.visit_type_id).await?,
        appointment: Some(visit.id),
        patient,
        not_before: Some(now - schedule.max_age()),
    };
    let Got::Open(open) = queue::ask(tx, wanted, now).await? else { return Ok(false) };
    // It is another visit's, or it was sent about the member as the coverage no longer has it.
    let outdated = open.asked_at < coverage.identity_since && !matches!(open.state, State::Queued);
    Ok(open.appointment_id != Some(visit.id) || outdated)
}

/// The one place that says what is asked about before a visit of this kind.
pub async fn about(tx: &mut Tx, kind: Option<VisitTypeId>) -> QueryResult<ServiceTypes> {
    let Some(id) = kind else { return Ok(ServiceTypes::plan()) };
    // A kind of visit nobody has announced has no service types.
    let known: Option<VisitTypeSnapshot> = projection::find(tx, "visit-type", id).await?;
    Ok(ServiceTypes::with_plan(&known.map(|known| known.service_types).unwrap_or_default()))
}

/// Of the visit's location; UTC while that is not known.
async fn zone(tx: &mut Tx, visit: &Visit) -> QueryResult<Tz> {
    let Some(id) = visit.location_id else { return Ok(Tz::UTC) };
    let location: Option<LocationSnapshot> = projection::find(tx, "location", id).await?;
    Ok(location.and_then(|location| location.time_zone.parse().ok()).unwrap_or(Tz::UTC))
}

impl Schedule {
    /// Whether coverages of this rank are asked about.
    fn asks(&self, rank: Rank) -> bool {
        rank == Rank::Primary || self.other_coverages
    }
}
