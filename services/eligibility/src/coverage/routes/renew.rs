//! A coverage that is followed by another, and what became of it over time.

use super::{Kept, locked, payer_of, warn};
use crate::coverage::history::{self, Change};
use crate::coverage::{RenewCoverage, store};
use crate::visit::look;
use actix_web::{get, post, web};
use model::CoverageId;
use model::event::{CoverageRecorded, CoverageUpdated};
use platform::{Body, Caller, Db, Id, IfMatch, Problem, Reply, idempotency, mint, outbox};
use serde::Serialize;
use utoipa::ToSchema;

/// Renews a coverage: it ends the day before, and a new one starts with what is otherwise, both or neither.
///
/// The rank, the relationship and the subscriber are those of the old one.
#[utoipa::path(params(("id" = CoverageId, Path, description = "The coverage that ends")), request_body = RenewCoverage,
    responses((status = 201, description = "The new coverage", body = Kept)))]
#[post("/v1/coverages/{id}/renew")]
pub async fn renew_coverage(
    caller: Caller,
    db: web::Data<Db>,
    id: Id<CoverageId>,
    seen: IfMatch,
    body: Body<RenewCoverage>,
) -> Result<Reply, Problem> {
    let (Id(id), now, asked, client) = (id, platform::now(), body.value, caller.client.clone());
    let next_id = mint::<CoverageId>();
    idempotency::once(&db, &caller, body.digest, async move |tx| {
        let before = locked(tx, id).await?;
        seen.require(before.version)?;
        let (ended, next) = before.clone().renew(next_id, asked.clone())?;
        let (old_payer, payer) = (payer_of(tx, ended.payer_id).await?, payer_of(tx, next.payer_id).await?);
        let member_id = warn::of_member_id(tx, &next).await?;
        store::update(tx, &ended).await?;
        store::insert(tx, &next).await?;
        history::record(tx, (&client, now), "ended", Some(&before), &ended).await?;
        history::record(tx, (&client, now), "renewed", None, &next).await?;
        outbox::put(tx, &CoverageUpdated(ended.snapshot(&old_payer))).await?;
        outbox::put(tx, &CoverageRecorded(next.snapshot(&payer))).await?;
        look::for_coverage(tx, &next, now).await?;
        let kept = warn::of_rank(tx, next, member_id, now).await?;
        Ok(Reply::created(format!("/v1/coverages/{next_id}"), &kept)?.version(kept.coverage.version))
    })
    .await
}

/// The changes of one coverage, oldest first.
#[derive(Serialize, ToSchema)]
#[schema(as = CoverageHistory)]
pub struct History {
    pub items: Vec<Change>,
}

/// Shows who changed a coverage, when, from what and to what.
#[utoipa::path(params(("id" = CoverageId, Path, description = "The coverage")),
    responses((status = 200, description = "Its changes, oldest first", body = History)))]
#[get("/v1/coverages/{id}/history")]
pub async fn get_coverage_history(
    caller: Caller,
    db: web::Data<Db>,
    id: Id<CoverageId>,
) -> Result<Reply, Problem> {
    let (Id(id), context) = (id, caller.context());
    let items = db.read(&context, async move |tx| {
        // One of before there was a history has none.
        store::find(tx, id).await?.ok_or_else(|| Problem::missing("coverage"))?;
        Ok::<_, Problem>(history::of(tx, id).await?)
    });
    Ok(Reply::ok(&History { items: items.await? })?)
}
