//! ST to SE: the guide of the transaction set, the place of each segment, and what goes missing on the way.

use super::Validator;
use super::check::Checks;
use super::elements::check;
use super::report::Report;
use super::rule::Rule;
use super::shape::Shape;
use super::version::implementation;
use crate::guide::{
    Child, Dictionary, Fault, Fit, Guide, Head, Place, SegmentId, SegmentRule, Walker, qualifier_place,
};

/// A transaction set whose SE has not come.
#[derive(Debug)]
pub(super) struct OpenSet {
    /// ST02.
    control: String,
    /// Segments so far, ST included.
    pub segments: usize,
    /// `None` where no guide is known: then only the dictionary speaks.
    walker: Option<Walker>,
    checks: Option<Checks>,
}

impl OpenSet {
    /// Takes over the memory of `spare` where it walked the same guide.
    fn new(guide: Option<&'static Guide>, control: &str, spare: Option<Self>) -> Self {
        let known = |spare: &Self| match (&spare.walker, guide) {
            (Some(walker), Some(guide)) => std::ptr::eq(walker.guide(), guide),
            _ => false,
        };
        if let Some(mut spare) = spare.filter(known) {
            control.clone_into(&mut spare.control);
            spare.segments = 0;
            spare.walker.iter_mut().for_each(Walker::restart);
            spare.checks.iter_mut().for_each(Checks::restart);
            return spare;
        }
        let (walker, checks) = (guide.map(Walker::new), guide.map(Checks::new));
        Self { control: control.to_owned(), segments: 0, walker, checks }
    }

    /// The text was cut: reports what did not come. Of what is left nothing can be said to add up.
    pub(super) fn end(&mut self, report: &mut Report<'_, '_>) {
        if let Some(walker) = &mut self.walker {
            walker.finish();
            faults(report, walker);
        }
    }

    /// Places the segment and reports what is wrong with the sequence; the rule its elements have to keep.
    fn place(
        &mut self,
        report: &mut Report<'_, '_>,
        id: SegmentId,
        shape: &Shape,
    ) -> Option<&'static SegmentRule> {
        self.segments += 1;
        report.number = self.segments;
        let slot = Dictionary::get().slot(id);
        let Some(walker) = &mut self.walker else {
            if slot.is_none() {
                report.add(Rule::SegmentUnknown, "");
            }
            return slot.and_then(Dictionary::generic);
        };
        if id == SegmentId::new(b"BHT") && self.segments == 2 {
            walker.choose(report.segment.element(2));
        }
        let place = match slot {
            Some(slot) => {
                let segment = report.segment;
                let qualifier = shape.element(segment.raw().as_bytes(), qualifier_place(id));
                walker.step(segment, Head::new(slot, qualifier, segment.delimiters().component))
            }
            None => walker.nowhere(),
        };
        report.loop_id = Some(place.loop_rule.id);
        if !walker.faults.is_empty() {
            faults(report, walker);
        }
        if place.fit != Fit::Exact {
            misfit(report, walker.guide(), &place, slot.is_some());
        }
        if let Some(checks) = &mut self.checks {
            checks.push(walker.guide(), id, &place, report);
        }
        place.rule.or_else(|| slot.and_then(Dictionary::generic))
    }
}

#[cold]
fn faults(report: &mut Report<'_, '_>, walker: &mut Walker) {
    let guide = walker.guide();
    for fault in std::mem::take(&mut walker.faults) {
        match fault {
            Fault::Missing(child) => missing(report, guide, child),
            Fault::SegmentRepeat(most) => {
                report.add(Rule::SegmentRepeat, format!("at most {most} in one loop"));
            }
            Fault::LoopRepeat(most) => {
                report.add(Rule::LoopRepeat, format!("at most {most} in a row"));
            }
        }
    }
}

/// A required segment or loop did not come before the segment at hand.
fn missing(report: &mut Report<'_, '_>, guide: &'static Guide, child: Child) {
    let (rule, id, loop_id, name) = match child {
        Child::Segment(number) => {
            let rule = guide.segment(number);
            (Rule::SegmentMissing, rule.id, guide.loop_of(rule).id, rule.name)
        }
        Child::Loop(number) => {
            let rule = &guide.loops()[usize::from(number)];
            (Rule::LoopMissing, guide.first_segment(rule).id, rule.id, rule.name)
        }
    };
    if let Some(finding) = report.add(rule, "send it before this segment") {
        finding.name = name;
        finding.position.id = id.into();
        finding.position.loop_id = Some(loop_id);
    }
}

#[cold]
fn misfit(report: &mut Report<'_, '_>, guide: &Guide, place: &Place, known: bool) {
    match place.fit {
        Fit::Late => {
            if let Some(finding) = report.add(Rule::SegmentOrder, "it belongs further up") {
                finding.name = place.rule.map_or("", |rule| rule.name);
            }
        }
        Fit::Unplaced if !known => {
            report.add(Rule::SegmentUnknown, "X12 has no such segment");
        }
        Fit::Unplaced => {
            let id = report.segment.id();
            let used = guide.segments().any(|rule| rule.id == id);
            let rule = if used { Rule::SegmentUnexpected } else { Rule::SegmentForeign };
            report.add(rule, "the guide has no such segment here, or not with this qualifier");
        }
        // Of a wrong qualifier the element tells; what is lost was told before.
        Fit::Exact | Fit::Qualifier | Fit::Lost => {}
    }
}

impl Validator {
    pub(super) fn set_begins(&mut self, report: &mut Report<'_, '_>) {
        self.set_cut(report);
        let (st01, st02, st03) =
            (report.segment.element(1), report.segment.element(2), report.segment.element(3));
        let mut unique = true;
        let mut version = "";
        if let Some(group) = &mut self.group {
            group.sets += 1;
            unique = group.used.insert(st02.into());
            version = &group.version;
        }
        let guide = Guide::of(st01, if st03.is_empty() { version } else { st03 });
        let mut set = OpenSet::new(guide, st02, self.spare.take());
        if let Some(rule) = set.place(report, SegmentId::new(b"ST"), &self.shape) {
            check(report, rule, &self.shape);
        }
        match &mut self.group {
            Some(group) => implementation(report, guide, group),
            None => {
                report.add(Rule::InterchangeContent, "ST without GS");
            }
        }
        if !unique {
            report.at(Rule::SetDuplicate, 2, "number the transaction sets of a group differently");
        }
        self.set = Some(set);
    }

    /// Any segment between ST and SE.
    pub(super) fn body(&mut self, report: &mut Report<'_, '_>, id: SegmentId) {
        let Some(set) = &mut self.set else {
            if let Some(open) = &mut self.interchange {
                report.number = open.count();
            }
            report.add(Rule::InterchangeContent, "it stands outside of a transaction set");
            return;
        };
        if let Some(rule) = set.place(report, id, &self.shape) {
            check(report, rule, &self.shape);
        }
    }

    pub(super) fn set_ends(&mut self, report: &mut Report<'_, '_>) {
        let Some(mut set) = self.set.take() else {
            report.add(Rule::InterchangeContent, "SE without ST");
            return;
        };
        let rule = set.place(report, SegmentId::new(b"SE"), &self.shape);
        if let Some(rule) = rule {
            check(report, rule, &self.shape);
        }
        let se = report.segment;
        if se.element(1).trim().parse() != Ok(set.segments) {
            let hint = format!("{} segments were found, ST and SE included", set.segments);
            report.at(Rule::SetCount, 1, hint);
        }
        if se.element(2).trim() != set.control.trim() {
            report.at(Rule::SetControl, 2, "repeat ST02");
        }
        if let Some(checks) = &mut set.checks {
            checks.finish(report);
        }
        self.spare = Some(set);
    }
}
