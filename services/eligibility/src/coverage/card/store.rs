//! Pictures of cards in the database.

use super::{Card, Side};
use crate::schema::coverage_cards::{self, table};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use model::CoverageId;
use platform::Tx;

pub async fn find(tx: &mut Tx, coverage: CoverageId, side: Side) -> QueryResult<Option<Card>> {
    let card = table.filter(coverage_cards::coverage_id.eq(coverage).and(coverage_cards::side.eq(side)));
    card.select(Card::as_select()).first(tx).await.optional()
}

/// Locked to the end of the transaction by its coverage.
pub async fn put(tx: &mut Tx, card: &Card) -> QueryResult<()> {
    delete(tx, card.coverage_id, card.side).await?;
    diesel::insert_into(table).values(card).execute(tx).await.map(|_| ())
}

pub async fn delete(tx: &mut Tx, coverage: CoverageId, side: Side) -> QueryResult<()> {
    let card = table.filter(coverage_cards::coverage_id.eq(coverage).and(coverage_cards::side.eq(side)));
    diesel::delete(card).execute(tx).await.map(|_| ())
}
