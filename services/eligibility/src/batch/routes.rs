//! Batches over HTTP.

use super::{AskBatch, Asked, Batch, Progress, Refusal, State, csv, store, work};
use crate::schedule;
use actix_web::{HttpResponse, get, post, web};
use chrono::{DateTime, NaiveDate, Utc};
use model::EligibilityBatchId;
use platform::idempotency::once;
use platform::page::Page;
use platform::{Body, Caller, Db, Id, IfMatch, Listing, Problem, Query, Reply, mint, outbound};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_actix_web::service_config::ServiceConfig;

pub fn all(config: &mut ServiceConfig<'_>) {
    config
        .service(ask_eligibility_batch)
        .service(list_eligibility_batches)
        .service(get_eligibility_batch)
        .service(cancel_eligibility_batch)
        .service(export_eligibility_batch);
}

/// What was asked for and how far it is.
#[derive(Serialize, ToSchema)]
#[schema(as = EligibilityBatch)]
pub struct Told {
    pub id: EligibilityBatchId,
    pub asked_at: DateTime<Utc>,
    /// The days of the visits, or the one day all coverages are asked about.
    pub from: NaiveDate,
    pub to: NaiveDate,
    /// How many coverages were named; null for a batch about visits.
    pub coverages: Option<usize>,
    pub max_age_hours: i32,
    #[serde(flatten)]
    pub state: State,
    pub version: i64,
}

#[derive(Serialize, ToSchema)]
#[schema(as = EligibilityBatchWithProgress)]
pub struct WithProgress {
    #[serde(flatten)]
    pub batch: Told,
    #[serde(flatten)]
    pub progress: Progress,
}

/// Nothing is to be said.
#[derive(Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = CancelEligibilityBatch)]
pub struct CancelBatch {}

impl From<Batch> for Told {
    fn from(batch: Batch) -> Self {
        let (from, to, coverages) = match &batch.asked {
            Asked::Visits { from, to } => (*from, *to, None),
            Asked::Coverages { coverage_ids, service_date } => {
                (*service_date, *service_date, Some(coverage_ids.len()))
            }
        };
        let Batch { id, version, max_age_hours, asked_at, state, .. } = batch;
        Self { id, asked_at, from, to, coverages, max_age_hours, state, version }
    }
}

impl From<Refusal> for Problem {
    fn from(refusal: Refusal) -> Self {
        let detail = refusal.to_string();
        match refusal {
            Refusal::Unclear(place) | Refusal::Missing(place) | Refusal::DayOutOfReach(place) => {
                Problem::invalid(place, detail)
            }
            Refusal::Span => Problem::invalid("/to", detail),
            Refusal::Number => {
                Problem::invalid("/coverage_ids", detail).next_step("Ask about them in several batches.")
            }
            Refusal::Twice(n) | Refusal::Unknown(n) => Problem::invalid(format!("/coverage_ids/{n}"), detail),
            Refusal::Over => Problem::conflict("batch-over", detail)
                .next_step("Read the batch: nothing of it is to be sent any more."),
        }
    }
}

/// Asks about many coverages at once: those of the patients expected on a day or on some days, or those that are named.
///
/// The answer is 202: the questions are put in the queue and sent afterwards, whatever happens to this process. An answer
/// that is fresh enough serves, and a question that is open is shared. Read the batch for its progress.
#[utoipa::path(request_body = AskBatch, responses((status = 202, description = "Kept", body = Told)))]
#[post("/v1/eligibility-batches")]
pub async fn ask_eligibility_batch(
    caller: Caller,
    db: web::Data<Db>,
    body: Body<AskBatch>,
) -> Result<Reply, Problem> {
    let (id, now, said) = (mint::<EligibilityBatchId>(), platform::now(), body.value);
    once(&db, &caller, body.digest, async move |tx| {
        let asked = said.asked()?;
        if let Asked::Coverages { coverage_ids, .. } = &asked
            && let Some(n) = store::first_unknown(tx, coverage_ids).await?
        {
            return Err(Refusal::Unknown(n).into());
        }
        let batch = Batch {
            id,
            version: 1,
            asked,
            service_types: said.service_types.clone(),
            max_age_hours: schedule::routes::max_age_of(tx, said.max_age_hours).await?,
            asked_at: now,
            state: State::Queued,
        };
        store::insert(tx, &batch).await?;
        outbound::intend(tx, work::KIND, id.0, &id.to_string()).await?;
        let told = Told::from(batch);
        Ok(Reply::accepted(format!("/v1/eligibility-batches/{id}"), &told)?.version(told.version))
    })
    .await
}

/// Lists batches, oldest first.
#[utoipa::path(params(Page), responses((status = 200, description = "A page", body = Listing<Told>)))]
#[get("/v1/eligibility-batches")]
pub async fn list_eligibility_batches(
    caller: Caller,
    db: web::Data<Db>,
    query: Query<Page>,
) -> Result<Reply, Problem> {
    let Page { cursor, limit } = query.0;
    let found = db
        .read(&caller.context(), async move |tx| Ok::<_, Problem>(store::list(tx, cursor, limit).await?))
        .await?;
    let Listing { items, next } = Listing::cut(found, limit, |batch| batch.id.0);
    Ok(Reply::ok(&Listing { items: items.into_iter().map(Told::from).collect(), next })?)
}

/// Shows a batch with how far it is: by state, by outcome and by payer.
#[utoipa::path(params(("id" = EligibilityBatchId, Path, description = "The batch")),
    responses((status = 200, description = "The batch", body = WithProgress)))]
#[get("/v1/eligibility-batches/{id}")]
pub async fn get_eligibility_batch(
    caller: Caller,
    db: web::Data<Db>,
    id: Id<EligibilityBatchId>,
) -> Result<Reply, Problem> {
    let (Id(id), now, context) = (id, platform::now(), caller.context());
    let found = db.read(&context, async move |tx| {
        let batch = store::find(tx, id).await?.ok_or_else(|| Problem::missing("eligibility batch"))?;
        let progress = Progress::of(&batch, &store::groups(tx, id).await?, now);
        Ok::<_, Problem>(WithProgress { batch: batch.into(), progress })
    });
    let shown = found.await?;
    Ok(Reply::ok(&shown)?.version(shown.batch.version))
}

/// Takes back what has not been sent yet; what was sent is still answered.
#[utoipa::path(request_body = CancelBatch, params(("id" = EligibilityBatchId, Path, description = "The batch")),
    responses((status = 200, description = "The batch, cancelling", body = Told)))]
#[post("/v1/eligibility-batches/{id}/cancel")]
pub async fn cancel_eligibility_batch(
    caller: Caller,
    db: web::Data<Db>,
    id: Id<EligibilityBatchId>,
    seen: IfMatch,
    body: Body<CancelBatch>,
) -> Result<Reply, Problem> {
    let (Id(id), now) = (id, platform::now());
    once(&db, &caller, body.digest, async move |tx| {
        let found = store::find_for_change(tx, id).await?;
        let batch = found.ok_or_else(|| Problem::missing("eligibility batch"))?;
        seen.require(batch.version)?;
        let batch = batch.cancel(now)?;
        store::save(tx, &batch).await?;
        store::withdraw(tx, id).await?;
        let told = Told::from(batch);
        Ok(Reply::ok(&told)?.version(told.version))
    })
    .await
}

/// Exports a batch as a table: a line for each question with what came of it.
///
/// Comma-separated values (RFC 4180) with a header line. It can be read while the batch runs.
#[utoipa::path(params(("id" = EligibilityBatchId, Path, description = "The batch")),
    responses((status = 200, description = "The table", body = String, content_type = "text/csv")))]
#[get("/v1/eligibility-batches/{id}/results.csv")]
pub async fn export_eligibility_batch(
    caller: Caller,
    db: web::Data<Db>,
    id: Id<EligibilityBatchId>,
) -> Result<HttpResponse, Problem> {
    let (Id(id), context) = (id, caller.context());
    let found = db.read(&context, async move |tx| Ok::<_, Problem>(store::find(tx, id).await?)).await?;
    found.ok_or_else(|| Problem::missing("eligibility batch"))?;
    Ok(HttpResponse::Ok()
        .content_type("text/csv; charset=utf-8; header=present")
        .insert_header(("content-disposition", format!("attachment; filename=\"eligibility-{id}.csv\"")))
        .insert_header(("cache-control", "no-store"))
        .streaming(csv::lines(db, context, id)))
}
