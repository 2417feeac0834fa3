//! The codes of an EB segment as they were sent, and X12's code lists in words.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use x12::eligibility as x;
use x12::explain::{CodeList, explain};
use x12::procedure::ProcedureCode;

/// The codes as the payer sent them, in the order of the EB segment; empty ones are left out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = BenefitCodes)]
pub struct Codes {
    pub eb01: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub eb02: String,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub eb03: Vec<String>,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub eb04: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub eb06: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub eb09: String,
    /// A count, such as visits; EB09 says of what.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub eb10: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub eb11: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub eb12: String,
}

impl From<&x::Benefit> for Codes {
    fn from(eb: &x::Benefit) -> Self {
        let answer = |answer: &Option<x::Answer>| answer.as_ref().map_or("", x::Answer::code).to_owned();
        Self {
            eb01: eb.kind.code().to_owned(),
            eb02: eb.level.as_ref().map_or("", x::CoverageLevel::code).to_owned(),
            eb03: eb.service_types.iter().map(String::from).collect(),
            eb04: String::from(&eb.insurance_type),
            eb06: eb.period.as_ref().map_or("", x::TimePeriod::code).to_owned(),
            eb09: String::from(&eb.quantity_qualifier),
            eb10: eb.quantity.map(|quantity| quantity.to_string()).unwrap_or_default(),
            eb11: answer(&eb.authorization_required),
            eb12: answer(&eb.in_network),
        }
    }
}

/// What a code means, without the full stop; a code that is not in the list stands for itself.
pub fn in_words(list: CodeList, code: &str) -> String {
    explain(list, code)
        .map_or_else(|| code.to_owned(), |known| known.meaning.trim_end_matches('.').to_owned())
}

/// Code list, code and modifiers, as `HC:99213:25`.
pub fn procedure(code: &ProcedureCode) -> String {
    let parts = [&code.code_list, &code.code].into_iter().chain(&code.modifiers);
    parts.map(x12::Text::as_str).collect::<Vec<_>>().join(":")
}
