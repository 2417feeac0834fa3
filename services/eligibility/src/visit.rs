//! A visit: what this service keeps of an appointment, to know when and about what a patient's payers are to be asked.

pub mod events;
pub mod look;
pub mod planner;
pub mod store;

use crate::schema::visits;
use chrono::{DateTime, Utc};
use diesel::prelude::*;
use model::event::AppointmentSnapshot;
use model::{AppointmentId, LocationId, PatientId, VisitTypeId};

#[derive(Clone, Debug, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = visits, treat_none_as_null = true)]
pub struct Visit {
    pub id: AppointmentId,
    pub patient_id: PatientId,
    pub service_date: chrono::NaiveDate,
    /// False once it is over or called off: nothing is asked for it any more.
    pub expected: bool,
    pub visit_type_id: Option<VisitTypeId>,
    pub location_id: Option<LocationId>,
    /// What the schedule names up to here is done with; none while nobody has looked.
    pub looked_at: Option<DateTime<Utc>>,
    /// The next look; none when nothing is to come.
    pub look_at: Option<DateTime<Utc>>,
    /// Whatever the schedule says, the next look asks: it waits for an answer another visit's question brings.
    pub must_ask: bool,
}

impl Visit {
    pub fn expected(appointment: &AppointmentSnapshot) -> Self {
        Self {
            id: appointment.appointment_id,
            patient_id: appointment.patient_id,
            service_date: appointment.service_date,
            expected: true,
            visit_type_id: Some(appointment.visit_type_id),
            location_id: Some(appointment.location_id),
            looked_at: None,
            look_at: None,
            must_ask: false,
        }
    }

    pub fn closed(appointment: &AppointmentSnapshot) -> Self {
        Self { expected: false, ..Self::expected(appointment) }
    }
}
