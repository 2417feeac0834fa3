//! The units quantities are counted in.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// NCI Thesaurus code of the unit (SCRIPT QuantityUnitOfMeasure); the words are understood as well.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub enum Unit {
    #[serde(rename = "C48542", alias = "tablet", alias = "tablets")]
    Tablet,
    #[serde(rename = "C48480", alias = "capsule", alias = "capsules")]
    Capsule,
    #[serde(rename = "C28254", alias = "mL")]
    Milliliter,
}

impl Unit {
    pub fn word(self) -> &'static str {
        match self {
            Self::Tablet => "tablets",
            Self::Capsule => "capsules",
            Self::Milliliter => "mL",
        }
    }

    pub(super) fn of_code(code: &str) -> Option<Self> {
        match code {
            "C48542" => Some(Self::Tablet),
            "C48480" => Some(Self::Capsule),
            "C28254" => Some(Self::Milliliter),
            _ => None,
        }
    }
}

impl From<Unit> for script::QuantityUnit {
    fn from(unit: Unit) -> Self {
        match unit {
            Unit::Tablet => Self::Tablet,
            Unit::Capsule => Self::Capsule,
            Unit::Milliliter => Self::Milliliter,
        }
    }
}
