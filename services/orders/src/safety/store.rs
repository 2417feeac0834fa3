//! Reports of safety checks in the database.

use super::Report;
use crate::schema::safety_checks;
use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use model::PrescriptionId;
use platform::Tx;

pub async fn insert(tx: &mut Tx, report: &Report) -> QueryResult<()> {
    diesel::insert_into(safety_checks::table)
        .values((
            safety_checks::id.eq(report.id),
            safety_checks::prescription_id.eq(report.prescription_id),
            safety_checks::report.eq(report),
            safety_checks::checked_at.eq(report.checked_at),
        ))
        .execute(tx)
        .await
        .map(|_| ())
}

pub async fn update(tx: &mut Tx, report: &Report) -> QueryResult<()> {
    diesel::update(safety_checks::table.find(report.id))
        .set(safety_checks::report.eq(report))
        .execute(tx)
        .await
        .map(|_| ())
}

/// What was checked has changed: no run of before counts, nor any answer to its alerts.
pub async fn void(tx: &mut Tx, prescription: PrescriptionId, now: DateTime<Utc>) -> QueryResult<()> {
    let counting = safety_checks::table
        .filter(safety_checks::prescription_id.eq(prescription))
        .filter(safety_checks::voided_at.is_null());
    diesel::update(counting).set(safety_checks::voided_at.eq(now)).execute(tx).await.map(|_| ())
}

/// The last run on the words as they are; only it counts.
pub async fn last(tx: &mut Tx, prescription: PrescriptionId) -> QueryResult<Option<Report>> {
    safety_checks::table
        .filter(safety_checks::prescription_id.eq(prescription))
        .filter(safety_checks::voided_at.is_null())
        .order(safety_checks::id.desc())
        .select(safety_checks::report)
        .first(tx)
        .await
        .optional()
}
