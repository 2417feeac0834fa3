//! Eligibility checks over HTTP.

use super::store::exchange::{self, Exchange};
use super::{Check, Refusal, ServiceTypes, askable, queue, store};
use crate::coverage;
use crate::payer::{self, Transaction};
use actix_web::{get, post, web};
use chrono::NaiveDate;
use model::event::AppointmentSnapshot;
use model::{AppointmentId, CoverageId, EligibilityCheckId, PatientId};
use platform::page::Limit;
use platform::{
    Body, Caller, Cursor, Db, Id, Listing, Problem, Query, Reply, Tx, idempotency, mint, projection,
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

#[derive(Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = RequestEligibilityCheck)]
pub struct RequestCheck {
    pub coverage_id: CoverageId,
    pub service_date: NaiveDate,
    /// X12 service type codes; `["30"]`, the plan as a whole, unless told.
    #[serde(default = "ServiceTypes::plan")]
    pub service_types: ServiceTypes,
    /// Whose location asks, and who is told of the answer.
    pub appointment_id: Option<AppointmentId>,
}

/// Asks the payer whether a coverage is active on a day, and what it pays.
///
/// The answer is 202: the payer is asked afterwards; read the check until it has an `outcome`. An equal question that
/// is still open is shared, not asked twice.
#[utoipa::path(request_body = RequestCheck,
    responses((status = 202, description = "Queued, or the open check that asks the same", body = Check)))]
#[post("/v1/eligibility-checks")]
pub async fn request_eligibility_check(
    caller: Caller,
    db: web::Data<Db>,
    body: Body<RequestCheck>,
) -> Result<Reply, Problem> {
    if let Some(appointment) = body.value.appointment_id {
        projection::wait_for(&db, &caller.context(), "appointment", appointment).await?;
    }
    let (id, now, asked) = (mint::<EligibilityCheckId>(), platform::now(), body.value);
    idempotency::once(&db, &caller, body.digest, async move |tx| {
        let coverage = coverage::store::find(tx, asked.coverage_id).await?.ok_or(Refusal::UnknownCoverage)?;
        let payer = payer::store::find(tx, coverage.payer_id).await?;
        let payer =
            payer.filter(|payer| payer.takes(Transaction::Eligibility)).ok_or(Refusal::PayerNotAsked)?;
        require_same_patient(tx, asked.appointment_id, coverage.patient_id).await?;
        let (day, about) = (askable(asked.service_date)?, asked.service_types.clone());
        let check = Check::ask(id, &coverage, day, about, asked.appointment_id, now);
        let check = queue::put(tx, check, &payer).await?;
        let place = format!("/v1/eligibility-checks/{}", check.id);
        Ok(Reply::accepted(place, &check)?.version(check.version))
    })
    .await
}

async fn require_same_patient(
    tx: &mut Tx,
    appointment: Option<AppointmentId>,
    patient: PatientId,
) -> Result<(), Problem> {
    let Some(id) = appointment else { return Ok(()) };
    let appointment: AppointmentSnapshot = projection::known(tx, "appointment", id).await?;
    if appointment.patient_id == patient { Ok(()) } else { Err(Refusal::OtherPatient.into()) }
}

#[derive(Clone, Copy, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct ListChecks {
    pub appointment_id: Option<AppointmentId>,
    pub patient_id: Option<PatientId>,
    pub coverage_id: Option<CoverageId>,
    #[serde(default)]
    pub limit: Limit,
    pub cursor: Option<Cursor>,
}

/// Lists eligibility checks, oldest first; all, or those of an appointment, a patient or a coverage.
#[utoipa::path(params(ListChecks), responses((status = 200, description = "A page", body = Listing<Check>)))]
#[get("/v1/eligibility-checks")]
pub async fn list_eligibility_checks(
    caller: Caller,
    db: web::Data<Db>,
    query: Query<ListChecks>,
) -> Result<Reply, Problem> {
    let Query(asked) = query;
    let found =
        db.read(&caller.context(), async move |tx| Ok::<_, Problem>(store::list(tx, &asked).await?)).await?;
    Ok(Reply::ok(&Listing::cut(found, asked.limit, |check| check.id.0))?)
}

/// Shows an eligibility check: how far it is, and what the payer answered.
#[utoipa::path(params(("id" = EligibilityCheckId, Path, description = "The check")),
    responses((status = 200, description = "The check", body = Check)))]
#[get("/v1/eligibility-checks/{id}")]
pub async fn get_eligibility_check(
    caller: Caller,
    db: web::Data<Db>,
    id: Id<EligibilityCheckId>,
) -> Result<Reply, Problem> {
    let Id(id) = id;
    let found =
        db.read(&caller.context(), async move |tx| Ok::<_, Problem>(store::find(tx, id).await?)).await?;
    let check = found.ok_or_else(|| Problem::missing("eligibility check"))?;
    Ok(Reply::ok(&check)?.version(check.version))
}

/// Every interchange of a check as it was sent, and what came back; the last one also by itself.
#[derive(Serialize, ToSchema)]
#[schema(as = EligibilityMessages)]
pub struct Messages {
    /// The last 270; null while nothing was sent.
    pub request: Option<String>,
    /// The 271 to it, or whatever came instead; null while nothing came.
    pub response: Option<String>,
    /// All of them, oldest first: one more each time other words were tried, or the payer could not answer.
    pub exchanges: Vec<Message>,
}

#[derive(Clone, Serialize, ToSchema)]
#[schema(as = EligibilityExchange)]
pub struct Message {
    /// ISA13.
    pub control: i64,
    pub request: String,
    pub response: Option<String>,
}

/// Shows the X12 messages of a check, raw.
#[utoipa::path(params(("id" = EligibilityCheckId, Path, description = "The check")),
    responses((status = 200, description = "The messages", body = Messages)))]
#[get("/v1/eligibility-checks/{id}/x12")]
pub async fn get_eligibility_check_x12(
    caller: Caller,
    db: web::Data<Db>,
    id: Id<EligibilityCheckId>,
) -> Result<Reply, Problem> {
    let (Id(id), sealing) = (id, db.sealing()?);
    let found = db
        .read(&caller.context(), async move |tx| {
            let check = store::find(tx, id).await?.ok_or_else(|| Problem::missing("eligibility check"))?;
            Ok::<_, Problem>(exchange::of_check(tx, check.id).await?)
        })
        .await?;
    let text = |bytes: Vec<u8>| String::from_utf8_lossy(&bytes).into_owned();
    let message = |sent: &Exchange| {
        let response = sent.response(&sealing)?.map(text);
        anyhow::Ok(Message { control: sent.control, request: text(sent.request(&sealing)?), response })
    };
    let exchanges = found.iter().map(message).collect::<anyhow::Result<Vec<_>>>()?;
    let last = exchanges.last().cloned();
    let request = last.as_ref().map(|last| last.request.clone());
    let response = last.and_then(|last| last.response);
    Ok(Reply::ok(&Messages { request, response, exchanges })?)
}

impl From<Refusal> for Problem {
    fn from(refusal: Refusal) -> Self {
        let detail = refusal.to_string();
        match refusal {
            Refusal::UnknownCoverage => Problem::invalid("/coverage_id", detail).next_step(
                "Record the coverage with POST /v1/coverages, or look its id up with GET /v1/coverages.",
            ),
            Refusal::DayOutOfReach => Problem::invalid("/service_date", detail),
            Refusal::OtherPatient => Problem::invalid("/appointment_id", detail),
            Refusal::PayerNotAsked => Problem::conflict("payer-not-asked", detail)
                .next_step("Call the payer, or add 270 to what the payer takes."),
        }
    }
}
