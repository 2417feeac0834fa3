//! Booking: one transaction over the time of practitioner, patient, room and device.

use super::record;
use crate::appointment::arrange::{Arrangement, Manner};
use crate::appointment::occupancy::Taker;
use crate::appointment::{Appointment, Wish, store};
use crate::location::Location;
use crate::practitioner::Practitioner;
use crate::visit_type::VisitType;
use crate::{hold, location, patient, practitioner, visit_type};
use actix_web::{post, web};
use chrono::{DateTime, FixedOffset, Utc};
use model::event::AppointmentBooked;
use model::{
    AppointmentId, HoldId, LocationId, Note, PatientId, PractitionerId, RoomId, StateCode, VisitTypeId,
};
use platform::idempotency::once;
use platform::{Body, Caller, Db, Problem, Reply, Tx, mint, outbox};
use serde::Deserialize;
use utoipa::ToSchema;

#[derive(Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct BookAppointment {
    pub patient_id: PatientId,
    pub practitioner_id: PractitionerId,
    pub location_id: LocationId,
    pub visit_type_id: VisitTypeId,
    /// RFC 3339 with offset.
    pub start: DateTime<FixedOffset>,
    /// A hold on this very time; it is used up.
    pub hold_id: Option<HoldId>,
    /// One of the visit type's rooms at the location; any that is free, when absent.
    pub room_id: Option<RoomId>,
    pub device_id: Option<RoomId>,
    pub reason: Option<Note>,
}

/// A booking beside what the practitioner does then.
#[derive(Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct OverbookAppointment {
    pub patient_id: PatientId,
    pub practitioner_id: PractitionerId,
    pub location_id: LocationId,
    pub visit_type_id: VisitTypeId,
    /// RFC 3339 with offset.
    pub start: DateTime<FixedOffset>,
    pub room_id: Option<RoomId>,
    pub device_id: Option<RoomId>,
    pub reason: Option<Note>,
    /// Why it is worth it; stays on the appointment.
    pub overbook_reason: Note,
}

#[utoipa::path(request_body = BookAppointment, responses((status = 201, description = "Booked.", body = Appointment)))]
#[post("/v1/appointments")]
/// Books an appointment.
///
/// The start must be one the practitioner's availability offers. If the time of practitioner, patient, room or device is
/// taken the answer is 409 `slot-taken` with the id of the appointment or hold that blocks.
pub async fn book_appointment(
    caller: Caller,
    db: web::Data<Db>,
    body: Body<BookAppointment>,
) -> Result<Reply, Problem> {
    let (id, now, wish) = (mint::<AppointmentId>(), platform::now(), body.value);
    let booker = caller.clone();
    once(&db, &caller, body.digest, async move |tx| {
        let mut order = Order::of(&wish);
        if let Some(hold) = wish.hold_id {
            let held = hold::store::fitting(tx, hold, wish.practitioner_id, order.start).await?;
            order.hold = Some(hold);
            order.room = order.room.or(held.room_id);
            order.device = order.device.or(held.device_id);
        }
        answer(&book(tx, &booker, id, order, now).await?)
    })
    .await
}

#[utoipa::path(request_body = OverbookAppointment, responses((status = 201, description = "Booked, and marked as overbooked.", body = Appointment)))]
#[post("/v1/appointments/overbook")]
/// Books on purpose beside what the practitioner does then, or outside of the practitioner's hours.
///
/// Patient, room and device are never in two places all the same. Whoever books after it finds the time taken.
pub async fn overbook_appointment(
    caller: Caller,
    db: web::Data<Db>,
    body: Body<OverbookAppointment>,
) -> Result<Reply, Problem> {
    let (id, now, wish) = (mint::<AppointmentId>(), platform::now(), body.value);
    let booker = caller.clone();
    once(&db, &caller, body.digest, async move |tx| {
        let order = Order {
            who: Parties {
                patient: wish.patient_id,
                practitioner: wish.practitioner_id,
                location: wish.location_id,
                visit_type: wish.visit_type_id,
            },
            start: wish.start.to_utc(),
            room: wish.room_id,
            device: wish.device_id,
            hold: None,
            reason: wish.reason.clone(),
            overbook_reason: Some(wish.overbook_reason.clone()),
        };
        answer(&book(tx, &booker, id, order, now).await?)
    })
    .await
}

fn answer(appointment: &Appointment) -> Result<Reply, Problem> {
    let place = format!("/v1/appointments/{}", appointment.id);
    Ok(Reply::created(place, appointment)?.version(appointment.version))
}

/// What is to be booked.
pub(crate) struct Order {
    pub who: Parties,
    pub start: DateTime<Utc>,
    pub room: Option<RoomId>,
    pub device: Option<RoomId>,
    /// The hold whose time it takes over.
    pub hold: Option<HoldId>,
    pub reason: Option<Note>,
    /// Given where it is beside others on purpose.
    pub overbook_reason: Option<Note>,
}

impl Order {
    fn of(wish: &BookAppointment) -> Self {
        let who = Parties {
            patient: wish.patient_id,
            practitioner: wish.practitioner_id,
            location: wish.location_id,
            visit_type: wish.visit_type_id,
        };
        Self {
            who,
            start: wish.start.to_utc(),
            room: wish.room_id,
            device: wish.device_id,
            hold: None,
            reason: wish.reason.clone(),
            overbook_reason: None,
        }
    }
}

/// Takes the time, keeps the appointment and announces it, all in the caller's transaction.
pub(crate) async fn book(
    tx: &mut Tx,
    booker: &Caller,
    id: AppointmentId,
    order: Order,
    now: DateTime<Utc>,
) -> Result<Appointment, Problem> {
    if order.start < now {
        return Err(crate::appointment::Refusal::InThePast.into());
    }
    let known = Known::find(tx, &order.who).await?;
    let arrangement = Arrangement {
        visit: &known.visit,
        place: &known.place,
        practitioner: order.who.practitioner,
        patient: Some(known.person),
        start: order.start,
        room: order.room,
        device: order.device,
        hold: order.hold,
        manner: if order.overbook_reason.is_some() { Manner::Overbooked } else { Manner::Ordinary },
    };
    let to = arrangement.take(tx, Taker::Appointment(id), now).await?;
    let wish = Wish {
        id,
        patient: order.who.patient,
        reason: order.reason,
        series: None,
        overbook_reason: order.overbook_reason,
    };
    let appointment = Appointment::book(wish, &to, &known.visit, now)?;
    store::insert(tx, &appointment).await?;
    record(tx, booker, "booked", None, &appointment, now).await?;
    outbox::put(tx, &AppointmentBooked(appointment.snapshot())).await?;
    Ok(appointment)
}

/// Who and what a booking names.
pub(crate) struct Parties {
    pub patient: PatientId,
    pub practitioner: PractitionerId,
    pub location: LocationId,
    pub visit_type: VisitTypeId,
}

impl Parties {
    pub(crate) fn of(appointment: &Appointment) -> Self {
        Self {
            patient: appointment.patient_id,
            practitioner: appointment.practitioner_id,
            location: appointment.location_id,
            visit_type: appointment.visit_type_id,
        }
    }
}

/// What is known of them; all four exist.
pub(crate) struct Known {
    pub visit: VisitType,
    pub place: Location,
    /// Whose time it is: the patient's, or that of the one the record was merged into.
    pub person: PatientId,
}

impl Known {
    /// Refuses what names nothing in this practice, and practitioners who may not see the patient.
    pub(crate) async fn find(tx: &mut Tx, who: &Parties) -> Result<Self, Problem> {
        let unknown = |field: &str| Problem::invalid(format!("/{field}"), "names nothing in this practice");
        let visit = visit_type::store::find(tx, who.visit_type).await?;
        let visit = visit.ok_or_else(|| unknown("visit_type_id"))?;
        let place = location::store::find(tx, who.location).await?.ok_or_else(|| unknown("location_id"))?;
        let patient = patient::store::find(tx, who.patient).await?.ok_or_else(|| unknown("patient_id"))?;
        let practitioner = practitioner::store::find(tx, who.practitioner).await?;
        let practitioner = practitioner.ok_or_else(|| unknown("practitioner_id"))?;
        let lives_in = patient.address.as_ref().map(|address| &address.state);
        require_license(&visit, &practitioner, lives_in)?;
        let person = patient::store::person(tx, who.patient).await?.unwrap_or(who.patient);
        Ok(Self { visit, place, person })
    }
}

/// Who is seen from afar is seen where they are: the practitioner needs a licence there.
fn require_license(
    visit: &VisitType,
    practitioner: &Practitioner,
    lives_in: Option<&StateCode>,
) -> Result<(), Problem> {
    let unlicensed = lives_in.filter(|state| !practitioner.license_states.contains(state));
    if !visit.telehealth || unlicensed.is_none() {
        return Ok(());
    }
    let detail = "The practitioner is not licensed in the state the patient lives in.";
    Err(Problem::conflict("not-licensed", detail)
        .next_step("Search with GET /v1/slots?patient_id= for practitioners who are."))
}
