//! Reminder preferences in the database: a row for each patient who said something.

use super::ReminderPreferences;
use crate::schema::reminder_preferences::table;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use model::PatientId;
use platform::Tx;

pub async fn find(tx: &mut Tx, patient: PatientId) -> QueryResult<ReminderPreferences> {
    let found = table.find(patient).select(ReminderPreferences::as_select()).first(tx).await.optional()?;
    Ok(found.unwrap_or_else(|| ReminderPreferences::unsaid(patient)))
}

pub async fn keep(tx: &mut Tx, preferences: &ReminderPreferences) -> QueryResult<()> {
    use crate::schema::reminder_preferences::patient_id;
    let insert = diesel::insert_into(table).values(preferences);
    insert.on_conflict(patient_id).do_update().set(preferences).execute(tx).await.map(|_| ())
}
