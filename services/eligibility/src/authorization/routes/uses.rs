//! The history of an authorization, and what people add to it.

use super::{Shown, change};
use crate::authorization::{RecordUse, Usage, store};
use actix_web::{get, post, web};
use model::AuthorizationId;
use platform::page::Page;
use platform::{Body, Caller, Db, Id, IfMatch, Listing, Problem, Query, Reply, idempotency, mint};
use uuid::Uuid;

/// Uses units up by hand, or gives them back, with a reason.
///
/// For visits held elsewhere and for what was counted wrongly; visits completed here count by themselves.
#[utoipa::path(params(("id" = AuthorizationId, Path, description = "The authorization")), request_body = RecordUse,
    responses((status = 200, description = "The authorization as it is now", body = Shown)))]
#[post("/v1/authorizations/{id}/uses")]
pub async fn record_authorization_use(
    caller: Caller,
    db: web::Data<Db>,
    id: Id<AuthorizationId>,
    seen: IfMatch,
    body: Body<RecordUse>,
) -> Result<Reply, Problem> {
    let (Id(id), line, now) = (id, mint::<Uuid>(), platform::now());
    let (client, said) = (caller.client.clone(), body.value);
    idempotency::once(&db, &caller, body.digest, async move |tx| {
        let mut recorded = None;
        let reply = change(tx, id, seen, now, |known| {
            let (known, usage) = said.clone().apply(line, known, client.clone(), now)?;
            recorded = Some(usage);
            Ok(known)
        });
        let reply = reply.await?;
        store::record(tx, recorded.into_iter().collect()).await?;
        Ok(reply)
    })
    .await
}

/// Lists what used an authorization up and what gave back, oldest first; the sum of the units is what is used.
#[utoipa::path(params(("id" = AuthorizationId, Path, description = "The authorization"), Page),
    responses((status = 200, description = "A page", body = Listing<Usage>)))]
#[get("/v1/authorizations/{id}/uses")]
pub async fn list_authorization_uses(
    caller: Caller,
    db: web::Data<Db>,
    id: Id<AuthorizationId>,
    query: Query<Page>,
) -> Result<Reply, Problem> {
    let (Id(id), Query(Page { cursor, limit })) = (id, query);
    let context = caller.context();
    let found = db.read(&context, async move |tx| {
        store::find(tx, id).await?.ok_or_else(|| Problem::missing("authorization"))?;
        Ok::<_, Problem>(store::uses(tx, id, limit, cursor).await?)
    });
    Ok(Reply::ok(&Listing::cut(found.await?, limit, |line| line.id))?)
}
