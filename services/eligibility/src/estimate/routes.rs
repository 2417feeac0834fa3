//! Estimates over HTTP.

mod make;

use super::{Bill, Estimate, RecordBill, Refusal, RequestEstimate, store};
use actix_web::{HttpResponse, get, post, web};
use model::{AppointmentId, EstimateId, PatientId};
use platform::page::Limit;
use platform::{
    Body, Caller, Cursor, Db, Id, IfMatch, Listing, Problem, Query, Reply, Tx, idempotency, mint, print,
    projection,
};
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_actix_web::service_config::ServiceConfig;

pub fn all(config: &mut ServiceConfig<'_>) {
    config
        .service(request_estimate)
        .service(list_estimates)
        .service(get_estimate)
        .service(print_estimate)
        .service(record_estimate_bill);
}

/// Estimates what a visit will cost the patient.
///
/// With a coverage: the contract's prices, or else the practice's charges, and the payer's newest answer, which is not asked
/// anew. Without one it is a good-faith estimate (45 CFR 149.610). Estimates are never changed: another one for the same
/// appointment supersedes the one before.
#[utoipa::path(request_body = RequestEstimate, responses((status = 201, description = "Estimated", body = Estimate)))]
#[post("/v1/estimates")]
pub async fn request_estimate(
    caller: Caller,
    db: web::Data<Db>,
    body: Body<RequestEstimate>,
) -> Result<Reply, Problem> {
    projection::wait_for(&db, &caller.context(), "patient", body.value.patient_id).await?;
    if let Some(appointment) = body.value.appointment_id {
        projection::wait_for(&db, &caller.context(), "appointment", appointment).await?;
    }
    let (id, now, asked) = (mint::<EstimateId>(), platform::now(), body.value);
    idempotency::once(&db, &caller, body.digest, async move |tx| {
        let estimate = make::estimate(tx, id, &asked, now).await?;
        store::insert(tx, &estimate).await?;
        Ok(Reply::created(format!("/v1/estimates/{id}"), &estimate)?.version(estimate.version))
    })
    .await
}

#[derive(Clone, Copy, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct ListEstimates {
    pub patient_id: Option<PatientId>,
    pub appointment_id: Option<AppointmentId>,
    #[serde(default)]
    #[param(value_type = Option<u32>)]
    pub limit: Limit,
    #[param(value_type = Option<String>)]
    pub cursor: Option<Cursor>,
}

/// Lists estimates, oldest first; all, or those of a patient or an appointment.
#[utoipa::path(params(ListEstimates), responses((status = 200, description = "A page", body = Listing<Estimate>)))]
#[get("/v1/estimates")]
pub async fn list_estimates(
    caller: Caller,
    db: web::Data<Db>,
    query: Query<ListEstimates>,
) -> Result<Reply, Problem> {
    let Query(asked) = query;
    let read = async move |tx: &mut Tx| Ok::<_, Problem>(store::list(tx, &asked).await?);
    let found = db.read(&caller.context(), read).await?;
    Ok(Reply::ok(&Listing::cut(found, asked.limit, |estimate| estimate.id.0))?)
}

/// Shows an estimate with every step that led to it.
#[utoipa::path(params(("id" = EstimateId, Path, description = "The estimate")),
    responses((status = 200, description = "The estimate", body = Estimate)))]
#[get("/v1/estimates/{id}")]
pub async fn get_estimate(caller: Caller, db: web::Data<Db>, id: Id<EstimateId>) -> Result<Reply, Problem> {
    let estimate = known(&caller, &db, id.0).await?;
    Ok(Reply::ok(&estimate)?.version(estimate.version))
}

/// Shows an estimate as a page to be printed for the patient.
#[utoipa::path(params(("id" = EstimateId, Path, description = "The estimate")),
    responses((status = 200, description = "A page to be printed", body = String, content_type = "text/html")))]
#[get("/v1/estimates/{id}/print")]
pub async fn print_estimate(
    caller: Caller,
    db: web::Data<Db>,
    id: Id<EstimateId>,
) -> Result<HttpResponse, Problem> {
    Ok(print::answer(known(&caller, &db, id.0).await?.printed()))
}

async fn known(caller: &Caller, db: &Db, id: EstimateId) -> Result<Estimate, Problem> {
    let found =
        db.read(&caller.context(), async move |tx| Ok::<_, Problem>(store::find(tx, id).await?)).await?;
    found.ok_or_else(|| Problem::missing("estimate"))
}

/// Records what was billed after a good-faith estimate, and says whether the patient may dispute it (45 CFR 149.620).
#[utoipa::path(params(("id" = EstimateId, Path, description = "The estimate")), request_body = RecordBill,
    responses((status = 200, description = "The estimate with its bill", body = Estimate)))]
#[post("/v1/estimates/{id}/bill")]
pub async fn record_estimate_bill(
    caller: Caller,
    db: web::Data<Db>,
    id: Id<EstimateId>,
    seen: IfMatch,
    body: Body<RecordBill>,
) -> Result<Reply, Problem> {
    let (Id(id), said) = (id, body.value);
    idempotency::once(&db, &caller, body.digest, async move |tx| {
        let known = store::lock(tx, id).await?.ok_or_else(|| Problem::missing("estimate"))?;
        seen.require(known.version)?;
        let bill = Bill::of(&known, said)?;
        let version = known.version + 1;
        store::bill(tx, id, version, &bill).await?;
        let billed = Estimate { bill: Some(bill), version, ..known };
        Ok(Reply::ok(&billed)?.version(version))
    })
    .await
}

impl From<Refusal> for Problem {
    fn from(refusal: Refusal) -> Self {
        let detail = refusal.to_string();
        let at = |pointer: &str| Problem::invalid(pointer, detail.clone());
        let code = |item: usize| format!("/procedures/{item}/procedure_code");
        match refusal {
            Refusal::Count => at("/procedures"),
            Refusal::UnknownCoverage => at("/coverage_id").next_step(
                "Record the coverage with POST /v1/coverages, or leave it out for whoever pays alone.",
            ),
            Refusal::OtherPatient => at("/coverage_id"),
            Refusal::NotActive => at("/coverage_id")
                .next_step("Name the coverage of that day, or leave it out for whoever pays alone."),
            Refusal::OtherPatientsAppointment => at("/appointment_id"),
            Refusal::OtherDay => at("/service_date"),
            Refusal::TooMuch { item } => at(&format!("/procedures/{item}/units")),
            Refusal::PriceUnknown { item } => {
                at(&code(item)).next_step("Add its price with POST /v1/fee-schedules.")
            }
            Refusal::DescriptionMissing => at("/procedures/0/description"),
            Refusal::PractitionerMissing => at("/practitioner_id"),
            Refusal::LocationMissing => at("/location_id"),
            Refusal::AskedLater => at("/requested_on"),
            Refusal::NegativeBill => at("/billed"),
            Refusal::NotGoodFaith => Problem::conflict("not-good-faith", detail)
                .next_step("See GET /v1/reports/estimate-accuracy for what payers decided."),
        }
    }
}
