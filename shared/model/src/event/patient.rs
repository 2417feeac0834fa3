//! What is announced of a patient.

use super::facts;
use crate::id::PatientId;
use crate::person::Demographics;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A patient as registered; carries demographics because payers, pharmacies and claims need them.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct PatientSnapshot {
    pub patient_id: PatientId,
    pub demographics: Demographics,
}

facts! { PatientSnapshot by "patient"/patient_id:
    PatientRegistered = "patient.registered",
    PatientUpdated = "patient.updated",
}
