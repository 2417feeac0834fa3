//! Coverages over HTTP.

pub mod renew;
mod warn;

use super::{Coverage, RecordCoverage, Refusal, UpdateCoverage, card, history, member_id, order, store};
use crate::authorization::ledger::settle_patient;
use crate::payer::{self, Payer};
use crate::visit;
use crate::visit::look;
use actix_web::{get, patch, post, web};
use model::event::{CoverageRecorded, CoverageUpdated};
use model::{CoverageId, PatientId, PayerId};
use platform::page::Limit;
use platform::{Body, Caller, Cursor, Db, Id, IfMatch, Listing, Problem, Query, Reply, Tx};
use platform::{idempotency, mint, outbox, projection};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_actix_web::service_config::ServiceConfig;

pub fn all(config: &mut ServiceConfig<'_>) {
    card::routes::all(config);
    config
        .service(record_coverage)
        .service(list_coverages)
        .service(get_coverage)
        .service(update_coverage)
        .service(renew::renew_coverage)
        .service(renew::get_coverage_history)
        .service(order::routes::get_coverage_order)
        .service(member_id::routes::get_member_id_rule)
        .service(member_id::routes::set_member_id_rule)
        .service(member_id::routes::delete_member_id_rule);
}

/// A coverage as it was kept, with what should be looked at.
#[derive(Serialize, ToSchema)]
#[schema(as = KeptCoverage)]
pub struct Kept {
    #[serde(flatten)]
    pub coverage: Coverage,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub warnings: Vec<Warning>,
}

/// What is odd about a field, though it was kept.
#[derive(Serialize, ToSchema)]
#[schema(as = CoverageWarning)]
pub struct Warning {
    /// JSON Pointer into the coverage.
    pub pointer: String,
    pub detail: String,
}

/// Records a patient's coverage.
///
/// One coverage per patient and rank is active at a time; another answers 409 `coverage-overlaps` with the one in the
/// way. If the patient has appointments the coverage is active for, the payer is asked about each. A member id that does
/// not look like the payer's, and a rank that is not what the rules say, are in `warnings`.
#[utoipa::path(request_body = RecordCoverage, responses((status = 201, description = "Recorded", body = Kept)))]
#[post("/v1/coverages")]
pub async fn record_coverage(
    caller: Caller,
    db: web::Data<Db>,
    body: Body<RecordCoverage>,
) -> Result<Reply, Problem> {
    projection::wait_for(&db, &caller.context(), "patient", body.value.patient_id).await?;
    let (id, now, asked, client) = (mint::<CoverageId>(), platform::now(), body.value, caller.client.clone());
    idempotency::once(&db, &caller, body.digest, async move |tx| {
        let payer = payer_of(tx, asked.payer_id).await?;
        let coverage = Coverage::record(id, asked.clone())?;
        let member_id = warn::of_member_id(tx, &coverage).await?;
        visit::store::lock_patient(tx, coverage.patient_id).await?;
        store::insert(tx, &coverage).await?;
        history::record(tx, (&client, now), "recorded", None, &coverage).await?;
        outbox::put(tx, &CoverageRecorded(coverage.snapshot(&payer))).await?;
        look::for_coverage(tx, &coverage, now).await?;
        let kept = warn::of_rank(tx, coverage, member_id, now).await?;
        Ok(Reply::created(format!("/v1/coverages/{id}"), &kept)?.version(kept.coverage.version))
    })
    .await
}

pub(super) async fn payer_of(tx: &mut Tx, id: PayerId) -> Result<Payer, Problem> {
    Ok(payer::store::find(tx, id).await?.ok_or(Refusal::UnknownPayer)?)
}

#[derive(Clone, Copy, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct ListCoverages {
    /// The patient, and those merged into it.
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
    responses((status = 200, description = "Changed", body = Kept)))]
#[patch("/v1/coverages/{id}")]
pub async fn update_coverage(
    caller: Caller,
    db: web::Data<Db>,
    id: Id<CoverageId>,
    seen: IfMatch,
    body: Body<UpdateCoverage>,
) -> Result<Reply, Problem> {
    let (Id(id), now, asked, client) = (id, platform::now(), body.value, caller.client.clone());
    idempotency::once(&db, &caller, body.digest, async move |tx| {
        let before = locked(tx, id).await?;
        seen.require(before.version)?;
        let coverage = before.clone().update(asked.clone())?.changed_from(&before, now);
        let payer = payer_of(tx, coverage.payer_id).await?;
        let member_id = warn::of_member_id(tx, &coverage).await?;
        store::update(tx, &coverage).await?;
        history::record(tx, (&client, now), "changed", Some(&before), &coverage).await?;
        outbox::put(tx, &CoverageUpdated(coverage.snapshot(&payer))).await?;
        look::for_coverage(tx, &coverage, now).await?;
        settle_patient(tx, coverage.patient_id, None, now).await?;
        let kept = warn::of_rank(tx, coverage, member_id, now).await?;
        Ok(Reply::ok(&kept)?.version(kept.coverage.version))
    })
    .await
}

/// The coverage, with its person: nobody decides about either until the end of the transaction.
pub(super) async fn locked(tx: &mut Tx, id: CoverageId) -> Result<Coverage, Problem> {
    let known = store::find(tx, id).await?.ok_or_else(|| Problem::missing("coverage"))?;
    visit::store::lock_patient(tx, known.patient_id).await?;
    store::lock(tx, id).await?.ok_or_else(|| Problem::missing("coverage"))
}

impl From<Refusal> for Problem {
    fn from(refusal: Refusal) -> Self {
        let detail = refusal.to_string();
        match refusal {
            Refusal::UnknownPayer => Problem::invalid("/payer_id", detail)
                .next_step("Add the payer with POST /v1/payers, or look its id up with GET /v1/payers."),
            Refusal::EndsBeforeItBegins => Problem::invalid("/terminates", detail),
            Refusal::MemberId(_) => Problem::invalid("/member_id", detail),
            Refusal::RenewsTooEarly => Problem::invalid("/effective", detail),
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
