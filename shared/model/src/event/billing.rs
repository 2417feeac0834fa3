//! What is announced of claims and money.

use super::facts;
use crate::id::{AppointmentId, ClaimId, EncounterId, PatientId, PaymentId};
use crate::money::Money;
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
