//! Patients' keys over HTTP.

use super::{CreatePortalKey, PortalKey, Refusal, store};
use crate::appointment::routes::Nothing;
use crate::patient;
use actix_web::{delete, get, post, web};
use model::{PatientId, PortalKeyId};
use platform::idempotency::once;
use platform::page::Page;
use platform::{Body, Caller, Db, Id, IfMatch, Listing, Problem, Query, Reply, cut_key, mint};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_actix_web::service_config::ServiceConfig;

pub fn all(config: &mut ServiceConfig<'_>) {
    config.service(create_portal_key).service(list_portal_keys).service(revoke_portal_key);
}

impl From<Refusal> for Problem {
    fn from(refusal: Refusal) -> Self {
        let detail = refusal.to_string();
        match refusal {
            Refusal::Days => Problem::invalid("/days", detail),
            Refusal::Revoked => {
                Problem::conflict("already-revoked", detail).next_step("Nothing is left to do.")
            }
        }
    }
}

/// The key with the text that opens the portal.
#[derive(Serialize, ToSchema)]
pub struct CreatedPortalKey {
    #[serde(flatten)]
    pub portal_key: PortalKey,
    /// Shown this once. The patient's application sends it as `Authorization: Bearer`.
    pub key: String,
}

#[utoipa::path(request_body = CreatePortalKey, params(("id" = PatientId, Path, description = "The patient.")),
    responses((status = 201, description = "The key and, this once, its text.", body = CreatedPortalKey)))]
#[post("/v1/patients/{id}/portal-keys")]
/// Makes a key with which a patient books, moves and calls off visits in the portal.
///
/// Only a hash of the key is kept. A replay by idempotency key comes without `key`: revoke it and make another.
pub async fn create_portal_key(
    caller: Caller,
    db: web::Data<Db>,
    id: Id<PatientId>,
    body: Body<CreatePortalKey>,
) -> Result<Reply, Problem> {
    let (practice, now) = (caller.practice, platform::now());
    let made = PortalKey::create(mint::<PortalKeyId>(), id.0, &body.value, now)?;
    once(&db, &caller, body.digest, async move |tx| {
        patient::store::find(tx, id.0).await?.ok_or_else(|| Problem::missing("patient"))?;
        let key = cut_key(practice);
        store::insert(tx, &made, &key.hash()).await?;
        let reply = Reply::created(format!("/v1/portal-keys/{}", made.id), &made)?;
        Ok(reply.version(made.version).shown_once("key", key.expose()))
    })
    .await
}

#[utoipa::path(params(("id" = PatientId, Path, description = "The patient."), Page),
    responses((status = 200, description = "A page of keys, without what opens the portal.", body = Listing<PortalKey>)))]
#[get("/v1/patients/{id}/portal-keys")]
/// Lists a patient's keys, revoked and expired ones too.
pub async fn list_portal_keys(
    caller: Caller,
    db: web::Data<Db>,
    id: Id<PatientId>,
    query: Query<Page>,
) -> Result<Reply, Problem> {
    let Page { cursor, limit } = query.0;
    let context = caller.context();
    let items = db.read(&context, async move |tx| {
        patient::store::find(tx, id.0).await?.ok_or_else(|| Problem::missing("patient"))?;
        Ok::<_, Problem>(store::list(tx, id.0, cursor, limit).await?)
    });
    Ok(Reply::ok(&Listing::cut(items.await?, limit, |key| key.id.0))?)
}

#[utoipa::path(params(("id" = PortalKeyId, Path, description = "The key.")),
    responses((status = 200, description = "It opens nothing any more.", body = PortalKey)))]
#[delete("/v1/portal-keys/{id}")]
/// Revokes a patient's key at once.
pub async fn revoke_portal_key(
    caller: Caller,
    db: web::Data<Db>,
    id: Id<PortalKeyId>,
    seen: IfMatch,
    body: Body<Nothing>,
) -> Result<Reply, Problem> {
    let now = platform::now();
    once(&db, &caller, body.digest, async move |tx| {
        let key = store::find_for_change(tx, id.0).await?.ok_or_else(|| Problem::missing("key"))?;
        seen.require(key.version)?;
        let key = key.revoke(now)?;
        store::update(tx, &key).await?;
        Ok(Reply::ok(&key)?.version(key.version))
    })
    .await
}
