//! What is announced of insurance: coverages, and what payers answered about them.

use super::facts;
use crate::code::{MemberId, Name, PayerCode};
use crate::id::{AppointmentId, CoverageId, EligibilityBatchId, EligibilityCheckId, PatientId, PayerId};
use crate::money::Money;
use crate::person::{Demographics, Rank, Relationship};
use crate::word_enum;
use chrono::{DateTime, NaiveDate, Utc};
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
    /// The coverage's rank when it is another than the primary.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rank: Option<Rank>,
    /// When the payer gave the answer, where it is older than the check: it was given to another and taken over.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answered_at: Option<DateTime<Utc>>,
}

facts! { EligibilitySnapshot by "eligibility"/eligibility_check_id:
    EligibilityChecked = "eligibility.checked",
}

/// What a batch of checks came to, in numbers; whom it was about stays in eligibility.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct EligibilityBatchSnapshot {
    pub eligibility_batch_id: EligibilityBatchId,
    pub total: i64,
    pub active: i64,
    pub inactive: i64,
    pub undetermined: i64,
    /// Their payer does not take inquiries.
    pub not_asked: i64,
    /// Taken back before they were sent.
    pub withdrawn: i64,
    /// Answered by an earlier or another's answer; counted among the outcomes, too.
    pub shared: i64,
}

facts! { EligibilityBatchSnapshot by "eligibility-batch"/eligibility_batch_id:
    EligibilityBatchFinished = "eligibility-batch.finished",
}
