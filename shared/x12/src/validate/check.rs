//! Checks of levels 3 and 4: each is told of the segments it asks for, and remembers what it needs of them.

use super::finding::Level;
use super::hierarchy::Hierarchy;
use super::report::Report;
use super::{balance, relation};
use crate::guide::{Fit, Guide, LoopRule, Place, SegmentId, SegmentRule};
use crate::reader::Segment;

/// A segment and where the walker placed it.
#[derive(Clone, Copy)]
pub(super) struct Placed<'p, 'a> {
    pub segment: &'p Segment<'a>,
    pub rule: &'static SegmentRule,
    pub loop_rule: &'static LoopRule,
    /// In the transaction set, ST = 1.
    pub number: usize,
}

/// A check of levels 3 and 4; its state is that of one transaction set.
pub(super) trait Check: Default + std::fmt::Debug + Send + Sync + 'static {
    /// What a segment may be to the check.
    type Role: Copy + std::fmt::Debug + Send + Sync;

    /// What segments of `rule` in the loop `loop_id` are to the check; `None` where it does not look at them.
    fn role(loop_id: &str, rule: &SegmentRule) -> Option<Self::Role>;

    /// The next segment it asked for.
    fn push(&mut self, role: Self::Role, at: &Placed<'_, '_>, report: &mut Report<'_, '_>);

    /// The transaction set ends with the segment of `report`.
    fn finish(&mut self, _: &mut Report<'_, '_>) {}

    /// The next transaction set begins.
    fn restart(&mut self) {
        *self = Self::default();
    }
}

/// A check, and what each segment of a guide is to it.
#[derive(Debug)]
struct Watch<C: Check> {
    roles: Box<[Option<C::Role>]>,
    check: C,
}

/// A watch over any check.
trait Watching: std::fmt::Debug + Send + Sync {
    fn wants(&self, rule: &SegmentRule) -> bool;
    fn push(&mut self, at: &Placed<'_, '_>, report: &mut Report<'_, '_>);
    fn finish(&mut self, report: &mut Report<'_, '_>);
    fn restart(&mut self);
}

impl<C: Check> Watching for Watch<C> {
    fn wants(&self, rule: &SegmentRule) -> bool {
        self.roles[usize::from(rule.number)].is_some()
    }

    fn push(&mut self, at: &Placed<'_, '_>, report: &mut Report<'_, '_>) {
        if let Some(role) = self.roles[usize::from(at.rule.number)] {
            self.check.push(role, at, report);
        }
    }

    fn finish(&mut self, report: &mut Report<'_, '_>) {
        self.check.finish(report);
    }

    fn restart(&mut self) {
        self.check.restart();
    }
}

/// The checks that transaction sets of one guide have to pass.
#[derive(Debug)]
pub(super) struct Checks {
    guide: &'static Guide,
    hierarchy: Hierarchy,
    watches: Vec<Box<dyn Watching>>,
    /// By rule of the guide: a bit for each watch that wants its segments.
    wanted: Box<[u32]>,
}

impl Checks {
    pub(super) fn new(guide: &'static Guide) -> Self {
        let mut checks =
            Self { guide, hierarchy: Hierarchy::default(), watches: Vec::new(), wanted: Box::default() };
        balance::watch(guide, &mut checks);
        relation::watch(guide, &mut checks);
        let wanted = guide.segments().map(|rule| {
            let watches = (0..).zip(&checks.watches);
            watches.fold(0, |bits, (n, watch)| bits | u32::from(watch.wants(rule)) << n)
        });
        checks.wanted = wanted.collect();
        checks
    }

    /// Adds a check.
    pub(super) fn add<C: Check>(&mut self) {
        let guide = self.guide;
        let roles = guide.segments().map(|rule| C::role(guide.loop_of(rule).id, rule)).collect();
        self.watches.push(Box::new(Watch { roles, check: C::default() }));
    }

    /// The next transaction set begins.
    pub(super) fn restart(&mut self) {
        self.hierarchy = Hierarchy::default();
        self.watches.iter_mut().for_each(|watch| watch.restart());
    }

    /// The next segment of the transaction set, which follows `guide`.
    #[inline]
    pub(super) fn push(
        &mut self,
        guide: &'static Guide,
        id: SegmentId,
        place: &Place,
        report: &mut Report<'_, '_>,
    ) {
        const HL: SegmentId = SegmentId::new(b"HL");
        if report.deepest < Level::Balance {
            return;
        }
        if !std::ptr::eq(guide, self.guide) {
            *self = Self::new(guide);
        }
        if id == HL {
            self.hierarchy.push(place, report);
        }
        let Some(rule) = place.rule.filter(|_| place.fit != Fit::Qualifier) else { return };
        let mut wanted = self.wanted[usize::from(rule.number)];
        if wanted == 0 {
            return;
        }
        let at = Placed { segment: report.segment, rule, loop_rule: place.loop_rule, number: report.number };
        while wanted != 0 {
            self.watches[wanted.trailing_zeros() as usize].push(&at, report);
            wanted &= wanted - 1;
        }
    }

    /// The transaction set ends with the segment of `report`.
    pub(super) fn finish(&mut self, report: &mut Report<'_, '_>) {
        if report.deepest < Level::Balance {
            return;
        }
        self.hierarchy.finish(report);
        self.watches.iter_mut().for_each(|watch| watch.finish(report));
    }
}
