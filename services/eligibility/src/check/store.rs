//! Checks and their messages in the database.

use super::Check;
use super::routes::ListChecks;
use crate::merge;
use crate::schema::checks::{self, table};
use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::{Bool, Text, Uuid as SqlUuid};
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

/// Those that are no equal of an open question; the others are left out.
pub async fn insert_all(tx: &mut Tx, new: &[Check]) -> QueryResult<Vec<EligibilityCheckId>> {
    let insert = diesel::insert_into(table).values(new).on_conflict_do_nothing();
    insert.returning(checks::id).get_results(tx).await
}

pub async fn list(tx: &mut Tx, asked: &ListChecks) -> QueryResult<Vec<Check>> {
    let records = match asked.patient_id {
        Some(patient) => Some(merge::store::records(tx, patient).await?),
        None => None,
    };
    let page = table.select(Check::as_select()).order(checks::id).limit(asked.limit.and_one());
    let mut query = page.into_boxed();
    if let Some(appointment) = asked.appointment_id {
        query = query.filter(checks::appointment_id.eq(appointment));
    }
    if let Some(records) = records {
        query = query.filter(checks::patient_id.eq_any(records));
    }
    if let Some(coverage) = asked.coverage_id {
        query = query.filter(checks::coverage_id.eq(coverage));
    }
    if let Some(batch) = asked.batch_id {
        let of_batch = sql::<Bool>(
            "checks.id IN (SELECT check_id FROM batch_items WHERE practice_id = practice() AND batch_id = ",
        );
        query = query.filter(of_batch.bind::<SqlUuid, _>(batch).sql(")"));
    }
    if let Some(outcome) = asked.outcome {
        query = query.filter(sql::<Bool>("checks.state ->> 'outcome' = ").bind::<Text, _>(outcome.as_str()));
    }
    if let Some(Cursor(last)) = asked.cursor {
        query = query.filter(checks::id.gt(EligibilityCheckId(last)));
    }
    query.load(tx).await
}
