//! Series in the database.

use super::Series;
use crate::schema::series;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use model::SeriesId;
use platform::Tx;

pub async fn insert(tx: &mut Tx, one: &Series) -> QueryResult<()> {
    diesel::insert_into(series::table).values(one).execute(tx).await.map(|_| ())
}

pub async fn find(tx: &mut Tx, id: SeriesId) -> QueryResult<Option<Series>> {
    series::table.find(id).select(Series::as_select()).first(tx).await.optional()
}

/// Locked to the end of the transaction.
pub async fn find_for_change(tx: &mut Tx, id: SeriesId) -> QueryResult<Option<Series>> {
    series::table.find(id).select(Series::as_select()).for_update().first(tx).await.optional()
}

pub async fn update_version(tx: &mut Tx, one: &Series) -> QueryResult<()> {
    diesel::update(series::table.find(one.id))
        .set(series::version.eq(one.version))
        .execute(tx)
        .await
        .map(|_| ())
}
