//! Encounters: what was done at a visit, coded with diagnoses and procedures until it is signed.

pub mod coding;
pub mod events;
mod routes;
pub mod store;

pub use coding::{Coding, Fault, Line, Lines};
pub use routes::{Nothing, routes};

use crate::schema::encounters;
use chrono::{DateTime, NaiveDate, Utc};
use diesel::deserialize::FromSqlRow;
use diesel::expression::AsExpression;
use diesel::prelude::{AsChangeset, Insertable, Queryable, Selectable};
use diesel::sql_types::Jsonb;
use model::event::AppointmentSnapshot;
use model::{AppointmentId, ClaimId, EncounterId, Icd10, LocationId, Money, PatientId, PractitionerId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

#[derive(Clone, Serialize, ToSchema, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = encounters)]
pub struct Encounter {
    pub id: EncounterId,
    #[serde(skip)]
    pub version: i64,
    /// At most one encounter an appointment.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub appointment_id: Option<AppointmentId>,
    pub patient_id: PatientId,
    /// The rendering provider.
    pub practitioner_id: PractitionerId,
    /// The billing provider and the place of service.
    pub location_id: LocationId,
    pub service_date: NaiveDate,
    /// The first is the principal one.
    pub diagnoses: Diagnoses,
    pub lines: Lines,
    #[serde(flatten)]
    pub state: State,
}

/// ICD-10-CM, the principal one first; at most twelve (837P HI).
#[derive(Clone, Default, Serialize, Deserialize, ToSchema, AsExpression, FromSqlRow)]
#[serde(transparent)]
#[diesel(sql_type = Jsonb)]
pub struct Diagnoses(pub Vec<Icd10>);

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema, AsExpression, FromSqlRow)]
#[serde(tag = "status", rename_all = "snake_case")]
#[diesel(sql_type = Jsonb)]
pub enum State {
    /// May still be coded.
    Open,
    /// Final; what it became stands in the claim.
    Signed { claim_id: ClaimId, signed_at: DateTime<Utc> },
}
model::jsonb!(Diagnoses, State);
model::redacted!(Diagnoses);

model::word_enum! {
    /// The states to filter by.
    EncounterStatus { Open = "open", Signed = "signed" }
}

#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    #[error("the coding has something to mend")]
    Coding(Vec<Fault>),
    #[error("the encounter is signed")]
    Signed(ClaimId),
    #[error("the appointment has an encounter already")]
    Exists(EncounterId),
}

/// Who was seen by whom, where and when.
#[derive(Clone, Copy)]
pub struct Visit {
    pub appointment_id: Option<AppointmentId>,
    pub patient_id: PatientId,
    pub practitioner_id: PractitionerId,
    pub location_id: LocationId,
    pub service_date: NaiveDate,
}

impl From<&AppointmentSnapshot> for Visit {
    fn from(appointment: &AppointmentSnapshot) -> Self {
        Self {
            appointment_id: Some(appointment.appointment_id),
            patient_id: appointment.patient_id,
            practitioner_id: appointment.practitioner_id,
            location_id: appointment.location_id,
            service_date: appointment.service_date,
        }
    }
}

impl Encounter {
    /// An empty encounter, to be coded.
    pub fn open(id: EncounterId, visit: Visit) -> Self {
        Self {
            id,
            version: 1,
            appointment_id: visit.appointment_id,
            patient_id: visit.patient_id,
            practitioner_id: visit.practitioner_id,
            location_id: visit.location_id,
            service_date: visit.service_date,
            diagnoses: Diagnoses::default(),
            lines: Lines::default(),
            state: State::Open,
        }
    }

    /// Takes the coding in place of what was coded before.
    pub fn code(self, coding: Coding) -> Result<Self, Refusal> {
        self.unsigned()?;
        let Coding { diagnoses, lines } = coding;
        Ok(Self { version: self.version + 1, diagnoses, lines, ..self })
    }

    /// Final from here on: exactly one claim comes of it.
    pub fn sign(self, claim_id: ClaimId, signed_at: DateTime<Utc>) -> Result<Self, Refusal> {
        self.unsigned()?;
        let faults = coding::faults_of_signing(&self.diagnoses, &self.lines);
        if !faults.is_empty() {
            return Err(Refusal::Coding(faults));
        }
        Ok(Self { version: self.version + 1, state: State::Signed { claim_id, signed_at }, ..self })
    }

    pub fn charge(&self) -> Money {
        self.lines.total()
    }

    fn unsigned(&self) -> Result<(), Refusal> {
        match self.state {
            State::Open => Ok(()),
            State::Signed { claim_id, .. } => Err(Refusal::Signed(claim_id)),
        }
    }
}
