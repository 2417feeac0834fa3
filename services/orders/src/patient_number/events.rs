//! What registration says of numbers and merges.

use diesel::QueryResult;
use diesel::sql_types::{Nullable, Text, Uuid as SqlUuid};
use diesel_async::RunQueryDsl;
use model::PatientId;
use model::event::{PatientMerged, PatientRegistered, PatientSnapshot, PatientUnmerged, PatientUpdated};
use platform::Tx;

pub async fn keep_registered(
    tx: &mut Tx,
    PatientRegistered(patient): PatientRegistered,
) -> anyhow::Result<()> {
    Ok(keep(tx, patient).await?)
}

pub async fn keep_updated(tx: &mut Tx, PatientUpdated(patient): PatientUpdated) -> anyhow::Result<()> {
    Ok(keep(tx, patient).await?)
}

pub async fn keep_merged(tx: &mut Tx, PatientMerged(merge): PatientMerged) -> anyhow::Result<()> {
    Ok(point(tx, merge.patient_id, Some(merge.into)).await?)
}

pub async fn keep_unmerged(tx: &mut Tx, PatientUnmerged(merge): PatientUnmerged) -> anyhow::Result<()> {
    Ok(point(tx, merge.patient_id, None).await?)
}

async fn keep(tx: &mut Tx, patient: PatientSnapshot) -> QueryResult<()> {
    diesel::sql_query(
        "INSERT INTO patient_numbers (patient_id, mrn) VALUES ($1, $2) \
         ON CONFLICT (practice_id, patient_id) DO UPDATE SET mrn = excluded.mrn",
    )
    .bind::<SqlUuid, _>(patient.patient_id)
    .bind::<Nullable<Text>, _>(patient.mrn.map(String::from))
    .execute(tx)
    .await
    .map(|_| ())
}

async fn point(tx: &mut Tx, patient: PatientId, into: Option<PatientId>) -> QueryResult<()> {
    diesel::sql_query(
        "INSERT INTO patient_numbers (patient_id, merged_into) VALUES ($1, $2) \
         ON CONFLICT (practice_id, patient_id) DO UPDATE SET merged_into = excluded.merged_into",
    )
    .bind::<SqlUuid, _>(patient)
    .bind::<Nullable<SqlUuid>, _>(into)
    .execute(tx)
    .await
    .map(|_| ())
}
