//! Results over HTTP.

use super::printed::Sheet;
use super::series::{Series, by_unit};
use super::{Entry, Observation, Refusal, Report, ReviewStatus, Severity, file, store};
use crate::allergy::routes::chart;
use crate::laboratory;
use crate::order;
use crate::task::{self, Kind};
use actix_web::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION};
use actix_web::{HttpResponse, get, post, web};
use chrono::{DateTime, Utc};
use model::event::{PatientSnapshot, ResultReviewed};
use model::{Note, OrderId, PatientId, ResultId};
use platform::idempotency::once;
use platform::page::Limit;
use platform::{
    Body, Caller, Cursor, Db, Id, IfMatch, Listing, Problem, Query, Reply, Tx, mint, outbox, print,
    projection,
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

pub fn all(config: &mut ServiceConfig<'_>) {
    config
        .service(list_results)
        .service(get_result)
        .service(print_result)
        .service(get_result_document)
        .service(review_result)
        .service(list_observations);
}

impl From<Refusal> for Problem {
    fn from(refusal: Refusal) -> Self {
        match refusal {
            Refusal::Reviewed => Problem::conflict("result-reviewed", refusal.to_string())
                .next_step("Read the result: it names who reviewed it."),
        }
    }
}

#[derive(Clone, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct ListResults {
    /// With one the list is a queue: the most urgent first, and what has waited longest first among them.
    #[param(inline)]
    pub status: Option<ReviewStatus>,
    #[param(inline)]
    pub urgency: Option<Severity>,
    pub patient_id: Option<PatientId>,
    pub order_id: Option<OrderId>,
    #[param(value_type = Option<String>)]
    pub cursor: Option<Cursor>,
    #[serde(default)]
    #[param(value_type = Option<u32>)]
    pub limit: Limit,
}

#[utoipa::path(params(ListResults), responses((status = 200, description = "A page of results.", body = Listing<Report>)))]
#[get("/v1/results")]
/// Lists results: of a patient or an order, or those that wait for review.
///
/// `status=unreviewed` is the review queue: critical before abnormal before normal. A corrected result is in it again.
pub async fn list_results(
    caller: Caller,
    db: web::Data<Db>,
    query: Query<ListResults>,
) -> Result<Reply, Problem> {
    let limit = query.0.limit;
    let read = async move |tx: &mut Tx| Ok::<_, Problem>(store::list(tx, &query.0).await?);
    let items = db.read(&caller.context(), read).await?;
    Ok(Reply::ok(&Listing::cut(items, limit, |report| report.id.0))?)
}

/// A result with its values.
#[derive(Serialize, ToSchema)]
pub struct ResultInFull {
    #[serde(flatten)]
    pub result: Report,
    /// What is valid.
    pub observations: Vec<Observation>,
    /// What was said before, or came too late to be valid.
    pub superseded: Vec<Observation>,
    pub history: Vec<Entry>,
}

async fn in_full(tx: &mut Tx, result: Report) -> Result<ResultInFull, Problem> {
    let record = store::record(tx, result.id).await?;
    let history = store::history(tx, result.id).await?;
    let (observations, superseded) = record.into_iter().partition(|value| value.superseded_at.is_none());
    Ok(ResultInFull { result, observations, superseded, history })
}

async fn existing(tx: &mut Tx, id: ResultId) -> Result<Report, Problem> {
    store::find(tx, id).await?.ok_or_else(|| Problem::missing("result"))
}

#[utoipa::path(params(("id" = ResultId, Path, description = "The result.")),
    responses((status = 200, description = "The result with its values.", body = ResultInFull)))]
#[get("/v1/results/{id}")]
/// Reads a result: what is valid, and apart from it what is not valid any more.
pub async fn get_result(caller: Caller, db: web::Data<Db>, id: Id<ResultId>) -> Result<Reply, Problem> {
    let read = async move |tx: &mut Tx| {
        let report = existing(tx, id.0).await?;
        in_full(tx, report).await
    };
    let found = db.read(&caller.context(), read).await?;
    Ok(Reply::ok(&found)?.version(found.result.version))
}

#[utoipa::path(params(("id" = ResultId, Path, description = "The result.")),
    responses((status = 200, description = "A page to be printed.", body = String, content_type = "text/html")))]
#[get("/v1/results/{id}/print")]
/// The same to be printed.
pub async fn print_result(
    caller: Caller,
    db: web::Data<Db>,
    id: Id<ResultId>,
) -> Result<HttpResponse, Problem> {
    let read = async move |tx: &mut Tx| {
        let report = existing(tx, id.0).await?;
        let patient = projection::known::<PatientSnapshot>(tx, "patient", report.patient_id).await?;
        let laboratory = laboratory::store::find(tx, report.laboratory_id).await?;
        let laboratory = laboratory.ok_or_else(|| Problem::missing("laboratory"))?;
        let (record, history) = (store::record(tx, id.0).await?, store::history(tx, id.0).await?);
        Ok::<_, Problem>(Sheet { report, patient, laboratory, record, history })
    };
    Ok(print::answer(db.read(&caller.context(), read).await?.printed()))
}

/// Which document of which result.
#[derive(Clone, Copy, Deserialize)]
pub struct DocumentPath {
    id: Uuid,
    document_id: Uuid,
}

#[utoipa::path(
    params(("id" = ResultId, Path, description = "The result."), ("document_id" = Uuid, Path, description = "The document.")),
    responses((status = 200, description = "The document.", body = Vec<u8>, content_type = "application/octet-stream")))]
#[get("/v1/results/{id}/documents/{document_id}")]
/// Reads a document that came with a result, such as a PDF.
pub async fn get_result_document(
    caller: Caller,
    db: web::Data<Db>,
    path: web::Path<DocumentPath>,
) -> Result<HttpResponse, Problem> {
    let DocumentPath { id, document_id } = *path;
    let read =
        async move |tx: &mut Tx| Ok::<_, Problem>(store::document(tx, ResultId(id), document_id).await?);
    let found = db.read(&caller.context(), read).await?;
    let (media_type, content) = found.ok_or_else(|| Problem::missing("document"))?;
    Ok(HttpResponse::Ok()
        .content_type(media_type)
        .insert_header((CACHE_CONTROL, "no-store"))
        .insert_header((CONTENT_DISPOSITION, "attachment"))
        .insert_header(("x-content-type-options", "nosniff"))
        .body(content))
}

#[derive(Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReviewResult {
    /// What is to be done.
    pub note: Option<Note>,
}

#[utoipa::path(request_body = ReviewResult, params(("id" = ResultId, Path, description = "The result.")),
    responses((status = 200, description = "Reviewed.", body = ResultInFull)))]
#[post("/v1/results/{id}/review")]
/// Says that the caller has read a result as the ETag names it.
///
/// A correction that came in between makes the ETag stale, so nobody reviews what they have not seen.
pub async fn review_result(
    caller: Caller,
    db: web::Data<Db>,
    id: Id<ResultId>,
    seen: IfMatch,
    body: Body<ReviewResult>,
) -> Result<Reply, Problem> {
    let (now, client, ReviewResult { note }) = (platform::now(), caller.client.clone(), body.value);
    once(&db, &caller, body.digest, async move |tx| {
        let found = store::find_for_change(tx, id.0).await?;
        let found = found.ok_or_else(|| Problem::missing("result"))?;
        seen.require(found.version)?;
        let reviewed = found.review(client.clone(), note.clone(), now)?;
        store::update(tx, &reviewed).await?;
        let entry = Entry {
            id: mint(),
            result_id: id.0,
            at: now,
            actor: client.clone(),
            change: "reviewed".to_owned(),
            note: note.clone().map(Into::into),
        };
        store::note(tx, &entry).await?;
        task::store::close(tx, Kind::ResultToReview, file::subject(id.0), &client, now).await?;
        outbox::put(tx, &ResultReviewed(reviewed.snapshot())).await?;
        if let Some(order) = reviewed.order_id {
            order::progress::hear_review(tx, order, &client, now).await?;
        }
        let version = reviewed.version;
        Ok(Reply::ok(&in_full(tx, reviewed).await?)?.version(version))
    })
    .await
}

#[derive(Clone, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct ListObservations {
    /// The code as observations carry it, such as the LOINC code `2823-3`.
    code: String,
    /// Observed at or after.
    from: Option<DateTime<Utc>>,
    /// Observed before.
    to: Option<DateTime<Utc>>,
}

/// Values of one code over time.
#[derive(Serialize, ToSchema)]
pub struct ValuesOverTime {
    pub code: String,
    pub name: String,
    /// A line for each unit: values of different units are never in one.
    pub series: Vec<Series>,
    /// Whether there are older values than those told.
    pub cut: bool,
}

/// So many values are told, the newest.
const MOST: i64 = 1_000;

#[utoipa::path(params(("id" = PatientId, Path, description = "The patient."), ListObservations),
    responses((status = 200, description = "The valid values, oldest first in each line.", body = ValuesOverTime)))]
#[get("/v1/patients/{id}/observations")]
/// The values of one test over time, by unit. What was superseded or taken back is not among them.
pub async fn list_observations(
    caller: Caller,
    db: web::Data<Db>,
    patient: Id<PatientId>,
    query: Query<ListObservations>,
) -> Result<Reply, Problem> {
    let ListObservations { code, from, to } = query.0;
    let asked = code.clone();
    let read = async move |tx: &mut Tx| {
        let chart = chart(tx, patient.0).await?;
        Ok::<_, Problem>(store::over_time(tx, &chart, &asked, (from, to), MOST).await?)
    };
    let found = db.read(&caller.context(), read).await?;
    let cut = i64::try_from(found.len()) == Ok(MOST);
    let name = found.first().map(|newest| newest.name.clone()).unwrap_or_default();
    Ok(Reply::ok(&ValuesOverTime { code, name, series: by_unit(found), cut })?)
}
