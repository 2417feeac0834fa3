//! Telling a pharmacy that something waits: a signed ping that says nothing but that, so that it comes and looks.

pub mod routes;
pub mod send;
pub mod store;

use crate::schema::pharmacy_webhooks;
use diesel::QueryResult;
use diesel::prelude::*;
use model::PharmacyId;
use platform::webhook::{WebAddress, WebhookSecret};
use platform::{Sealing, Tx, mint, outbound};
use uuid::Uuid;

/// The kind of the intents to tell a pharmacy.
pub const KIND: &str = "ping_pharmacy";

/// Where a pharmacy is told; the secret only as it was sealed.
#[derive(Clone, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = pharmacy_webhooks, primary_key(pharmacy_id))]
pub struct Webhook {
    pub pharmacy_id: PharmacyId,
    pub version: i64,
    pub url: WebAddress,
    secret: Vec<u8>,
}

impl Webhook {
    pub fn new(
        pharmacy: PharmacyId,
        version: i64,
        url: WebAddress,
        secret: WebhookSecret,
        sealing: &Sealing,
    ) -> anyhow::Result<Self> {
        let sealed = sealing.seal(&place(pharmacy), String::from(secret).as_bytes())?;
        Ok(Self { pharmacy_id: pharmacy, version, url, secret: sealed })
    }

    pub fn secret(&self, sealing: &Sealing) -> anyhow::Result<WebhookSecret> {
        let opened = String::from_utf8(sealing.open(&place(self.pharmacy_id), &self.secret)?)?;
        Ok(WebhookSecret::try_from(opened)?)
    }
}

fn place(of: PharmacyId) -> String {
    format!("pharmacy/{of}/webhook")
}

/// Commits with the caller's transaction that the pharmacy is to be told, if it wants to be.
pub async fn ping(tx: &mut Tx, pharmacy: PharmacyId) -> QueryResult<()> {
    if store::version(tx, pharmacy).await? == 0 {
        return Ok(());
    }
    outbound::intend(tx, KIND, pharmacy.0, &mint::<Uuid>().to_string()).await
}
