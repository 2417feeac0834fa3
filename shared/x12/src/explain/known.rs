//! Codes known to be valid without a wording of their own.

use std::sync::OnceLock;

use super::{CodeList, Explanation, NextStep, Wording};

/// Source 411: every code X12 has ever listed, up to August 2026.
const RARC: [&str; 4] = ["M1-144", "MA1-134", "N1-812", "N815-940"];

/// Source 508, up to 2018; numbers left out were never in it, or left it long ago.
const CLAIM_STATUS: [&str; 9] =
    ["0-35", "37-42", "44-57", "59-61", "64-73", "78-78", "81-81", "83-150", "152-782"];

const MEANING: &str = "A valid code without wording here; its text stands in the official list.";

/// The codes of a list that is known by its numbers, sorted; none for the others.
pub(super) fn codes(list: CodeList) -> &'static [String] {
    static RARC_CODES: OnceLock<Vec<String>> = OnceLock::new();
    static CLAIM_STATUS_CODES: OnceLock<Vec<String>> = OnceLock::new();
    match list {
        CodeList::Rarc => RARC_CODES.get_or_init(|| spread_all(&RARC)),
        CodeList::ClaimStatus => CLAIM_STATUS_CODES.get_or_init(|| spread_all(&CLAIM_STATUS)),
        _ => &[],
    }
}

fn spread_all(ranges: &[&str]) -> Vec<String> {
    let mut codes: Vec<String> = ranges.iter().flat_map(|range| spread(range)).collect();
    codes.sort_unstable();
    codes
}

/// `MA1-134` as MA01, MA02 and so on: MA numbers have two digits at least.
fn spread(range: &str) -> Vec<String> {
    let letters = range.trim_end_matches(|c: char| c.is_ascii_digit() || c == '-');
    let (first, last) = range[letters.len()..].split_once('-').unwrap_or_default();
    let bounds = first.parse::<u16>().ok().zip(last.parse::<u16>().ok());
    let width = if letters == "MA" { 2 } else { 1 };
    let numbers = bounds.into_iter().flat_map(|(first, last)| first..=last);
    numbers.map(|number| format!("{letters}{number:0width$}")).collect()
}

pub(super) fn code(list: CodeList, code: &str) -> Option<&'static str> {
    let codes = codes(list);
    codes.binary_search_by(|known| known.as_str().cmp(code)).ok().map(|found| codes[found].as_str())
}

pub(super) fn explained(list: CodeList, code: &'static str) -> Explanation {
    let next = NextStep::OfficialList;
    Explanation {
        list,
        code,
        meaning: MEANING,
        next,
        advice: next.advice(list),
        retryable: false,
        deactivated: false,
        start: None,
        stop: None,
        wording: Wording::CodeOnly,
    }
}
