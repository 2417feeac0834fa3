//! Putting questions in the queue: each once, however often and from wherever it is asked.

use super::{Check, ServiceTypes, send, store};
use crate::coverage::{self, Coverage};
use crate::payer::{self, Transaction};
use crate::visit::{self, Visit};
use chrono::{DateTime, TimeDelta, Utc};
use diesel::QueryResult;
use model::{EligibilityCheckId, Rank};
use platform::{Tx, mint, outbound};

/// Queues a check, or answers the open one that asks the same.
pub async fn put(tx: &mut Tx, check: Check) -> QueryResult<Check> {
    // An equal check may end between the two statements: then this one is new after all.
    loop {
        if store::insert(tx, &check).await? {
            outbound::intend(tx, send::KIND, check.id.0, &check.trace()).await?;
            return Ok(check);
        }
        if let Some(open) = store::open_equal_to(tx, &check).await? {
            return Ok(open);
        }
    }
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
    let answers = payer.is_some_and(|payer| payer.takes(Transaction::Eligibility));
    if !answers || store::was_asked_for(tx, visit).await? {
        return Ok(());
    }
    let (id, about) = (mint::<EligibilityCheckId>(), ServiceTypes::plan());
    let check = Check::ask(id, coverage, visit.service_date, about, Some(visit.id), now);
    put(tx, check).await.map(|_| ())
}
