//! Reminder preferences over HTTP.

use super::{ReminderPreferences, SetReminderPreferences, store};
use crate::{patient, reminder};
use actix_web::{get, put, web};
use model::PatientId;
use platform::idempotency::once;
use platform::{Body, Caller, Db, Id, IfMatch, Problem, Reply};
use utoipa_actix_web::service_config::ServiceConfig;

pub fn all(config: &mut ServiceConfig<'_>) {
    config.service(set_reminder_preferences).service(get_reminder_preferences);
}

#[utoipa::path(params(("id" = PatientId, Path, description = "The patient.")),
    responses((status = 200, description = "The preferences; version 0 while they were never set.", body = ReminderPreferences)))]
#[get("/v1/patients/{id}/reminder-preferences")]
/// Reads what a patient wants of reminders; until something is said, email and text messages may be used.
pub async fn get_reminder_preferences(
    caller: Caller,
    db: web::Data<Db>,
    id: Id<PatientId>,
) -> Result<Reply, Problem> {
    let context = caller.context();
    let found = db.read(&context, async move |tx| {
        patient::store::find(tx, id.0).await?.ok_or_else(|| Problem::missing("patient"))?;
        Ok::<_, Problem>(store::find(tx, id.0).await?)
    });
    let found = found.await?;
    Ok(Reply::ok(&found)?.version(found.version))
}

#[utoipa::path(request_body = SetReminderPreferences, params(("id" = PatientId, Path, description = "The patient.")),
    responses((status = 200, description = "The preferences as they are now.", body = ReminderPreferences)))]
#[put("/v1/patients/{id}/reminder-preferences")]
/// Says what a patient wants of reminders, as a whole; it holds from the next message on.
pub async fn set_reminder_preferences(
    caller: Caller,
    db: web::Data<Db>,
    id: Id<PatientId>,
    seen: IfMatch,
    body: Body<SetReminderPreferences>,
) -> Result<Reply, Problem> {
    let (now, said) = (platform::now(), body.value);
    once(&db, &caller, body.digest, async move |tx| {
        // The patient's row stands for preferences that may not be there yet.
        let patient = patient::store::find_for_change(tx, id.0).await?;
        patient.ok_or_else(|| Problem::missing("patient"))?;
        let before = store::find(tx, id.0).await?;
        seen.require(before.version)?;
        let preferences = before.set(said.clone());
        store::keep(tx, &preferences).await?;
        reminder::store::plan_again_for(tx, id.0, now).await?;
        Ok(Reply::ok(&preferences)?.version(preferences.version))
    })
    .await
}
