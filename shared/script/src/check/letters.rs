//! Lengths and characters.

use super::{Findings, Rule, identifiers};
use crate::Text;

/// Plain text with a limit that is published.
pub(super) fn plain(text: Option<&Text>, limit: usize, element: &'static str, findings: &mut Findings) {
    let Some(text) = text else { return };
    findings.refuse_if(text.length() > limit, element, Rule::TooLong { limit });
    let printable = text.as_str().bytes().all(|b| b == b' ' || b.is_ascii_graphic());
    findings.refuse_if(!printable, element, Rule::PlainCharacters);
}

/// Plain text with a limit that is only known from practice: it warns.
pub(super) fn usual(text: Option<&Text>, limit: usize, element: &'static str, findings: &mut Findings) {
    if text.is_some_and(|text| text.length() > limit) {
        findings.warn(element, Rule::TooLong { limit });
    }
    plain(text, usize::MAX, element, findings);
}

/// A person's name: receivers were seen to reject other characters.
pub(super) fn name(text: Option<&Text>, element: &'static str, findings: &mut Findings) {
    let Some(text) = text else { return };
    let letter = |c: char| c.is_ascii_alphabetic() || matches!(c, ' ' | '-' | '\'' | '.' | ',');
    findings.refuse_if(!text.as_str().chars().all(letter), element, Rule::NameCharacters);
    if text.length() > 35 {
        findings.warn(element, Rule::TooLong { limit: 35 });
    }
}

pub(super) fn npi(text: Option<&Text>, element: &'static str, findings: &mut Findings) {
    let Some(npi) = text else { return };
    if npi.as_str().len() != 10 || !npi.as_str().bytes().all(|b| b.is_ascii_digit()) {
        return digits(text, 10, element, findings);
    }
    findings.refuse_if(!identifiers::is_npi(npi.as_str()), element, Rule::CheckDigit);
}

pub(super) fn digits(text: Option<&Text>, count: usize, element: &'static str, findings: &mut Findings) {
    let Some(text) = text else { return };
    let right = text.as_str().len() == count && text.as_str().bytes().all(|b| b.is_ascii_digit());
    findings.refuse_if(!right, element, Rule::Digits { count });
}
