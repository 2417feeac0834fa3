//! A prescription: what is to be dispensed to whom, signed once, and what became of it.

pub mod announce;
pub mod attention;
pub mod content;
pub mod correction;
pub mod draft;
pub mod intact;
pub mod keep;
pub mod print;
pub mod progress;
pub mod refusal;
pub mod routes;
pub mod schedule;
pub mod signature;
pub mod signing;
pub mod start;
pub mod state;
pub mod store;

pub use content::{Content, DaysSupply, Prescribed, Quantity, Refills, Sig};
pub use refusal::Refusal;
pub use signature::Signature;
pub use state::{CancelReason, Evidence, RecallStep, State, Status, Turn};

use crate::medication::Schedule;
use crate::schema::prescriptions;
use chrono::{DateTime, Months, NaiveDate, TimeDelta, Utc};
use diesel::prelude::*;
use model::event::PrescriptionSnapshot;
use model::{LocationId, Note, PatientId, PharmacyId, PractitionerId, PrescriptionId};
use serde::Serialize;
use utoipa::ToSchema;

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
    /// The client that wrote it last: an agent may prepare what only the prescriber signs.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub prepared_by: Option<String>,
    /// When an original was printed in place of the message; it is never sent again.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub original_printed_at: Option<DateTime<Utc>>,
}

impl Prescription {
    /// At most 35 characters, as SCRIPT allows.
    pub fn order_number_of(id: PrescriptionId) -> String {
        id.0.simple().to_string()
    }

    pub fn signed_by(&self) -> Option<&str> {
        self.signature.as_ref().map(|signature| signature.act.signed_by.as_str())
    }

    pub fn signed_at(&self) -> Option<DateTime<Utc>> {
        self.signature.as_ref().map(|signature| signature.act.signed_at)
    }

    pub fn written_on(&self) -> Option<NaiveDate> {
        self.signature.as_ref().map(|signature| signature.act.written_on)
    }

    /// The same once more, as a draft of its own that may be filled at once.
    pub fn again(&self, id: PrescriptionId) -> Self {
        Self {
            id,
            version: 1,
            order_number: Self::order_number_of(id),
            content: Content { earliest_fill: None, ..self.content.clone() },
            signature: None,
            state: State::DRAFT,
            prepared_by: None,
            original_printed_at: None,
            ..self.clone()
        }
    }

    pub fn prepared_by(self, client: String) -> Self {
        Self { prepared_by: Some(client), ..self }
    }

    /// An original on paper takes the place of the message.
    pub fn original_printed(self, now: DateTime<Utc>) -> Result<Self, Refusal> {
        match self.original_printed_at {
            Some(_) => Err(Refusal::OriginalPrinted),
            None => Ok(Self { original_printed_at: Some(now), version: self.version + 1, ..self }),
        }
    }

    /// The drug in the schedule the law of this day and these states puts it into.
    pub fn in_schedule(mut self, schedule: Schedule) -> Self {
        self.content.medication.schedule = schedule;
        self
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

    /// `taken` is whether its pharmacy takes electronic requests to cancel.
    pub fn recall(
        self,
        note: Option<&Note>,
        taken: bool,
        today: NaiveDate,
    ) -> Result<(Self, RecallStep), Refusal> {
        let refused = |status| Refusal::WrongStatus(status, "cancelled");
        let (state, step) = self.state.clone().recall(note).map_err(refused)?;
        if step == RecallStep::AskPharmacy {
            self.can_be_asked_back(taken, today)?;
        }
        Ok((self.with_state(state), step))
    }

    /// Networks carry a CancelRx for a year after the date written, for half a year when the drug is controlled.
    fn can_be_asked_back(&self, taken: bool, today: NaiveDate) -> Result<(), Refusal> {
        let months = if self.content.medication.schedule == Schedule::None { 12 } else { 6 };
        let last = self.written_on().and_then(|written| written.checked_add_months(Months::new(months)));
        match (taken, last) {
            (false, _) => Err(Refusal::CancelNotTaken),
            (true, Some(last)) if today > last => Err(Refusal::TooOldToCancel(months)),
            (true, _) => Ok(()),
        }
    }

    /// The last day the whole supply with all refills lasts, counted from the first day it may be filled.
    pub fn lasts_until(&self) -> Option<NaiveDate> {
        self.starts_on()?.checked_add_signed(TimeDelta::days(self.content.days_in_all() - 1))
    }

    /// Whether the patient is to be assumed to take it on a day.
    pub fn is_active_on(&self, day: NaiveDate) -> bool {
        self.is_ahead_on(day) && self.starts_on().is_some_and(|first| first <= day)
    }

    /// Whether the patient takes it on a day, or will later: what must agree with everything else that is prescribed.
    pub fn is_ahead_on(&self, day: NaiveDate) -> bool {
        self.state.may_be_taken() && self.lasts_until().is_some_and(|last| day <= last)
    }

    /// Whether the pharmacy may still hand something out on it.
    pub fn can_be_obtained(&self) -> bool {
        let used_up = self.state.status() == Status::Dispensed && self.content.refills.count() == 0;
        self.state.may_be_taken() && !used_up
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

#[cfg(test)]
pub(crate) mod tests;
