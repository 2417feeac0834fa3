//! What is announced of claims and money.

use super::facts;
use crate::code::{Name, ProcedureCode};
use crate::id::{
    AppointmentId, ClaimId, CoverageId, EncounterId, FeeScheduleId, PatientId, PayerId, PaymentId,
};
use crate::money::Money;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A claim with what it asked, what came and what the patient owes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct ClaimSnapshot {
    pub claim_id: ClaimId,
    pub encounter_id: EncounterId,
    pub patient_id: PatientId,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub appointment_id: Option<AppointmentId>,
    pub charge: Money,
    pub paid: Money,
    pub patient_responsibility: Money,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub service_date: Option<NaiveDate>,
    /// What was billed; none where the patient pays alone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub coverage_id: Option<CoverageId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub payer_id: Option<PayerId>,
}

facts! { ClaimSnapshot by "claim"/claim_id:
    ClaimReady = "claim.ready",
    /// Sent to the clearinghouse.
    ClaimSubmitted = "claim.submitted",
    /// The clearinghouse's 999 took it as well-formed.
    ClaimReceived = "claim.received",
    /// The payer's 277CA took it into adjudication.
    ClaimAccepted = "claim.accepted",
    ClaimRejected = "claim.rejected",
    ClaimPaid = "claim.paid",
    ClaimDenied = "claim.denied",
}

/// Money that came from a patient or a payer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct PaymentSnapshot {
    pub payment_id: PaymentId,
    pub patient_id: PatientId,
    pub amount: Money,
}

facts! { PaymentSnapshot by "payment"/payment_id:
    PaymentPosted = "payment.posted",
}

/// A patient's account after a posting.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct AccountSnapshot {
    pub patient_id: PatientId,
    pub patient_balance: Money,
    pub payer_balance: Money,
}

facts! { AccountSnapshot by "account"/patient_id:
    AccountChanged = "account.changed",
}

/// Prices that hold from a date of service on, as the practice charges them.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct FeeScheduleSnapshot {
    pub fee_schedule_id: FeeScheduleId,
    pub name: Name,
    pub effective: NaiveDate,
    pub items: Vec<Price>,
}

/// What one unit of a procedure costs.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Price {
    pub procedure_code: ProcedureCode,
    pub charge: Money,
}

facts! { FeeScheduleSnapshot by "fee-schedule"/fee_schedule_id:
    FeeScheduleUpdated = "fee-schedule.updated",
}
