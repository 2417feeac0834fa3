//! Eligibility checks over HTTP.

use super::queue::{self, Got, Wanted};
use super::store::exchange::{self, Exchange};
use super::{Check, Refusal, ServiceTypes, askable, store};
use crate::payer::{self, Transaction};
use crate::{coverage, merge, schedule, visit};
use actix_web::{get, post, web};
use chrono::{DateTime, NaiveDate, Utc};
use model::event::{AppointmentSnapshot, EligibilityOutcome};
use model::{AppointmentId, CoverageId, EligibilityBatchId, EligibilityCheckId, PatientId};
use platform::page::Limit;
use platform::{Body, Caller, Cursor, Db, Id, Listing, Problem, Query, Reply, Tx, idempotency, projection};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

#[derive(Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = RequestEligibilityCheck)]
pub struct RequestCheck {
    pub coverage_id: CoverageId,
    pub service_date: NaiveDate,
    /// X12 service type codes. Unless told, `30`, the plan as a whole, and what the kind of the appointment's visit says.
    pub service_types: Option<ServiceTypes>,
    /// Whose location asks, and who is told of the answer.
    pub appointment_id: Option<AppointmentId>,
    /// An answer that is not older serves; 0 asks the payer whatever is known. The practice's schedule says it otherwise.
    #[schema(minimum = 0, maximum = 744)]
    pub max_age_hours: Option<i32>,
}

/// The check that answers, or will.
#[derive(Serialize, ToSchema)]
#[schema(as = RequestedEligibilityCheck)]
pub struct Requested {
    #[serde(flatten)]
    pub check: Check,
    /// True when somebody had asked the same before: the payer is not asked once more.
    pub shared: bool,
    /// How old the answer is; null while there is none.
    pub age_seconds: Option<i64>,
}

impl Requested {
    fn of(got: Got, now: DateTime<Utc>) -> Self {
        let shared = !matches!(got, Got::Queued(_));
        let check = got.check();
        let answered = check.state.finding().and_then(|finding| finding.answered_at);
        Self { check, shared, age_seconds: answered.map(|at| (now - at).num_seconds()) }
    }
}

/// Asks the payer whether a coverage is active on a day, and what it pays.
///
/// The answer is 202: the payer is asked afterwards; read the check until it has an `outcome`. An equal question that
/// is still open is shared, not asked twice; and an answer serves again that is fresh enough, about the same month and at
/// least these service types: then it is in the answer, `shared` with its age.
#[utoipa::path(request_body = RequestCheck,
    responses((status = 202, description = "Queued, or the check that asks or answers the same", body = Requested)))]
#[post("/v1/eligibility-checks")]
pub async fn request_eligibility_check(
    caller: Caller,
    db: web::Data<Db>,
    body: Body<RequestCheck>,
) -> Result<Reply, Problem> {
    if let Some(appointment) = body.value.appointment_id {
        projection::wait_for(&db, &caller.context(), "appointment", appointment).await?;
    }
    let (now, asked) = (platform::now(), body.value);
    idempotency::once(&db, &caller, body.digest, async move |tx| {
        let coverage = coverage::store::find(tx, asked.coverage_id).await?.ok_or(Refusal::UnknownCoverage)?;
        let payer = payer::store::find(tx, coverage.payer_id).await?;
        payer.filter(|payer| payer.takes(Transaction::Eligibility)).ok_or(Refusal::PayerNotAsked)?;
        let appointment = appointment_of(tx, asked.appointment_id, coverage.patient_id).await?;
        let about = match asked.service_types.clone() {
            Some(about) => about,
            None => visit::look::about(tx, appointment.map(|visit| visit.visit_type_id)).await?,
        };
        let wanted = Wanted {
            coverage: &coverage,
            day: askable(asked.service_date)?,
            about,
            appointment: asked.appointment_id,
            patient: false,
            not_before: schedule::routes::not_before(tx, asked.max_age_hours, now).await?,
        };
        let got = queue::ask(tx, wanted, now).await?;
        if let (Got::Open(open), Some(waits)) = (&got, asked.appointment_id)
            && open.appointment_id != Some(waits)
        {
            visit::store::await_other(tx, &[waits], now).await?;
        }
        let requested = Requested::of(got, now);
        let place = format!("/v1/eligibility-checks/{}", requested.check.id);
        Ok(Reply::accepted(place, &requested)?.version(requested.check.version))
    })
    .await
}

/// The appointment the check is for, if any; it is of the same person, whichever of their records it names.
async fn appointment_of(
    tx: &mut Tx,
    appointment: Option<AppointmentId>,
    patient: PatientId,
) -> Result<Option<AppointmentSnapshot>, Problem> {
    let Some(id) = appointment else { return Ok(None) };
    let appointment: AppointmentSnapshot = projection::known(tx, "appointment", id).await?;
    let theirs = merge::store::survivor(tx, appointment.patient_id).await?;
    let same = theirs == merge::store::survivor(tx, patient).await?;
    if same { Ok(Some(appointment)) } else { Err(Refusal::OtherPatient.into()) }
}

#[derive(Clone, Copy, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct ListChecks {
    pub appointment_id: Option<AppointmentId>,
    pub patient_id: Option<PatientId>,
    pub coverage_id: Option<CoverageId>,
    pub batch_id: Option<EligibilityBatchId>,
    /// Goes with one of the others.
    #[param(inline)]
    pub outcome: Option<EligibilityOutcome>,
    #[serde(default)]
    pub limit: Limit,
    pub cursor: Option<Cursor>,
}

/// Lists eligibility checks, oldest first; all, or those of an appointment, a patient (and the records merged into it), a
/// coverage or a batch.
#[utoipa::path(params(ListChecks), responses((status = 200, description = "A page", body = Listing<Check>)))]
#[get("/v1/eligibility-checks")]
pub async fn list_eligibility_checks(
    caller: Caller,
    db: web::Data<Db>,
    query: Query<ListChecks>,
) -> Result<Reply, Problem> {
    let Query(asked) = query;
    // An outcome by itself would be looked for among all that was ever asked.
    let narrowed = [asked.appointment_id.is_some(), asked.patient_id.is_some(), asked.coverage_id.is_some()];
    if asked.outcome.is_some() && asked.batch_id.is_none() && !narrowed.contains(&true) {
        let detail = "goes with batch_id, appointment_id, patient_id or coverage_id: name one of them, too";
        return Err(Problem::invalid("?outcome", detail));
    }
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
