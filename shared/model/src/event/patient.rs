//! What is announced of a patient.

use super::facts;
use crate::code::Name;
use crate::id::PatientId;
use crate::person::Demographics;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A patient as registered; carries demographics because payers, pharmacies and claims need them.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct PatientSnapshot {
    pub patient_id: PatientId,
    pub demographics: Demographics,
    /// Medical record number, unique in the practice.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mrn: Option<Name>,
}

facts! { PatientSnapshot by "patient"/patient_id:
    PatientRegistered = "patient.registered",
    PatientUpdated = "patient.updated",
}

/// A patient found to be the same person as another; both ids stay alive.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct PatientMerge {
    /// The patient that was merged.
    pub patient_id: PatientId,
    /// The surviving one; in `patient.unmerged` the one it was merged into.
    pub into: PatientId,
}

facts! { PatientMerge by "patient"/patient_id:
    /// Also said of those merged earlier when the one they were merged into is merged onward or taken apart again.
    PatientMerged = "patient.merged",
    PatientUnmerged = "patient.unmerged",
}
