//! Reading prescriptions.

use crate::history::evidence::Exchange;
use crate::history::{self, Entry};
use crate::message::{self, Logged};
use crate::patient_number;
use crate::prescription::intact::{self, Doubtful};
use crate::prescription::store::{self, Filter};
use crate::prescription::{Prescription, Refusal, Status};
use crate::succession::{self, Links};
use crate::task::{self, Task};
use actix_web::{get, web};
use model::{PatientId, PrescriptionId};
use platform::page::Limit;
use platform::{Caller, Cursor, Db, Id, Listing, Problem, Query, Reply, Tx};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

#[utoipa::path(params(("id" = PrescriptionId, Path, description = "The prescription.")),
    responses((status = 200, description = "The prescription.", body = PrescriptionView)))]
#[get("/v1/prescriptions/{id}")]
/// Reads a prescription.
///
/// Its signature is verified; one that does not hold is refused with `signature-broken` and becomes a task.
pub async fn get_prescription(
    caller: Caller,
    db: web::Data<Db>,
    id: Id<PrescriptionId>,
) -> Result<Reply, Problem> {
    let (context, sealing) = (caller.context(), db.sealing()?);
    let read = async move |tx: &mut Tx| {
        let prescription = existing(tx, id.0).await?;
        let doubtful = intact::doubtful(tx, &sealing, std::slice::from_ref(&prescription)).await?;
        let links = succession::store::links(tx, id.0).await?;
        Ok::<_, Problem>((PrescriptionView { prescription, links }, doubtful))
    };
    let (view, doubtful) = db.read(&context, read).await?;
    let why = doubtful.first().map(|doubtful| doubtful.why);
    intact::tell(&db, &context, doubtful).await?;
    match why {
        Some(why) => Err(Refusal::SignatureBroken(why).into()),
        None => Ok(Reply::ok(&view)?.version(view.prescription.version)),
    }
}

/// A prescription with what it replaces and what replaces it.
#[derive(Serialize, ToSchema)]
pub struct PrescriptionView {
    #[serde(flatten)]
    pub prescription: Prescription,
    pub links: Links,
}

pub(super) async fn existing(tx: &mut Tx, id: PrescriptionId) -> Result<Prescription, Problem> {
    store::find(tx, id).await?.ok_or_else(|| Problem::missing("prescription"))
}

/// What happened, oldest first, and every message that went between us and the pharmacy.
#[derive(Serialize, ToSchema)]
pub struct PrescriptionHistory {
    pub items: Vec<Step>,
    pub messages: Vec<RawExchange>,
    pub tasks: Vec<Task>,
}

/// A step: who, when, from which status to which.
#[derive(Serialize, ToSchema)]
#[schema(as = PrescriptionStep)]
pub struct Step {
    #[serde(flatten)]
    entry: Entry,
    /// The status before it.
    #[serde(skip_serializing_if = "Option::is_none")]
    from: Option<Status>,
}

/// A message: from whom to whom, when, and as it went over the wire.
#[derive(Serialize, ToSchema)]
#[schema(as = PrescriptionExchange)]
pub struct RawExchange {
    #[serde(flatten)]
    exchange: Exchange,
    raw: String,
    /// What we answered at once.
    #[serde(skip_serializing_if = "Option::is_none")]
    answer: Option<String>,
}

fn steps(entries: Vec<Entry>) -> Vec<Step> {
    let mut before = None;
    let step = |entry: Entry| {
        let from = before.replace(entry.status());
        Step { entry, from }
    };
    entries.into_iter().map(step).collect()
}

fn raw_exchange(logged: Logged) -> RawExchange {
    RawExchange { exchange: Exchange::of(&logged), raw: logged.body, answer: logged.answer }
}

#[utoipa::path(params(("id" = PrescriptionId, Path, description = "The prescription.")),
    responses((status = 200, description = "What happened to it, oldest first.", body = PrescriptionHistory)))]
#[get("/v1/prescriptions/{id}/history")]
/// Reads everything that happened to a prescription: who, when, from which status to which, and every message in both
/// directions as it went over the wire.
pub async fn get_prescription_history(
    caller: Caller,
    db: web::Data<Db>,
    id: Id<PrescriptionId>,
) -> Result<Reply, Problem> {
    let read = async move |tx: &mut Tx| {
        existing(tx, id.0).await?;
        let items = steps(history::store::list(tx, id.0).await?);
        let messages = message::store::list(tx, id.0).await?.into_iter().map(raw_exchange).collect();
        let tasks = task::store::about(tx, task::Subject::Prescription(id.0)).await?;
        Ok::<_, Problem>(PrescriptionHistory { items, messages, tasks })
    };
    Ok(Reply::ok(&db.read(&caller.context(), read).await?)?)
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

/// A prescription in a list.
#[derive(Serialize, ToSchema)]
pub struct ReadPrescription {
    #[serde(flatten)]
    pub prescription: Prescription,
    /// True when the signature does not hold: believe nothing of it, it is neither sent nor dispensed.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub signature_broken: bool,
}

impl ReadPrescription {
    fn of(prescription: Prescription, doubtful: &[Doubtful]) -> Self {
        let signature_broken = doubtful.iter().any(|it| it.prescription.id == prescription.id);
        Self { prescription, signature_broken }
    }
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

#[utoipa::path(params(ListPrescriptions), responses((status = 200, description = "A page of prescriptions.", body = Listing<ReadPrescription>)))]
#[get("/v1/prescriptions")]
/// Lists prescriptions, oldest first; those whose signature does not hold are marked and become tasks.
pub async fn list_prescriptions(
    caller: Caller,
    db: web::Data<Db>,
    query: Query<ListPrescriptions>,
) -> Result<Reply, Problem> {
    let ListPrescriptions { patient_id, status, cursor, limit } = query.0;
    let (context, sealing) = (caller.context(), db.sealing()?);
    let read = async move |tx: &mut Tx| {
        let chart = match patient_id {
            Some(patient) => Some(patient_number::store::records(tx, patient).await?),
            None => None,
        };
        let found = store::list(tx, &Filter { chart, status, cursor, limit }).await?;
        let doubtful = intact::doubtful(tx, &sealing, &found).await?;
        Ok::<_, Problem>((found, doubtful))
    };
    let (found, doubtful) = db.read(&context, read).await?;
    let items = found.into_iter().map(|prescription| ReadPrescription::of(prescription, &doubtful)).collect();
    intact::tell(&db, &context, doubtful).await?;
    Ok(Reply::ok(&Listing::cut(items, limit, |read: &ReadPrescription| read.prescription.id.0))?)
}
