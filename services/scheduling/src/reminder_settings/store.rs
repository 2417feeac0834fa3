//! Reminder settings in the database: one row a practice, none while they were never set.

use super::ReminderSettings;
use crate::schema::reminder_settings::table;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Jsonb, Nullable, Text};
use diesel_async::RunQueryDsl;
use platform::Tx;

pub async fn find(tx: &mut Tx) -> QueryResult<ReminderSettings> {
    let found = table.select(ReminderSettings::as_select()).first(tx).await.optional()?;
    Ok(found.unwrap_or_default())
}

/// False when somebody else set them in the meantime.
pub async fn keep(tx: &mut Tx, settings: &ReminderSettings) -> QueryResult<bool> {
    let kept = diesel::sql_query(
        "INSERT INTO reminder_settings (version, practice_name, quiet, webhook, link_base_url) \
         VALUES ($1, $2, $3, $4, $5) ON CONFLICT (practice_id) DO UPDATE SET version = excluded.version, \
         practice_name = excluded.practice_name, quiet = excluded.quiet, webhook = excluded.webhook, \
         link_base_url = excluded.link_base_url WHERE reminder_settings.version = excluded.version - 1",
    )
    .bind::<BigInt, _>(settings.version)
    .bind::<Nullable<Text>, _>(&settings.practice_name)
    .bind::<Nullable<Jsonb>, _>(&settings.quiet)
    .bind::<Nullable<Jsonb>, _>(&settings.webhook)
    .bind::<Nullable<Text>, _>(&settings.link_base_url)
    .execute(tx)
    .await?;
    Ok(kept == 1)
}
