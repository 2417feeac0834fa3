//! A pharmacy's webhook over HTTP: set by the pharmacy itself.

use super::{Webhook, store};
use crate::pharmacy_client;
use actix_web::{delete, get, put, web};
use platform::idempotency::once;
use platform::webhook::{WebAddress, WebhookSecret};
use platform::{Body, Caller, Db, IfMatch, Problem, Reply, Tx};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_actix_web::service_config::ServiceConfig;

pub fn all(config: &mut ServiceConfig<'_>) {
    config.service(set_pharmacy_webhook).service(get_pharmacy_webhook).service(delete_pharmacy_webhook);
}

#[derive(Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SetPharmacyWebhook {
    pub url: WebAddress,
    /// `whsec_` and 24 to 64 bytes in base64; it is never answered.
    pub secret: WebhookSecret,
}

/// The secret stays where it is.
#[derive(Serialize, ToSchema)]
pub struct ShownPharmacyWebhook {
    /// 0 while there is none.
    pub version: i64,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<WebAddress>,
}

/// Nothing needs to be said: what is deleted is what the ETag names.
#[derive(Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DeletePharmacyWebhook {}

#[utoipa::path(responses((status = 200, description = "Where the pharmacy is told; version 0 while it is told nowhere.", body = ShownPharmacyWebhook)))]
#[get("/v1/pharmacy/webhook")]
/// Reads where the caller's pharmacy is told that something waits.
pub async fn get_pharmacy_webhook(caller: Caller, db: web::Data<Db>) -> Result<Reply, Problem> {
    let client = caller.client.clone();
    let read = async move |tx: &mut Tx| {
        let pharmacy = pharmacy_client::own(tx, &client).await?;
        Ok::<_, Problem>(store::find(tx, pharmacy.id).await?)
    };
    shown(db.read(&caller.context(), read).await?)
}

#[utoipa::path(request_body = SetPharmacyWebhook, responses((status = 200, description = "It is told there from now on.", body = ShownPharmacyWebhook)))]
#[put("/v1/pharmacy/webhook")]
/// Says where the caller's pharmacy is told that something waits: a new prescription, or a cancel to be answered.
///
/// The message says only that; it is signed as Standard Webhooks has it (`webhook-id`, `webhook-timestamp`,
/// `webhook-signature`), and what waits is read at GET /v1/pharmacy/queue. The first time If-Match is "0".
pub async fn set_pharmacy_webhook(
    caller: Caller,
    db: web::Data<Db>,
    seen: IfMatch,
    body: Body<SetPharmacyWebhook>,
) -> Result<Reply, Problem> {
    let (client, said, sealing) = (caller.client.clone(), body.value, db.sealing()?);
    once(&db, &caller, body.digest, async move |tx| {
        let pharmacy = pharmacy_client::own(tx, &client).await?;
        let version = store::version(tx, pharmacy.id).await?;
        seen.require(version)?;
        let SetPharmacyWebhook { url, secret } = said.clone();
        let webhook = Webhook::new(pharmacy.id, version + 1, url, secret, &sealing)?;
        if !store::keep(tx, &webhook).await? {
            return Err(Problem::conflict("busy", "Others were changing the same thing.").retry_after(1));
        }
        shown(Some(webhook))
    })
    .await
}

#[utoipa::path(request_body = DeletePharmacyWebhook, responses((status = 200, description = "It is told nowhere.", body = ShownPharmacyWebhook)))]
#[delete("/v1/pharmacy/webhook")]
/// The caller's pharmacy wants to be told no longer.
pub async fn delete_pharmacy_webhook(
    caller: Caller,
    db: web::Data<Db>,
    seen: IfMatch,
    body: Body<DeletePharmacyWebhook>,
) -> Result<Reply, Problem> {
    let client = caller.client.clone();
    once(&db, &caller, body.digest, async move |tx| {
        let pharmacy = pharmacy_client::own(tx, &client).await?;
        seen.require(store::version(tx, pharmacy.id).await?)?;
        store::delete(tx, pharmacy.id).await?;
        shown(None)
    })
    .await
}

fn shown(webhook: Option<Webhook>) -> Result<Reply, Problem> {
    let (version, url) = webhook.map_or((0, None), |webhook| (webhook.version, Some(webhook.url)));
    Ok(Reply::ok(&ShownPharmacyWebhook { version, url })?.version(version))
}
