//! Patients over HTTP.

use super::{Patient, Refusal, RegisterPatient, UpdatePatient, store};
use actix_web::{get, patch, post, web};
use chrono::NaiveDate;
use model::event::{PatientRegistered, PatientUpdated};
use model::{Name, PatientId, Phone};
use platform::db::on_constraint;
use platform::idempotency::once;
use platform::page::Limit;
use platform::{Body, Caller, Cursor, Db, Id, IfMatch, Listing, Problem, Query, Reply, mint, outbox};
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_actix_web::service_config::ServiceConfig;

pub fn all(config: &mut ServiceConfig<'_>) {
    config.service(register_patient).service(list_patients).service(get_patient).service(update_patient);
}

impl From<Refusal> for Problem {
    fn from(refusal: Refusal) -> Self {
        let pointer = match refusal {
            Refusal::BirthDate => "/birth_date",
            Refusal::Email => "/email",
        };
        Problem::invalid(pointer, refusal.to_string())
    }
}

#[utoipa::path(request_body = RegisterPatient, responses((status = 201, description = "Registered.", body = Patient)))]
#[post("/v1/patients")]
/// Registers a patient.
///
/// Without `mrn` the practice's own counter gives one; an MRN that is taken answers 409 `mrn-taken`.
pub async fn register_patient(
    caller: Caller,
    db: web::Data<Db>,
    body: Body<RegisterPatient>,
) -> Result<Reply, Problem> {
    let (id, today, said) = (mint::<PatientId>(), platform::now().date_naive(), body.value);
    once(&db, &caller, body.digest, async move |tx| {
        let mrn = match &said.mrn {
            Some(mrn) => mrn.clone(),
            None => {
                Name::try_from(format!("{:06}", store::next_mrn(tx).await?)).map_err(anyhow::Error::from)?
            }
        };
        let patient = Patient::register(id, mrn, said.clone(), today)?;
        let taken = Problem::conflict("mrn-taken", "Another patient has this MRN.")
            .next_step("Search for the MRN first.");
        on_constraint(store::insert(tx, &patient).await, "patients_mrn_unique", taken)?;
        outbox::put(tx, &PatientRegistered(patient.snapshot())).await?;
        Ok(Reply::created(format!("/v1/patients/{id}"), &patient)?.version(patient.version))
    })
    .await
}

#[utoipa::path(params(("id" = PatientId, Path, description = "The patient.")),
    responses((status = 200, description = "The patient.", body = Patient)))]
#[get("/v1/patients/{id}")]
/// Reads a patient.
pub async fn get_patient(caller: Caller, db: web::Data<Db>, id: Id<PatientId>) -> Result<Reply, Problem> {
    let found =
        db.read(&caller.context(), async move |tx| Ok::<_, Problem>(store::find(tx, id.0).await?)).await?;
    let patient = found.ok_or_else(|| Problem::missing("patient"))?;
    Ok(Reply::ok(&patient)?.version(patient.version))
}

#[utoipa::path(request_body = UpdatePatient, params(("id" = PatientId, Path, description = "The patient.")),
    responses((status = 200, description = "The patient as changed.", body = Patient)))]
#[patch("/v1/patients/{id}")]
/// Changes a patient's demographics; fields that are absent stay as they are.
pub async fn update_patient(
    caller: Caller,
    db: web::Data<Db>,
    id: Id<PatientId>,
    seen: IfMatch,
    body: Body<UpdatePatient>,
) -> Result<Reply, Problem> {
    let (today, said) = (platform::now().date_naive(), body.value);
    once(&db, &caller, body.digest, async move |tx| {
        let before = store::find_for_change(tx, id.0).await?.ok_or_else(|| Problem::missing("patient"))?;
        seen.require(before.version)?;
        let patient = before.update(said.clone(), today)?;
        store::update(tx, &patient).await?;
        outbox::put(tx, &PatientUpdated(patient.snapshot())).await?;
        Ok(Reply::ok(&patient)?.version(patient.version))
    })
    .await
}

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct ListPatients {
    /// The beginning of the family name, or `given family`.
    #[param(value_type = Option<String>)]
    name: Option<Name>,
    birth_date: Option<NaiveDate>,
    #[param(value_type = Option<String>)]
    phone: Option<Phone>,
    #[param(value_type = Option<String>)]
    mrn: Option<Name>,
    #[param(value_type = Option<String>)]
    cursor: Option<Cursor>,
    #[serde(default)]
    #[param(value_type = Option<u32>)]
    limit: Limit,
}

#[utoipa::path(params(ListPatients), responses((status = 200, description = "A page of patients.", body = Listing<Patient>)))]
#[get("/v1/patients")]
/// Searches patients; every parameter given must fit.
pub async fn list_patients(
    caller: Caller,
    db: web::Data<Db>,
    query: Query<ListPatients>,
) -> Result<Reply, Problem> {
    let ListPatients { name, birth_date, phone, mrn, cursor, limit } = query.0;
    let filter = store::Filter { name, birth_date, phone, mrn, cursor, limit };
    let items =
        db.read(&caller.context(), async move |tx| Ok::<_, Problem>(store::list(tx, &filter).await?)).await?;
    Ok(Reply::ok(&Listing::cut(items, limit, |p| p.id.0))?)
}
