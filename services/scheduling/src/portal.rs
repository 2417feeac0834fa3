//! What patients see and do for themselves: visit types they may book, free starts, and their own appointments.

pub mod routes;
pub mod store;

use crate::appointment::{Appointment, Status};
use crate::location::TimeZone;
use crate::visit_type::VisitType;
use chrono::{DateTime, Duration, Utc};
use model::{AppointmentId, LocationId, Name, Note, PractitionerId, VisitTypeId};
use serde::Serialize;
use utoipa::ToSchema;

/// A kind of visit that patients may book.
#[derive(Serialize, ToSchema)]
pub struct BookableVisitType {
    pub id: VisitTypeId,
    pub name: Name,
    pub minutes: i32,
    /// A start has to be at least so far ahead.
    pub minimum_notice_minutes: i32,
    /// Until so long before the start it can be moved or called off here.
    pub cancel_notice_minutes: i32,
    pub telehealth: bool,
}

impl From<VisitType> for BookableVisitType {
    fn from(visit: VisitType) -> Self {
        let VisitType {
            id, name, minutes, minimum_notice_minutes, cancel_notice_minutes, telehealth, ..
        } = visit;
        Self { id, name, minutes, minimum_notice_minutes, cancel_notice_minutes, telehealth }
    }
}

/// An appointment as its patient sees it; what the staff writes down beside it stays with the staff.
#[derive(Serialize, ToSchema)]
pub struct OwnAppointment {
    pub id: AppointmentId,
    pub version: i64,
    pub start: DateTime<Utc>,
    pub end: DateTime<Utc>,
    pub time_zone: TimeZone,
    pub status: Status,
    pub visit_type_id: VisitTypeId,
    pub visit_type_name: Name,
    pub practitioner_id: PractitionerId,
    /// Given name and family name.
    pub practitioner_name: String,
    pub location_id: LocationId,
    pub location_name: Name,
    /// What the patient or the staff gave as reason.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<Note>,
    /// Until then it can be moved or called off here; absent where it cannot be at all.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub change_until: Option<DateTime<Utc>>,
}

/// Why a patient cannot have it, in the patient's words.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    #[error("names nothing you can book")]
    NotForPatients,
    #[error("The start is too near: this visit has to be booked earlier.")]
    TooSoon,
    #[error("It is too late to change this appointment here.")]
    TooLate,
}

/// Whether a patient may book this start.
pub fn may_book(visit: &VisitType, start: DateTime<Utc>, now: DateTime<Utc>) -> Result<(), Refusal> {
    if !visit.patient_can_book {
        return Err(Refusal::NotForPatients);
    }
    if start < now + Duration::minutes(visit.minimum_notice_minutes.into()) {
        return Err(Refusal::TooSoon);
    }
    Ok(())
}

/// Until when a patient may move an appointment or call it off.
pub fn change_until(visit: &VisitType, appointment: &Appointment) -> Option<DateTime<Utc>> {
    let notice = Duration::minutes(visit.cancel_notice_minutes.into());
    (appointment.state.status() == Status::Booked).then_some(appointment.start - notice)
}

/// Whether a patient may still move it or call it off.
pub fn may_change(visit: &VisitType, appointment: &Appointment, now: DateTime<Utc>) -> Result<(), Refusal> {
    let until = appointment.start - Duration::minutes(visit.cancel_notice_minutes.into());
    if now > until { Err(Refusal::TooLate) } else { Ok(()) }
}
