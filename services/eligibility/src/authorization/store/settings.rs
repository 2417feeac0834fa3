//! A practice's settings for authorizations in the database.

use crate::authorization::Thresholds;
use crate::schema::authorization_settings::{self, table};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use platform::Tx;

/// The defaults until they are set.
pub async fn find(tx: &mut Tx) -> QueryResult<Thresholds> {
    let found = table.select(Thresholds::as_select()).first(tx).await.optional()?;
    Ok(found.unwrap_or_default())
}

/// False when another came before: what is there is no longer the version before this.
pub async fn put(tx: &mut Tx, now: &Thresholds) -> QueryResult<bool> {
    // Only here: elsewhere its `filter` would be one too many.
    use diesel::query_dsl::methods::FilterDsl as _;
    let change = (
        authorization_settings::version.eq(now.version),
        authorization_settings::warn_units_left.eq(now.warn_units_left),
        authorization_settings::warn_days_before.eq(now.warn_days_before),
    );
    let put = diesel::insert_into(table)
        .values(now)
        .on_conflict(authorization_settings::practice_id)
        .do_update()
        .set(change)
        .filter(authorization_settings::version.eq(now.version - 1));
    Ok(put.execute(tx).await? == 1)
}
