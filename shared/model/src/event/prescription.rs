//! What is announced of a prescription on its way.

use super::facts;
use crate::id::{PatientId, PharmacyId, PractitionerId, PrescriptionId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Which prescription and whose; the drug stays in orders.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct PrescriptionSnapshot {
    pub prescription_id: PrescriptionId,
    pub patient_id: PatientId,
    pub prescriber_id: PractitionerId,
    pub pharmacy_id: PharmacyId,
}

facts! { PrescriptionSnapshot by "prescription"/prescription_id:
    PrescriptionSigned = "prescription.signed",
    /// The next hop has it (SCRIPT Status 000).
    PrescriptionTransmitted = "prescription.transmitted",
    /// The pharmacy's system has it (SCRIPT Status 010).
    PrescriptionAccepted = "prescription.accepted",
    /// A pharmacist's system confirmed it (SCRIPT Verify).
    PrescriptionVerified = "prescription.verified",
    /// Filled, in whole or in part (SCRIPT RxFill).
    PrescriptionDispensed = "prescription.dispensed",
    /// A fill that was announced did not happen.
    PrescriptionFillWithdrawn = "prescription.fill-withdrawn",
    PrescriptionNotDispensed = "prescription.not-dispensed",
    PrescriptionCancelled = "prescription.cancelled",
    PrescriptionFailed = "prescription.failed",
}
