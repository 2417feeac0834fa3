//! Checks that look at more than one segment; each is told of every segment and its place.

use super::hierarchy::Hierarchy;
use super::report::Report;
use super::sequence::Sequence;
use crate::guide::{Guide, Place, SegmentId};
use crate::reader::Segment;

/// A segment and where the walker placed it.
#[derive(Clone, Copy)]
pub(super) struct Placed<'p, 'a> {
    pub segment: &'p Segment<'a>,
    pub id: SegmentId,
    pub place: &'p Place,
}

/// A check of levels 3 and 4.
#[derive(Debug)]
pub(super) enum Check {
    Hierarchy(Hierarchy),
    Sequence(Sequence),
}

impl Check {
    /// The checks that transaction sets of this guide have to pass.
    pub(super) fn of(guide: &'static Guide) -> Vec<Self> {
        let mut checks = Vec::new();
        if guide.segments().any(|rule| rule.id == "HL") {
            checks.push(Self::Hierarchy(Hierarchy::default()));
        }
        if guide.st01 == "837" {
            checks.push(Self::Sequence(Sequence::default()));
        }
        checks
    }

    /// The next transaction set begins.
    pub(super) fn restart(&mut self) {
        match self {
            Self::Hierarchy(check) => *check = Hierarchy::default(),
            Self::Sequence(check) => *check = Sequence::default(),
        }
    }

    #[inline]
    pub(super) fn push(&mut self, at: &Placed<'_, '_>, report: &mut Report<'_, '_>) {
        const HL: SegmentId = SegmentId::new(b"HL");
        const LX: SegmentId = SegmentId::new(b"LX");
        const CLM: SegmentId = SegmentId::new(b"CLM");
        match (self, at.id) {
            (Self::Hierarchy(check), HL) => check.push(at, report),
            (Self::Sequence(check), CLM) => check.claim(),
            (Self::Sequence(check), LX) => check.line(at, report),
            _ => {}
        }
    }

    /// The transaction set ends with the segment of `report`.
    pub(super) fn finish(&mut self, report: &mut Report<'_, '_>) {
        match self {
            Self::Hierarchy(check) => check.finish(report),
            Self::Sequence(_) => {}
        }
    }
}
