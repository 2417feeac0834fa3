//! Findings about what several segments say together, also about a segment that has passed.

use super::check::Placed;
use super::consistency::Consistency;
use super::finding::Finding;
use super::report::Report;
use super::rule::Rule;
use crate::amount::Amount;
use crate::guide::SegmentRule;
use crate::reader::Segment;

/// A segment that a later one may show to be at fault.
#[derive(Debug, Clone, Copy)]
pub(super) struct Mark {
    offset: usize,
    number: usize,
    loop_id: &'static str,
    rule: &'static SegmentRule,
}

impl Placed<'_, '_> {
    pub(super) fn mark(&self) -> Mark {
        let (offset, number) = (self.segment.offset(), self.number);
        Mark { offset, number, loop_id: self.loop_rule.id, rule: self.rule }
    }
}

impl<'a> Segment<'a> {
    /// The first two components of element `n`, a qualifier and a code; `None` where there are not two.
    pub(super) fn code_of(&self, n: usize) -> Option<(&'a str, &'a str)> {
        let (composite, separator) = (self.element(n), self.delimiters().component);
        let at = composite.bytes().position(|byte| byte == separator)?;
        let (qualifier, rest) = (&composite[..at], &composite[at + 1..]);
        let end = rest.bytes().position(|byte| byte == separator).unwrap_or(rest.len());
        Some((qualifier, &rest[..end]))
    }
}

impl Report<'_, '_> {
    /// Element `n` of the segment at hand is at fault.
    #[cold]
    pub(super) fn faulty(
        &mut self,
        broken: Consistency,
        at: &Placed<'_, '_>,
        n: usize,
    ) -> Option<&mut Finding> {
        let value = at.segment.element(n);
        self.element_of(broken, at.mark(), n, value)
    }

    /// Component `m` of element `n` of the segment at hand is at fault.
    #[cold]
    pub(super) fn faulty_component(&mut self, broken: Consistency, at: &Placed<'_, '_>, n: usize, m: usize) {
        let value = at.segment.component(n, m);
        if let Some(finding) = self.element_of(broken, at.mark(), n, value) {
            finding.position.component = u8::try_from(m).ok();
            let of = at.rule.element(n).and_then(|element| element.components().get(m - 1));
            (finding.name, finding.reference) = of.map_or(("", ""), |of| (of.name, of.number));
        }
    }

    /// Element `n` of a segment that has passed is at fault; it said `value`.
    #[cold]
    pub(super) fn element_of(
        &mut self,
        broken: Consistency,
        mark: Mark,
        n: usize,
        value: &str,
    ) -> Option<&mut Finding> {
        let finding = self.segment_of(broken, mark)?;
        let of = mark.rule.element(n);
        (finding.name, finding.reference) = of.map_or(("", ""), |of| (of.name, of.number));
        finding.value = Some(value).filter(|value| !value.is_empty()).map(Box::from);
        finding.position.element = u8::try_from(n).ok();
        Some(finding)
    }

    /// Element `n` of a segment that has passed says `found` cents, and should say `expected`.
    #[cold]
    pub(super) fn amount_of(&mut self, broken: Consistency, mark: Mark, n: usize, found: i64, expected: i64) {
        let [found, expected] = [found, expected].map(|cents| Amount::from_cents(cents).to_string());
        if let Some(finding) = self.element_of(broken, mark, n, &found) {
            finding.expected = Some(expected.into());
        }
    }

    /// Element `n` of a segment that has passed counts `found`, and should count `expected`.
    #[cold]
    pub(super) fn count_of(&mut self, broken: Consistency, mark: Mark, n: usize, found: i64, expected: i64) {
        if let Some(finding) = self.element_of(broken, mark, n, &found.to_string()) {
            finding.expected = Some(expected.to_string().into());
        }
    }

    /// A segment `id` is missing after one that has passed.
    #[cold]
    pub(super) fn lacking(&mut self, broken: Consistency, mark: Mark, id: &str) {
        if let Some(finding) = self.segment_of(broken, mark) {
            finding.name = "";
            finding.position.id = id.into();
        }
    }

    /// A segment that has passed is at fault as a whole.
    #[cold]
    pub(super) fn segment_of(&mut self, broken: Consistency, mark: Mark) -> Option<&mut Finding> {
        let severity = broken.severity_in(self.test);
        let finding = self.add(Rule::Consistency(broken), broken.hint())?;
        finding.severity = severity;
        finding.name = mark.rule.name;
        let position = &mut finding.position;
        (position.offset, position.segment) = (mark.offset, mark.number);
        (position.id, position.loop_id) = (mark.rule.id.into(), Some(mark.loop_id));
        Some(finding)
    }
}
