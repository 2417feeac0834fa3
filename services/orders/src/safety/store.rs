//! Reports of safety checks in the database.

use super::Report;
use crate::schema::safety_checks;
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

/// The last run; only it counts.
pub async fn last(tx: &mut Tx, prescription: PrescriptionId) -> QueryResult<Option<Report>> {
    safety_checks::table
        .filter(safety_checks::prescription_id.eq(prescription))
        .order(safety_checks::id.desc())
        .select(safety_checks::report)
        .first(tx)
        .await
        .optional()
}
