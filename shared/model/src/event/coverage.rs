//! What is announced of insurance: coverages, and what payers answered about them.

use super::facts;
use crate::code::{MemberId, Name, PayerCode};
use crate::id::{AppointmentId, CoverageId, EligibilityCheckId, PatientId, PayerId};
use crate::money::Money;
use crate::person::{Demographics, Rank, Relationship};
use crate::word_enum;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A coverage with its payer, as a claim needs it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct CoverageSnapshot {
    pub coverage_id: CoverageId,
    pub patient_id: PatientId,
    pub payer_id: PayerId,
    pub payer_name: Name,
    pub payer_code: PayerCode,
    pub member_id: MemberId,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub group_number: Option<Name>,
    pub rank: Rank,
    pub relationship: Relationship,
    /// The subscriber when that is not the patient.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub subscriber: Option<Demographics>,
    pub effective: NaiveDate,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub terminates: Option<NaiveDate>,
}

facts! { CoverageSnapshot by "coverage"/coverage_id:
    CoverageRecorded = "coverage.recorded",
    CoverageUpdated = "coverage.updated",
}

word_enum! {
    /// What an eligibility check came to.
    EligibilityOutcome { Active = "active", Inactive = "inactive", Undetermined = "undetermined" }
}

/// The answer staff act on; the benefits themselves stay in eligibility.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct EligibilitySnapshot {
    pub eligibility_check_id: EligibilityCheckId,
    pub coverage_id: CoverageId,
    pub patient_id: PatientId,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub appointment_id: Option<AppointmentId>,
    pub service_date: NaiveDate,
    pub outcome: EligibilityOutcome,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub copay: Option<Money>,
    /// Whether the payer pays only with an authorization; absent when it does not say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub authorization_required: Option<bool>,
}

facts! { EligibilitySnapshot by "eligibility"/eligibility_check_id:
    EligibilityChecked = "eligibility.checked",
}
