//! What each segment of a file stands in: interchange, group, transaction set, loops.

use crate::delimiters::{Delimiters, ISA_LENGTH};
use crate::guide::{Fit, Guide, LoopRule, SegmentRule, Walker};
use crate::reader::Segment;

/// Something that has segments inside.
#[derive(Debug, Clone, Copy)]
pub enum Nest {
    /// ISA to IEA.
    Interchange,
    /// GS to GE.
    Group,
    /// ST to SE; `None` where its guide is not known, and its loops neither.
    TransactionSet(Option<&'static Guide>),
    /// A loop of the guide, from its first segment on.
    Loop(&'static LoopRule),
}

/// Where a segment stands, seen from the segment before it.
#[derive(Debug, Clone, Copy, Default)]
pub struct Stand {
    /// How many nests ended before it.
    pub closed: usize,
    /// How many begin with it: the last of `Nesting::open`.
    pub opened: usize,
    /// Its rule in the guide of its transaction set.
    pub rule: Option<&'static SegmentRule>,
    /// How well it fits there; `None` outside of transaction sets, and where no guide is known.
    pub fit: Option<Fit>,
}

/// Follows the segments of a file, of whatever quality, through envelopes and loops.
#[derive(Debug, Clone, Default)]
pub struct Nesting {
    open: Vec<Nest>,
    walker: Option<Walker>,
    /// GS08.
    version: String,
    /// Segments of the transaction set so far.
    segments: usize,
    /// The segment before was SE, GE or IEA of the innermost nest.
    ended: bool,
}

impl Nesting {
    /// Nothing is open.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// What is open after the segment placed last, outermost first.
    #[must_use]
    pub fn open(&self) -> &[Nest] {
        &self.open
    }

    /// The guide of the open transaction set.
    #[must_use]
    pub fn guide(&self) -> Option<&'static Guide> {
        self.open.iter().find_map(|nest| match nest {
            Nest::TransactionSet(guide) => *guide,
            _ => None,
        })
    }

    /// Places the next segment of the file.
    pub fn place(&mut self, segment: &Segment<'_>) -> Stand {
        let begins = || {
            let isa = format!("{}{}", segment.raw(), char::from(segment.delimiters().segment));
            isa.len() == ISA_LENGTH && Delimiters::of_isa(&isa, 0).is_ok()
        };
        if segment.id() == "ISA" && begins() { self.place_interchange() } else { self.place_other(segment) }
    }

    /// Places an ISA that begins an interchange.
    pub(super) fn place_interchange(&mut self) -> Stand {
        let closed = self.close(0);
        self.open.push(Nest::Interchange);
        Stand { closed, opened: 1, ..Stand::default() }
    }

    /// Places any other segment.
    pub(super) fn place_other(&mut self, segment: &Segment<'_>) -> Stand {
        let closed = self.settle();
        let stand = match segment.id() {
            "GS" => self.group(segment),
            "ST" => self.transaction_set(segment),
            "SE" => self.trailer(|nest| matches!(nest, Nest::TransactionSet(_)), segment),
            "GE" => self.trailer(|nest| matches!(nest, Nest::Group), segment),
            "IEA" => self.trailer(|nest| matches!(nest, Nest::Interchange), segment),
            _ => self.body(segment),
        };
        Stand { closed: closed + stand.closed, ..stand }
    }

    /// Ends what the segment before was the last of; how many that are.
    pub(super) fn settle(&mut self) -> usize {
        if !std::mem::take(&mut self.ended) {
            return 0;
        }
        self.close(self.open.len() - 1)
    }

    fn group(&mut self, gs: &Segment<'_>) -> Stand {
        let closed = self.close_from(|nest| !matches!(nest, Nest::Interchange));
        gs.element(8).clone_into(&mut self.version);
        self.open.push(Nest::Group);
        Stand { closed, opened: 1, ..Stand::default() }
    }

    fn transaction_set(&mut self, st: &Segment<'_>) -> Stand {
        let closed = self.close_from(|nest| matches!(nest, Nest::TransactionSet(_) | Nest::Loop(_)));
        let guide = Guide::of(st.element(1), st.optional(3).unwrap_or(&self.version));
        match (&mut self.walker, guide) {
            (Some(walker), Some(guide)) if std::ptr::eq(walker.guide(), guide) => walker.restart(),
            _ => self.walker = guide.map(Walker::new),
        }
        self.segments = 0;
        self.open.push(Nest::TransactionSet(guide));
        let stand = self.body(st);
        Stand { closed, opened: 1, ..stand }
    }

    /// SE, GE or IEA of the nest that `is` tells.
    fn trailer(&mut self, is: impl Fn(&Nest) -> bool, segment: &Segment<'_>) -> Stand {
        let Some(depth) = self.open.iter().rposition(is) else { return self.body(segment) };
        let in_set = matches!(self.open[depth], Nest::TransactionSet(_));
        let stand = if in_set { self.body(segment) } else { Stand::default() };
        let closed = stand.closed + self.close(depth + 1);
        self.ended = true;
        Stand { closed, opened: 0, ..stand }
    }

    /// Any segment of a transaction set, or one that stands where none should.
    fn body(&mut self, segment: &Segment<'_>) -> Stand {
        let is_set = |nest: &Nest| matches!(nest, Nest::TransactionSet(Some(_)));
        let (Some(set), Some(walker)) = (self.open.iter().position(is_set), &mut self.walker) else {
            return Stand::default();
        };
        self.segments += 1;
        if self.segments == 2 && segment.id() == "BHT" {
            walker.choose(segment.element(2));
            self.open[set] = Nest::TransactionSet(Some(walker.guide()));
        }
        let place = walker.place(segment);
        let kept = self.open.len() - place.closed.min(self.open.len() - set - 1);
        self.open.truncate(kept);
        let begun = walker.path().skip(kept - set).map(|(rule, _)| Nest::Loop(rule));
        self.open.extend(begun);
        let opened = self.open.len() - kept;
        Stand { closed: place.closed, opened, rule: place.rule, fit: Some(place.fit) }
    }

    /// Ends the outermost nest of this kind and all in it.
    fn close_from(&mut self, is: impl Fn(&Nest) -> bool) -> usize {
        self.open.iter().position(is).map_or(0, |depth| self.close(depth))
    }

    fn close(&mut self, depth: usize) -> usize {
        let closed = self.open.len() - depth;
        self.open.truncate(depth);
        self.ended = false;
        closed
    }
}
