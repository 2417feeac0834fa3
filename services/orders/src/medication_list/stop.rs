//! Stopped here and not cancelled there: what a pharmacy may still hand out.

use super::Decided;
use crate::prescription::{Prescription, Status};
use chrono::NaiveDate;
use model::{PatientId, PharmacyId, PrescriptionId, word_enum};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

word_enum! {
    /// Where the request to the pharmacy stands.
    CancelStanding {
        NotAsked = "not_asked",
        /// No answer yet.
        Asked = "asked",
        /// The pharmacy refused, or it could not be delivered.
        Denied = "denied",
    }
}

#[derive(Clone, Serialize, ToSchema)]
pub struct OpenStop {
    #[serde(skip)]
    pub id: Uuid,
    pub prescription_id: PrescriptionId,
    /// What a cancel must name in If-Match.
    pub prescription_version: i64,
    pub patient_id: PatientId,
    pub pharmacy_id: PharmacyId,
    pub description: String,
    pub status: Status,
    pub cancellation: CancelStanding,
    pub stopped: Decided,
}

impl OpenStop {
    pub fn of(stopped: Decided, prescription: Prescription) -> Self {
        Self {
            id: stopped.id,
            prescription_id: prescription.id,
            prescription_version: prescription.version,
            patient_id: prescription.patient_id,
            pharmacy_id: prescription.pharmacy_id,
            status: prescription.state.status(),
            cancellation: match prescription.state.status() {
                Status::CancelPending => CancelStanding::Asked,
                Status::CancelDenied => CancelStanding::Denied,
                _ => CancelStanding::NotAsked,
            },
            description: prescription.content.medication.description,
            stopped,
        }
    }
}

/// What is to be done next about a medicine that was stopped.
#[derive(Clone, PartialEq, Serialize, ToSchema)]
#[schema(as = MedicationProposal)]
pub struct Proposal {
    /// `cancel`: ask the pharmacy; `stop_and_cancel`: end it here as well.
    pub action: &'static str,
    pub text: String,
    /// The request that does it.
    pub operation: String,
}

impl Proposal {
    pub fn cancel(prescription: &Prescription) -> Option<Self> {
        let asked = prescription.state.status() == Status::CancelPending;
        (prescription.can_be_obtained() && !asked).then(|| Self {
            action: "cancel",
            text: "The pharmacy may still hand it out: ask it to cancel the prescription.".to_owned(),
            operation: format!("POST /v1/prescriptions/{}/cancel", prescription.id),
        })
    }
}

/// Prescriptions older than a year are dead by state law everywhere.
pub fn oldest(today: NaiveDate) -> NaiveDate {
    today.checked_sub_months(chrono::Months::new(12)).unwrap_or(today)
}
