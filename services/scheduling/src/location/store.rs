//! Locations in the database.

use super::Location;
use crate::schema::locations;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use model::LocationId;
use platform::Tx;
use platform::page::{Cursor, Limit};

pub async fn insert(tx: &mut Tx, location: &Location) -> QueryResult<()> {
    diesel::insert_into(locations::table).values(location).execute(tx).await.map(|_| ())
}

pub async fn find(tx: &mut Tx, id: LocationId) -> QueryResult<Option<Location>> {
    locations::table.find(id).select(Location::as_select()).first(tx).await.optional()
}

pub async fn list(tx: &mut Tx, cursor: Option<Cursor>, limit: Limit) -> QueryResult<Vec<Location>> {
    let mut query = locations::table.select(Location::as_select()).order(locations::id).into_boxed();
    if let Some(Cursor(after)) = cursor {
        query = query.filter(locations::id.gt(LocationId(after)));
    }
    query.limit(limit.and_one()).load(tx).await
}

/// One location, or all.
pub async fn all(tx: &mut Tx, only: Option<LocationId>) -> QueryResult<Vec<Location>> {
    let mut query = locations::table.select(Location::as_select()).into_boxed();
    if let Some(only) = only {
        query = query.filter(locations::id.eq(only));
    }
    query.load(tx).await
}

/// Which of these there are.
pub async fn known(tx: &mut Tx, ids: &[LocationId]) -> QueryResult<Vec<LocationId>> {
    locations::table.filter(locations::id.eq_any(ids)).select(locations::id).load(tx).await
}

/// Locked to the end of the transaction.
pub async fn find_for_change(tx: &mut Tx, id: LocationId) -> QueryResult<Option<Location>> {
    locations::table.find(id).select(Location::as_select()).for_update().first(tx).await.optional()
}

pub async fn update(tx: &mut Tx, location: &Location) -> QueryResult<()> {
    diesel::update(locations::table.find(location.id)).set(location).execute(tx).await.map(|_| ())
}
