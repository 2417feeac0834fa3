//! What accepting a difference would change, and that it was accepted.

use chrono::{DateTime, Utc};
use model::event::DemographicChanges;
use model::{MemberId, Name};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Only what would change.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = DifferenceProposal)]
pub struct Proposal {
    /// Of the patient, or of the subscriber in a difference about the subscriber.
    #[serde(flatten)]
    pub person: DemographicChanges,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub member_id: Option<MemberId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub group_number: Option<Name>,
}

/// By whom and when it was taken over.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = DifferenceAcceptance)]
pub struct Acceptance {
    pub at: DateTime<Utc>,
    /// The client.
    pub by: String,
}

impl Proposal {
    pub fn of(person: DemographicChanges) -> Self {
        Self { person, ..Self::default() }
    }

    /// None where it is no member id as this system keeps them.
    pub fn of_member_id(text: &str) -> Option<Self> {
        let member_id = text.parse().ok()?;
        Some(Self { member_id: Some(member_id), ..Self::default() })
    }

    pub fn of_group_number(text: &str) -> Option<Self> {
        let group_number = text.parse().ok()?;
        Some(Self { group_number: Some(group_number), ..Self::default() })
    }
}
