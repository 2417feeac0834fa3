//! Waitlist settings in the database: one row a practice, none while they were never set.

use crate::schema::waitlist_settings::{self, table};
use crate::waitlist::settings::WaitlistSettings;
use diesel::prelude::*;
use diesel::sql_types::{Bool, Uuid as SqlUuid};
use diesel_async::RunQueryDsl;
use platform::Tx;

pub async fn find(tx: &mut Tx) -> QueryResult<WaitlistSettings> {
    Ok(table.select(WaitlistSettings::as_select()).first(tx).await.optional()?.unwrap_or_default())
}

pub async fn keep(tx: &mut Tx, settings: &WaitlistSettings) -> QueryResult<()> {
    let practice = diesel::dsl::sql::<SqlUuid>("practice()");
    let changed = diesel::update(table)
        .filter(diesel::dsl::sql::<Bool>("waitlist_settings.practice_id = ").sql("practice()"))
        .set(settings)
        .execute(tx)
        .await?;
    if changed == 0 {
        let new = (waitlist_settings::practice_id.eq(practice), settings);
        diesel::insert_into(table).values(new).execute(tx).await?;
    }
    Ok(())
}
