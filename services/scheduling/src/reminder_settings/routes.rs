//! Reminder settings over HTTP.

use super::{SetReminderSettings, ShownReminderSettings, store};
use crate::reminder;
use actix_web::{get, put, web};
use platform::idempotency::once;
use platform::{Body, Caller, Db, IfMatch, Problem, Reply};
use utoipa_actix_web::service_config::ServiceConfig;

pub fn all(config: &mut ServiceConfig<'_>) {
    config.service(set_reminder_settings).service(get_reminder_settings);
}

#[utoipa::path(responses((status = 200, description = "The settings; version 0 while they were never set.", body = ShownReminderSettings)))]
#[get("/v1/reminder-settings")]
/// Reads how the practice sends its reminders; until it says otherwise, nobody is told anything between 9 pm and 8 am.
pub async fn get_reminder_settings(caller: Caller, db: web::Data<Db>) -> Result<Reply, Problem> {
    let found = db.read(&caller.context(), async move |tx| Ok::<_, Problem>(store::find(tx).await?)).await?;
    let version = found.version;
    Ok(Reply::ok(&found.shown())?.version(version))
}

#[utoipa::path(request_body = SetReminderSettings, responses((status = 200, description = "The settings as they are now.", body = ShownReminderSettings)))]
#[put("/v1/reminder-settings")]
/// Says how the practice sends its reminders, as a whole: what is absent is off.
pub async fn set_reminder_settings(
    caller: Caller,
    db: web::Data<Db>,
    seen: IfMatch,
    body: Body<SetReminderSettings>,
) -> Result<Reply, Problem> {
    let (now, said) = (platform::now(), body.value);
    once(&db, &caller, body.digest, async move |tx| {
        let before = store::find(tx).await?;
        seen.require(before.version)?;
        let settings = before.set(said.clone());
        if !store::keep(tx, &settings).await? {
            return Err(Problem::conflict("busy", "Others were changing the same thing.").retry_after(1));
        }
        reminder::store::plan_all_again(tx, now).await?;
        let version = settings.version;
        Ok(Reply::ok(&settings.shown())?.version(version))
    })
    .await
}
