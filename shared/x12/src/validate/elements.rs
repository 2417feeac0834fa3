//! Elements of a segment against their rules: which are there, how they are composed, and which go together.

use super::report::{Report, Spot};
use super::rule::Rule;
use super::shape::Shape;
use super::value;
use crate::guide::{ElementRule, Kind, NoteKind, SegmentRule, SyntaxNote, Usage};

/// Checks the elements of the segment at hand, whose shape is `shape`, against `rule`.
pub(super) fn check(report: &mut Report<'_, '_>, rule: &SegmentRule, shape: &Shape) {
    let raw = report.segment.raw().as_bytes();
    let elements = rule.elements();
    let sent = shape.elements.min(elements.len());
    let mut present = 0_u64;
    let mut before: &[u8] = &[];
    for (n, (rule, value)) in (1..).zip(elements.iter().zip(shape.values(raw))) {
        if !value.is_empty() {
            present |= 1 << n;
            element(report, n, rule, before, value, shape);
        } else if rule.usage == Usage::Required {
            missing(report, Spot::element(n), rule);
        }
        before = value;
    }
    if sent < usize::from(rule.last_required) {
        let absent = (sent + 1..).zip(&elements[sent..]);
        for (n, rule) in absent.filter(|(_, rule)| rule.usage == Usage::Required) {
            missing(report, Spot::element(n), rule);
        }
    }
    if before.is_empty() {
        trailing(report, rule);
    }
    if shape.elements > sent {
        too_many(report, rule, sent);
    }
    for note in rule.notes {
        if !note.holds(present) {
            unkept(report, rule, note, present);
        }
    }
}

#[cold]
fn missing(report: &mut Report<'_, '_>, spot: Spot, rule: &ElementRule) {
    report.element(Rule::ElementMissing, spot, rule, &[], "send it");
}

/// There are more elements than the `known` ones.
#[cold]
fn too_many(report: &mut Report<'_, '_>, rule: &SegmentRule, known: usize) {
    let surplus = known + 1..=report.segment.elements();
    match surplus.into_iter().find(|&n| !report.segment.element(n).is_empty()) {
        Some(n) => {
            report.at(Rule::ElementsTooMany, n, "the standard has no such element");
        }
        None if report.segment.element(known).is_empty() => {}
        None => trailing(report, rule),
    }
}

/// The last element the rule knows is empty.
#[cold]
fn trailing(report: &mut Report<'_, '_>, rule: &SegmentRule) {
    let last = report.segment.elements();
    if last == 0 || report.segment.element(last).is_empty() {
        let hint = "leave out empty elements at the end, and the separators before them";
        if let Some(finding) = report.add(Rule::TrailingElements, hint) {
            finding.name = rule.name;
        }
    }
}

#[cold]
fn unkept(report: &mut Report<'_, '_>, rule: &SegmentRule, note: &SyntaxNote, present: u64) {
    let n = usize::from(note.blamed(present));
    let broken = match note.kind {
        NoteKind::Exclusive => Rule::ElementExclusion,
        _ => Rule::ElementConditional,
    };
    if let Some(of) = rule.element(n) {
        let hint = format!("syntax note {}", note.text);
        report.element(broken, Spot::element(n), of, &[], hint);
    }
}

/// Element `n`, which is not empty; `before` is the element before it, which may say how a date is written.
#[inline]
fn element(
    report: &mut Report<'_, '_>,
    n: usize,
    rule: &ElementRule,
    before: &[u8],
    value: &[u8],
    shape: &Shape,
) {
    if rule.usage == Usage::NotUsed {
        not_used(report, Spot::element(n), rule, value);
    } else if shape.inner || rule.kind == Kind::Composite {
        inner(report, Spot::element(n), rule, before, value, shape);
    } else if shape.foreign || !value::fits(rule, before, value) {
        value::explain(report, Spot::element(n), rule, before, value);
    }
}

#[cold]
fn not_used(report: &mut Report<'_, '_>, spot: Spot, rule: &ElementRule, value: &[u8]) {
    report.element(Rule::ElementNotUsed, spot, rule, value, "leave it out");
}

/// An element of a segment that has component or repetition separators.
fn inner(
    report: &mut Report<'_, '_>,
    spot: Spot,
    rule: &ElementRule,
    before: &[u8],
    value: &[u8],
    shape: &Shape,
) {
    let delimiters = report.segment.delimiters();
    let separator = delimiters.repetition.filter(|&byte| byte != delimiters.component || rule.repeat > 1);
    match separator.filter(|_| shape.inner) {
        Some(separator) if value.contains(&separator) => {
            repeated(report, spot, rule, value, separator, shape);
        }
        _ if rule.kind == Kind::Composite => composite(report, spot, rule, value, shape),
        _ if shape.inner && value.contains(&delimiters.component) => undivided(report, spot, rule, value),
        _ if shape.foreign || !value::fits(rule, before, value) => {
            value::explain(report, spot, rule, before, value);
        }
        _ => {}
    }
}

#[cold]
fn undivided(report: &mut Report<'_, '_>, spot: Spot, rule: &ElementRule, value: &[u8]) {
    let hint = "the component separator may not stand in a simple element";
    report.element(Rule::Components, spot, rule, value, hint);
}

fn repeated(
    report: &mut Report<'_, '_>,
    spot: Spot,
    rule: &ElementRule,
    value: &[u8],
    separator: u8,
    shape: &Shape,
) {
    for (n, value) in (1..).zip(value.split(|&byte| byte == separator)) {
        let spot = Spot { repetition: Some(n), ..spot };
        if n == rule.repeat.saturating_add(1) {
            let hint = format!("at most {}", rule.repeat);
            report.element(Rule::Repetitions, spot, rule, value, hint);
        }
        if rule.kind == Kind::Composite {
            composite(report, spot, rule, value, shape);
        } else if value.contains(&report.segment.delimiters().component) {
            undivided(report, spot, rule, value);
        } else if shape.foreign || !value::fits(rule, &[], value) {
            value::explain(report, spot, rule, &[], value);
        }
    }
}

fn composite(report: &mut Report<'_, '_>, spot: Spot, rule: &ElementRule, value: &[u8], shape: &Shape) {
    let separator = report.segment.delimiters().component;
    let components = rule.components();
    let (mut n, mut before): (_, &[u8]) = (0, &[]);
    let mut rest = Some(value);
    while let Some(text) = rest {
        let end = text.iter().position(|&byte| byte == separator).filter(|_| shape.inner);
        let value = end.map_or(text, |end| &text[..end]);
        rest = end.map(|end| &text[end + 1..]);
        let place = Spot { component: u8::try_from(n + 1).ok(), ..spot };
        let Some(rule) = components.get(n) else {
            let hint = "the standard has no such component";
            report.element(Rule::Components, place, rule, value, hint);
            return;
        };
        match (value.is_empty(), rule.usage) {
            (true, Usage::Required) => missing(report, place, rule),
            (true, _) => {}
            (false, Usage::NotUsed) => not_used(report, place, rule, value),
            (false, _) if shape.foreign || !value::fits(rule, before, value) => {
                value::explain(report, place, rule, before, value);
            }
            (false, _) => {}
        }
        (n, before) = (n + 1, value);
    }
    if before.is_empty() {
        let hint = "leave out empty components at the end";
        report.element(Rule::TrailingComponents, spot, rule, value, hint);
    }
    let absent = (n + 1..).zip(components.iter().skip(n));
    for (n, rule) in absent.filter(|(_, rule)| rule.usage == Usage::Required) {
        missing(report, Spot { component: u8::try_from(n).ok(), ..spot }, rule);
    }
}
