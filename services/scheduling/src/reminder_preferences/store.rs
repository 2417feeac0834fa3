//! Reminder preferences in the database: a row for each patient who said something.

use super::ReminderPreferences;
use crate::patient;
use crate::schema::reminder_preferences::table;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use model::PatientId;
use platform::Tx;

pub async fn find(tx: &mut Tx, patient: PatientId) -> QueryResult<ReminderPreferences> {
    let found = table.find(patient).select(ReminderPreferences::as_select()).first(tx).await.optional()?;
    Ok(found.unwrap_or_else(|| ReminderPreferences::unsaid(patient)))
}

/// What counts for a person: of the survivor and of all records merged into it.
pub async fn of_person(tx: &mut Tx, survivor: PatientId) -> QueryResult<ReminderPreferences> {
    use crate::schema::reminder_preferences::patient_id;
    let records = patient::store::records(tx, survivor).await?;
    let said = table.filter(patient_id.eq_any(records)).order(patient_id);
    let said: Vec<ReminderPreferences> = said.select(ReminderPreferences::as_select()).load(tx).await?;
    Ok(ReminderPreferences::of_all(survivor, &said))
}

pub async fn keep(tx: &mut Tx, preferences: &ReminderPreferences) -> QueryResult<()> {
    use crate::schema::reminder_preferences::patient_id;
    let insert = diesel::insert_into(table).values(preferences);
    insert.on_conflict(patient_id).do_update().set(preferences).execute(tx).await.map(|_| ())
}
