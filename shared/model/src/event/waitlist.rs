//! What is announced of the waitlist.

use super::facts;
use crate::id::{LocationId, PatientId, PractitionerId, VisitTypeId, WaitlistEntryId, WaitlistOfferId};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A start kept for one patient alone until the deadline.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct WaitlistOfferSnapshot {
    pub entry_id: WaitlistEntryId,
    pub offer_id: WaitlistOfferId,
    pub patient_id: PatientId,
    pub practitioner_id: PractitionerId,
    pub location_id: LocationId,
    pub visit_type_id: VisitTypeId,
    pub start: DateTime<Utc>,
    /// Afterwards it is offered to the next.
    pub deadline: DateTime<Utc>,
}

facts! { WaitlistOfferSnapshot by "waitlist"/entry_id:
    WaitlistOffered = "waitlist.offered",
}
