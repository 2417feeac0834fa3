//! What eligibility says of coverages.

use diesel::QueryResult;
use diesel::sql_types::{Jsonb, Uuid as SqlUuid};
use diesel_async::RunQueryDsl;
use model::event::{CoverageRecorded, CoverageSnapshot, CoverageUpdated};
use platform::Tx;

pub async fn keep_recorded(tx: &mut Tx, CoverageRecorded(said): CoverageRecorded) -> anyhow::Result<()> {
    Ok(keep(tx, &said).await?)
}

pub async fn keep_updated(tx: &mut Tx, CoverageUpdated(said): CoverageUpdated) -> anyhow::Result<()> {
    Ok(keep(tx, &said).await?)
}

async fn keep(tx: &mut Tx, said: &CoverageSnapshot) -> QueryResult<()> {
    let coverage = serde_json::to_value(said);
    let coverage = coverage.map_err(|error| diesel::result::Error::SerializationError(Box::new(error)))?;
    diesel::sql_query(
        "INSERT INTO known_coverages (coverage_id, patient_id, coverage) VALUES ($1, $2, $3) \
         ON CONFLICT (coverage_id) DO UPDATE SET patient_id = excluded.patient_id, coverage = excluded.coverage",
    )
    .bind::<SqlUuid, _>(said.coverage_id)
    .bind::<SqlUuid, _>(said.patient_id)
    .bind::<Jsonb, _>(coverage)
    .execute(tx)
    .await
    .map(|_| ())
}
