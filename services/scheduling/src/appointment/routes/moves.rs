//! What can become of a booked appointment.

use super::book::{not_offered, occupy};
use super::record;
use crate::appointment::occupancy::{self, Beside};
use crate::appointment::{Appointment, CancelReason, Refusal, store};
use crate::visit_type::VisitType;
use crate::{location, slot, visit_type};
use actix_web::{post, web};
use chrono::{DateTime, FixedOffset, Utc};
use model::event::*;
use model::{AppointmentId, Event, Note};
use platform::idempotency::once;
use platform::{Body, Caller, Db, Id, IfMatch, Problem, Reply, Tx, outbox};
use serde::Deserialize;
use utoipa::ToSchema;

#[derive(Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RescheduleAppointment {
    /// RFC 3339 with offset.
    pub start: DateTime<FixedOffset>,
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
    let (now, start, mover) = (platform::now(), body.value.start.to_utc(), caller.clone());
    once(&db, &caller, body.digest, async move |tx| {
        let (before, visit) = read(tx, id.0, seen).await?;
        let place = location::store::find(tx, before.location_id)
            .await?
            .ok_or_else(|| Problem::missing("location"))?;
        occupancy::enter(tx, before.resources(), Beside::Nobody).await?;
        occupancy::free(tx, &[before.id]).await?;
        if !slot::is_offered(tx, before.practitioner_id, &place, &visit, start).await? {
            return Err(not_offered());
        }
        let day = start.with_timezone(&place.time_zone.0).date_naive();
        let after = before.clone().reschedule(start, day, now)?;
        occupy(tx, &after, &visit, now).await?;
        keep(tx, &mover, &before, &after, &AppointmentRescheduled(after.snapshot()), now).await
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
    let now = platform::now();
    let wish = body.value;
    let cancel = move |appointment: Appointment, visit: &VisitType| {
        appointment.cancel(wish.reason_code, wish.note.clone(), visit, now)
    };
    let put =
        async |tx: &mut Tx, after: &Appointment| announce(tx, &AppointmentCancelled(after.snapshot())).await;
    act(&db, caller, Action { id: id.0, seen, digest: body.digest, now }, cancel, put).await
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
    let action = Action { id: id.0, seen, digest: body.digest, now: platform::now() };
    let put =
        async |tx: &mut Tx, after: &Appointment| announce(tx, &AppointmentArrived(after.snapshot())).await;
    act(&db, caller, action, |appointment, _| appointment.arrive(), put).await
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
    let action = Action { id: id.0, seen, digest: body.digest, now: platform::now() };
    let put =
        async |tx: &mut Tx, after: &Appointment| announce(tx, &AppointmentBegun(after.snapshot())).await;
    act(&db, caller, action, |appointment, _| appointment.begin(), put).await
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
    let action = Action { id: id.0, seen, digest: body.digest, now: platform::now() };
    let put =
        async |tx: &mut Tx, after: &Appointment| announce(tx, &AppointmentCompleted(after.snapshot())).await;
    act(&db, caller, action, |appointment, _| appointment.complete(), put).await
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
    let now = platform::now();
    let action = Action { id: id.0, seen, digest: body.digest, now };
    let put =
        async |tx: &mut Tx, after: &Appointment| announce(tx, &AppointmentNoShow(after.snapshot())).await;
    act(&db, caller, action, move |appointment, _| appointment.miss(now), put).await
}

/// Which appointment is to change, and what the caller saw of it.
#[derive(Clone, Copy)]
struct Action {
    id: AppointmentId,
    seen: IfMatch,
    digest: platform::request::Digest,
    now: DateTime<Utc>,
}

/// Read, decide, keep and announce: the same for every action that leaves the time where it is or gives it up.
async fn act<D, P>(db: &Db, caller: Caller, action: Action, decide: D, put: P) -> Result<Reply, Problem>
where
    D: Fn(Appointment, &VisitType) -> Result<Appointment, Refusal> + 'static,
    P: AsyncFn(&mut Tx, &Appointment) -> Result<(), Problem> + 'static,
{
    let actor = caller.clone();
    once(db, &caller, action.digest, async move |tx| {
        let (before, visit) = read(tx, action.id, action.seen).await?;
        let after = decide(before.clone(), &visit)?;
        if !after.state.occupies() {
            occupancy::free(tx, &[after.id]).await?;
        }
        put(tx, &after).await?;
        finish(tx, &actor, &before, &after, action.now).await
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
    announce(tx, event).await?;
    finish(tx, caller, before, after, now).await
}

async fn announce(tx: &mut Tx, event: &impl Event) -> Result<(), Problem> {
    outbox::put(tx, event).await?;
    Ok(())
}

async fn finish(
    tx: &mut Tx,
    caller: &Caller,
    before: &Appointment,
    after: &Appointment,
    now: DateTime<Utc>,
) -> Result<Reply, Problem> {
    store::update(tx, after).await?;
    record(tx, caller, caller.operation.id, Some(before), after, now).await?;
    Ok(Reply::ok(after)?.version(after.version))
}
