//! RxHistoryRequest and its answer: what was dispensed to and prescribed for a patient.

mod item;
mod request;

pub use item::{HistoryItem, HistorySource};
pub use request::{Benefits, RequestedDates, RxHistoryRequest};

use crate::element::Draft;
use crate::error::Result;
use crate::fields::{Fields, Part};
use crate::opaque::opaque;
use crate::{DenialReason, Element, HistoryOutcome, Patient, Prescriber};

#[derive(Clone, PartialEq, Eq)]
pub struct RxHistoryResponse {
    pub outcome: HistoryOutcome,
    pub benefits: Vec<Benefits>,
    pub patient: Option<Patient>,
    pub prescriber: Option<Prescriber>,
    /// The time the history covers, which may be less than was asked for.
    pub dates: Option<RequestedDates>,
    /// MedicationDispensed: fills that pharmacies and payers know of.
    pub dispensed: Vec<HistoryItem>,
    /// MedicationPrescribed: prescriptions that were sent.
    pub prescribed: Vec<HistoryItem>,
    pub other: Vec<Element>,
}

opaque!(RxHistoryResponse);

impl RxHistoryResponse {
    /// Whether the source has more than it sent (reason AQ): ask again for the time before.
    pub fn has_more(&self) -> bool {
        let codes = &self.outcome.remark().reason_codes;
        codes.iter().any(|code| DenialReason::from(code.clone()) == DenialReason::MoreHistory)
    }
}

impl Part for RxHistoryResponse {
    fn read(fields: &mut Fields) -> Result<Self> {
        Ok(Self {
            outcome: fields.required("Response", HistoryOutcome::read)?,
            benefits: fields.parts("BenefitsCoordination")?,
            patient: fields.part("Patient")?,
            prescriber: fields.part("Prescriber")?,
            dates: fields.part("RequestedDates")?,
            dispensed: fields.parts("MedicationDispensed")?,
            prescribed: fields.parts("MedicationPrescribed")?,
            other: fields.rest(),
        })
    }

    fn write(&self, into: &mut Draft) {
        into.part("Response", &self.outcome);
        into.parts("BenefitsCoordination", &self.benefits);
        into.parts("Patient", &self.patient);
        into.parts("Prescriber", &self.prescriber);
        into.parts("RequestedDates", &self.dates);
        into.parts("MedicationDispensed", &self.dispensed);
        into.parts("MedicationPrescribed", &self.prescribed);
        into.preserve(&self.other);
    }
}
