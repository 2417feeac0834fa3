//! What billing knows of patients, practitioners, locations and coverages: snapshots learnt from events.

use chrono::{DateTime, NaiveDate, Utc};
use diesel::QueryableByName;
use diesel::result::QueryResult;
use diesel::sql_types::{Jsonb, Text};
use diesel_async::RunQueryDsl;
use model::event::{
    AuthorizationSnapshot, CoverageSnapshot, LocationSnapshot, PatientSnapshot, PractitionerSnapshot,
};
use model::{LocationId, PatientId, PractitionerId};
use platform::{Context, Db, Problem, Tx, projection};
use serde::de::DeserializeOwned;
use std::time::Duration;

/// How long a signature waits for a coverage that may have been recorded a moment ago.
const PATIENCE: Duration = Duration::from_secs(2);

/// Who took part in a visit.
pub struct Parties {
    pub patient: PatientSnapshot,
    pub practitioner: PractitionerSnapshot,
    pub location: LocationSnapshot,
}

/// Waits, bounded, until all three are known here.
pub async fn wait_for(
    db: &Db,
    context: &Context,
    patient: PatientId,
    practitioner: PractitionerId,
    location: LocationId,
) -> Result<(), Problem> {
    projection::wait_for(db, context, "patient", patient).await?;
    projection::wait_for(db, context, "practitioner", practitioner).await?;
    projection::wait_for(db, context, "location", location).await
}

pub async fn known(
    tx: &mut Tx,
    patient: PatientId,
    practitioner: PractitionerId,
    location: LocationId,
) -> Result<Parties, Problem> {
    Ok(Parties {
        patient: projection::known(tx, "patient", patient).await?,
        practitioner: projection::known(tx, "practitioner", practitioner).await?,
        location: projection::known(tx, "location", location).await?,
    })
}

/// The date on the wall of a location; of UTC when its zone is not known to us.
pub fn today(location: &LocationSnapshot, now: DateTime<Utc>) -> NaiveDate {
    let zone: chrono_tz::Tz = location.time_zone.parse().unwrap_or(chrono_tz::UTC);
    now.with_timezone(&zone).date_naive()
}

#[derive(QueryableByName)]
struct Row {
    #[diesel(sql_type = Jsonb)]
    data: serde_json::Value,
}

/// Every coverage of a patient.
pub async fn coverages(tx: &mut Tx, patient: PatientId) -> QueryResult<Vec<CoverageSnapshot>> {
    of_patient(
        tx,
        "SELECT data FROM projection \
         WHERE practice_id = practice() AND starts_with(subject, 'coverage/') AND data->>'patient_id' = $1 ORDER BY subject",
        patient,
    )
    .await
}

/// Every authorization and referral of a patient.
pub async fn authorizations(tx: &mut Tx, patient: PatientId) -> QueryResult<Vec<AuthorizationSnapshot>> {
    of_patient(
        tx,
        "SELECT data FROM projection \
         WHERE practice_id = practice() AND starts_with(subject, 'authorization/') AND data->>'patient_id' = $1 ORDER BY subject",
        patient,
    )
    .await
}

async fn of_patient<S: DeserializeOwned>(tx: &mut Tx, sql: &str, patient: PatientId) -> QueryResult<Vec<S>> {
    let rows: Vec<Row> = diesel::sql_query(sql).bind::<Text, _>(patient.to_string()).load(tx).await?;
    let unreadable = |e: serde_json::Error| diesel::result::Error::DeserializationError(Box::new(e));
    rows.into_iter().map(|row| S::deserialize(row.data)).collect::<Result<_, _>>().map_err(unreadable)
}

/// Waits, bounded, until some coverage of the patient is known; a patient without one goes on, and the claim is held.
pub async fn wait_for_coverage(db: &Db, context: &Context, patient: PatientId) -> Result<(), Problem> {
    let deadline = tokio::time::Instant::now() + PATIENCE;
    loop {
        let committed = db.committed();
        let known = db.read(context, async move |tx| Ok::<_, Problem>(coverages(tx, patient).await?)).await?;
        if !known.is_empty() || tokio::time::timeout_at(deadline, committed).await.is_err() {
            return Ok(());
        }
    }
}
