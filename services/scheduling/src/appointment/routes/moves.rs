//! What can become of a booked appointment.

use super::record;
use crate::appointment::arrange::{Arrangement, Manner};
use crate::appointment::occupancy::Taker;
use crate::appointment::routes::{Known, Parties};
use crate::appointment::step::Step;
use crate::appointment::{Appointment, CancelReason, Refusal, Status, store};
use crate::visit_type;
use crate::visit_type::VisitType;
use actix_web::{post, web};
use chrono::{DateTime, FixedOffset, Utc};
use model::event::{AppointmentReinstated, AppointmentRescheduled};
use model::{AppointmentId, Event, LocationId, Note, PractitionerId, RoomId};
use platform::idempotency::once;
use platform::request::Digest;
use platform::{Body, Caller, Db, Id, IfMatch, Problem, Reply, Tx, outbox};
use serde::Deserialize;
use utoipa::ToSchema;

#[derive(Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RescheduleAppointment {
    /// RFC 3339 with offset.
    pub start: DateTime<FixedOffset>,
    /// Another practitioner; the same, when absent.
    pub practitioner_id: Option<PractitionerId>,
    /// Another location; the same, when absent.
    pub location_id: Option<LocationId>,
    /// One of the visit type's rooms at the location; any that is free, when absent.
    pub room_id: Option<RoomId>,
    pub device_id: Option<RoomId>,
}

#[derive(Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CancelAppointment {
    pub reason_code: CancelReason,
    pub note: Option<Note>,
}

/// An action that needs nothing said.
#[derive(Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Nothing {}

#[utoipa::path(request_body = RescheduleAppointment, params(("id" = AppointmentId, Path, description = "The appointment.")),
    responses((status = 200, description = "Moved; the id is the same.", body = Appointment)))]
#[post("/v1/appointments/{id}/reschedule")]
/// Moves a booked appointment to another start.
pub async fn reschedule_appointment(
    caller: Caller,
    db: web::Data<Db>,
    id: Id<AppointmentId>,
    seen: IfMatch,
    body: Body<RescheduleAppointment>,
) -> Result<Reply, Problem> {
    let (now, said, mover) = (platform::now(), body.value, caller.clone());
    once(&db, &caller, body.digest, async move |tx| {
        let (before, _) = read(tx, id.0, seen).await?;
        let who = Parties {
            practitioner: said.practitioner_id.unwrap_or(before.practitioner_id),
            location: said.location_id.unwrap_or(before.location_id),
            ..Parties::of(&before)
        };
        let to = Destination { who, start: said.start.to_utc(), room: said.room_id, device: said.device_id };
        let after = move_to(tx, &mover, &before, &to, now).await?;
        Ok(Reply::ok(&after)?.version(after.version))
    })
    .await
}

/// Where an appointment is wished to be.
pub(crate) struct Destination {
    pub who: Parties,
    pub start: DateTime<Utc>,
    /// This room or device, and no other that would do.
    pub room: Option<RoomId>,
    pub device: Option<RoomId>,
}

/// Gives up the time of an appointment, takes the other, keeps and announces it; the caller holds the appointment's row.
pub(crate) async fn move_to(
    tx: &mut Tx,
    mover: &Caller,
    before: &Appointment,
    to: &Destination,
    now: DateTime<Utc>,
) -> Result<Appointment, Problem> {
    require_booked(before, "rescheduled")?;
    if to.start < now {
        return Err(Refusal::InThePast.into());
    }
    let Known { visit, place, person } = Known::find(tx, &to.who).await?;
    let arrangement = Arrangement {
        visit: &visit,
        place: &place,
        practitioner: to.who.practitioner,
        patient: Some(person),
        start: to.start,
        room: to.room,
        device: to.device,
        hold: None,
        manner: Manner::Ordinary,
    };
    let to = arrangement.exchange(tx, before.id, before.party(), now).await?;
    let after = before.clone().reschedule(&to, now)?;
    keep(tx, mover, before, &after, &AppointmentRescheduled(after.snapshot()), now).await?;
    Ok(after)
}

fn require_booked(appointment: &Appointment, done: &'static str) -> Result<(), Refusal> {
    match appointment.state.status() {
        Status::Booked => Ok(()),
        other => Err(Refusal::WrongStatus(other, done)),
    }
}

#[utoipa::path(request_body = Nothing, params(("id" = AppointmentId, Path, description = "The appointment.")),
    responses((status = 200, description = "Booked again; the id is the same.", body = Appointment)))]
#[post("/v1/appointments/{id}/reinstate")]
/// Takes a cancellation or a no-show back before the start, if the time is still free.
pub async fn reinstate_appointment(
    caller: Caller,
    db: web::Data<Db>,
    id: Id<AppointmentId>,
    seen: IfMatch,
    body: Body<Nothing>,
) -> Result<Reply, Problem> {
    let (now, actor) = (platform::now(), caller.clone());
    once(&db, &caller, body.digest, async move |tx| {
        let (before, _) = read(tx, id.0, seen).await?;
        before.clone().reinstate(None, None, now)?;
        let Known { visit, place, person } = Known::find(tx, &Parties::of(&before)).await?;
        let arrangement = Arrangement {
            visit: &visit,
            place: &place,
            practitioner: before.practitioner_id,
            patient: Some(person),
            start: before.start,
            room: None,
            device: None,
            hold: None,
            manner: Manner::Ordinary,
        };
        let to = arrangement.take(tx, Taker::Appointment(before.id), now).await?;
        let after = before.clone().reinstate(to.room, to.device, now)?;
        keep(tx, &actor, &before, &after, &AppointmentReinstated(after.snapshot()), now).await
    })
    .await
}

#[utoipa::path(request_body = CancelAppointment, params(("id" = AppointmentId, Path, description = "The appointment.")),
    responses((status = 200, description = "Cancelled; its time is free.", body = Appointment)))]
#[post("/v1/appointments/{id}/cancel")]
/// Calls a booked appointment off.
pub async fn cancel_appointment(
    caller: Caller,
    db: web::Data<Db>,
    id: Id<AppointmentId>,
    seen: IfMatch,
    body: Body<CancelAppointment>,
) -> Result<Reply, Problem> {
    let CancelAppointment { reason_code, note } = body.value;
    act(&db, caller, id.0, seen, body.digest, Step::Cancel { reason_code, note }).await
}

#[utoipa::path(request_body = Nothing, params(("id" = AppointmentId, Path, description = "The appointment.")),
    responses((status = 200, description = "Arrived.", body = Appointment)))]
#[post("/v1/appointments/{id}/arrive")]
/// Marks that the patient has come.
pub async fn arrive_appointment(
    caller: Caller,
    db: web::Data<Db>,
    id: Id<AppointmentId>,
    seen: IfMatch,
    body: Body<Nothing>,
) -> Result<Reply, Problem> {
    act(&db, caller, id.0, seen, body.digest, Step::Arrive).await
}

#[utoipa::path(request_body = Nothing, params(("id" = AppointmentId, Path, description = "The appointment.")),
    responses((status = 200, description = "In progress.", body = Appointment)))]
#[post("/v1/appointments/{id}/begin")]
/// Marks that the visit has begun.
pub async fn begin_appointment(
    caller: Caller,
    db: web::Data<Db>,
    id: Id<AppointmentId>,
    seen: IfMatch,
    body: Body<Nothing>,
) -> Result<Reply, Problem> {
    act(&db, caller, id.0, seen, body.digest, Step::Begin).await
}

#[utoipa::path(request_body = Nothing, params(("id" = AppointmentId, Path, description = "The appointment.")),
    responses((status = 200, description = "Completed; billing opens its encounter.", body = Appointment)))]
#[post("/v1/appointments/{id}/complete")]
/// Marks that the visit is over.
pub async fn complete_appointment(
    caller: Caller,
    db: web::Data<Db>,
    id: Id<AppointmentId>,
    seen: IfMatch,
    body: Body<Nothing>,
) -> Result<Reply, Problem> {
    act(&db, caller, id.0, seen, body.digest, Step::Complete).await
}

#[utoipa::path(request_body = Nothing, params(("id" = AppointmentId, Path, description = "The appointment.")),
    responses((status = 200, description = "Marked as no-show.", body = Appointment)))]
#[post("/v1/appointments/{id}/no-show")]
/// Marks that the patient did not come; possible from the start on.
pub async fn mark_no_show(
    caller: Caller,
    db: web::Data<Db>,
    id: Id<AppointmentId>,
    seen: IfMatch,
    body: Body<Nothing>,
) -> Result<Reply, Problem> {
    act(&db, caller, id.0, seen, body.digest, Step::Miss).await
}

/// Read, decide, keep and announce: the same for every step.
async fn act(
    db: &Db,
    caller: Caller,
    id: AppointmentId,
    seen: IfMatch,
    digest: Digest,
    step: Step,
) -> Result<Reply, Problem> {
    let (now, actor) = (platform::now(), caller.clone());
    once(db, &caller, digest, async move |tx| {
        let (before, visit) = read(tx, id, seen).await?;
        let after = step.take(tx, &actor.client, &before, &visit, now).await?;
        Ok(Reply::ok(&after)?.version(after.version))
    })
    .await
}

async fn read(tx: &mut Tx, id: AppointmentId, seen: IfMatch) -> Result<(Appointment, VisitType), Problem> {
    let appointment = store::find_for_change(tx, id).await?.ok_or_else(|| Problem::missing("appointment"))?;
    seen.require(appointment.version)?;
    let visit = visit_type::store::find(tx, appointment.visit_type_id).await?;
    Ok((appointment, visit.ok_or_else(|| Problem::missing("visit type"))?))
}

async fn keep(
    tx: &mut Tx,
    caller: &Caller,
    before: &Appointment,
    after: &Appointment,
    event: &impl Event,
    now: DateTime<Utc>,
) -> Result<Reply, Problem> {
    outbox::put(tx, event).await?;
    store::update(tx, after).await?;
    record(tx, caller, caller.operation.id, Some(before), after, now).await?;
    Ok(Reply::ok(after)?.version(after.version))
}
