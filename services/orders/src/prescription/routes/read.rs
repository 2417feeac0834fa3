//! Reading prescriptions.

use crate::history::{self, Entry};
use crate::message::{self, Logged};
use crate::prescription::store::{self, Filter};
use crate::prescription::{Prescription, Status};
use actix_web::{get, web};
use model::{PatientId, PrescriptionId};
use platform::page::Limit;
use platform::{Caller, Cursor, Db, Id, Listing, Problem, Query, Reply, Tx};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

#[utoipa::path(params(("id" = PrescriptionId, Path, description = "The prescription.")),
    responses((status = 200, description = "The prescription.", body = Prescription)))]
#[get("/v1/prescriptions/{id}")]
/// Reads a prescription.
pub async fn get_prescription(
    caller: Caller,
    db: web::Data<Db>,
    id: Id<PrescriptionId>,
) -> Result<Reply, Problem> {
    let prescription = db.read(&caller.context(), async move |tx| existing(tx, id.0).await).await?;
    Ok(Reply::ok(&prescription)?.version(prescription.version))
}

async fn existing(tx: &mut Tx, id: PrescriptionId) -> Result<Prescription, Problem> {
    store::find(tx, id).await?.ok_or_else(|| Problem::missing("prescription"))
}

/// What happened, oldest first.
#[derive(Serialize, ToSchema)]
pub struct PrescriptionHistory {
    pub items: Vec<Entry>,
}

#[utoipa::path(params(("id" = PrescriptionId, Path, description = "The prescription.")),
    responses((status = 200, description = "What happened to it, oldest first.", body = PrescriptionHistory)))]
#[get("/v1/prescriptions/{id}/history")]
/// Reads what happened to a prescription: who, when, and what came of it.
pub async fn get_prescription_history(
    caller: Caller,
    db: web::Data<Db>,
    id: Id<PrescriptionId>,
) -> Result<Reply, Problem> {
    let read = async move |tx: &mut Tx| {
        existing(tx, id.0).await?;
        Ok::<_, Problem>(history::store::list(tx, id.0).await?)
    };
    let items = db.read(&caller.context(), read).await?;
    Ok(Reply::ok(&PrescriptionHistory { items })?)
}

/// The messages as they went over the wire, oldest first.
#[derive(Serialize, ToSchema)]
pub struct ScriptLog {
    pub items: Vec<Logged>,
}

#[utoipa::path(params(("id" = PrescriptionId, Path, description = "The prescription.")),
    responses((status = 200, description = "Every SCRIPT message about it, in and out.", body = ScriptLog)))]
#[get("/v1/prescriptions/{id}/script")]
/// Reads the raw SCRIPT messages about a prescription.
pub async fn get_prescription_script(
    caller: Caller,
    db: web::Data<Db>,
    id: Id<PrescriptionId>,
) -> Result<Reply, Problem> {
    let read = async move |tx: &mut Tx| {
        existing(tx, id.0).await?;
        Ok::<_, Problem>(message::store::list(tx, id.0).await?)
    };
    let items = db.read(&caller.context(), read).await?;
    Ok(Reply::ok(&ScriptLog { items })?)
}

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct ListPrescriptions {
    patient_id: Option<PatientId>,
    status: Option<Status>,
    #[param(value_type = Option<String>)]
    cursor: Option<Cursor>,
    #[serde(default)]
    #[param(value_type = Option<u32>)]
    limit: Limit,
}

#[utoipa::path(params(ListPrescriptions), responses((status = 200, description = "A page of prescriptions.", body = Listing<Prescription>)))]
#[get("/v1/prescriptions")]
/// Lists prescriptions, oldest first.
pub async fn list_prescriptions(
    caller: Caller,
    db: web::Data<Db>,
    query: Query<ListPrescriptions>,
) -> Result<Reply, Problem> {
    let ListPrescriptions { patient_id, status, cursor, limit } = query.0;
    let filter = Filter { patient: patient_id, status, cursor, limit };
    let read = async move |tx: &mut Tx| Ok::<_, Problem>(store::list(tx, &filter).await?);
    let items = db.read(&caller.context(), read).await?;
    Ok(Reply::ok(&Listing::cut(items, limit, |prescription| prescription.id.0))?)
}
