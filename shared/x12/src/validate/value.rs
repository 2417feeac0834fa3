//! A value without parts: characters, length, type, code.

use super::finding::{Level, Severity};
use super::form::{is_date, is_time, number_digits, period};
use super::report::{Report, Spot};
use super::rule::Rule;
use super::shape::is_known;
use crate::guide::{Codes, ElementRule, Kind, Verdict, key};

use Level::{Requirement, Syntax};
use Severity::{Error, Warning};

/// Whether a value of known characters keeps its rule; where it does not, `explain` says why. `before` is the element
/// or component before it.
#[inline(always)]
pub(super) fn fits(rule: &ElementRule, before: &[u8], value: &[u8]) -> bool {
    match (rule.codes(), rule.kind) {
        // A listed code has the right length and characters.
        (Some(codes), _) => codes.judge(key(value)) == Verdict::Known,
        (None, Kind::Text | Kind::Code) if !rule.formatted => {
            has_length(rule, value.len()) && value[0] != b' '
        }
        (None, _) => has_form(rule, before, value),
    }
}

#[inline]
fn has_length(rule: &ElementRule, length: usize) -> bool {
    (usize::from(rule.min)..=usize::from(rule.max)).contains(&length)
}

/// As `fits`, for numbers, dates and times.
fn has_form(rule: &ElementRule, before: &[u8], value: &[u8]) -> bool {
    match rule.kind {
        Kind::Number(_) => number_digits(value, false).is_some_and(|digits| has_length(rule, digits)),
        Kind::Decimal => number_digits(value, true).is_some_and(|digits| has_length(rule, digits)),
        Kind::Date => has_length(rule, value.len()) && is_date(value),
        Kind::Time => has_length(rule, value.len()) && is_time(value),
        _ => has_length(rule, value.len()) && period(before, value).is_ok(),
    }
}

/// Reports what is wrong with a value that does not fit, or whose characters are not known.
#[cold]
pub(super) fn explain(
    report: &mut Report<'_, '_>,
    spot: Spot,
    rule: &ElementRule,
    before: &[u8],
    bytes: &[u8],
) {
    let value = &*String::from_utf8_lossy(bytes);
    if is_known(value) && value.trim().is_empty() && matches!(rule.number, "I02" | "I04") {
        return;
    }
    let mut fault = |level, broken, hint: String| {
        report.element(level, Error, broken, spot, rule, bytes, hint);
    };
    if !is_known(value) {
        return fault(Syntax, Rule::ElementCharacter, "use letters, digits and printable ASCII".to_owned());
    }
    if value.trim().is_empty() {
        let broken = if value.is_empty() { Rule::ElementMissing } else { Rule::ElementBlank };
        return fault(Syntax, broken, "leave it out where there is nothing to say".to_owned());
    }
    let length = match rule.kind {
        Kind::Number(_) | Kind::Decimal => number_digits(bytes, rule.kind == Kind::Decimal),
        _ => Some(value.len()),
    };
    let Some(length) = length else {
        let hint = "a number has digits, at most one point and an optional leading minus";
        return fault(Syntax, Rule::ElementCharacter, hint.to_owned());
    };
    if !has_length(rule, length) {
        let broken = if length < usize::from(rule.min) { Rule::ElementShort } else { Rule::ElementLong };
        return fault(Syntax, broken, wanted(rule, length));
    }
    match rule.kind {
        Kind::Date if !is_date(bytes) => {
            fault(Syntax, Rule::ElementDate, "a date is CCYYMMDD".to_owned());
        }
        Kind::Time if !is_time(bytes) => {
            fault(Syntax, Rule::ElementTime, "a time is HHMM or HHMMSS".to_owned());
        }
        _ => {}
    }
    if rule.formatted
        && let Err(broken) = period(before, bytes)
    {
        fault(Requirement, broken, format!("its format is {}", String::from_utf8_lossy(before)));
    }
    if let Some(codes) = rule.codes() {
        code(report, spot, rule, codes, bytes);
    }
}

fn wanted(rule: &ElementRule, length: usize) -> String {
    match (rule.min, rule.max) {
        (min, max) if min == max => format!("exactly {min}, not {length}"),
        (min, max) => format!("{min} to {max}, not {length}"),
    }
}

/// How many of the codes allowed a hint lists.
const LISTED: usize = 12;

fn code(report: &mut Report<'_, '_>, spot: Spot, rule: &ElementRule, codes: &Codes, value: &[u8]) {
    let (severity, hint) = match (codes.judge(key(value)), codes.list()) {
        (Verdict::Known, _) => return,
        (Verdict::Newer, Some(list)) => (Warning, format!("not in our copy of the list {}", list.name())),
        (_, Some(list)) => (Error, format!("see the list {}", list.name())),
        (_, None) => {
            let listed: Vec<String> = codes.listed().take(LISTED).collect();
            let more = if codes.listed().count() > LISTED { ", ..." } else { "" };
            (Error, format!("one of {}{more}", listed.join(", ")))
        }
    };
    report.element(Requirement, severity, Rule::ElementCode, spot, rule, value, hint);
}
