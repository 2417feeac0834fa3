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
    #[serde(rename = "C48155", alias = "g")]
    Gram,
    /// An inhaler, a pen, a kit: where no unit says more.
    #[serde(rename = "C64933", alias = "each")]
    Each,
}

impl Unit {
    pub fn word(self) -> &'static str {
        match self {
            Self::Tablet => "tablets",
            Self::Capsule => "capsules",
            Self::Milliliter => "mL",
            Self::Gram => "g",
            Self::Each => "each",
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

    /// What drugs of a form are counted in, where it is certain.
    pub(super) fn of_form(form: &str) -> Option<Self> {
        let has = |word: &str| form.split([' ', ',', '/']).any(|part| part == word);
        let any = |words: &[&str]| words.iter().any(|word| has(word));
        if has("tablet") {
            return Some(Self::Tablet);
        }
        if has("capsule") {
            return Some(Self::Capsule);
        }
        if any(&["cream", "ointment"]) {
            return Some(Self::Gram);
        }
        any(&["solution", "suspension", "syrup", "liquid", "elixir"]).then_some(Self::Milliliter)
    }

    /// Whether a drug of the form can be counted so at all.
    pub fn counts(self, form: &str) -> bool {
        match self {
            Self::Tablet => form.contains("tablet"),
            Self::Capsule => form.contains("capsule"),
            Self::Milliliter | Self::Gram | Self::Each => true,
        }
    }
}

impl From<Unit> for script::QuantityUnit {
    fn from(unit: Unit) -> Self {
        match unit {
            Unit::Tablet => Self::Tablet,
            Unit::Capsule => Self::Capsule,
            Unit::Milliliter => Self::Milliliter,
            Unit::Gram => Self::Gram,
            Unit::Each => Self::Each,
        }
    }
}
