//! A prescription: what is to be dispensed to whom, signed once, and what became of it.

pub mod announce;
pub mod content;
pub mod draft;
pub mod progress;
pub mod refusal;
pub mod routes;
pub mod signing;
pub mod state;
pub mod store;

pub use content::{Content, DaysSupply, Prescribed, Quantity, Refills, Sig};
pub use refusal::Refusal;
pub use state::{CancelReason, Evidence, RecallStep, State, Status, Turn};

use crate::schema::prescriptions;
use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use diesel::deserialize::FromSqlRow;
use diesel::expression::AsExpression;
use diesel::prelude::*;
use diesel::sql_types::Jsonb;
use model::event::PrescriptionSnapshot;
use model::{LocationId, Note, PatientId, PharmacyId, PractitionerId, PrescriptionId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Who signed, and when; the date written is that of the prescriber's wall.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema, AsExpression, FromSqlRow)]
#[diesel(sql_type = Jsonb)]
pub struct Signature {
    pub signed_by: String,
    pub signed_at: DateTime<Utc>,
    pub written_on: NaiveDate,
}
model::jsonb!(Signature);

#[derive(Clone, PartialEq, Queryable, Selectable, Insertable, Serialize, ToSchema)]
#[diesel(table_name = prescriptions)]
pub struct Prescription {
    pub id: PrescriptionId,
    pub version: i64,
    /// SCRIPT PrescriberOrderNumber: what partners know it by, the same for its whole life.
    pub order_number: String,
    pub patient_id: PatientId,
    pub prescriber_id: PractitionerId,
    pub pharmacy_id: PharmacyId,
    /// Where the prescriber practises; its address goes to the pharmacy.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub location_id: Option<LocationId>,
    #[serde(flatten)]
    pub content: Content,
    /// Once given it is never taken back, and nothing above it changes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub signature: Option<Signature>,
    #[serde(flatten)]
    pub state: State,
}

impl Prescription {
    /// At most 35 characters, as SCRIPT allows.
    pub fn order_number_of(id: PrescriptionId) -> String {
        id.0.simple().to_string()
    }

    pub fn with_state(self, state: State) -> Self {
        Self { state, version: self.version + 1, ..self }
    }

    /// After checks or answers to them: ready when nothing is open.
    pub fn checked(self, open_alerts: usize) -> Result<Self, Refusal> {
        match self.state {
            State::AtDesk(_) if open_alerts == 0 => Ok(self.with_state(State::READY)),
            State::AtDesk(_) => Ok(self.with_state(State::DRAFT)),
            _ => Err(Refusal::WrongStatus(self.state.status(), "checked")),
        }
    }

    pub fn recall(self, note: Option<&Note>) -> Result<(Self, RecallStep), Refusal> {
        let refused = |status| Refusal::WrongStatus(status, "cancelled");
        let (state, step) = self.state.clone().recall(note).map_err(refused)?;
        Ok((self.with_state(state), step))
    }

    /// The last day the whole supply with all refills lasts, counted from the date written.
    pub fn lasts_until(&self) -> Option<NaiveDate> {
        let fills = i64::from(self.content.refills.count()) + 1;
        let days = fills * i64::from(self.content.days_supply.days());
        self.signature.as_ref()?.written_on.checked_add_signed(TimeDelta::days(days - 1))
    }

    /// Whether the patient is to be assumed to take it on a day.
    pub fn is_active_on(&self, day: NaiveDate) -> bool {
        self.state.may_be_taken() && self.lasts_until().is_some_and(|last| day <= last)
    }

    pub fn snapshot(&self) -> PrescriptionSnapshot {
        PrescriptionSnapshot {
            prescription_id: self.id,
            patient_id: self.patient_id,
            prescriber_id: self.prescriber_id,
            pharmacy_id: self.pharmacy_id,
        }
    }
}
