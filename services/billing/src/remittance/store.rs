//! Remittances in the database.

use super::{NewRemittance, Remittance};
use crate::schema::{remittance_payments, remittances};
use diesel::prelude::*;
use diesel::result::QueryResult;
use diesel::sql_types::Text;
use diesel_async::RunQueryDsl;
use model::RemittanceId;
use platform::page::Limit;
use platform::{Cursor, Tx};

/// Two deliveries of one payment wait for each other here, so that the second finds what the first posted.
pub async fn lock(tx: &mut Tx, key: &str) -> QueryResult<()> {
    diesel::sql_query("SELECT pg_advisory_xact_lock(hashtextextended(practice()::text || '/835/' || $1, 0))")
        .bind::<Text, _>(key)
        .execute(tx)
        .await
        .map(|_| ())
}

/// The remittance that posted a payment.
pub async fn of_key(tx: &mut Tx, key: &str) -> QueryResult<Option<Remittance>> {
    remittance_payments::table
        .inner_join(remittances::table)
        .filter(remittance_payments::key.eq(key))
        .select(Remittance::as_select())
        .first(tx)
        .await
        .optional()
}

pub async fn insert(tx: &mut Tx, remittance: &Remittance, keys: &[String], content: &str) -> QueryResult<()> {
    let Remittance { id, posted_at, payments, claims, adjustments } = remittance;
    let row = NewRemittance { id: *id, posted_at: *posted_at, payments, claims, adjustments, content };
    diesel::insert_into(remittances::table).values(row).execute(tx).await?;
    let of =
        |key: &String| (remittance_payments::key.eq(key.clone()), remittance_payments::remittance_id.eq(*id));
    let rows: Vec<_> = keys.iter().map(of).collect();
    diesel::insert_into(remittance_payments::table).values(rows).execute(tx).await.map(|_| ())
}

pub async fn find(tx: &mut Tx, id: RemittanceId) -> QueryResult<Option<Remittance>> {
    remittances::table.find(id).select(Remittance::as_select()).first(tx).await.optional()
}

pub async fn list(tx: &mut Tx, limit: Limit, after: Option<Cursor>) -> QueryResult<Vec<Remittance>> {
    let mut rows = remittances::table.select(Remittance::as_select()).into_boxed();
    if let Some(Cursor(last)) = after {
        rows = rows.filter(remittances::id.gt(RemittanceId(last)));
    }
    rows.order(remittances::id).limit(limit.and_one()).load(tx).await
}
