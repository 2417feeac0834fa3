//! Gathers findings of the levels asked for, and knows the segment they are about.

use std::borrow::Cow;

use super::finding::{Finding, Level, Position, Severity};
use super::rule::Rule;
use crate::guide::ElementRule;
use crate::reader::Segment;

/// Longest value kept in a finding, in characters: IK404 takes no more.
const LONGEST: usize = 99;

/// The segment looked at, and where findings go.
pub(crate) struct Report<'r, 'a> {
    pub segment: &'r Segment<'a>,
    /// As `Position::segment`.
    pub number: usize,
    pub loop_id: Option<&'static str>,
    pub deepest: Level,
    pub findings: &'r mut Vec<Finding>,
}

/// An element or component of the segment, counted from 1.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Spot {
    pub element: u8,
    pub component: Option<u8>,
    pub repetition: Option<u16>,
}

impl Spot {
    pub(crate) fn element(n: usize) -> Self {
        Self { element: u8::try_from(n).unwrap_or(u8::MAX), component: None, repetition: None }
    }
}

impl Report<'_, '_> {
    /// A fault of the segment as a whole.
    #[cold]
    pub(crate) fn segment(
        &mut self,
        level: Level,
        rule: Rule,
        name: &'static str,
        hint: impl Into<Cow<'static, str>>,
    ) {
        self.add(level, Severity::Error, rule, name, hint.into());
    }

    /// A fault of the sequence, about a segment that may not be this one.
    #[cold]
    pub(crate) fn about(
        &mut self,
        id: &'static str,
        loop_id: &'static str,
        rule: Rule,
        name: &'static str,
        hint: impl Into<Cow<'static, str>>,
    ) {
        let before = self.findings.len();
        self.add(Level::Requirement, Severity::Error, rule, name, hint.into());
        if let Some(finding) = self.findings.get_mut(before) {
            finding.position.id = id.into();
            finding.position.loop_id = Some(loop_id);
        }
    }

    /// A fault of an element.
    #[cold]
    pub(crate) fn element(
        &mut self,
        level: Level,
        severity: Severity,
        rule: Rule,
        spot: Spot,
        of: &ElementRule,
        value: &str,
        hint: impl Into<Cow<'static, str>>,
    ) {
        let before = self.findings.len();
        self.add(level, severity, rule, of.name, hint.into());
        if let Some(finding) = self.findings.get_mut(before) {
            finding.reference = of.number;
            finding.value = Some(value).filter(|value| !value.is_empty()).map(shortened);
            let Spot { element, component, repetition } = spot;
            let position = &mut finding.position;
            (position.element, position.component, position.repetition) =
                (Some(element), component, repetition);
        }
    }

    /// A fault of element `n`, for which the guide at hand has no rule.
    #[cold]
    pub(crate) fn at(
        &mut self,
        level: Level,
        severity: Severity,
        rule: Rule,
        n: usize,
        hint: impl Into<Cow<'static, str>>,
    ) {
        let before = self.findings.len();
        self.add(level, severity, rule, "", hint.into());
        if let Some(finding) = self.findings.get_mut(before) {
            finding.position.element = Some(Spot::element(n).element);
            finding.value = Some(self.segment.element(n)).filter(|value| !value.is_empty()).map(shortened);
        }
    }

    pub(crate) fn add(
        &mut self,
        level: Level,
        severity: Severity,
        rule: Rule,
        name: &'static str,
        hint: Cow<'static, str>,
    ) {
        if level > self.deepest {
            return;
        }
        let position = Position {
            offset: self.segment.offset(),
            segment: self.number,
            id: self.segment.id().chars().take(3).collect::<String>().into(),
            loop_id: self.loop_id,
            element: None,
            component: None,
            repetition: None,
        };
        self.findings.push(Finding {
            level,
            severity,
            position,
            rule,
            name,
            reference: "",
            value: None,
            hint,
        });
    }
}

fn shortened(value: &str) -> Box<str> {
    value.chars().take(LONGEST).collect::<String>().into()
}
