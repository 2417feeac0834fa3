//! ST to SE: the guide of the transaction set, the place of each segment, and what goes missing on the way.

use super::check::{Check, Placed};
use super::elements::check;
use super::finding::{Level, Severity};
use super::report::Report;
use super::rule::Rule;
use super::{OpenGroup, Validator};
use crate::guide::{Child, Dictionary, Fault, Fit, Guide, Head, Place, SegmentId, SegmentRule, Walker};

use Level::{Requirement, Syntax};
use Severity::{Error, Warning};

/// A transaction set whose SE has not come.
#[derive(Debug)]
pub(super) struct OpenSet {
    /// ST02.
    control: String,
    /// Segments so far, ST included.
    pub segments: usize,
    /// `None` where no guide is known: then only the dictionary speaks.
    walker: Option<Walker>,
    checks: Vec<Check>,
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
            spare.checks.iter_mut().for_each(Check::restart);
            return spare;
        }
        let checks = guide.map(Check::of).unwrap_or_default();
        Self { control: control.to_owned(), segments: 0, walker: guide.map(Walker::new), checks }
    }

    /// Nothing more comes: reports what did not come.
    pub(super) fn end(&mut self, report: &mut Report<'_, '_>) {
        if let Some(walker) = &mut self.walker {
            walker.finish();
            faults(report, walker);
        }
        for check in &mut self.checks {
            check.finish(report);
        }
    }

    /// Places the segment and reports what is wrong with the sequence; the rule its elements have to keep.
    fn place(&mut self, report: &mut Report<'_, '_>, id: SegmentId) -> Option<&'static SegmentRule> {
        self.segments += 1;
        report.number = self.segments;
        let slot = Dictionary::get().slot(id);
        let Some(walker) = &mut self.walker else {
            if slot.is_none() {
                report.segment(Syntax, Rule::SegmentUnknown, "", "");
            }
            return slot.and_then(Dictionary::generic);
        };
        if id == SegmentId::new(b"BHT") && self.segments == 2 {
            walker.choose(report.segment.element(2));
        }
        let place = match slot {
            Some(slot) => walker.step(report.segment, Head::of(report.segment, slot, id)),
            None => walker.nowhere(),
        };
        report.loop_id = Some(place.loop_rule.id);
        faults(report, walker);
        if place.fit != Fit::Exact {
            misfit(report, walker.guide(), &place, slot.is_some());
        }
        let placed = Placed { segment: report.segment, id, place: &place };
        for check in &mut self.checks {
            check.push(&placed, report);
        }
        place.rule.or_else(|| slot.and_then(Dictionary::generic))
    }
}

fn faults(report: &mut Report<'_, '_>, walker: &mut Walker) {
    if walker.faults.is_empty() {
        return;
    }
    let guide = walker.guide();
    for fault in std::mem::take(&mut walker.faults) {
        match fault {
            Fault::Missing(Child::Segment(number)) => {
                let rule = guide.segment(number);
                let loop_id = guide.loop_of(rule).id;
                report.about(
                    rule.id,
                    loop_id,
                    Rule::SegmentMissing,
                    rule.name,
                    "send it before this segment",
                );
            }
            Fault::Missing(Child::Loop(number)) => {
                let rule = &guide.loops()[usize::from(number)];
                let first = guide.first_segment(rule).id;
                report.about(first, rule.id, Rule::LoopMissing, rule.name, "send it before this segment");
            }
            Fault::SegmentRepeat(most) => {
                let hint = format!("at most {most} in one loop");
                report.segment(Requirement, Rule::SegmentRepeat, "", hint);
            }
            Fault::LoopRepeat(most) => {
                report.segment(Requirement, Rule::LoopRepeat, "", format!("at most {most} in a row"));
            }
        }
    }
}

#[cold]
fn misfit(report: &mut Report<'_, '_>, guide: &Guide, place: &Place, known: bool) {
    let name = place.rule.map_or("", |rule| rule.name);
    match place.fit {
        Fit::Late => {
            report.segment(Requirement, Rule::SegmentOrder, name, "it belongs further up");
        }
        Fit::Unplaced if !known => {
            report.segment(Syntax, Rule::SegmentUnknown, "", "X12 has no such segment")
        }
        Fit::Unplaced => {
            let id = report.segment.id();
            let used = guide.segments().any(|rule| rule.id == id);
            let rule = if used { Rule::SegmentUnexpected } else { Rule::SegmentForeign };
            let hint = "the guide has no such segment here, or not with this qualifier";
            report.segment(Requirement, rule, "", hint);
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
        if let Some(rule) = set.place(report, SegmentId::new(b"ST")) {
            check(report, rule, &self.tape, &self.classes);
        }
        match &self.group {
            Some(group) => implementation(report, guide, group),
            None => report.segment(Syntax, Rule::InterchangeContent, "", "ST without GS"),
        }
        if !unique {
            report.at(
                Syntax,
                Error,
                Rule::SetDuplicate,
                2,
                "number the transaction sets of a group differently",
            );
        }
        self.set = Some(set);
    }

    /// Any segment between ST and SE.
    pub(super) fn body(&mut self, report: &mut Report<'_, '_>, id: SegmentId) {
        let Some(set) = &mut self.set else {
            if let Some(open) = &mut self.interchange {
                report.number = open.count();
            }
            return report.segment(
                Syntax,
                Rule::InterchangeContent,
                "",
                "it stands outside of a transaction set",
            );
        };
        if let Some(rule) = set.place(report, id) {
            check(report, rule, &self.tape, &self.classes);
        }
    }

    pub(super) fn set_ends(&mut self, report: &mut Report<'_, '_>) {
        let Some(mut set) = self.set.take() else {
            return report.segment(Syntax, Rule::InterchangeContent, "", "SE without ST");
        };
        let rule = set.place(report, SegmentId::new(b"SE"));
        if let Some(rule) = rule {
            check(report, rule, &self.tape, &self.classes);
        }
        let se = report.segment;
        if se.element(1).trim().parse() != Ok(set.segments) {
            let hint = format!("{} segments were found, ST and SE included", set.segments);
            report.at(Syntax, Error, Rule::SetCount, 1, hint);
        }
        if se.element(2).trim() != set.control.trim() {
            report.at(Syntax, Error, Rule::SetControl, 2, "repeat ST02");
        }
        for check in &mut set.checks {
            check.finish(report);
        }
        self.spare = Some(set);
    }
}

/// ST against its group: whether the guide is known, and of this kind and version.
fn implementation(report: &mut Report<'_, '_>, guide: Option<&'static Guide>, group: &OpenGroup) {
    let st03 = report.segment.element(3);
    let Some(guide) = guide else {
        let hint = "no guide is known for it: only its syntax is checked";
        return report.at(Requirement, Error, Rule::SetUnknown, 1, hint);
    };
    if group.functional_id != guide.functional_id {
        let hint = format!("GS01 of this transaction set is {}", guide.functional_id);
        report.segment(Syntax, Rule::GroupKind, "", hint);
    }
    if !st03.is_empty() && st03 != group.version {
        report.at(Requirement, Warning, Rule::SetVersion, 3, "ST03 and GS08 are equal");
    } else if group.version != guide.id {
        let hint = format!("the version in force is {}", guide.id);
        report.add(Requirement, Warning, Rule::SetVersion, "", hint.into());
    }
}
