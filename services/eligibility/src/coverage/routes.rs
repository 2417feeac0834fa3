//! Coverages over HTTP.

use super::{Coverage, RecordCoverage, Refusal, UpdateCoverage, store};
use crate::authorization::ledger::settle_patient;
use crate::check::queue;
use crate::{payer, visit};
use actix_web::{get, patch, post, web};
use model::event::{CoverageRecorded, CoverageUpdated};
use model::{CoverageId, PatientId};
use platform::page::Limit;
use platform::{Body, Caller, Cursor, Db, Id, IfMatch, Listing, Problem, Query, Reply};
use platform::{idempotency, mint, outbox, projection};
use serde::Deserialize;
use utoipa::IntoParams;

/// Records a patient's coverage.
///
/// One coverage per patient and rank is active at a time; another answers 409 `coverage-overlaps` with the one in the
/// way. If the patient has appointments the coverage is active for, the payer is asked about each.
#[utoipa::path(request_body = RecordCoverage, responses((status = 201, description = "Recorded", body = Coverage)))]
#[post("/v1/coverages")]
pub async fn record_coverage(
    caller: Caller,
    db: web::Data<Db>,
    body: Body<RecordCoverage>,
) -> Result<Reply, Problem> {
    projection::wait_for(&db, &caller.context(), "patient", body.value.patient_id).await?;
    let (id, now, asked) = (mint::<CoverageId>(), platform::now(), body.value);
    idempotency::once(&db, &caller, body.digest, async move |tx| {
        let payer = payer::store::find(tx, asked.payer_id).await?.ok_or(Refusal::UnknownPayer)?;
        let coverage = Coverage::record(id, asked.clone())?;
        visit::store::lock_patient(tx, coverage.patient_id).await?;
        store::insert(tx, &coverage).await?;
        outbox::put(tx, &CoverageRecorded(coverage.snapshot(&payer))).await?;
        queue::for_coverage(tx, &coverage, now).await?;
        Ok(Reply::created(format!("/v1/coverages/{id}"), &coverage)?.version(coverage.version))
    })
    .await
}

#[derive(Clone, Copy, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct ListCoverages {
    pub patient_id: Option<PatientId>,
    #[serde(default)]
    pub limit: Limit,
    pub cursor: Option<Cursor>,
}

/// Lists coverages, oldest first; all of them or one patient's.
#[utoipa::path(params(ListCoverages), responses((status = 200, description = "A page", body = Listing<Coverage>)))]
#[get("/v1/coverages")]
pub async fn list_coverages(
    caller: Caller,
    db: web::Data<Db>,
    query: Query<ListCoverages>,
) -> Result<Reply, Problem> {
    let Query(asked) = query;
    let found =
        db.read(&caller.context(), async move |tx| Ok::<_, Problem>(store::list(tx, &asked).await?)).await?;
    Ok(Reply::ok(&Listing::cut(found, asked.limit, |coverage| coverage.id.0))?)
}

/// Shows a coverage.
#[utoipa::path(params(("id" = CoverageId, Path, description = "The coverage")),
    responses((status = 200, description = "The coverage", body = Coverage)))]
#[get("/v1/coverages/{id}")]
pub async fn get_coverage(caller: Caller, db: web::Data<Db>, id: Id<CoverageId>) -> Result<Reply, Problem> {
    let Id(id) = id;
    let found =
        db.read(&caller.context(), async move |tx| Ok::<_, Problem>(store::find(tx, id).await?)).await?;
    let coverage = found.ok_or_else(|| Problem::missing("coverage"))?;
    Ok(Reply::ok(&coverage)?.version(coverage.version))
}

/// Changes a coverage: what is left out stays, null takes away.
#[utoipa::path(params(("id" = CoverageId, Path, description = "The coverage")), request_body = UpdateCoverage,
    responses((status = 200, description = "Changed", body = Coverage)))]
#[patch("/v1/coverages/{id}")]
pub async fn update_coverage(
    caller: Caller,
    db: web::Data<Db>,
    id: Id<CoverageId>,
    seen: IfMatch,
    body: Body<UpdateCoverage>,
) -> Result<Reply, Problem> {
    let (Id(id), now, asked) = (id, platform::now(), body.value);
    idempotency::once(&db, &caller, body.digest, async move |tx| {
        let known = store::find(tx, id).await?.ok_or_else(|| Problem::missing("coverage"))?;
        visit::store::lock_patient(tx, known.patient_id).await?;
        let coverage = store::lock(tx, id).await?.ok_or_else(|| Problem::missing("coverage"))?;
        seen.require(coverage.version)?;
        let coverage = coverage.update(asked.clone())?;
        let payer = payer::store::find(tx, coverage.payer_id).await?.ok_or(Refusal::UnknownPayer)?;
        store::update(tx, &coverage).await?;
        outbox::put(tx, &CoverageUpdated(coverage.snapshot(&payer))).await?;
        queue::for_coverage(tx, &coverage, now).await?;
        settle_patient(tx, coverage.patient_id, None, now).await?;
        Ok(Reply::ok(&coverage)?.version(coverage.version))
    })
    .await
}

impl From<Refusal> for Problem {
    fn from(refusal: Refusal) -> Self {
        let detail = refusal.to_string();
        match refusal {
            Refusal::UnknownPayer => Problem::invalid("/payer_id", detail)
                .next_step("Add the payer with POST /v1/payers, or look its id up with GET /v1/payers."),
            Refusal::EndsBeforeItBegins => Problem::invalid("/terminates", detail),
            Refusal::SubscriberMissing | Refusal::SubscriberNotNeeded => {
                Problem::invalid("/subscriber", detail)
            }
            Refusal::Overlaps(rival) => {
                let problem = Problem::conflict("coverage-overlaps", detail).next_step(
                    "End the other coverage the day before, or record this one with another rank.",
                );
                match rival {
                    Some(id) => problem.blocked_by(id.0),
                    None => problem,
                }
            }
        }
    }
}
