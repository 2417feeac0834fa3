//! What is announced of an appointment.

use super::facts;
use crate::id::{AppointmentId, LocationId, PatientId, PractitionerId, VisitTypeId};
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// An appointment as it stands after the change; the reason for the visit stays in scheduling.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct AppointmentSnapshot {
    pub appointment_id: AppointmentId,
    pub patient_id: PatientId,
    pub practitioner_id: PractitionerId,
    pub location_id: LocationId,
    pub visit_type_id: VisitTypeId,
    pub start: DateTime<Utc>,
    pub end: DateTime<Utc>,
    /// The date of service on the wall of the location.
    pub service_date: NaiveDate,
}

facts! { AppointmentSnapshot by "appointment"/appointment_id:
    AppointmentBooked = "appointment.booked",
    AppointmentRescheduled = "appointment.rescheduled",
    AppointmentCancelled = "appointment.cancelled",
    /// A cancellation or a no-show was taken back.
    AppointmentReinstated = "appointment.reinstated",
    AppointmentArrived = "appointment.arrived",
    AppointmentBegun = "appointment.begun",
    AppointmentCompleted = "appointment.completed",
    AppointmentNoShow = "appointment.no-show",
}
