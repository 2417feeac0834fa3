//! Links in the database: which offer each was signed for, found by the hash of its key.

use super::{is_opened_by, sign};
use crate::appointment_link::store::{own_secret, secret};
use crate::waitlist::offer::Offer;
use crate::waitlist::store::offer;
use chrono::{DateTime, Utc};
use diesel::QueryableByName;
use diesel::prelude::*;
use diesel::sql_types::{Binary, Uuid as SqlUuid};
use diesel_async::RunQueryDsl;
use model::{LinkKey, WaitlistOfferId};
use platform::Tx;

#[derive(QueryableByName)]
struct Row {
    #[diesel(sql_type = SqlUuid)]
    offer_id: WaitlistOfferId,
}

/// The key for an offer; the same whenever it is asked for.
pub async fn key_for(tx: &mut Tx, offer: &Offer) -> anyhow::Result<LinkKey> {
    let (practice, secret) = own_secret(tx).await?;
    let key = sign(&secret, practice, offer);
    let sql = "INSERT INTO waitlist_offer_links (key_hash, offer_id) VALUES ($1, $2) ON CONFLICT DO NOTHING";
    let insert = diesel::sql_query(sql).bind::<Binary, _>(key.hash()).bind::<SqlUuid, _>(offer.id);
    insert.execute(tx).await?;
    Ok(key)
}

/// What a key opens in this practice; none when it was not signed here, was altered, or is over.
pub async fn open(tx: &mut Tx, key: &LinkKey, now: DateTime<Utc>) -> anyhow::Result<Option<Offer>> {
    let Some((practice, secret)) = secret(tx).await? else { return Ok(None) };
    let sql = "SELECT offer_id FROM waitlist_offer_links WHERE practice_id = practice() AND key_hash = $1";
    let row: Option<Row> =
        diesel::sql_query(sql).bind::<Binary, _>(key.hash()).get_result(tx).await.optional()?;
    let Some(Row { offer_id }) = row else { return Ok(None) };
    let found = offer::find(tx, offer_id).await?;
    Ok(found.filter(|offer| is_opened_by(offer, practice, key, &secret, now)))
}
