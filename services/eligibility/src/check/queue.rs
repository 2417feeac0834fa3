//! Putting questions in the queue: each once, however often and from wherever it is asked.

use super::{Check, ServiceTypes, send, store};
use crate::coverage::{self, Coverage};
use crate::payer::{self, Payer, Transaction};
use crate::visit::{self, Visit};
use chrono::{DateTime, TimeDelta, Utc};
use diesel::QueryResult;
use model::{ConnectionId, EligibilityCheckId, PayerId, Rank};
use platform::outbound::lane::{self, Urgency};
use platform::{Tx, mint};

/// Queues a check, or answers the open one that asks the same.
///
/// Somebody who waits moves an open one forward.
pub async fn put(tx: &mut Tx, check: Check, payer: &Payer) -> QueryResult<Check> {
    // An equal check may end between the two statements: then this one is new after all.
    loop {
        if store::insert(tx, &check).await? {
            let intent = [(check.id.0, check.trace())];
            lane::intend(tx, send::KIND, (payer.connection_id.0, urgency(&check)), &intent).await?;
            return Ok(check);
        }
        if let Some(open) = store::open_equal_to(tx, &check).await? {
            if urgency(&check) < urgency(&open) {
                lane::turn(tx, send::KIND, (payer.connection_id.0, Urgency::Now), &[open.id.0]).await?;
            }
            return Ok(open);
        }
    }
}

fn urgency(check: &Check) -> Urgency {
    if check.is_patient() { Urgency::Queued } else { Urgency::Now }
}

/// What still waits to be asked of a payer goes another way.
pub async fn turn(tx: &mut Tx, payer: PayerId, connection: ConnectionId) -> QueryResult<()> {
    let open = store::open_of_payer(tx, payer).await?;
    let subjects: Vec<_> = open.iter().map(|check| check.0).collect();
    lane::turn(tx, send::KIND, (connection.0, Urgency::Queued), &subjects).await
}

/// For a booked visit: the patient's primary coverage of that day, if there is one; the patient must be locked.
pub async fn for_visit(tx: &mut Tx, visit: &Visit, now: DateTime<Utc>) -> QueryResult<()> {
    match coverage::store::primary_on(tx, visit.patient_id, visit.service_date).await? {
        Some(coverage) => ask_once(tx, visit, &coverage, now).await,
        None => Ok(()),
    }
}

/// For a coverage that became known: every visit to come that it is active for; the patient must be locked.
pub async fn for_coverage(tx: &mut Tx, coverage: &Coverage, now: DateTime<Utc>) -> QueryResult<()> {
    if coverage.rank != Rank::Primary {
        return Ok(());
    }
    // Half a day earlier than UTC: the calendar of the westernmost location.
    let today = (now - TimeDelta::hours(12)).date_naive();
    for visit in visit::store::expected_from(tx, coverage.patient_id, today).await? {
        if coverage.is_active_on(visit.service_date) {
            ask_once(tx, &visit, coverage, now).await?;
        }
    }
    Ok(())
}

async fn ask_once(tx: &mut Tx, visit: &Visit, coverage: &Coverage, now: DateTime<Utc>) -> QueryResult<()> {
    let payer = payer::store::find(tx, coverage.payer_id).await?;
    let Some(payer) = payer.filter(|payer| payer.takes(Transaction::Eligibility)) else { return Ok(()) };
    if store::was_asked_for(tx, visit).await? {
        return Ok(());
    }
    let (id, about) = (mint::<EligibilityCheckId>(), ServiceTypes::plan());
    let check = Check::ask(id, coverage, visit.service_date, about, Some(visit.id), now);
    put(tx, check, &payer).await.map(|_| ())
}
