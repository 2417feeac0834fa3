//! Patients over HTTP.

mod change;
mod register;

pub use change::*;
pub use register::*;

use super::{Patient, Refusal, candidate, merge, store};
use actix_web::{get, web};
use chrono::NaiveDate;
use model::{Name, PatientId, Phone};
use platform::page::Limit;
use platform::{Caller, Cursor, Db, Id, Listing, Problem, Query, Reply};
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_actix_web::service_config::ServiceConfig;

pub fn all(config: &mut ServiceConfig<'_>) {
    config
        .service(candidate::routes::match_patients)
        .service(register_patient)
        .service(list_patients)
        .service(get_patient)
        .service(update_patient)
        .service(merge::routes::merge_patient)
        .service(merge::routes::unmerge_patient);
}

impl From<Refusal> for Problem {
    fn from(refusal: Refusal) -> Self {
        match refusal {
            Refusal::BirthDate => Problem::invalid("/birth_date", refusal.to_string()),
        }
    }
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

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct ListPatients {
    /// The beginning of the family name, or `given family`; case, accents and punctuation do not matter.
    #[param(value_type = Option<String>)]
    name: Option<Name>,
    birth_date: Option<NaiveDate>,
    #[param(value_type = Option<String>)]
    phone: Option<Phone>,
    #[param(value_type = Option<String>)]
    mrn: Option<Name>,
    /// Whether those merged into another are listed, too; they are not unless asked for.
    #[serde(default)]
    #[param(value_type = Option<bool>)]
    include_merged: bool,
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
    let ListPatients { name, birth_date, phone, mrn, include_merged, cursor, limit } = query.0;
    let filter = store::Filter { name, birth_date, phone, mrn, include_merged, cursor, limit };
    let items =
        db.read(&caller.context(), async move |tx| Ok::<_, Problem>(store::list(tx, &filter).await?)).await?;
    Ok(Reply::ok(&Listing::cut(items, limit, |p| p.id.0))?)
}
