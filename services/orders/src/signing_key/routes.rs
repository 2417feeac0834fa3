//! Signing keys over HTTP: their public halves only.

use super::SigningKey;
use super::store::{self, Making};
use actix_web::{get, post, web};
use platform::idempotency::once;
use platform::{Body, Caller, Db, Problem, Reply, mint};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_actix_web::service_config::ServiceConfig;

pub fn all(config: &mut ServiceConfig<'_>) {
    config.service(list_signing_keys).service(rotate_signing_key);
}

/// All of them, oldest first: whoever verifies a signature needs the retired ones too.
#[derive(Serialize, ToSchema)]
pub struct SigningKeys {
    pub items: Vec<SigningKey>,
}

#[utoipa::path(responses((status = 200, description = "The practice's keys, oldest first.", body = SigningKeys)))]
#[get("/v1/signing-keys")]
/// Lists the keys with which prescriptions were signed, so that a signature can be verified elsewhere.
///
/// Verify `signature.seal.value` with the key `signature.seal.key_id` over the bytes of `signature.seal.record`.
pub async fn list_signing_keys(caller: Caller, db: web::Data<Db>) -> Result<Reply, Problem> {
    let sealing = db.sealing()?;
    let read = async move |tx: &mut platform::Tx| Ok::<_, Problem>(store::list(tx, &sealing).await?);
    let items = db.read(&caller.context(), read).await?;
    Ok(Reply::ok(&SigningKeys { items })?)
}

/// Nothing needs to be said.
#[derive(Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RotateSigningKey {}

#[utoipa::path(request_body = RotateSigningKey,
    responses((status = 201, description = "The keys as they are now; the last one signs.", body = SigningKeys)))]
#[post("/v1/signing-keys")]
/// Retires the key in use and makes a new one; what the old one has signed still verifies.
pub async fn rotate_signing_key(
    caller: Caller,
    db: web::Data<Db>,
    body: Body<RotateSigningKey>,
) -> Result<Reply, Problem> {
    let sealing = db.sealing()?;
    let making =
        Making { id: mint(), seed: platform::draw_seed(), by: caller.client.clone(), now: platform::now() };
    once(&db, &caller, body.digest, async move |tx| {
        store::rotate(tx, &sealing, &making).await?;
        let items = store::list(tx, &sealing).await?;
        Ok(Reply::created("/v1/signing-keys".to_owned(), &SigningKeys { items })?)
    })
    .await
}
