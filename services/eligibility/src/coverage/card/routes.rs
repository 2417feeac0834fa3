//! Pictures of cards over HTTP.

use super::{Card, Description, MediaType, Side, store};
use crate::coverage;
use actix_web::http::header::{CACHE_CONTROL, CONTENT_TYPE, ETAG};
use actix_web::{FromRequest, HttpRequest, HttpResponse, delete, dev::Payload, get, put, web};
use model::CoverageId;
use platform::http::PICTURE_LIMIT;
use platform::idempotency::once;
use platform::{Blob, Body, Caller, Db, Id, IfMatch, Problem, Reply, Tx};
use serde::Deserialize;
use std::future::{Ready, ready};
use utoipa::ToSchema;
use utoipa_actix_web::scope;
use utoipa_actix_web::service_config::ServiceConfig;

pub fn all(config: &mut ServiceConfig<'_>) {
    let large = web::PayloadConfig::new(PICTURE_LIMIT);
    let below = scope::scope("/v1/coverages/{id}/card").app_data(large);
    config
        .service(below.service(store_coverage_card).service(get_coverage_card).service(delete_coverage_card));
}

/// Nothing is to be said.
#[derive(Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DeleteCoverageCard {}

/// The side the path names; a card has no other.
impl FromRequest for Side {
    type Error = Problem;
    type Future = Ready<Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let side = request.match_info().get("side").and_then(|word| word.parse().ok());
        ready(side.ok_or_else(|| Problem::missing("side of a card")))
    }
}

fn no_card() -> Problem {
    Problem::missing("picture of the card")
}

/// Stores a picture of one side of the insurance card; the one that was there is replaced.
///
/// PNG, JPEG or WebP, at most 2 MB. While there is none its version is 0.
#[utoipa::path(
    params(("id" = CoverageId, Path, description = "The coverage"), ("side" = String, Path, description = "`front` or `back`")),
    request_body(content = Vec<u8>, content_type = "image/jpeg", description = "The picture; also image/png and image/webp"),
    responses((status = 200, description = "Stored", body = Description)))]
#[put("/{side}")]
pub async fn store_coverage_card(
    caller: Caller,
    db: web::Data<Db>,
    id: Id<CoverageId>,
    side: Side,
    seen: IfMatch,
    picture: Blob,
) -> Result<Reply, Problem> {
    let (Id(coverage_id), now, bytes) = (id, platform::now(), picture.value);
    once(&db, &caller, picture.digest, async move |tx| {
        coverage::store::lock(tx, coverage_id).await?.ok_or_else(|| Problem::missing("coverage"))?;
        let version = version(tx, coverage_id, side).await?;
        seen.require(version)?;
        let media_type = MediaType::of(&bytes)
            .ok_or_else(|| Problem::invalid("", "the body must be a picture: PNG, JPEG or WebP"))?;
        let card = Card {
            coverage_id,
            side,
            version: version + 1,
            media_type,
            image: bytes.to_vec(),
            stored_at: now,
        };
        store::put(tx, &card).await?;
        Ok(Reply::ok(&card.described())?.version(card.version))
    })
    .await
}

async fn version(tx: &mut Tx, coverage: CoverageId, side: Side) -> Result<i64, Problem> {
    Ok(store::find(tx, coverage, side).await?.map_or(0, |card| card.version))
}

/// Shows the picture of one side of the insurance card. It is not to be kept by whoever passes it on.
#[utoipa::path(
    params(("id" = CoverageId, Path, description = "The coverage"), ("side" = String, Path, description = "`front` or `back`")),
    responses((status = 200, description = "The picture", body = Vec<u8>, content_type = "image/jpeg")))]
#[get("/{side}")]
pub async fn get_coverage_card(
    caller: Caller,
    db: web::Data<Db>,
    id: Id<CoverageId>,
    side: Side,
) -> Result<HttpResponse, Problem> {
    let Id(id) = id;
    let found = db
        .read(&caller.context(), async move |tx| Ok::<_, Problem>(store::find(tx, id, side).await?))
        .await?;
    let card = found.ok_or_else(no_card)?;
    Ok(HttpResponse::Ok()
        .insert_header((CONTENT_TYPE, card.media_type.as_str()))
        .insert_header((ETAG, format!("\"{}\"", card.version)))
        .insert_header((CACHE_CONTROL, "no-store"))
        .insert_header(("x-content-type-options", "nosniff"))
        .body(card.image))
}

/// Deletes the picture of one side of the insurance card.
#[utoipa::path(request_body = DeleteCoverageCard,
    params(("id" = CoverageId, Path, description = "The coverage"), ("side" = String, Path, description = "`front` or `back`")),
    responses((status = 200, description = "What was deleted", body = Description)))]
#[delete("/{side}")]
pub async fn delete_coverage_card(
    caller: Caller,
    db: web::Data<Db>,
    id: Id<CoverageId>,
    side: Side,
    seen: IfMatch,
    body: Body<DeleteCoverageCard>,
) -> Result<Reply, Problem> {
    let Id(coverage_id) = id;
    once(&db, &caller, body.digest, async move |tx| {
        coverage::store::lock(tx, coverage_id).await?.ok_or_else(|| Problem::missing("coverage"))?;
        let card = store::find(tx, coverage_id, side).await?.ok_or_else(no_card)?;
        seen.require(card.version)?;
        store::delete(tx, coverage_id, side).await?;
        Ok(Reply::ok(&card.described())?)
    })
    .await
}
