//! Finds the place of each segment of a transaction set in its guide.

mod search;

use super::Guide;
use super::codes::key;
use super::dictionary::{Dictionary, SegmentId, Slot};
use super::rule::{Child, LoopRule, SegmentRule, qualifier_place};
use crate::reader::Segment;

/// Where a segment stands.
#[derive(Debug, Clone, Copy)]
pub struct Place {
    /// The loop it stands in; of a segment without a rule, the loop that was open.
    pub loop_rule: &'static LoopRule,
    /// `None` where the guide has no place for it here.
    pub rule: Option<&'static SegmentRule>,
    /// How many loops ended before this segment.
    pub closed: usize,
    /// How many loops begin with this segment: more than one where the segments that should begin the outer ones are
    /// missing.
    pub opened: usize,
    /// How well the segment fits there.
    pub fit: Fit,
}

/// How well a segment fits where it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fit {
    /// As the guide has it.
    Exact,
    /// It should have come earlier.
    Late,
    /// Its qualifier is none of those of its rule.
    Qualifier,
    /// Nowhere near; it belongs to no loop that is open or may begin.
    Unplaced,
    /// It follows a segment that could not be placed and may belong to it.
    Lost,
}

/// What is wrong with the sequence up to a segment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fault {
    /// A required segment or loop did not come, in the loop with this number.
    Missing(Child),
    /// One segment more than its rule allows.
    SegmentRepeat(u32),
    /// One loop more than its rule allows.
    LoopRepeat(u32),
}

/// An open loop.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Frame {
    pub loop_number: u16,
    /// The position reached.
    position: u32,
    /// The position of the next required child; `u32::MAX` where no more are.
    due: u32,
    /// How many of the required children were looked at.
    checked: u16,
    /// Which occurrence of the loop this is, counted from 1.
    pub occurrence: u32,
}

/// The id of a segment in tables, and its qualifier.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Head {
    pub slot: Slot,
    pub key: u64,
}

impl Head {
    fn of(segment: &Segment<'_>, slot: Slot, id: SegmentId) -> Self {
        Self::new(slot, segment.element(qualifier_place(id)).as_bytes(), segment.delimiters().component)
    }

    /// `value` is the element that qualifies segments of this name; of a composite, the first component counts.
    #[inline]
    pub(crate) fn new(slot: Slot, value: &[u8], component: u8) -> Self {
        let end = value.iter().position(|&byte| byte == component).unwrap_or(value.len());
        Self { slot, key: key(&value[..end]) }
    }
}

/// Walks one transaction set through its guide, segment by segment.
///
/// ```
/// use x12::guide::{Guide, Walker};
/// # fn main() -> Result<(), x12::X12Error> {
/// let text = x12::TransactionWriter::new("999", "0001", Some("005010X231A1"))
///     .with("AK1", &["HC", "1", "005010X222A1"])
///     .with("AK2", &["837", "0001", "005010X222A1"])
///     .with("IK5", &["A"])
///     .with("AK9", &["A", "1", "1", "1"])
///     .finish()?;
/// let guide = Guide::of("999", "005010X231A1").expect("known");
/// let mut walker = Walker::new(guide);
/// let isa = "ISA*00*          *00*          *ZZ*A              *ZZ*B              *260309*1405*^*00501*000000042*1*T*:~";
/// let text = format!("{isa}{}", text.as_str());
/// let mut places = Vec::new();
/// for segment in x12::reader::Segments::new(&text).skip(1).take(5) {
///     places.push(walker.place(&segment?).loop_rule.id);
/// }
/// assert_eq!(places, ["ST", "ST", "2000", "2000", "ST"]);
/// # Ok(())
/// # }
/// ```
#[derive(Debug, Clone)]
pub struct Walker {
    guide: &'static Guide,
    /// Open loops, outermost first; never empty.
    frames: Vec<Frame>,
    /// How often each child of each loop was seen in the current occurrence of the loop.
    seen: Vec<u32>,
    lost: bool,
    pub(crate) faults: Vec<Fault>,
}

impl Walker {
    /// A walker before ST.
    #[must_use]
    pub fn new(guide: &'static Guide) -> Self {
        let (frames, seen) = (Vec::with_capacity(8), vec![0; guide.index.counted()]);
        let mut walker = Self { guide, frames, seen, lost: false, faults: Vec::new() };
        walker.restart();
        walker
    }

    /// Begins the next transaction set of the same guide.
    pub fn restart(&mut self) {
        self.frames.clear();
        self.lost = false;
        self.open(0, 0, 1);
    }

    /// After ST, where BHT02 says that the guide is another one of the same identifier: walks that one.
    pub(crate) fn choose(&mut self, purpose: &str) {
        let bht = self.guide.segments.iter().find(|rule| rule.id == "BHT");
        let codes = bht.and_then(|bht| bht.element(2)).and_then(|element| element.codes());
        if codes.is_none_or(|codes| codes.contains(purpose)) {
            return;
        }
        if let Some(guide) = self.guide.with_purpose(purpose) {
            *self = Self::new(guide);
            self.reach(0, guide.segments[0].position);
            self.seen[0] = 1;
        }
    }

    /// The guide walked.
    #[must_use]
    pub fn guide(&self) -> &'static Guide {
        self.guide
    }

    /// The open loops, outermost first, each with its occurrence counted from 1 in the loop around it.
    pub fn path(&self) -> impl Iterator<Item = (&'static LoopRule, u32)> + '_ {
        let guide = self.guide;
        self.frames.iter().map(|frame| (&guide.loops[usize::from(frame.loop_number)], frame.occurrence))
    }

    /// Places the next segment of the transaction set; the first is ST.
    pub fn place(&mut self, segment: &Segment<'_>) -> Place {
        self.faults.clear();
        let id = SegmentId::new(segment.name());
        match Dictionary::get().slot(id) {
            Some(slot) => self.step(segment, Head::of(segment, slot, id)),
            None => self.nowhere(),
        }
    }

    pub(crate) fn nowhere(&self) -> Place {
        let fit = if self.lost { Fit::Lost } else { Fit::Unplaced };
        Place { loop_rule: self.innermost(), rule: None, closed: 0, opened: 0, fit }
    }

    fn innermost(&self) -> &'static LoopRule {
        let number = self.frames.last().map_or(0, |frame| frame.loop_number);
        &self.guide.loops[usize::from(number)]
    }

    /// Ends every loop, as if SE came here.
    pub(crate) fn finish(&mut self) {
        self.faults.clear();
        self.close_to(0);
        let last = self.guide.index.due(0).last().map_or(u32::MAX, |se| se.position);
        self.reach(0, last);
    }

    /// Moves a loop on to `position`; what is required before it and did not come is missing.
    #[inline]
    fn reach(&mut self, depth: usize, position: u32) {
        let frame = &mut self.frames[depth];
        frame.position = frame.position.max(position);
        if frame.due < position {
            self.settle(depth, position);
        }
    }

    fn settle(&mut self, depth: usize, position: u32) {
        let frame = &mut self.frames[depth];
        let due = self.guide.index.due(frame.loop_number);
        for child in due[usize::from(frame.checked)..].iter().take_while(|child| child.position < position) {
            if self.seen[usize::from(child.counter)] == 0 {
                self.faults.push(Fault::Missing(child.child));
            }
            frame.checked += 1;
        }
        frame.due = due.get(usize::from(frame.checked)).map_or(u32::MAX, |child| child.position);
    }

    /// Ends the loops inside of the one at `depth`, innermost first; how many there were.
    #[inline]
    fn close_to(&mut self, depth: usize) -> usize {
        let closed = self.frames.len() - depth - 1;
        for _ in 0..closed {
            self.reach(self.frames.len() - 1, u32::MAX);
            self.frames.pop();
        }
        closed
    }

    /// Opens a loop inside of the innermost one.
    fn open(&mut self, number: u16, position: u32, occurrence: u32) {
        let index = &self.guide.index;
        self.seen[index.counters(number)].fill(0);
        let due = index.due(number).first().map_or(u32::MAX, |child| child.position);
        self.frames.push(Frame { loop_number: number, position, due, checked: 0, occurrence });
    }
}
