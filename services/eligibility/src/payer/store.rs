//! Payers in the database.

use super::routes::ListPayers;
use super::{Payer, Reached, Shown};
use crate::schema::{connections, coverages, payers};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use model::{ConnectionId, CoverageId, PayerId};
use platform::Tx;
use platform::page::Cursor;

pub async fn insert(tx: &mut Tx, payer: &Payer) -> QueryResult<()> {
    diesel::insert_into(payers::table).values(payer).execute(tx).await.map(|_| ())
}

pub async fn update(tx: &mut Tx, payer: &Payer) -> QueryResult<()> {
    diesel::update(payers::table.find(payer.id)).set(payer).execute(tx).await.map(|_| ())
}

pub async fn find(tx: &mut Tx, id: PayerId) -> QueryResult<Option<Payer>> {
    payers::table.find(id).select(Payer::as_select()).first(tx).await.optional()
}

pub async fn find_all(tx: &mut Tx, ids: &[PayerId]) -> QueryResult<Vec<Payer>> {
    payers::table.filter(payers::id.eq_any(ids)).select(Payer::as_select()).load(tx).await
}

/// Those with this id in X12.
pub async fn named(tx: &mut Tx, payer_id: &str) -> QueryResult<Vec<Payer>> {
    payers::table.filter(payers::payer_id.eq(payer_id)).select(Payer::as_select()).load(tx).await
}

/// The lane its inquiries wait in: that of the payer's connection.
pub async fn lane_of(tx: &mut Tx, coverage: CoverageId) -> QueryResult<uuid::Uuid> {
    let lane: ConnectionId = coverages::table
        .inner_join(payers::table)
        .filter(coverages::id.eq(coverage))
        .select(payers::connection_id)
        .first(tx)
        .await?;
    Ok(lane.0)
}

pub async fn lock(tx: &mut Tx, id: PayerId) -> QueryResult<Option<Payer>> {
    payers::table.find(id).select(Payer::as_select()).for_update().first(tx).await.optional()
}

pub async fn show(tx: &mut Tx, id: PayerId) -> QueryResult<Option<Shown>> {
    let found: Option<(Payer, Reached)> = payers::table
        .inner_join(connections::table)
        .filter(payers::id.eq(id))
        .select((Payer::as_select(), Reached::as_select()))
        .first(tx)
        .await
        .optional()?;
    Ok(found.map(|(payer, connection)| Shown { payer, connection }))
}

/// A practice has some hundreds: names are looked through, ids have an index.
pub async fn list(tx: &mut Tx, asked: &ListPayers) -> QueryResult<Vec<Shown>> {
    let joined = payers::table.inner_join(connections::table);
    let page = joined.select((Payer::as_select(), Reached::as_select())).order(payers::id);
    let mut query = page.limit(asked.limit.and_one()).into_boxed();
    if let Some(payer_id) = &asked.payer_id {
        query = query.filter(payers::payer_id.eq(payer_id));
    }
    if let Some(name) = &asked.name {
        query = query.filter(payers::name.ilike(pattern(name.as_str())));
    }
    if let Some(connection) = asked.connection_id {
        query = query.filter(payers::connection_id.eq(connection));
    }
    if let Some(Cursor(last)) = asked.cursor {
        query = query.filter(payers::id.gt(PayerId(last)));
    }
    let found: Vec<(Payer, Reached)> = query.load(tx).await?;
    Ok(found.into_iter().map(|(payer, connection)| Shown { payer, connection }).collect())
}

/// Whatever holds this text, as LIKE wants it.
fn pattern(part: &str) -> String {
    let escaped = part.chars().flat_map(|c| {
        let escape = matches!(c, '\\' | '%' | '_').then_some('\\');
        escape.into_iter().chain([c])
    });
    ['%'].into_iter().chain(escaped).chain(['%']).collect()
}
