//! Where a segment may stand: on from here first, then where it should have stood, then in a loop whose beginning is
//! missing.

use super::super::index::{ANY, Entry};
use super::super::rule::{Child, SegmentRule};
use super::{Fault, Fit, Frame, Head, Place, Walker};
use crate::reader::Segment;

impl Walker {
    /// As `place`, for a segment whose table entry is known. Faults of the sequence are in `faults` afterwards.
    pub(crate) fn step(&mut self, segment: &Segment<'_>, head: Head) -> Place {
        for depth in (0..self.frames.len()).rev() {
            if let Some(entry) = self.forward(depth, head, segment) {
                self.lost = false;
                return self.go(depth, entry, Fit::Exact);
            }
        }
        self.otherwise(segment, head)
    }

    /// The entry by which the loop at `depth` goes on with this segment.
    fn forward(&self, depth: usize, head: Head, segment: &Segment<'_>) -> Option<Entry> {
        let Frame { loop_number, position, .. } = self.frames[depth];
        let entries = self.guide.index.entries(loop_number, head.slot);
        let fits = |entry: &&Entry| entry.position >= position && (entry.key == head.key || entry.key == ANY);
        let mut matching = entries.iter().filter(fits);
        let first = *matching.next()?;
        match matching.next() {
            None => Some(first),
            Some(&second) => Some(self.best(loop_number, [first, second], matching, segment)),
        }
    }

    /// Of several entries with the same qualifier: one whose other codes agree, and that is not used up.
    #[cold]
    fn best<'e>(
        &self,
        loop_number: u16,
        firsts: [Entry; 2],
        others: impl Iterator<Item = &'e Entry>,
        segment: &Segment<'_>,
    ) -> Entry {
        let cost = |entry: &Entry| {
            let full = self.seen(loop_number, entry.ordinal) >= self.repeat_of(entry.child);
            (!agrees(self.first_rule(entry.child), segment), full, entry.position)
        };
        firsts.into_iter().chain(others.copied()).min_by_key(cost).unwrap_or(firsts[0])
    }

    fn first_rule(&self, child: Child) -> &'static SegmentRule {
        let guide = self.guide;
        match child {
            Child::Segment(number) => &guide.segments[usize::from(number)],
            Child::Loop(number) => &guide.segments[usize::from(guide.loops[usize::from(number)].first)],
        }
    }

    /// Takes an entry of the loop at `depth`, which ends all inner ones.
    fn go(&mut self, depth: usize, entry: Entry, fit: Fit) -> Place {
        let closed = self.close_to(depth);
        let loop_number = self.frames[depth].loop_number;
        self.reach(depth, entry.position);
        let times = self.count(loop_number, entry.ordinal);
        let most = self.repeat_of(entry.child);
        let excess = most != u32::MAX && times == most + 1;
        match entry.child {
            Child::Segment(number) => {
                if excess {
                    self.faults.push(Fault::SegmentRepeat(most));
                }
                self.at(number, closed, 0, fit)
            }
            Child::Loop(number) => {
                if excess {
                    self.faults.push(Fault::LoopRepeat(most));
                }
                self.open(number, times);
                self.at(self.guide.loops[usize::from(number)].first, closed, 1, fit)
            }
        }
    }

    fn at(&self, segment: u16, closed: usize, opened: usize, fit: Fit) -> Place {
        let rule = &self.guide.segments[usize::from(segment)];
        let loop_rule = &self.guide.loops[usize::from(rule.loop_number)];
        Place { loop_rule, rule: Some(rule), closed, opened, fit }
    }

    /// A segment that does not go on from here.
    #[cold]
    fn otherwise(&mut self, segment: &Segment<'_>, head: Head) -> Place {
        if self.lost {
            return self.nowhere();
        }
        let innermost = self.frames.len() - 1;
        let found = self.late(innermost, head);
        let found = found.or_else(|| self.headless(segment, head));
        let found = found.or_else(|| (0..innermost).rev().find_map(|depth| self.late(depth, head)));
        let found = found.or_else(|| (0..=innermost).rev().find_map(|depth| self.misqualified(depth, head)));
        found.unwrap_or_else(|| {
            let place = self.nowhere();
            self.lost = self.guide.index.starts_loop(head.slot);
            place
        })
    }

    /// It should have come earlier in the loop at `depth`. A segment leaves the open loops as they are.
    fn late(&mut self, depth: usize, head: Head) -> Option<Place> {
        let loop_number = self.frames[depth].loop_number;
        let entries = self.guide.index.entries(loop_number, head.slot);
        let entry = *entries.iter().find(|entry| entry.key == head.key || entry.key == ANY)?;
        if let Child::Segment(number) = entry.child {
            self.count(loop_number, entry.ordinal);
            return Some(self.at(number, 0, 0, Fit::Late));
        }
        Some(self.go(depth, entry, Fit::Late))
    }

    /// It belongs to an inner loop whose first segment is missing; only where that is the one way to read it.
    fn headless(&mut self, segment: &Segment<'_>, head: Head) -> Option<Place> {
        for depth in (0..self.frames.len()).rev() {
            let Frame { loop_number, position, .. } = self.frames[depth];
            let children = &self.guide.loops[usize::from(loop_number)].children;
            let holds = |&(_, child): &(usize, &Child)| match *child {
                Child::Loop(number) => {
                    let ahead = self.guide.loops[usize::from(number)].position >= position;
                    let entries = self.guide.index.entries(number, head.slot);
                    ahead && entries.iter().any(|entry| entry.key == head.key || entry.key == ANY)
                }
                Child::Segment(_) => false,
            };
            let mut holding = children.iter().enumerate().filter(holds);
            let Some((ordinal, &child)) = holding.next() else { continue };
            let (None, Child::Loop(number)) = (holding.next(), child) else { return None };
            return self.enter(depth, (ordinal, number), segment, head);
        }
        None
    }

    fn enter(
        &mut self,
        depth: usize,
        (ordinal, number): (usize, u16),
        segment: &Segment<'_>,
        head: Head,
    ) -> Option<Place> {
        let loop_number = self.frames[depth].loop_number;
        let ordinal = u16::try_from(ordinal).ok()?;
        let closed = self.close_to(depth);
        self.reach(depth, self.guide.loops[usize::from(number)].position);
        let times = self.count(loop_number, ordinal);
        self.open(number, times);
        self.faults.push(Fault::Missing(Child::Segment(self.guide.loops[usize::from(number)].first)));
        let innermost = self.frames.len() - 1;
        let entry = self.forward(innermost, head, segment)?;
        let place = self.go(innermost, entry, Fit::Exact);
        Some(Place { closed, opened: place.opened + 1, ..place })
    }

    /// Its qualifier is wrong, and by its name only one child of the loop at `depth` can be meant.
    fn misqualified(&mut self, depth: usize, head: Head) -> Option<Place> {
        let Frame { loop_number, position, .. } = self.frames[depth];
        let entries = self.guide.index.entries(loop_number, head.slot);
        let mut ahead = entries.iter().filter(|entry| entry.position >= position);
        let entry = *ahead.next()?;
        if ahead.any(|other| other.ordinal != entry.ordinal) {
            return None;
        }
        Some(self.go(depth, entry, Fit::Qualifier))
    }
}

/// Whether the coded elements after the qualifier hold codes of `rule`.
fn agrees(rule: &SegmentRule, segment: &Segment<'_>) -> bool {
    (2..=4).all(|n| {
        let value = segment.element(n);
        let rule = rule.element(n).filter(|rule| rule.components().is_empty());
        value.is_empty() || rule.and_then(|rule| rule.codes()).is_none_or(|codes| codes.contains(value))
    })
}
