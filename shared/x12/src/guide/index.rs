//! Tables by which the walker finds the place of a segment without comparing texts.

use super::dictionary::{Dictionary, Slot};
use super::rule::{Child, LoopRule, SegmentRule, Usage};

/// Any qualifier will do.
pub(crate) const ANY: u64 = u64::MAX;

/// One way to go on inside of a loop: a segment of it, or an inner loop that begins with the segment.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Entry {
    /// The qualifier as `codes::key`, or `ANY`.
    pub key: u64,
    pub position: u32,
    /// Most occurrences.
    pub repeat: u32,
    pub child: Child,
    /// Where its occurrences are counted.
    pub counter: u16,
    /// Another entry of the loop has the same segment and qualifier.
    pub twin: bool,
}

impl Entry {
    #[inline]
    pub(crate) fn takes(&self, key: u64) -> bool {
        self.key == key || self.key == ANY
    }
}

/// A child that must be sent.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Due {
    pub position: u32,
    pub child: Child,
    pub counter: u16,
}

/// What the walker needs of one loop.
#[derive(Debug)]
struct LoopTable {
    /// By slot: where its entries stand.
    ranges: Box<[(u16, u16)]>,
    /// The children that must be sent, by position; not the first segment.
    due: Box<[Due]>,
    /// Where the counters of its children stand.
    counters: (u16, u16),
}

#[derive(Debug)]
pub(crate) struct Index {
    loops: Box<[LoopTable]>,
    entries: Box<[Entry]>,
    /// By slot: a segment with which a loop begins.
    starters: Box<[bool]>,
    counters: usize,
}

impl Index {
    /// `None` where the guide has more entries than the tables can number.
    pub(super) fn new(loops: &[LoopRule], segments: &[SegmentRule], dictionary: &Dictionary) -> Option<Self> {
        let slots = dictionary.segments().len();
        let mut starters = vec![false; slots].into_boxed_slice();
        let (mut entries, mut tables) = (Vec::new(), Vec::with_capacity(loops.len()));
        let mut counters = 0;
        for rule in loops {
            starters[usize::from(segments[usize::from(rule.first)].slot)] = true;
            let children = children(rule, loops, segments, counters)?;
            let mut found: Vec<(Slot, Entry)> = children.iter().flat_map(Numbered::entries).collect();
            found.sort_by_key(|&(slot, entry)| (slot, entry.position));
            let mut ranges = vec![(0, 0); slots].into_boxed_slice();
            for same in found.chunk_by(|(left, _), (right, _)| left == right) {
                let begin = u16::try_from(entries.len()).ok()?;
                entries.extend(same.iter().map(|&(_, entry)| Entry { twin: has_twin(entry, same), ..entry }));
                ranges[usize::from(same[0].0)] = (begin, u16::try_from(entries.len()).ok()?);
            }
            let due = children.iter().filter(|child| child.required).map(Numbered::due).collect();
            let end = u16::try_from(usize::from(counters) + rule.children.len()).ok()?;
            tables.push(LoopTable { ranges, due, counters: (counters, end) });
            counters = end;
        }
        let (loops, entries) = (tables.into(), entries.into());
        Some(Self { loops, entries, starters, counters: usize::from(counters) })
    }

    /// The entries of a loop for segments of `slot`, by ascending position; not the segment the loop begins with.
    #[inline]
    pub(crate) fn entries(&self, loop_number: u16, slot: Slot) -> &[Entry] {
        let (begin, end) = self.loops[usize::from(loop_number)].ranges[usize::from(slot)];
        &self.entries[usize::from(begin)..usize::from(end)]
    }

    #[inline]
    pub(crate) fn due(&self, loop_number: u16) -> &[Due] {
        &self.loops[usize::from(loop_number)].due
    }

    /// The counters of the children of a loop.
    pub(crate) fn counters(&self, loop_number: u16) -> std::ops::Range<usize> {
        let (begin, end) = self.loops[usize::from(loop_number)].counters;
        usize::from(begin)..usize::from(end)
    }

    /// How many counters all loops have.
    pub(crate) fn counted(&self) -> usize {
        self.counters
    }

    pub(crate) fn starts_loop(&self, slot: Slot) -> bool {
        self.starters[usize::from(slot)]
    }
}

/// Whether `same`, which has `entry`, has another that takes the same segments.
fn has_twin(entry: Entry, same: &[(Slot, Entry)]) -> bool {
    let meets = |other: &Entry| other.takes(entry.key) || entry.key == ANY;
    same.iter().any(|(_, other)| other.counter != entry.counter && meets(other))
}

/// A child of a loop with its counter.
struct Numbered<'r> {
    child: Child,
    /// The segment by which it is recognized.
    segment: &'r SegmentRule,
    position: u32,
    repeat: u32,
    required: bool,
    counter: u16,
    /// The segment the loop begins with, which does not come again inside of it.
    first: bool,
}

impl Numbered<'_> {
    fn entries(&self) -> Vec<(Slot, Entry)> {
        if self.first {
            return Vec::new();
        }
        let Self { child, position, repeat, counter, .. } = *self;
        let entry = |key| (self.segment.slot, Entry { key, position, repeat, child, counter, twin: false });
        match self.segment.qualifier() {
            Some(codes) => codes.keys().iter().map(|&key| entry(key)).collect(),
            None => vec![entry(ANY)],
        }
    }

    fn due(&self) -> Due {
        Due { position: self.position, child: self.child, counter: self.counter }
    }
}

fn children<'r>(
    rule: &LoopRule,
    loops: &[LoopRule],
    segments: &'r [SegmentRule],
    counters: u16,
) -> Option<Vec<Numbered<'r>>> {
    let numbered = |(ordinal, &child): (usize, &Child)| {
        let counter = counters.checked_add(u16::try_from(ordinal).ok()?)?;
        let begins = ordinal == 0;
        let (segment, position, repeat, usage) = match child {
            Child::Segment(number) => {
                let segment = &segments[usize::from(number)];
                (segment, segment.position, segment.repeat, segment.usage)
            }
            Child::Loop(number) => {
                let inner = &loops[usize::from(number)];
                (&segments[usize::from(inner.first)], inner.position, inner.repeat, inner.usage)
            }
        };
        let required = usage == Usage::Required && !begins;
        let first = begins && rule.number != 0;
        Some(Numbered { child, segment, position, repeat, required, counter, first })
    };
    rule.children.iter().enumerate().map(numbered).collect()
}
