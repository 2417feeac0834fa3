//! Merges in the database: every merged record names its survivor, so that nobody has to walk.

use crate::schema::patient_merges::{self, table};
use diesel::prelude::*;
use diesel::sql_types::Uuid;
use diesel_async::RunQueryDsl;
use model::PatientId;
use platform::Tx;

pub async fn keep(tx: &mut Tx, patient: PatientId, into: PatientId) -> QueryResult<()> {
    diesel::sql_query(
        "INSERT INTO patient_merges (patient_id, into_id) VALUES ($1, $2) \
         ON CONFLICT (practice_id, patient_id) DO UPDATE SET into_id = excluded.into_id",
    )
    .bind::<Uuid, _>(patient)
    .bind::<Uuid, _>(into)
    .execute(tx)
    .await
    .map(|_| ())
}

pub async fn forget(tx: &mut Tx, patient: PatientId) -> QueryResult<()> {
    diesel::delete(table.filter(patient_merges::patient_id.eq(patient))).execute(tx).await.map(|_| ())
}

/// The record that stands for the person: the patient's own, unless it was merged.
pub async fn survivor(tx: &mut Tx, patient: PatientId) -> QueryResult<PatientId> {
    let into = table.filter(patient_merges::patient_id.eq(patient)).select(patient_merges::into_id);
    Ok(into.first(tx).await.optional()?.unwrap_or(patient))
}

/// All records of the person, the one asked for first.
pub async fn records(tx: &mut Tx, patient: PatientId) -> QueryResult<Vec<PatientId>> {
    let survivor = survivor(tx, patient).await?;
    let merged = table.filter(patient_merges::into_id.eq(survivor)).select(patient_merges::patient_id);
    let merged: Vec<PatientId> = merged.load(tx).await?;
    let others = merged.into_iter().chain([survivor]).filter(|record| *record != patient);
    Ok(std::iter::once(patient).chain(others).collect())
}
