//! A value without parts: characters, length, type, code.

use std::borrow::Cow;

use super::finding::{Level, Severity};
use super::form::{is_date, is_time, number_digits, period};
use super::report::{Report, Spot};
use super::rule::Rule;
use crate::guide::{Codes, ElementRule, Kind, Verdict, key};

use Severity::{Error, Warning};

/// Whether a value of known characters keeps its rule; where it does not, `explain` says why. `before` is the element
/// or component before it.
#[inline(always)]
pub(super) fn fits(rule: &ElementRule, before: &[u8], value: &[u8]) -> bool {
    match (rule.codes(), rule.kind) {
        // A listed code has the right length and characters.
        (Some(codes), _) => codes.judge(key(value)) == Verdict::Known,
        (None, Kind::Text | Kind::Code) if !rule.formatted => {
            has_length(rule, value.len()) && value.first() != Some(&b' ')
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
    value: &[u8],
) {
    match broken(rule, before, value) {
        // What a date looks like is a matter of its type, or of the guide where another element says it.
        Some((Rule::ElementDate | Rule::ElementTime, _))
            if rule.formatted && report.deepest < Level::Requirement => {}
        Some((broken, hint)) => {
            let of_guide = rule.formatted && matches!(broken, Rule::ElementDate | Rule::ElementTime);
            if let Some(finding) = report.element(broken, spot, rule, value, hint).filter(|_| of_guide) {
                finding.level = Level::Requirement;
            }
        }
        None => {
            if let Some(codes) = rule.codes().filter(|codes| codes.holds_after(before)) {
                code(report, spot, rule, codes, value);
            }
        }
    }
}

/// What is wrong with a value apart from its code, and what to do.
fn broken(rule: &ElementRule, before: &[u8], value: &[u8]) -> Option<(Rule, Cow<'static, str>)> {
    if matches!(rule.number, "I15" | "I65") && value.len() == 1 {
        // A separator, which may be a control character.
        return None;
    }
    if !value.iter().all(|byte| (b' '..=b'~').contains(byte)) {
        return Some((Rule::ElementCharacter, "use letters, digits and printable ASCII".into()));
    }
    if value.iter().all(|&byte| byte == b' ') {
        // ISA02 and ISA04 are blank where nothing is agreed on.
        let blank = !matches!(rule.number, "I02" | "I04");
        return blank.then(|| (Rule::ElementBlank, "leave it out where there is nothing to say".into()));
    }
    let length = match rule.kind {
        Kind::Number(_) | Kind::Decimal => number_digits(value, rule.kind == Kind::Decimal),
        _ => Some(value.len()),
    };
    let Some(length) = length else {
        return Some((Rule::ElementCharacter, NUMBER.into()));
    };
    match rule.kind {
        _ if length < usize::from(rule.min) => Some((Rule::ElementShort, wanted(rule, length))),
        _ if length > usize::from(rule.max) => Some((Rule::ElementLong, wanted(rule, length))),
        Kind::Date if !is_date(value) => Some((Rule::ElementDate, "a date is CCYYMMDD".into())),
        Kind::Time if !is_time(value) => Some((Rule::ElementTime, "a time is HHMM or HHMMSS".into())),
        _ if rule.formatted => {
            let broken = period(before, value).err()?;
            Some((broken, format!("its format is {}", String::from_utf8_lossy(before)).into()))
        }
        _ => None,
    }
}

const NUMBER: &str = "a number has digits, at most one point and an optional leading minus";

fn wanted(rule: &ElementRule, length: usize) -> Cow<'static, str> {
    match (rule.min, rule.max) {
        (min, max) if min == max => format!("exactly {min}, not {length}").into(),
        (min, max) => format!("{min} to {max}, not {length}").into(),
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
    if let Some(finding) = report.element(Rule::ElementCode, spot, rule, value, hint) {
        finding.severity = severity;
    }
}
