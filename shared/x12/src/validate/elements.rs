//! Elements of a segment against their rules: presence, length, characters, type, codes, and which go together.

use super::finding::{Level, Severity};
use super::form::{is_date, is_time, number_digits, period};
use super::report::{Report, Spot};
use super::rule::Rule;
use super::tape::{BLANK, Class, Classes, DIGIT, FOREIGN, INNER, Tape};
use crate::guide::{ElementRule, Kind, SegmentRule, Usage, Verdict, key};

use Level::{Requirement, Syntax};
use Severity::{Error, Warning};

/// Checks the elements on `tape` against `rule`.
pub(super) fn check(report: &mut Report<'_, '_>, rule: &SegmentRule, tape: &Tape, classes: &Classes) {
    let raw = report.segment.raw();
    let elements = rule.elements();
    let sent = tape.count();
    let mut present = 0_u64;
    let mut before = "";
    for (n, rule) in (1..).zip(&elements[..elements.len().min(sent)]) {
        let (value, class) = tape.element(raw, n);
        if value.is_empty() {
            if rule.usage == Usage::Required {
                missing(report, Spot::element(n), rule);
            }
        } else {
            present |= 1 << n;
            element(report, Spot::element(n), rule, before, value, class, classes);
        }
        before = value;
    }
    for n in sent + 1..=usize::from(rule.last_required) {
        if elements[n - 1].usage == Usage::Required {
            missing(report, Spot::element(n), &elements[n - 1]);
        }
    }
    if sent > elements.len() {
        report.at(
            Syntax,
            Error,
            Rule::ElementsTooMany,
            elements.len() + 1,
            "the standard has no such element",
        );
    }
    if sent == 0 || tape.element(raw, sent).0.is_empty() && sent < 64 {
        let hint = "leave out empty elements at the end, and the separators before them";
        report.segment(Syntax, Rule::TrailingElements, rule.name, hint);
    }
    for note in rule.notes.iter().filter(|note| !note.holds(present)) {
        unkept(report, rule, note, present);
    }
}

#[cold]
fn missing(report: &mut Report<'_, '_>, spot: Spot, rule: &ElementRule) {
    report.element(Requirement, Error, Rule::ElementMissing, spot, rule, "", "send it");
}

#[cold]
fn unkept(report: &mut Report<'_, '_>, rule: &SegmentRule, note: &crate::guide::SyntaxNote, present: u64) {
    let n = note.blamed(present);
    let broken = match note.kind {
        crate::guide::NoteKind::Exclusive => Rule::ElementExclusion,
        _ => Rule::ElementConditional,
    };
    if let Some(of) = rule.element(usize::from(n)) {
        let hint = format!("syntax note {}", note.text);
        report.element(Syntax, Error, broken, Spot::element(usize::from(n)), of, "", hint);
    }
}

/// An element that is not empty; `before` is the element before it, which may say how a date is written.
fn element(
    report: &mut Report<'_, '_>,
    spot: Spot,
    rule: &ElementRule,
    before: &str,
    value: &str,
    class: Class,
    classes: &Classes,
) {
    if rule.usage == Usage::NotUsed {
        report.element(Requirement, Error, Rule::ElementNotUsed, spot, rule, value, "leave it out");
    } else if class & INNER == 0 && rule.components().is_empty() {
        simple(report, spot, rule, before, value, class);
    } else {
        repeated(report, spot, rule, value, classes);
    }
}

/// A composite, a repeated element, or a simple one with separators in it.
fn repeated(report: &mut Report<'_, '_>, spot: Spot, rule: &ElementRule, value: &str, classes: &Classes) {
    let delimiters = report.segment.delimiters();
    let separator = delimiters.repetition.filter(|&byte| byte != delimiters.component || rule.repeat > 1);
    let Some(separator) = separator.filter(|separator| value.as_bytes().contains(separator)) else {
        return composite(report, spot, rule, value, classes);
    };
    for (n, value) in (1..).zip(value.split(char::from(separator))) {
        let spot = Spot { repetition: Some(n), ..spot };
        if n == rule.repeat.saturating_add(1) {
            report.element(Requirement, Error, Rule::Repetitions, spot, rule, value, most(rule.repeat));
        }
        composite(report, spot, rule, value, classes);
    }
}

fn most(limit: u16) -> String {
    format!("at most {limit}")
}

fn composite(report: &mut Report<'_, '_>, spot: Spot, rule: &ElementRule, value: &str, classes: &Classes) {
    let separator = char::from(report.segment.delimiters().component);
    if rule.components().is_empty() {
        if value.contains(separator) {
            let hint = "the component separator may not stand in a simple element";
            return report.element(Syntax, Error, Rule::Components, spot, rule, value, hint);
        }
        return simple(report, spot, rule, "", value, classes.of(value));
    }
    let (mut sent, mut before) = (0, "");
    for value in value.split(separator) {
        sent += 1;
        let spot = Spot { component: u8::try_from(sent).ok(), ..spot };
        let Some(rule) = rule.components().get(sent - 1) else {
            let hint = "the standard has no such component";
            report.element(Syntax, Error, Rule::Components, spot, rule, value, hint);
            break;
        };
        component(report, spot, rule, before, value, classes);
        before = value;
    }
    if before.is_empty() {
        let hint = "leave out empty components at the end";
        report.element(Syntax, Error, Rule::TrailingComponents, spot, rule, value, hint);
    }
    let absent = rule.components().iter().enumerate().skip(sent);
    for (n, rule) in absent.filter(|(_, rule)| rule.usage == Usage::Required) {
        missing(report, Spot { component: u8::try_from(n + 1).ok(), ..spot }, rule);
    }
}

fn component(
    report: &mut Report<'_, '_>,
    spot: Spot,
    rule: &ElementRule,
    before: &str,
    value: &str,
    classes: &Classes,
) {
    match (value.is_empty(), rule.usage) {
        (true, Usage::Required) => missing(report, spot, rule),
        (true, _) => {}
        (false, Usage::NotUsed) => {
            report.element(Requirement, Error, Rule::ElementNotUsed, spot, rule, value, "leave it out");
        }
        (false, _) => simple(report, spot, rule, before, value, classes.of(value)),
    }
}

/// A value without parts.
fn simple(
    report: &mut Report<'_, '_>,
    spot: Spot,
    rule: &ElementRule,
    before: &str,
    value: &str,
    class: Class,
) {
    if class & FOREIGN != 0 || class == BLANK {
        if class == BLANK && matches!(rule.number, "I02" | "I04") {
            return;
        }
        let broken = if class == BLANK { Rule::ElementBlank } else { Rule::ElementCharacter };
        let hint = "use letters, digits and printable ASCII";
        return report.element(Syntax, Error, broken, spot, rule, value, hint);
    }
    let bytes = value.as_bytes();
    let length = match rule.kind {
        Kind::Number(_) | Kind::Decimal if class != DIGIT => {
            match number_digits(bytes, rule.kind == Kind::Decimal) {
                Some(digits) => digits,
                None => {
                    return report.element(Syntax, Error, Rule::ElementCharacter, spot, rule, value, NUMBER);
                }
            }
        }
        _ => bytes.len(),
    };
    if length < usize::from(rule.min) || length > usize::from(rule.max) {
        return unfit(report, spot, rule, value, length);
    }
    match rule.kind {
        Kind::Date if !is_date(bytes) => {
            report.element(Syntax, Error, Rule::ElementDate, spot, rule, value, "a date is CCYYMMDD");
        }
        Kind::Time if !is_time(bytes) => {
            report.element(Syntax, Error, Rule::ElementTime, spot, rule, value, "a time is HHMM or HHMMSS");
        }
        _ => {}
    }
    if rule.formatted
        && let Err(broken) = period(before, value)
    {
        let hint = format!("its format is {before}");
        report.element(Requirement, Error, broken, spot, rule, value, hint);
    }
    if let Some(codes) = rule.codes() {
        match codes.judge(key(bytes)) {
            Verdict::Known => {}
            verdict => uncoded(report, spot, rule, value, verdict),
        }
    }
}

const NUMBER: &str = "a number has digits, at most one point and an optional leading minus";

#[cold]
fn unfit(report: &mut Report<'_, '_>, spot: Spot, rule: &ElementRule, value: &str, length: usize) {
    let short = length < usize::from(rule.min);
    let broken = if short { Rule::ElementShort } else { Rule::ElementLong };
    let hint = match (rule.min, rule.max) {
        (min, max) if min == max => format!("exactly {min}, not {length}"),
        (min, max) => format!("{min} to {max}, not {length}"),
    };
    report.element(Syntax, Error, broken, spot, rule, value, hint);
}

#[cold]
fn uncoded(report: &mut Report<'_, '_>, spot: Spot, rule: &ElementRule, value: &str, verdict: Verdict) {
    let Some(codes) = rule.codes() else { return };
    if let (Verdict::Newer, Some(list)) = (verdict, codes.list()) {
        let hint = format!("not in our copy of the list {}", list.name());
        return report.element(Requirement, Warning, Rule::ElementCode, spot, rule, value, hint);
    }
    let hint = match codes.list() {
        Some(list) => format!("see the list {}", list.name()),
        None => {
            let listed: Vec<String> = codes.listed().take(12).collect();
            let more = if codes.listed().count() > 12 { ", ..." } else { "" };
            format!("one of {}{more}", listed.join(", "))
        }
    };
    report.element(Requirement, Error, Rule::ElementCode, spot, rule, value, hint);
}
