//! HL: numbers count up, parents are the level around, the child flag tells the truth.

use super::report::Report;
use super::rule::Rule;
use crate::guide::Place;

/// The levels open at one time, outermost first.
#[derive(Debug, Default)]
pub(super) struct Hierarchy {
    count: u32,
    open: Vec<Open>,
}

/// One HL whose level is open.
#[derive(Debug, Clone, Copy)]
struct Open {
    /// HL01.
    number: u32,
    /// How deep its loop is.
    depth: u16,
    /// HL04: whether it says that inner levels follow; `None` where it does not say.
    parent: Option<bool>,
    offset: usize,
    segment: usize,
    loop_id: &'static str,
}

impl Hierarchy {
    /// The next HL.
    pub(super) fn push(&mut self, place: &Place, report: &mut Report<'_, '_>) {
        self.count += 1;
        let hl = report.segment;
        let number = hl.element(1).parse::<u32>().unwrap_or(0);
        if number != self.count {
            let hint = format!("HL01 counts from 1 in each transaction set: this is {}", self.count);
            report.at(Rule::Hierarchy, 1, hint);
        }
        if place.rule.is_none() {
            return;
        }
        let depth = place.loop_rule.depth;
        self.settle(depth, report);
        self.open.retain(|level| level.depth < depth);
        let around = self.open.last().map(|level| level.number);
        if hl.element(2).parse().ok() != around {
            let hint = match around {
                Some(around) => format!("its parent is the level around it, {around}"),
                None => "the outermost level has no parent".to_owned(),
            };
            report.at(Rule::Hierarchy, 2, hint);
        }
        let parent = match hl.element(4) {
            "0" => Some(false),
            "1" => Some(true),
            _ => None,
        };
        let (offset, segment, loop_id) = (hl.offset(), report.number, place.loop_rule.id);
        self.open.push(Open { number, depth, parent, offset, segment, loop_id });
    }

    pub(super) fn finish(&mut self, report: &mut Report<'_, '_>) {
        self.settle(0, report);
    }

    /// A level of `depth` follows the last one: now it is known whether the last one has inner levels.
    fn settle(&self, depth: u16, report: &mut Report<'_, '_>) {
        let Some(last) = self.open.last() else { return };
        let hint = match (last.parent, depth > last.depth) {
            (Some(true), false) => "HL04 is 0 where no inner level follows",
            (Some(false), true) => "HL04 is 1 where an inner level follows",
            _ => return,
        };
        if let Some(finding) = report.at(Rule::Hierarchy, 4, hint) {
            let position = &mut finding.position;
            (position.offset, position.segment) = (last.offset, last.segment);
            (position.id, position.loop_id) = ("HL".into(), Some(last.loop_id));
            finding.value = None;
        }
    }
}
