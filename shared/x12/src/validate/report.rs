//! Gathers findings of the levels asked for, and knows the segment they are about.

use std::borrow::Cow;

use super::finding::{Finding, Level, Position, Severity};
use super::rule::Rule;
use crate::guide::{Dictionary, ElementRule};
use crate::reader::Segment;

/// Longest value kept in a finding, in characters: IK404 takes no more.
const LONGEST: usize = 99;

/// The segment looked at, and where findings go.
pub(super) struct Report<'r, 'a> {
    pub segment: &'r Segment<'a>,
    /// As `Position::segment`.
    pub number: usize,
    pub loop_id: Option<&'static str>,
    pub deepest: Level,
    /// ISA15 says that it is a test.
    pub test: bool,
    pub findings: &'r mut Vec<Finding>,
}

/// An element or component of the segment, counted from 1.
#[derive(Debug, Clone, Copy)]
pub(super) struct Spot {
    pub element: u8,
    pub component: Option<u8>,
    pub repetition: Option<u16>,
}

impl Spot {
    pub(super) fn element(n: usize) -> Self {
        Self { element: u8::try_from(n).unwrap_or(u8::MAX), component: None, repetition: None }
    }
}

impl Report<'_, '_> {
    /// A fault of the segment at hand, which may be made milder; `None` where its level was not asked for.
    #[cold]
    pub(super) fn add(&mut self, rule: Rule, hint: impl Into<Cow<'static, str>>) -> Option<&mut Finding> {
        let level = rule.level();
        if level > self.deepest {
            return None;
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
        let (severity, hint) = (Severity::Error, hint.into());
        self.findings.push(Finding {
            level,
            severity,
            position,
            rule,
            name: "",
            reference: "",
            value: None,
            expected: None,
            hint,
        });
        self.findings.last_mut()
    }

    /// A fault of an element that has a rule.
    #[cold]
    pub(super) fn element(
        &mut self,
        rule: Rule,
        spot: Spot,
        of: &ElementRule,
        value: &[u8],
        hint: impl Into<Cow<'static, str>>,
    ) -> Option<&mut Finding> {
        let finding = self.add(rule, hint)?;
        (finding.name, finding.reference) = (of.name, of.number);
        finding.value = shortened(&String::from_utf8_lossy(value));
        let Spot { element, component, repetition } = spot;
        let position = &mut finding.position;
        (position.element, position.component, position.repetition) = (Some(element), component, repetition);
        Some(finding)
    }

    /// A fault of element `n`, whatever rule it has.
    #[cold]
    pub(super) fn at(
        &mut self,
        rule: Rule,
        n: usize,
        hint: impl Into<Cow<'static, str>>,
    ) -> Option<&mut Finding> {
        let value = shortened(self.segment.element(n));
        let reference = Dictionary::get().element_number(self.segment.id(), n).unwrap_or_default();
        let finding = self.add(rule, hint)?;
        finding.reference = reference;
        finding.position.element = Some(Spot::element(n).element);
        finding.value = value;
        Some(finding)
    }
}

fn shortened(value: &str) -> Option<Box<str>> {
    (!value.is_empty()).then(|| value.chars().take(LONGEST).collect::<String>().into())
}
