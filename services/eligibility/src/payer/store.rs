//! Payers in the database.

use super::Payer;
use crate::schema::payers;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use model::PayerId;
use platform::Tx;
use platform::page::{Cursor, Limit};

pub async fn insert(tx: &mut Tx, payer: &Payer) -> QueryResult<()> {
    diesel::insert_into(payers::table).values(payer).execute(tx).await.map(|_| ())
}

pub async fn find(tx: &mut Tx, id: PayerId) -> QueryResult<Option<Payer>> {
    payers::table.find(id).select(Payer::as_select()).first(tx).await.optional()
}

pub async fn list(tx: &mut Tx, cursor: Option<Cursor>, limit: Limit) -> QueryResult<Vec<Payer>> {
    let mut query =
        payers::table.select(Payer::as_select()).order(payers::id).limit(limit.and_one()).into_boxed();
    if let Some(Cursor(last)) = cursor {
        query = query.filter(payers::id.gt(PayerId(last)));
    }
    query.load(tx).await
}
