//! What is announced of the requests of pharmacies.

use super::facts;
use crate::id::{PatientId, PharmacyRequestId, PrescriptionId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Which request, and about whom and what as far as that is certain; the drug stays in orders.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct PharmacyRequestSnapshot {
    pub request_id: PharmacyRequestId,
    /// The prescription that is to be renewed or changed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub prescription_id: Option<PrescriptionId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub patient_id: Option<PatientId>,
    /// `approved`, `approved_with_changes`, `denied`, `replaced` or `validated`, once answered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outcome: Option<String>,
}

facts! { PharmacyRequestSnapshot by "renewal"/request_id:
    /// SCRIPT RxRenewalRequest, or the same from the queue.
    RenewalRequested = "renewal.requested",
    RenewalAnswered = "renewal.answered",
}

facts! { PharmacyRequestSnapshot by "change"/request_id:
    /// SCRIPT RxChangeRequest, or the same from the queue.
    ChangeRequested = "change.requested",
    ChangeAnswered = "change.answered",
}
