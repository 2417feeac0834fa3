//! Closures in the database.

use super::Closure;
use crate::schema::closures;
use chrono::NaiveDate;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use model::ClosureId;
use platform::Tx;
use platform::page::{Cursor, Limit};

pub async fn insert(tx: &mut Tx, closure: &Closure) -> QueryResult<()> {
    diesel::insert_into(closures::table).values(closure).execute(tx).await.map(|_| ())
}

/// Those that are there already stay as they are; answers the new ones.
pub async fn insert_new(tx: &mut Tx, closures: &[Closure]) -> QueryResult<Vec<Closure>> {
    diesel::insert_into(closures::table)
        .values(closures)
        .on_conflict_do_nothing()
        .returning(Closure::as_returning())
        .load(tx)
        .await
}

/// Locked to the end of the transaction.
pub async fn find_for_change(tx: &mut Tx, id: ClosureId) -> QueryResult<Option<Closure>> {
    closures::table.find(id).select(Closure::as_select()).for_update().first(tx).await.optional()
}

pub async fn delete(tx: &mut Tx, id: ClosureId) -> QueryResult<()> {
    diesel::delete(closures::table.find(id)).execute(tx).await.map(|_| ())
}

pub async fn list(tx: &mut Tx, cursor: Option<Cursor>, limit: Limit) -> QueryResult<Vec<Closure>> {
    let mut query = closures::table.select(Closure::as_select()).order(closures::id).into_boxed();
    if let Some(Cursor(after)) = cursor {
        query = query.filter(closures::id.gt(ClosureId(after)));
    }
    query.limit(limit.and_one()).load(tx).await
}

/// Those that touch some days.
pub async fn within(tx: &mut Tx, first: NaiveDate, last: NaiveDate) -> QueryResult<Vec<Closure>> {
    let touching = closures::table.filter(closures::last_day.ge(first)).filter(closures::first_day.le(last));
    touching.select(Closure::as_select()).order(closures::first_day).load(tx).await
}
