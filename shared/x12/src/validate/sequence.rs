//! LX: service lines of a claim are numbered from 1.

use super::check::Placed;
use super::finding::{Level, Severity};
use super::report::Report;
use super::rule::Rule;
use crate::guide::SegmentId;

/// Lines so far of the current claim.
#[derive(Debug, Default)]
pub(super) struct Sequence {
    lines: u32,
}

impl Sequence {
    pub(super) fn push(&mut self, at: &Placed<'_, '_>, report: &mut Report<'_, '_>) {
        const LX: SegmentId = SegmentId::new(b"LX");
        const CLM: SegmentId = SegmentId::new(b"CLM");
        if at.id == CLM {
            self.lines = 0;
        } else if at.id == LX {
            self.lines += 1;
            if at.segment.element(1).parse() != Ok(self.lines) {
                let hint = format!("lines count from 1 in each claim: this is {}", self.lines);
                report.at(Level::Relation, Severity::Error, Rule::Sequence, 1, hint);
            }
        }
    }
}
