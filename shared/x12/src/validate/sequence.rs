//! LX: service lines of a claim are numbered from 1.

use super::check::Placed;
use super::report::Report;
use super::rule::Rule;

/// Lines so far of the current claim.
#[derive(Debug, Default)]
pub(super) struct Sequence {
    lines: u32,
}

impl Sequence {
    /// A claim begins.
    pub(super) fn claim(&mut self) {
        self.lines = 0;
    }

    /// The next LX.
    pub(super) fn line(&mut self, at: &Placed<'_, '_>, report: &mut Report<'_, '_>) {
        self.lines += 1;
        if at.segment.element(1).parse() != Ok(self.lines) {
            let hint = format!("lines count from 1 in each claim: this is {}", self.lines);
            report.at(Rule::Sequence, 1, hint);
        }
    }
}
