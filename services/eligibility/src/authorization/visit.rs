//! What authorizations need to know of an appointment.

use crate::schema::authorization_visits;
use chrono::NaiveDate;
use diesel::prelude::*;
use model::event::AppointmentSnapshot;
use model::{AppointmentId, LocationId, PatientId, PractitionerId, VisitTypeId};

model::word_enum! {
    /// What became of it; in this order visits get what is left.
    Stage { Completed = "completed", Expected = "expected", Off = "off" }
}

#[derive(Clone, Debug, PartialEq, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = authorization_visits)]
pub struct Visit {
    pub id: AppointmentId,
    pub patient_id: PatientId,
    pub practitioner_id: PractitionerId,
    pub location_id: LocationId,
    pub visit_type_id: VisitTypeId,
    pub service_date: NaiveDate,
    pub stage: Stage,
}

impl Visit {
    pub fn of(appointment: &AppointmentSnapshot, stage: Stage) -> Self {
        Self {
            id: appointment.appointment_id,
            patient_id: appointment.patient_id,
            practitioner_id: appointment.practitioner_id,
            location_id: appointment.location_id,
            visit_type_id: appointment.visit_type_id,
            service_date: appointment.service_date,
            stage,
        }
    }
}
