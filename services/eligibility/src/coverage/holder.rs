//! Whose membership a coverage is.

use super::Refusal;
use diesel::deserialize::FromSqlRow;
use diesel::expression::AsExpression;
use diesel::sql_types::Jsonb;
use model::{Demographics, Relationship};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// The patient, or the person through whom the patient is covered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema, AsExpression, FromSqlRow)]
#[serde(tag = "relationship")]
#[diesel(sql_type = Jsonb)]
#[schema(as = CoverageHolder)]
pub enum Holder {
    #[serde(rename = "self")]
    Patient,
    #[serde(rename = "spouse")]
    Spouse { subscriber: Demographics },
    #[serde(rename = "child")]
    Parent { subscriber: Demographics },
    #[serde(rename = "other")]
    Other { subscriber: Demographics },
}

model::jsonb!(Holder);

impl Holder {
    /// `relationship` is how the patient stands to the subscriber, who is named unless it is the patient.
    pub fn new(relationship: Relationship, subscriber: Option<Demographics>) -> Result<Self, Refusal> {
        match (relationship, subscriber) {
            (Relationship::Own, None) => Ok(Self::Patient),
            (Relationship::Own, Some(_)) => Err(Refusal::SubscriberNotNeeded),
            (_, None) => Err(Refusal::SubscriberMissing),
            (Relationship::Spouse, Some(subscriber)) => Ok(Self::Spouse { subscriber }),
            (Relationship::Child, Some(subscriber)) => Ok(Self::Parent { subscriber }),
            (Relationship::Other, Some(subscriber)) => Ok(Self::Other { subscriber }),
        }
    }

    pub fn relationship(&self) -> Relationship {
        match self {
            Self::Patient => Relationship::Own,
            Self::Spouse { .. } => Relationship::Spouse,
            Self::Parent { .. } => Relationship::Child,
            Self::Other { .. } => Relationship::Other,
        }
    }

    pub fn subscriber(&self) -> Option<&Demographics> {
        match self {
            Self::Patient => None,
            Self::Spouse { subscriber } | Self::Parent { subscriber } | Self::Other { subscriber } => {
                Some(subscriber)
            }
        }
    }
}
