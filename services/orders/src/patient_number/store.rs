//! Which records are one person's, in the database.

use crate::schema::patient_numbers as numbers;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use model::PatientId;
use platform::Tx;

/// The record that survives a merge; the patient's own when it was not merged.
pub async fn survivor(tx: &mut Tx, patient: PatientId) -> QueryResult<PatientId> {
    let found = numbers::table.filter(numbers::patient_id.eq(patient)).select(numbers::merged_into);
    let into: Option<Option<PatientId>> = found.first(tx).await.optional()?;
    Ok(into.flatten().unwrap_or(patient))
}

/// All records of the person, the surviving one first: what was recorded under any of them is of one chart.
pub async fn records(tx: &mut Tx, patient: PatientId) -> QueryResult<Vec<PatientId>> {
    let survivor = survivor(tx, patient).await?;
    let merged = numbers::table.filter(numbers::merged_into.eq(survivor)).select(numbers::patient_id);
    let mut records = vec![survivor];
    records.extend(merged.order(numbers::patient_id).load::<PatientId>(tx).await?);
    Ok(records)
}
