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
        let outwards = || (0..innermost).rev();
        let found = self.late(innermost, head, true);
        let found = found.or_else(|| self.late_in_parent(head));
        let found = found.or_else(|| self.misqualified(innermost, head));
        let found = found.or_else(|| self.headless(segment, head, true));
        let found = found.or_else(|| outwards().find_map(|depth| self.late(depth, head, false)));
        let found = found.or_else(|| outwards().find_map(|depth| self.misqualified(depth, head)));
        let found = found.or_else(|| self.headless(segment, head, false));
        let found = found.or_else(|| outwards().find_map(|depth| self.late(depth, head, true)));
        found.unwrap_or_else(|| {
            let place = self.nowhere();
            self.lost = self.guide.index.starts_loop(head.slot);
            place
        })
    }

    /// It should have come earlier in the loop at `depth`. A segment leaves the open loops as they are; `loops` says
    /// whether it may begin a loop.
    fn late(&mut self, depth: usize, head: Head, loops: bool) -> Option<Place> {
        let entries = self.guide.index.entries(self.frames[depth].loop_number, head.slot);
        let entry = *entries.iter().find(|entry| entry.takes(head.key))?;
        match entry.child {
            Child::Segment(number) => {
                self.count(entry);
                Some(self.at(number, 0, 0, Fit::Late))
            }
            Child::Loop(_) => loops.then(|| self.go(depth, entry, Fit::Late)),
        }
    }

    /// It should have come before the innermost loop began: its qualifier says so.
    fn late_in_parent(&mut self, head: Head) -> Option<Place> {
        let parent = self.frames.len().checked_sub(2)?;
        let entries = self.guide.index.entries(self.frames[parent].loop_number, head.slot);
        entries.iter().find(|entry| entry.key == head.key)?;
        self.late(parent, head, false)
    }

    /// It belongs to an inner loop whose first segment is missing: the first that must come and has not come yet, or
    /// else, unless `due`, the only one it can be.
    fn headless(&mut self, segment: &Segment<'_>, head: Head, due: bool) -> Option<Place> {
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
            let outstanding = guide.index.due(loop_number).iter();
            let mut outstanding = outstanding.filter(|due| self.seen[usize::from(due.counter)] == 0);
            let must = outstanding.find(|due| holds(&due.child)).map(|due| due.child);
            let mut may = guide.loops[usize::from(loop_number)].children.iter().copied().filter(holds);
            match (must, may.next(), may.next()) {
                (_, None, _) => {}
                (Some(Child::Loop(number)), ..) => return self.enter(depth, number, segment, head),
                _ if due => {}
                (_, Some(Child::Loop(number)), None) => return self.enter(depth, number, segment, head),
                _ => return None,
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

    /// Its qualifier is wrong, and by its name only one child of the loop at `depth` can be meant, or one must come and
    /// has not come yet.
    fn misqualified(&mut self, depth: usize, head: Head) -> Option<Place> {
        let Frame { loop_number, position, .. } = self.frames[depth];
        let seen = |entry: &Entry| self.seen[usize::from(entry.counter)];
        let entries = self.guide.index.entries(loop_number, head.slot).iter();
        let open = entries.filter(|entry| entry.position >= position && seen(entry) < entry.repeat);
        let due = self.guide.index.due(loop_number);
        let must = |entry: &&Entry| seen(entry) == 0 && due.iter().any(|due| due.counter == entry.counter);
        let first = open.clone().next()?;
        let alone = open.clone().all(|other| other.counter == first.counter);
        let entry = if alone { *first } else { *open.clone().find(must)? };
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
