//! What whoever grants an authorization decided about it.

use super::{Shown, change};
use crate::authorization::ApproveAuthorization;
use actix_web::{post, web};
use model::{AuthorizationId, Note};
use platform::{Body, Caller, Db, Id, IfMatch, Problem, Reply, idempotency};
use serde::Deserialize;
use utoipa::ToSchema;

/// Why.
#[derive(Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = AuthorizationReason)]
pub struct Reason {
    pub reason: Note,
}

/// Approves what was requested, or denied before an appeal, with what the payer granted.
#[utoipa::path(params(("id" = AuthorizationId, Path, description = "The authorization")), request_body = ApproveAuthorization,
    responses((status = 200, description = "Approved", body = Shown)))]
#[post("/v1/authorizations/{id}/approve")]
pub async fn approve_authorization(
    caller: Caller,
    db: web::Data<Db>,
    id: Id<AuthorizationId>,
    seen: IfMatch,
    body: Body<ApproveAuthorization>,
) -> Result<Reply, Problem> {
    let (Id(id), now, said) = (id, platform::now(), body.value);
    idempotency::once(&db, &caller, body.digest, async move |tx| {
        change(tx, id, seen, now, |known| known.approve(said.clone())).await
    })
    .await
}

/// Records that the payer denied what was requested.
#[utoipa::path(params(("id" = AuthorizationId, Path, description = "The authorization")), request_body = Reason,
    responses((status = 200, description = "Denied", body = Shown)))]
#[post("/v1/authorizations/{id}/deny")]
pub async fn deny_authorization(
    caller: Caller,
    db: web::Data<Db>,
    id: Id<AuthorizationId>,
    seen: IfMatch,
    body: Body<Reason>,
) -> Result<Reply, Problem> {
    let (Id(id), now, said) = (id, platform::now(), body.value);
    idempotency::once(&db, &caller, body.digest, async move |tx| {
        change(tx, id, seen, now, |known| known.deny(said.reason.clone())).await
    })
    .await
}

/// Makes an authorization void: booked visits reserve it no longer, what was used stays in its history.
#[utoipa::path(params(("id" = AuthorizationId, Path, description = "The authorization")), request_body = Reason,
    responses((status = 200, description = "Void", body = Shown)))]
#[post("/v1/authorizations/{id}/void")]
pub async fn void_authorization(
    caller: Caller,
    db: web::Data<Db>,
    id: Id<AuthorizationId>,
    seen: IfMatch,
    body: Body<Reason>,
) -> Result<Reply, Problem> {
    let (Id(id), now, said) = (id, platform::now(), body.value);
    idempotency::once(&db, &caller, body.digest, async move |tx| {
        change(tx, id, seen, now, |known| known.void(said.reason.clone())).await
    })
    .await
}
