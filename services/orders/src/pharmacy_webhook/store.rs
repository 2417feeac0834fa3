//! Webhooks of pharmacies in the database; one a pharmacy, none while it wants none.

use super::Webhook;
use crate::schema::pharmacy_webhooks as webhooks;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use model::PharmacyId;
use platform::Tx;

pub async fn find(tx: &mut Tx, pharmacy: PharmacyId) -> QueryResult<Option<Webhook>> {
    webhooks::table.find(pharmacy).select(Webhook::as_select()).first(tx).await.optional()
}

/// 0 while there is none.
pub async fn version(tx: &mut Tx, pharmacy: PharmacyId) -> QueryResult<i64> {
    let found = webhooks::table.find(pharmacy).select(webhooks::version).first(tx).await.optional()?;
    Ok(found.unwrap_or_default())
}

/// False when somebody else set it in the meantime.
pub async fn keep(tx: &mut Tx, webhook: &Webhook) -> QueryResult<bool> {
    let kept = if webhook.version == 1 {
        diesel::insert_into(webhooks::table).values(webhook).on_conflict_do_nothing().execute(tx).await?
    } else {
        let before =
            webhooks::table.find(webhook.pharmacy_id).filter(webhooks::version.eq(webhook.version - 1));
        diesel::update(before).set(webhook).execute(tx).await?
    };
    Ok(kept == 1)
}

pub async fn delete(tx: &mut Tx, pharmacy: PharmacyId) -> QueryResult<()> {
    diesel::delete(webhooks::table.find(pharmacy)).execute(tx).await.map(|_| ())
}
