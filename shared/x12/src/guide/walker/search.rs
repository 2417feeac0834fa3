//! Where a segment may stand: on from here first, then where it should have stood, then in a loop whose beginning is
//! missing.

use super::super::index::Entry;
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
    #[inline]
    fn forward(&self, depth: usize, head: Head, segment: &Segment<'_>) -> Option<Entry> {
        let Frame { loop_number, position, .. } = self.frames[depth];
        let entries = self.guide.index.entries(loop_number, head.slot);
        let fits = |entry: &&Entry| entry.takes(head.key) && entry.position >= position;
        let found = entries.iter().find(fits)?;
        Some(if found.twin {
            self.best(entries.iter().filter(fits), segment).unwrap_or(*found)
        } else {
            *found
        })
    }

    /// Of several entries with the same qualifier: one whose other codes agree, and that is not used up.
    #[cold]
    fn best<'e>(&self, entries: impl Iterator<Item = &'e Entry>, segment: &Segment<'_>) -> Option<Entry> {
        let cost = |entry: &&Entry| {
            let full = self.seen[usize::from(entry.counter)] >= entry.repeat;
            (!agrees(self.first_rule(entry.child), segment), full, entry.position)
        };
        entries.min_by_key(cost).copied()
    }

    fn first_rule(&self, child: Child) -> &'static SegmentRule {
        let guide = self.guide;
        match child {
            Child::Segment(number) => &guide.segments[usize::from(number)],
            Child::Loop(number) => &guide.segments[usize::from(guide.loops[usize::from(number)].first)],
        }
    }

    /// Takes an entry of the loop at `depth`, which ends all inner ones.
    #[inline]
    fn go(&mut self, depth: usize, entry: Entry, fit: Fit) -> Place {
        let closed = self.close_to(depth);
        self.reach(depth, entry.position);
        let times = self.count(entry);
        match entry.child {
            Child::Segment(number) => self.at(number, closed, 0, fit),
            Child::Loop(number) => {
                let first = self.guide.loops[usize::from(number)].first;
                self.open(number, self.guide.segments[usize::from(first)].position, times);
                self.at(first, closed, 1, fit)
            }
        }
    }

    /// Counts one more occurrence, and reports the first one too much.
    #[inline]
    fn count(&mut self, entry: Entry) -> u32 {
        let seen = &mut self.seen[usize::from(entry.counter)];
        *seen = seen.saturating_add(1);
        if *seen == entry.repeat.wrapping_add(1) {
            self.faults.push(match entry.child {
                Child::Segment(_) => Fault::SegmentRepeat(entry.repeat),
                Child::Loop(_) => Fault::LoopRepeat(entry.repeat),
            });
        }
        *seen
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
        let entry = *entries.iter().find(|entry| entry.takes(head.key))?;
        if let Child::Segment(number) = entry.child {
            self.count(entry);
            return Some(self.at(number, 0, 0, Fit::Late));
        }
        Some(self.go(depth, entry, Fit::Late))
    }

    /// It belongs to an inner loop whose first segment is missing: the only one it can be, or else one that must come
    /// and has not come yet.
    fn headless(&mut self, segment: &Segment<'_>, head: Head) -> Option<Place> {
        for depth in (0..self.frames.len()).rev() {
            let Frame { loop_number, position, .. } = self.frames[depth];
            let guide = self.guide;
            let holds = |child: &Child| match *child {
                Child::Loop(number) => {
                    let ahead = guide.loops[usize::from(number)].position >= position;
                    ahead && guide.index.entries(number, head.slot).iter().any(|entry| entry.takes(head.key))
                }
                Child::Segment(_) => false,
            };
            let children = guide.loops[usize::from(loop_number)].children.iter().copied();
            let holding: Vec<Child> = children.filter(holds).collect();
            let due = guide.index.due(loop_number).iter();
            let mut due = due.filter(|due| self.seen[usize::from(due.counter)] == 0).map(|due| due.child);
            match holding[..] {
                [] => {}
                [Child::Loop(number)] => return self.enter(depth, number, segment, head),
                _ => {
                    let Some(Child::Loop(number)) = due.find(|child| holding.contains(child)) else {
                        return None;
                    };
                    return self.enter(depth, number, segment, head);
                }
            }
        }
        None
    }

    /// Begins loop `number` inside of the one at `depth`, though its first segment did not come.
    fn enter(&mut self, depth: usize, number: u16, segment: &Segment<'_>, head: Head) -> Option<Place> {
        let rule = &self.guide.loops[usize::from(number)];
        let first = &self.guide.segments[usize::from(rule.first)];
        let beginnings = self.guide.index.entries(self.frames[depth].loop_number, first.slot);
        let entry = *beginnings.iter().find(|entry| entry.child == Child::Loop(number))?;
        let closed = self.go(depth, entry, Fit::Exact).closed;
        self.faults.push(Fault::Missing(Child::Segment(rule.first)));
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
        if ahead.any(|other| other.counter != entry.counter) {
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
