//! Links over HTTP: no token, the key in the path is enough.

use super::{Link, LinkStatus, Refusal, store};
use crate::appointment::routes::{Nothing, record};
use crate::appointment::step::Step;
use crate::appointment::{self, Appointment, CancelReason};
use crate::location::{self, Location, TimeZone};
use crate::{reminder_settings, visit_type};
use actix_web::{get, post, web};
use chrono::{DateTime, Utc};
use model::{Address, LinkKey, Name, Phone};
use platform::idempotency::once;
use platform::{Body, Caller, Db, Problem, Reply, Tx};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_actix_web::service_config::ServiceConfig;

pub fn all(config: &mut ServiceConfig<'_>) {
    config.service(get_appointment_link).service(confirm_appointment_link).service(cancel_appointment_link);
}

impl From<Refusal> for Problem {
    fn from(refusal: Refusal) -> Self {
        let detail = refusal.to_string();
        match refusal {
            Refusal::Moved => {
                Problem::conflict("moved", detail).next_step("Use the link of the later message.")
            }
            Refusal::Cancelled => Problem::conflict("cancelled", detail).next_step("Call the practice."),
            Refusal::Closed => Problem::conflict("closed", detail).next_step("Call the practice."),
        }
    }
}

/// What the message said, and what has become of it. Nothing says who comes, to whom, or what for.
#[derive(Serialize, ToSchema)]
pub struct AppointmentLink {
    pub status: LinkStatus,
    pub practice_name: Name,
    /// The start the message spoke of.
    pub start: DateTime<Utc>,
    /// Where its wall clock runs.
    pub time_zone: TimeZone,
    pub location_name: Name,
    pub address: Address,
    /// Of the location, for whoever would rather call.
    pub phone: Phone,
}

/// A link with what it leads to.
struct Opened {
    link: Link,
    appointment: Appointment,
    place: Location,
}

impl Opened {
    /// Locks the appointment where it is to be changed.
    async fn find(tx: &mut Tx, key: &str, change: bool, now: DateTime<Utc>) -> Result<Self, Problem> {
        let nothing = || Problem::missing("link").next_step("Ask the practice for a new one.");
        let key: LinkKey = key.parse().map_err(|_| nothing())?;
        let link = store::open(tx, &key, now).await?.ok_or_else(nothing)?;
        let appointment = if change {
            appointment::store::find_for_change(tx, link.appointment).await?
        } else {
            appointment::store::find(tx, link.appointment).await?
        };
        let appointment = appointment.ok_or_else(nothing)?;
        let place = location::store::find(tx, appointment.location_id).await?.ok_or_else(nothing)?;
        Ok(Self { link, appointment, place })
    }

    async fn answer(self, tx: &mut Tx, now: DateTime<Utc>) -> Result<Reply, Problem> {
        let settings = reminder_settings::store::find(tx).await?;
        let Location { name, time_zone, address, phone, .. } = self.place;
        let shown = AppointmentLink {
            status: self.link.status(&self.appointment, now),
            practice_name: settings.practice_name.unwrap_or_else(|| name.clone()),
            start: self.link.start,
            time_zone,
            location_name: name,
            address,
            phone,
        };
        Ok(Reply::ok(&shown)?)
    }
}

#[utoipa::path(params(("token" = String, Path, description = "The key at the end of the link in the message.")),
    responses((status = 200, description = "The appointment the message spoke of.", body = AppointmentLink)))]
#[get("/v1/appointment-links/{token}")]
/// Reads what a link in a message is for. It changes nothing, so that programs that look into links do no harm.
pub async fn get_appointment_link(
    caller: Caller,
    db: web::Data<Db>,
    token: web::Path<String>,
) -> Result<Reply, Problem> {
    let (now, key) = (platform::now(), token.into_inner());
    let read = async move |tx: &mut Tx| Opened::find(tx, &key, false, now).await?.answer(tx, now).await;
    db.read(&caller.context(), read).await
}

#[utoipa::path(request_body = Nothing, params(("token" = String, Path, description = "The key at the end of the link in the message.")),
    responses((status = 200, description = "Confirmed.", body = AppointmentLink)))]
#[post("/v1/appointment-links/{token}/confirm")]
/// Confirms the appointment a message spoke of; again is the same.
///
/// One that has moved since answers 409 `moved`, one that is called off 409 `cancelled`, a past one 409 `closed`.
pub async fn confirm_appointment_link(
    caller: Caller,
    db: web::Data<Db>,
    token: web::Path<String>,
    body: Body<Nothing>,
) -> Result<Reply, Problem> {
    let (now, key, actor) = (platform::now(), token.into_inner(), caller.clone());
    once(&db, &caller, body.digest, async move |tx| {
        let mut opened = Opened::find(tx, &key, true, now).await?;
        opened.link.check(&opened.appointment, now)?;
        let after = opened.appointment.clone().confirm(now)?;
        if after != opened.appointment {
            appointment::store::update(tx, &after).await?;
            record(tx, &actor, actor.operation.id, Some(&opened.appointment), &after, now).await?;
            opened.appointment = after;
        }
        opened.answer(tx, now).await
    })
    .await
}

#[utoipa::path(request_body = Nothing, params(("token" = String, Path, description = "The key at the end of the link in the message.")),
    responses((status = 200, description = "Cancelled.", body = AppointmentLink)))]
#[post("/v1/appointment-links/{token}/cancel")]
/// Calls off the appointment a message spoke of, at the patient's request; again is the same.
///
/// With less notice than the visit type asks it is marked as late. One that has moved since answers 409 `moved`, a past
/// one 409 `closed`.
pub async fn cancel_appointment_link(
    caller: Caller,
    db: web::Data<Db>,
    token: web::Path<String>,
    body: Body<Nothing>,
) -> Result<Reply, Problem> {
    let (now, key, actor) = (platform::now(), token.into_inner(), caller.clone());
    once(&db, &caller, body.digest, async move |tx| {
        let mut opened = Opened::find(tx, &key, true, now).await?;
        match opened.link.check(&opened.appointment, now) {
            Err(Refusal::Cancelled) => return opened.answer(tx, now).await,
            checked => checked?,
        }
        let before = opened.appointment;
        let visit = visit_type::store::find(tx, before.visit_type_id).await?;
        let visit = visit.ok_or_else(|| Problem::missing("visit type"))?;
        let step = Step::Cancel { reason_code: CancelReason::PatientRequest, note: None };
        opened.appointment = step.take(tx, &actor.client, &before, &visit, now).await?;
        opened.answer(tx, now).await
    })
    .await
}
