//! Allergies over HTTP.

use super::{Allergy, Entry, ReactionSeverity, Record, Refusal, Substance, store};
use crate::patient_number;
use actix_web::{get, post, web};
use model::event::PatientSnapshot;
use model::{AllergyId, Name, PatientId};
use platform::idempotency::once;
use platform::page::Limit;
use platform::{Body, Caller, Cursor, Db, Id, Listing, Problem, Query, Reply, Tx, mint, projection};
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};
use utoipa_actix_web::service_config::ServiceConfig;

pub fn all(config: &mut ServiceConfig<'_>) {
    config.service(record_allergy).service(list_allergies);
}

impl From<Refusal> for Problem {
    fn from(refusal: Refusal) -> Self {
        let detail = refusal.to_string();
        match refusal {
            Refusal::NeitherOrBoth => Problem::invalid("/substance", detail),
            Refusal::WithoutSubstance(field) => Problem::invalid(field, detail),
            Refusal::Contradicts => Problem::conflict("allergies-on-record", detail)
                .next_step("Read GET /v1/patients/{id}/allergies and leave no_known_allergies out."),
        }
    }
}

/// Either a substance, or `no_known_allergies: true` when the patient was asked and named none.
#[derive(Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RecordAllergy {
    pub substance: Option<Substance>,
    pub reaction: Option<Name>,
    pub severity: Option<ReactionSeverity>,
    pub no_known_allergies: Option<bool>,
}

impl RecordAllergy {
    fn entry(self) -> Result<Entry, Refusal> {
        let Self { substance, reaction, severity, no_known_allergies } = self;
        match (substance, no_known_allergies.unwrap_or(false)) {
            (Some(substance), false) => Ok(Entry::Substance { substance, reaction, severity }),
            (None, true) if reaction.is_some() => Err(Refusal::WithoutSubstance("/reaction")),
            (None, true) if severity.is_some() => Err(Refusal::WithoutSubstance("/severity")),
            (None, true) => Ok(Entry::NoneKnown { no_known_allergies: true }),
            _ => Err(Refusal::NeitherOrBoth),
        }
    }
}

#[utoipa::path(request_body = RecordAllergy, params(("id" = PatientId, Path, description = "The patient.")),
    responses((status = 201, description = "Recorded.", body = Allergy)))]
#[post("/v1/patients/{id}/allergies")]
/// Records an allergy, or that the patient knows of none.
///
/// Without either on record the allergy check of a prescription answers `could_not_check`.
pub async fn record_allergy(
    caller: Caller,
    db: web::Data<Db>,
    patient: Id<PatientId>,
    body: Body<RecordAllergy>,
) -> Result<Reply, Problem> {
    let entry = body.value.entry()?;
    projection::wait_for(&db, &caller.context(), "patient", patient.0).await?;
    let (id, now, recorded_by) = (mint::<AllergyId>(), platform::now(), caller.client.clone());
    once(&db, &caller, body.digest, async move |tx| {
        let chart = store::lock_chart(tx, patient.0).await?;
        Allergy::admit(&entry, &Record::of(store::entries(tx, &chart).await?))?;
        let allergy = Allergy {
            id,
            version: 1,
            patient_id: patient.0,
            entry: entry.clone(),
            recorded_at: now,
            recorded_by: recorded_by.clone(),
        };
        store::insert(tx, &allergy).await?;
        store::supersede_none_known(tx, &chart, id).await?;
        Ok(Reply::created(format!("/v1/patients/{}/allergies", patient.0), &allergy)?
            .version(allergy.version))
    })
    .await
}

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct ListAllergies {
    #[param(value_type = Option<String>)]
    cursor: Option<Cursor>,
    #[serde(default)]
    #[param(value_type = Option<u32>)]
    limit: Limit,
}

#[utoipa::path(params(("id" = PatientId, Path, description = "The patient."), ListAllergies),
    responses((status = 200, description = "What is on record; empty when nobody has asked yet.", body = Listing<Allergy>)))]
#[get("/v1/patients/{id}/allergies")]
/// Lists a patient's allergies.
pub async fn list_allergies(
    caller: Caller,
    db: web::Data<Db>,
    patient: Id<PatientId>,
    query: Query<ListAllergies>,
) -> Result<Reply, Problem> {
    let ListAllergies { cursor, limit } = query.0;
    let read = async move |tx: &mut Tx| {
        let chart = chart(tx, patient.0).await?;
        Ok::<_, Problem>(store::list(tx, &chart, cursor, limit).await?)
    };
    let items = db.read(&caller.context(), read).await?;
    Ok(Reply::ok(&Listing::cut(items, limit, |allergy| allergy.id.0))?)
}

/// The records a chart is made of: that of a patient of this practice, and of whoever was found to be the same person.
pub async fn chart(tx: &mut Tx, patient: PatientId) -> Result<Vec<PatientId>, Problem> {
    let known = projection::find::<PatientSnapshot>(tx, "patient", patient).await?;
    known.ok_or_else(|| Problem::missing("patient"))?;
    Ok(patient_number::store::records(tx, patient).await?)
}
