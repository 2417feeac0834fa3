//! STC01: category, status and entity together.

use super::{CodeList, Explanation, explain};

/// Explains a claim status category; a code that came later falls back to its family, pending (`P`) or asked (`R`).
#[must_use]
pub fn status_category(code: &str) -> Option<Explanation> {
    let family = || match code.trim().get(..1)? {
        "P" => explain(CodeList::ClaimStatusCategory, "P0"),
        "R" => explain(CodeList::ClaimStatusCategory, "R0"),
        _ => None,
    };
    explain(CodeList::ClaimStatusCategory, code).or_else(family)
}

/// STC01, STC10 or STC11 in words; parts that are empty or unknown are left out.
///
/// ```
/// let line = x12::explain::status_sentence("A7", "562", "85");
/// assert_eq!(line, "Rejected: something on it is invalid. NPI (billing provider).");
/// ```
#[must_use]
pub fn status_sentence(category: &str, status: &str, entity: &str) -> String {
    let category = status_category(category).map(|known| known.meaning);
    let status = explain(CodeList::ClaimStatus, status).map(|known| known.meaning.trim_end_matches('.'));
    let entity = explain(CodeList::Entity, entity).map(|known| known.meaning.trim_end_matches('.'));
    let detail = match (status, entity) {
        (Some(status), Some(entity)) => Some(format!("{status} ({}).", lower_first(entity))),
        (Some(one), None) | (None, Some(one)) => Some(format!("{one}.")),
        (None, None) => None,
    };
    category.map(str::to_owned).into_iter().chain(detail).collect::<Vec<_>>().join(" ")
}

/// `Billing provider` inside a sentence; `HMO` stays.
fn lower_first(words: &str) -> String {
    let mut letters = words.chars();
    match (letters.next(), letters.next()) {
        (Some(first), Some(second)) if second.is_lowercase() => {
            first.to_lowercase().chain([second]).chain(letters).collect()
        }
        _ => words.to_owned(),
    }
}
