//! Booking: one transaction over the practitioner's and the patient's time.

use super::record;
use crate::appointment::occupancy::{self, Beside, Span, Taker};
use crate::appointment::{Appointment, Wish, store};
use crate::location::Location;
use crate::visit_type::VisitType;
use crate::{hold, location, patient, practitioner, slot, visit_type};
use actix_web::{post, web};
use chrono::{DateTime, FixedOffset, Utc};
use model::event::AppointmentBooked;
use model::{AppointmentId, HoldId, LocationId, Note, PatientId, PractitionerId, VisitTypeId};
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
    pub reason: Option<Note>,
}

#[utoipa::path(request_body = BookAppointment, responses((status = 201, description = "Booked.", body = Appointment)))]
#[post("/v1/appointments")]
/// Books an appointment.
///
/// The start must be one the practitioner's availability offers. If the practitioner's or the patient's time is taken
/// the answer is 409 `slot-taken` with the id of the appointment or hold that blocks.
pub async fn book_appointment(
    caller: Caller,
    db: web::Data<Db>,
    body: Body<BookAppointment>,
) -> Result<Reply, Problem> {
    let (id, now, wish) = (mint::<AppointmentId>(), platform::now(), body.value);
    let booker = caller.clone();
    once(&db, &caller, body.digest, async move |tx| {
        let start = wish.start.to_utc();
        let Known { visit, place } = Known::find(tx, &wish.parties()).await?;
        let offered = slot::is_offered(tx, wish.practitioner_id, &place, &visit, start).await?;
        if !offered {
            return Err(not_offered());
        }
        if let Some(hold) = wish.hold_id {
            hold::store::use_up(tx, hold, wish.practitioner_id, start).await?;
        }
        let day = start.with_timezone(&place.time_zone.0).date_naive();
        let wish = Wish {
            id,
            patient: wish.patient_id,
            practitioner: wish.practitioner_id,
            location: wish.location_id,
            start,
            reason: wish.reason.clone(),
            series: None,
        };
        let appointment = Appointment::book(wish, &visit, day, now)?;
        occupancy::enter(tx, appointment.resources(), Beside::Others).await?;
        occupy(tx, &appointment, &visit, now).await?;
        store::insert(tx, &appointment).await?;
        record(tx, &booker, "booked", None, &appointment, now).await?;
        outbox::put(tx, &AppointmentBooked(appointment.snapshot())).await?;
        Ok(Reply::created(format!("/v1/appointments/{id}"), &appointment)?.version(appointment.version))
    })
    .await
}

/// Who and what a booking names.
pub(crate) struct Parties {
    pub patient: PatientId,
    pub practitioner: PractitionerId,
    pub location: LocationId,
    pub visit_type: VisitTypeId,
}

/// What is known of them; all four exist.
pub(crate) struct Known {
    pub visit: VisitType,
    pub place: Location,
}

impl BookAppointment {
    fn parties(&self) -> Parties {
        let Self { patient_id, practitioner_id, location_id, visit_type_id, .. } = *self;
        Parties {
            patient: patient_id,
            practitioner: practitioner_id,
            location: location_id,
            visit_type: visit_type_id,
        }
    }
}

impl Known {
    /// Refuses what names nothing in this practice.
    pub(crate) async fn find(tx: &mut Tx, who: &Parties) -> Result<Self, Problem> {
        let unknown = |field: &str| Problem::invalid(format!("/{field}"), "names nothing in this practice");
        let visit = visit_type::store::find(tx, who.visit_type).await?;
        let visit = visit.ok_or_else(|| unknown("visit_type_id"))?;
        let place = location::store::find(tx, who.location).await?.ok_or_else(|| unknown("location_id"))?;
        patient::store::find(tx, who.patient).await?.ok_or_else(|| unknown("patient_id"))?;
        let practitioner = practitioner::store::find(tx, who.practitioner).await?;
        practitioner.ok_or_else(|| unknown("practitioner_id"))?;
        Ok(Self { visit, place })
    }
}

pub(super) fn not_offered() -> Problem {
    Problem::conflict("not-offered", "The practitioner is not available at this start.")
        .next_step("Search with GET /v1/slots and take one of its starts.")
}

/// Takes the practitioner's time with buffers and the patient's without, in the order of their ids against deadlocks.
pub(super) async fn occupy(
    tx: &mut Tx,
    appointment: &Appointment,
    visit: &VisitType,
    now: DateTime<Utc>,
) -> Result<(), Problem> {
    let taker = Taker::Appointment(appointment.id);
    let mut wanted = [
        (appointment.practitioner_id.0, Span::with_buffers(appointment.start, visit)),
        (appointment.patient_id.0, Span::of_patient(appointment.start, visit)),
    ];
    wanted.sort_by_key(|(resource, _)| *resource);
    for (resource, span) in wanted {
        if let Some(blocker) = occupancy::take(tx, resource, span, &taker, now).await? {
            return Err(blocker.into());
        }
    }
    Ok(())
}
