//! Tables by which the walker finds the place of a segment without comparing texts.

use super::codes::Codes;
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
    pub child: Child,
    /// Which child of the loop it is.
    pub ordinal: u16,
}

#[derive(Debug)]
pub(crate) struct Index {
    slots: usize,
    /// By loop and slot: where its entries stand.
    ranges: Box<[(u16, u16)]>,
    entries: Box<[Entry]>,
    /// By loop: the children that must be sent, without the first segment, as ordinals.
    required: Box<[Box<[u16]>]>,
    /// By loop: where its counters begin.
    counters: Box<[u16]>,
    /// By slot: a segment with which a loop begins.
    starters: Box<[bool]>,
}

impl Index {
    pub(super) fn new(loops: &[LoopRule], segments: &[SegmentRule], dictionary: &Dictionary) -> Self {
        let slots = dictionary.segments().len();
        let (mut ranges, mut entries) = (Vec::with_capacity(loops.len() * slots), Vec::new());
        let mut starters = vec![false; slots];
        for rule in loops {
            starters[usize::from(segments[usize::from(rule.first)].slot)] = true;
            for slot in 0..slots {
                let begin = entries.len();
                entries.extend(
                    candidates(rule, loops, segments)
                        .filter(|(at, _)| usize::from(*at) == slot)
                        .map(|(_, entry)| entry),
                );
                ranges.push((narrow(begin), narrow(entries.len())));
            }
        }
        let required = loops.iter().map(|rule| required(rule, loops, segments)).collect();
        let mut next = 0;
        let counters = loops.iter().map(|rule| {
            next += rule.children.len();
            narrow(next - rule.children.len())
        });
        let counters = counters.collect();
        Self {
            slots,
            ranges: ranges.into(),
            entries: entries.into(),
            required,
            counters,
            starters: starters.into(),
        }
    }

    /// The entries of a loop for segments of `slot`, by ascending position; not the segment the loop begins with.
    pub(crate) fn entries(&self, loop_number: u16, slot: Slot) -> &[Entry] {
        let (begin, end) = self.ranges[usize::from(loop_number) * self.slots + usize::from(slot)];
        &self.entries[usize::from(begin)..usize::from(end)]
    }

    pub(crate) fn required(&self, loop_number: u16) -> &[u16] {
        &self.required[usize::from(loop_number)]
    }

    pub(crate) fn counter(&self, loop_number: u16) -> usize {
        usize::from(self.counters[usize::from(loop_number)])
    }

    pub(crate) fn starts_loop(&self, slot: Slot) -> bool {
        self.starters[usize::from(slot)]
    }
}

/// Guides have a few thousand entries; a text that overflows this would fail its test, not wrap.
fn narrow(number: usize) -> u16 {
    u16::try_from(number).unwrap_or(u16::MAX)
}

fn candidates<'r>(
    rule: &'r LoopRule,
    loops: &'r [LoopRule],
    segments: &'r [SegmentRule],
) -> impl Iterator<Item = (Slot, Entry)> + 'r {
    let own = usize::from(rule.number != 0);
    rule.children.iter().enumerate().skip(own).flat_map(move |(ordinal, &child)| {
        let (segment, position) = match child {
            Child::Segment(number) => {
                (&segments[usize::from(number)], segments[usize::from(number)].position)
            }
            Child::Loop(number) => {
                let inner = &loops[usize::from(number)];
                (&segments[usize::from(inner.first)], inner.position)
            }
        };
        let keys = segment.qualifier().map_or_else(|| vec![ANY], |codes: &Codes| codes.keys().to_vec());
        let entry = move |key| (segment.slot, Entry { key, position, child, ordinal: narrow(ordinal) });
        keys.into_iter().map(entry)
    })
}

fn required(rule: &LoopRule, loops: &[LoopRule], segments: &[SegmentRule]) -> Box<[u16]> {
    let usage = |child: &Child| match *child {
        Child::Segment(number) => segments[usize::from(number)].usage,
        Child::Loop(number) => loops[usize::from(number)].usage,
    };
    let children = rule.children.iter().enumerate().skip(1);
    children
        .filter(|(_, child)| usage(child) == Usage::Required)
        .map(|(ordinal, _)| narrow(ordinal))
        .collect()
}
