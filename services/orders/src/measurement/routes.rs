//! Measurements over HTTP.

use super::{Kind, Measurement, Refusal, Unit, store};
use crate::allergy::routes::chart;
use crate::sig::Number;
use actix_web::{get, post, web};
use chrono::NaiveDate;
use model::event::PatientSnapshot;
use model::{MeasurementId, PatientId};
use platform::idempotency::once;
use platform::page::Page;
use platform::{Body, Caller, Db, Id, Listing, Problem, Query, Reply, Tx, mint, projection};
use serde::Deserialize;
use utoipa::ToSchema;
use utoipa_actix_web::service_config::ServiceConfig;

pub fn all(config: &mut ServiceConfig<'_>) {
    config.service(record_measurement).service(list_measurements);
}

impl From<Refusal> for Problem {
    fn from(refusal: Refusal) -> Self {
        Problem::invalid(refusal.field(), refusal.to_string())
    }
}

#[derive(Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RecordMeasurement {
    pub kind: Kind,
    pub value: Number,
    pub unit: Unit,
    /// Today when left out.
    pub measured_on: Option<NaiveDate>,
}

#[utoipa::path(request_body = RecordMeasurement, params(("id" = PatientId, Path, description = "The patient.")),
    responses((status = 201, description = "Recorded; the last of its kind counts.", body = Measurement)))]
#[post("/v1/patients/{id}/measurements")]
/// Records a height or a weight.
///
/// Prescriptions for patients under 19 carry the last ones to the pharmacy; doses by weight are calculated with it.
pub async fn record_measurement(
    caller: Caller,
    db: web::Data<Db>,
    patient: Id<PatientId>,
    body: Body<RecordMeasurement>,
) -> Result<Reply, Problem> {
    let (now, wish) = (platform::now(), body.value);
    let measurement = Measurement {
        id: mint::<MeasurementId>(),
        patient_id: patient.0,
        kind: wish.kind,
        value: wish.value,
        unit: wish.unit,
        measured_on: wish.measured_on.unwrap_or(now.date_naive()),
        recorded_at: now,
        recorded_by: caller.client.clone(),
    };
    projection::wait_for(&db, &caller.context(), "patient", patient.0).await?;
    once(&db, &caller, body.digest, async move |tx| {
        let person: PatientSnapshot = projection::known(tx, "patient", patient.0).await?;
        measurement.admit(person.demographics.birth_date, now.date_naive())?;
        crate::allergy::store::lock_chart(tx, patient.0).await?;
        store::insert(tx, &measurement).await?;
        Ok(Reply::created(format!("/v1/patients/{}/measurements", patient.0), &measurement)?)
    })
    .await
}

#[utoipa::path(params(("id" = PatientId, Path, description = "The patient."), Page),
    responses((status = 200, description = "A page, in the order of recording.", body = Listing<Measurement>)))]
#[get("/v1/patients/{id}/measurements")]
/// Lists a patient's heights and weights.
pub async fn list_measurements(
    caller: Caller,
    db: web::Data<Db>,
    patient: Id<PatientId>,
    query: Query<Page>,
) -> Result<Reply, Problem> {
    let Page { cursor, limit } = query.0;
    let read = async move |tx: &mut Tx| {
        let chart = chart(tx, patient.0).await?;
        Ok::<_, Problem>(store::list(tx, &chart, cursor, limit).await?)
    };
    let items = db.read(&caller.context(), read).await?;
    Ok(Reply::ok(&Listing::cut(items, limit, |measurement| measurement.id.0))?)
}
