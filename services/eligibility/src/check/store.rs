//! Checks and their messages in the database.

use super::Check;
use super::routes::ListChecks;
use crate::schema::checks::{self, table};
use crate::visit::Visit;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use model::EligibilityCheckId;
use platform::{Cursor, Tx};

pub mod exchange;

/// False when an equal question is open already.
pub async fn insert(tx: &mut Tx, check: &Check) -> QueryResult<bool> {
    let insert = diesel::insert_into(table).values(check).on_conflict_do_nothing();
    Ok(insert.execute(tx).await? == 1)
}

pub async fn open_equal_to(tx: &mut Tx, check: &Check) -> QueryResult<Option<Check>> {
    table
        .filter(checks::coverage_id.eq(check.coverage_id).and(checks::service_date.eq(check.service_date)))
        .filter(
            checks::service_types.eq(&check.service_types).and(checks::status.eq_any(["queued", "sending"])),
        )
        .select(Check::as_select())
        .first(tx)
        .await
        .optional()
}

pub async fn find(tx: &mut Tx, id: EligibilityCheckId) -> QueryResult<Option<Check>> {
    table.find(id).select(Check::as_select()).first(tx).await.optional()
}

pub async fn lock(tx: &mut Tx, id: EligibilityCheckId) -> QueryResult<Check> {
    table.find(id).select(Check::as_select()).for_update().first(tx).await
}

pub async fn save(tx: &mut Tx, check: &Check) -> QueryResult<()> {
    diesel::update(table.find(check.id)).set(check).execute(tx).await.map(|_| ())
}

/// Whether this appointment's day was asked about before, whatever came of it.
pub async fn was_asked_for(tx: &mut Tx, visit: &Visit) -> QueryResult<bool> {
    let asked = table
        .filter(checks::appointment_id.eq(visit.id).and(checks::service_date.eq(visit.service_date)))
        .select(checks::id);
    let first: Option<EligibilityCheckId> = asked.first(tx).await.optional()?;
    Ok(first.is_some())
}

pub async fn list(tx: &mut Tx, asked: &ListChecks) -> QueryResult<Vec<Check>> {
    let page = table.select(Check::as_select()).order(checks::id).limit(asked.limit.and_one());
    let mut query = page.into_boxed();
    if let Some(appointment) = asked.appointment_id {
        query = query.filter(checks::appointment_id.eq(appointment));
    }
    if let Some(patient) = asked.patient_id {
        query = query.filter(checks::patient_id.eq(patient));
    }
    if let Some(coverage) = asked.coverage_id {
        query = query.filter(checks::coverage_id.eq(coverage));
    }
    if let Some(Cursor(last)) = asked.cursor {
        query = query.filter(checks::id.gt(EligibilityCheckId(last)));
    }
    query.load(tx).await
}
