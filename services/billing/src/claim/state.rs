//! How far a claim came, with what each state knows.

use super::Edit;
use chrono::{DateTime, Utc};
use diesel::deserialize::FromSqlRow;
use diesel::expression::AsExpression;
use diesel::sql_types::Jsonb;
use model::RemittanceId;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema, AsExpression, FromSqlRow)]
#[serde(tag = "status", rename_all = "snake_case")]
#[diesel(sql_type = Jsonb)]
pub enum State {
    /// Something is to be mended before it can be sent.
    Held { edits: Vec<Edit> },
    /// Committed as to be sent.
    Ready,
    /// The clearinghouse has it.
    Submitted { at: DateTime<Utc> },
    /// The clearinghouse's 999 took it as well-formed.
    Received { at: DateTime<Utc> },
    /// A 277CA took it; the payer decides.
    Accepted { at: DateTime<Utc> },
    /// Never adjudicated: mend and submit again.
    Rejected { at: DateTime<Utc>, rejections: Vec<Rejection> },
    /// The payer owes nothing more.
    Paid { at: DateTime<Utc>, remittance_id: RemittanceId },
    /// Something was paid, and something is still owed.
    PartiallyPaid { at: DateTime<Utc>, remittance_id: RemittanceId },
    /// Nothing was paid, and nothing is the patient's.
    Denied { at: DateTime<Utc>, remittance_id: RemittanceId },
}
model::jsonb!(State);

model::word_enum! {
    /// Where a claim stands.
    ClaimStatus {
        Draft = "draft", Held = "held", Ready = "ready", Submitted = "submitted", Received = "received",
        Accepted = "accepted", Rejected = "rejected", Paid = "paid", PartiallyPaid = "partially_paid",
        Denied = "denied", Closed = "closed",
    }

    /// Which message rejected it.
    RejectionSource { InterchangeAcknowledgement = "TA1", FunctionalAcknowledgement = "999", ClaimAcknowledgement = "277CA" }
}

/// Why a claim was rejected, and what a person does about it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Rejection {
    pub source: RejectionSource,
    /// TA105, IK304 or IK403, or category and status of a 277CA as `A7:562`.
    pub code: String,
    /// Segment and element, or the entity the status is about.
    pub place: String,
    pub fix: String,
}

impl State {
    pub(super) fn scrubbed(edits: Vec<Edit>) -> Self {
        if edits.is_empty() { Self::Ready } else { Self::Held { edits } }
    }

    pub fn status(&self) -> ClaimStatus {
        match self {
            Self::Held { .. } => ClaimStatus::Held,
            Self::Ready => ClaimStatus::Ready,
            Self::Submitted { .. } => ClaimStatus::Submitted,
            Self::Received { .. } => ClaimStatus::Received,
            Self::Accepted { .. } => ClaimStatus::Accepted,
            Self::Rejected { .. } => ClaimStatus::Rejected,
            Self::Paid { .. } => ClaimStatus::Paid,
            Self::PartiallyPaid { .. } => ClaimStatus::PartiallyPaid,
            Self::Denied { .. } => ClaimStatus::Denied,
        }
    }
}
