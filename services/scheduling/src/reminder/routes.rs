//! Reminders over HTTP.

use super::{Refusal, Reminder, ReminderStatus, send, store};
use crate::appointment;
use crate::appointment::routes::Nothing;
use actix_web::{get, post, web};
use model::{AppointmentId, PatientId, ReminderId};
use platform::idempotency::once;
use platform::page::Limit;
use platform::{Body, Caller, Cursor, Db, Id, Listing, Problem, Query, Reply, mint, outbound};
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_actix_web::service_config::ServiceConfig;

pub fn all(config: &mut ServiceConfig<'_>) {
    config.service(list_reminders).service(get_reminder).service(resend_reminder);
}

impl From<Refusal> for Problem {
    fn from(refusal: Refusal) -> Self {
        let detail = refusal.to_string();
        match refusal {
            Refusal::StillComing(_) => Problem::conflict("still-coming", detail)
                .next_step("Wait until it was sent or failed, then read it again."),
            Refusal::NoLongerTrue => {
                Problem::conflict("no-longer-true", detail).next_step("Read the appointment again.")
            }
        }
    }
}

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct ListReminders {
    appointment_id: Option<AppointmentId>,
    patient_id: Option<PatientId>,
    #[param(inline)]
    status: Option<ReminderStatus>,
    #[param(value_type = Option<String>)]
    cursor: Option<Cursor>,
    #[serde(default)]
    #[param(value_type = Option<u32>)]
    limit: Limit,
}

#[utoipa::path(params(ListReminders), responses((status = 200, description = "A page of reminders.", body = Listing<Reminder>)))]
#[get("/v1/reminders")]
/// Lists reminders with what became of each and why, those to come included; oldest plan first.
pub async fn list_reminders(
    caller: Caller,
    db: web::Data<Db>,
    query: Query<ListReminders>,
) -> Result<Reply, Problem> {
    let ListReminders { appointment_id, patient_id, status, cursor, limit } = query.0;
    let filter = store::Filter { appointment: appointment_id, patient: patient_id, status, cursor, limit };
    let items =
        db.read(&caller.context(), async move |tx| Ok::<_, Problem>(store::list(tx, &filter).await?)).await?;
    Ok(Reply::ok(&Listing::cut(items, limit, |reminder| reminder.id.0))?)
}

#[utoipa::path(params(("id" = ReminderId, Path, description = "The reminder.")),
    responses((status = 200, description = "The reminder.", body = Reminder)))]
#[get("/v1/reminders/{id}")]
/// Reads a reminder.
pub async fn get_reminder(caller: Caller, db: web::Data<Db>, id: Id<ReminderId>) -> Result<Reply, Problem> {
    let found =
        db.read(&caller.context(), async move |tx| Ok::<_, Problem>(store::find(tx, id.0).await?)).await?;
    Ok(Reply::ok(&found.ok_or_else(|| Problem::missing("reminder"))?)?)
}

#[utoipa::path(request_body = Nothing, params(("id" = ReminderId, Path, description = "The reminder to repeat.")),
    responses((status = 202, description = "A new reminder with the same words, on its way.", body = Reminder)))]
#[post("/v1/reminders/{id}/resend")]
/// Sends a reminder once more, at once, quiet hours or not; it is another reminder with an outcome of its own.
///
/// One that is still to come answers 409 `still-coming`; where the appointment was moved, called off or is past, 409
/// `no-longer-true`. What the patient wants holds all the same.
pub async fn resend_reminder(
    caller: Caller,
    db: web::Data<Db>,
    id: Id<ReminderId>,
    body: Body<Nothing>,
) -> Result<Reply, Problem> {
    let (now, new) = (platform::now(), mint::<ReminderId>());
    once(&db, &caller, body.digest, async move |tx| {
        let before = store::find(tx, id.0).await?.ok_or_else(|| Problem::missing("reminder"))?;
        let appointment = appointment::store::find(tx, before.appointment_id).await?;
        let appointment = appointment.ok_or_else(|| Problem::missing("appointment"))?;
        let reminder = before.repeat(new, &appointment, now)?;
        store::insert(tx, &reminder).await?;
        outbound::intend(tx, send::kind(reminder.channel), new.0, &new.to_string()).await?;
        Ok(Reply::accepted(format!("/v1/reminders/{new}"), &reminder)?)
    })
    .await
}
