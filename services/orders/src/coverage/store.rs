//! Coverages in the database.

use crate::patient_number;
use crate::schema::known_coverages;
use chrono::NaiveDate;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use model::PatientId;
use model::event::CoverageSnapshot;
use platform::Tx;

/// A person's coverages that are in force on a day, in the order in which they pay.
pub async fn on_day(tx: &mut Tx, patient: PatientId, day: NaiveDate) -> QueryResult<Vec<CoverageSnapshot>> {
    let records = patient_number::store::records(tx, patient).await?;
    let rows: Vec<serde_json::Value> = known_coverages::table
        .filter(known_coverages::patient_id.eq_any(records))
        .select(known_coverages::coverage)
        .load(tx)
        .await?;
    let read = |row| serde_json::from_value::<CoverageSnapshot>(row).ok();
    let in_force = |c: &CoverageSnapshot| c.effective <= day && c.terminates.is_none_or(|last| day <= last);
    let mut coverages: Vec<CoverageSnapshot> = rows.into_iter().filter_map(read).filter(in_force).collect();
    coverages.sort_by_key(|coverage| coverage.rank);
    Ok(coverages)
}
