//! A visit: what this service keeps of an appointment, to know for which days a patient's payer is to be asked.

pub mod events;
pub mod store;

use crate::schema::visits;
use diesel::prelude::*;
use model::event::AppointmentSnapshot;
use model::{AppointmentId, PatientId};

#[derive(Clone, Debug, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = visits)]
pub struct Visit {
    pub id: AppointmentId,
    pub patient_id: PatientId,
    pub service_date: chrono::NaiveDate,
    /// False once it is over or called off: nothing is asked for it any more.
    pub expected: bool,
}

impl Visit {
    pub fn expected(appointment: &AppointmentSnapshot) -> Self {
        Self {
            id: appointment.appointment_id,
            patient_id: appointment.patient_id,
            service_date: appointment.service_date,
            expected: true,
        }
    }

    pub fn closed(appointment: &AppointmentSnapshot) -> Self {
        Self { expected: false, ..Self::expected(appointment) }
    }
}
