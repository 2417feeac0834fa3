//! ISA to IEA and GS to GE: counts, control numbers, what may stand where.

use std::collections::HashSet;

use super::Validator;
use super::elements::check;
use super::finding::Finding;
use super::report::Report;
use super::rule::Rule;
use crate::guide::{Guide, SegmentRule};
use crate::reader::Segment;

const CUT: &str = "the text may have been cut; send it again";
const SENDER_COUNTS: &str = "count again";

/// An interchange whose IEA has not come.
#[derive(Debug, Default)]
pub(super) struct OpenInterchange {
    /// ISA13.
    control: String,
    groups: usize,
    /// TA1 so far.
    acknowledgments: usize,
    /// GS06 of its groups.
    used: HashSet<Box<str>>,
    /// Segments so far, ISA included.
    segments: usize,
    /// Of ISA.
    offset: usize,
    /// ISA15.
    pub test: bool,
}

impl OpenInterchange {
    /// Counts one more segment; how many there are.
    pub(super) fn count(&mut self) -> usize {
        self.segments += 1;
        self.segments
    }
}

/// A group whose GE has not come.
#[derive(Debug, Default)]
pub(super) struct OpenGroup {
    /// GS06.
    control: String,
    /// GS01.
    pub functional_id: String,
    /// GS08.
    pub version: String,
    /// Of GS.
    pub offset: usize,
    /// Of GS, in the interchange.
    pub segment: usize,
    /// GS08 was found not to be known.
    pub unknown: bool,
    pub sets: usize,
    /// ST02 of its transaction sets.
    pub used: HashSet<Box<str>>,
}

/// Sender, receiver and control number of the interchanges seen.
#[derive(Debug, Default)]
pub(super) struct UsedControls(HashSet<Box<str>>);

impl UsedControls {
    /// More interchanges than this in one text are not remembered.
    const MOST: usize = 1_000_000;

    /// False where these ISA05 to ISA08 and ISA13 came before.
    fn is_new(&mut self, isa: &Segment<'_>) -> bool {
        let key: String = [5, 6, 7, 8, 13].map(|n| isa.element(n)).join("\n");
        self.0.len() >= Self::MOST || self.0.insert(key.into())
    }
}

/// The rule of an envelope segment.
fn rule(id: &str) -> Option<&'static SegmentRule> {
    Guide::envelope()?.segments().find(|rule| rule.id == id)
}

/// Numbers with or without leading zeros.
fn same_number(left: &str, right: &str) -> bool {
    left.trim().trim_start_matches('0') == right.trim().trim_start_matches('0')
}

impl Validator {
    fn envelope_elements(&self, report: &mut Report<'_, '_>) {
        if let Some(rule) = rule(report.segment.id()) {
            check(report, rule, &self.shape);
        }
    }

    fn count_outside(&mut self, report: &mut Report<'_, '_>) {
        if let Some(open) = &mut self.interchange {
            report.number = open.count();
        }
    }

    pub(super) fn interchange_begins(&mut self, report: &mut Report<'_, '_>) {
        self.cut_at(report);
        report.number = 1;
        let isa = report.segment;
        // ISA11 and ISA16 hold separators as data.
        self.shape.inner = false;
        self.envelope_elements(report);
        if !self.used.is_new(isa) {
            report.at(Rule::InterchangeDuplicate, 13, "number each interchange anew");
        }
        let (control, offset) = (isa.element(13).to_owned(), isa.offset());
        let test = isa.element(15) == "T";
        self.interchange =
            Some(OpenInterchange { control, segments: 1, offset, test, ..OpenInterchange::default() });
        self.begun = true;
    }

    pub(super) fn interchange_acknowledged(&mut self, report: &mut Report<'_, '_>) {
        self.count_outside(report);
        match &mut self.interchange {
            Some(open) if self.group.is_none() => open.acknowledgments += 1,
            _ => {
                report.add(Rule::InterchangeContent, "TA1 stands between ISA and the first GS");
            }
        }
        self.envelope_elements(report);
    }

    pub(super) fn interchange_ends(&mut self, report: &mut Report<'_, '_>) {
        self.group_cut(report);
        self.count_outside(report);
        self.envelope_elements(report);
        let Some(open) = self.interchange.take() else {
            report.add(Rule::InterchangeContent, "IEA without ISA");
            return;
        };
        let iea = report.segment;
        if iea.element(1).trim().parse() != Ok(open.groups) {
            let hint = format!("{} groups were found: {SENDER_COUNTS}", open.groups);
            report.at(Rule::InterchangeCount, 1, hint);
        }
        if open.groups == 0 && open.acknowledgments == 0 {
            report.add(Rule::InterchangeContent, "an interchange has groups, or a TA1");
        }
        if !same_number(iea.element(2), &open.control) {
            report.at(Rule::InterchangeControl, 2, "repeat ISA13");
        }
    }

    pub(super) fn group_begins(&mut self, report: &mut Report<'_, '_>) {
        self.group_cut(report);
        self.count_outside(report);
        self.envelope_elements(report);
        let gs = report.segment;
        match &mut self.interchange {
            Some(open) => {
                open.groups += 1;
                if !open.used.insert(gs.element(6).into()) {
                    report.at(Rule::GroupDuplicate, 6, "number the groups of an interchange differently");
                }
            }
            None => {
                report.add(Rule::InterchangeContent, "GS without ISA");
            }
        }
        let text = |n| gs.element(n).to_owned();
        self.group = Some(OpenGroup {
            control: text(6),
            functional_id: text(1),
            version: text(8),
            offset: gs.offset(),
            segment: report.number,
            ..OpenGroup::default()
        });
    }

    pub(super) fn group_ends(&mut self, report: &mut Report<'_, '_>) {
        self.set_cut(report);
        self.count_outside(report);
        self.envelope_elements(report);
        let Some(open) = self.group.take() else {
            report.add(Rule::InterchangeContent, "GE without GS");
            return;
        };
        let ge = report.segment;
        if ge.element(1).trim().parse() != Ok(open.sets) {
            let hint = format!("{} transaction sets were found: {SENDER_COUNTS}", open.sets);
            report.at(Rule::GroupCount, 1, hint);
        }
        if open.sets == 0
            && let Some(finding) =
                report.add(Rule::GroupEmpty, "leave out the group, or send its transaction sets")
        {
            finding.position.id = "ST".into();
        }
        if !same_number(ge.element(2), &open.control) {
            report.at(Rule::GroupControl, 2, "repeat GS06");
        }
    }

    /// The segment at hand shows that SE is missing.
    pub(super) fn set_cut(&mut self, report: &mut Report<'_, '_>) {
        if let Some(mut set) = self.set.take() {
            report.number = set.segments;
            report.loop_id = Some("ST");
            set.end(report);
            report.add(Rule::SetTrailer, CUT);
            report.loop_id = None;
            self.spare = Some(set);
        }
    }

    /// The segment at hand shows that GE, and perhaps SE, is missing.
    fn group_cut(&mut self, report: &mut Report<'_, '_>) {
        self.set_cut(report);
        if self.group.take().is_some() {
            report.add(Rule::GroupTrailer, CUT);
        }
    }

    /// The segment at hand shows that IEA, and perhaps more, is missing.
    fn cut_at(&mut self, report: &mut Report<'_, '_>) {
        self.group_cut(report);
        if self.interchange.take().is_some() {
            report.add(Rule::InterchangeCut, CUT);
        }
    }

    /// The text has ended.
    pub(super) fn cut(&mut self, findings: &mut Vec<Finding>) {
        let offset = self.interchange.as_ref().map_or(self.end, |open| open.offset.max(self.end));
        let segment = Segment::none(self.delimiters, offset);
        let (number, deepest) = (0, self.deepest);
        let test = self.is_test();
        let report = &mut Report { segment: &segment, number, loop_id: None, deepest, test, findings };
        self.cut_at(report);
        if !self.begun {
            report.add(Rule::InterchangeContent, "the text has no interchange");
        }
    }
}
