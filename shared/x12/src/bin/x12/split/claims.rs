//! One claim of a transaction set with all that stands above it.

use std::collections::HashMap;

use x12::Delimiters;
use x12::guide::{Guide, LoopRule};
use x12::json::{Nest, Stand};
use x12::reader::Segment;

use super::parts::Parts;
use crate::failure::Failure;
use crate::paper::Paper;

/// Loops that are a claim, of guides that have claims.
fn claim_loops(guide: &Guide) -> &'static [&'static str] {
    match guide.st01 {
        "837" => &["2300"],
        "835" => &["2100"],
        "276" | "277" => &["2200D", "2200E"],
        _ => &[],
    }
}

/// An open loop, or the transaction set.
struct Frame {
    /// It is a claim.
    is_claim: bool,
    /// Claims may be in it.
    holds_claims: bool,
    /// Its segments, and those of loops in it that hold no claims.
    segments: Vec<String>,
    /// Segments that came after a claim.
    rest: Vec<String>,
    /// A part was made of something in it.
    parted: bool,
}

/// The open transaction set; no frames outside of one that has claims.
#[derive(Default)]
pub(super) struct Claims {
    frames: Vec<Frame>,
    guide: Option<&'static Guide>,
    delimiters: Delimiters,
}

impl Claims {
    pub(super) fn is_open(&self) -> bool {
        !self.frames.is_empty()
    }

    /// A transaction set of this guide begins; false where it has no claims.
    pub(super) fn begin(&mut self, guide: Option<&'static Guide>) -> bool {
        self.guide = guide.filter(|guide| !claim_loops(guide).is_empty());
        if self.guide.is_some() {
            self.frames = vec![Frame::new(false, true)];
        }
        self.guide.is_some()
    }

    /// The next segment of the transaction set, after `close`.
    pub(super) fn push(&mut self, segment: &Segment<'_>, stand: &Stand, open: &[Nest]) {
        self.delimiters = segment.delimiters();
        for nest in &open[open.len() - stand.opened..] {
            if let Nest::Loop(rule) = nest {
                let frame = Frame::new(self.is_claim(rule), self.holds_claims(rule));
                self.frames.push(frame);
            }
        }
        if let Some(frame) = self.frames.last_mut() {
            let list = if frame.parted { &mut frame.rest } else { &mut frame.segments };
            list.push(segment.raw().to_owned());
        }
    }

    fn is_claim(&self, rule: &LoopRule) -> bool {
        self.guide.is_some_and(|guide| claim_loops(guide).contains(&rule.id))
    }

    /// A claim is somewhere in this loop, as the guide has it.
    fn holds_claims(&self, rule: &LoopRule) -> bool {
        let Some(guide) = self.guide else { return false };
        let around = |claim: &LoopRule| {
            std::iter::successors(guide.parent(claim), |inner| guide.parent(inner))
                .any(|one| one.number == rule.number)
        };
        guide.loops().iter().filter(|one| self.is_claim(one)).any(around)
    }

    /// Ends the innermost nests; a claim becomes a part.
    pub(super) fn close(
        &mut self,
        nests: usize,
        parts: &mut Parts<'_>,
        paper: &mut Paper,
    ) -> Result<(), Failure> {
        for _ in 0..nests.min(self.frames.len()) {
            let Some(frame) = self.frames.pop() else { break };
            if !frame.is_claim && !frame.holds_claims {
                self.keep(frame);
                continue;
            }
            let whole = frame.is_claim || !frame.parted;
            if whole || !frame.rest.is_empty() {
                self.part(&frame, parts, paper)?;
            }
            self.frames.iter_mut().for_each(|around| around.parted = true);
        }
        Ok(())
    }

    /// A loop without claims belongs to the loop around it.
    fn keep(&mut self, frame: Frame) {
        if let Some(around) = self.frames.last_mut() {
            let list = if around.parted { &mut around.rest } else { &mut around.segments };
            list.extend(frame.segments);
        }
    }

    fn part(&self, frame: &Frame, parts: &mut Parts<'_>, paper: &mut Paper) -> Result<(), Failure> {
        let above = self.frames.iter().flat_map(|around| &around.segments);
        let segments: Vec<&String> = above.chain(&frame.segments).chain(&frame.rest).collect();
        parts.begin()?;
        let levels = Levels::of(&segments, self.delimiters);
        let mut number = 0;
        for raw in &segments {
            let segment = Segment::alone(raw, self.delimiters);
            if segment.id() == "HL" {
                number += 1;
                parts.push(&levels.renumbered(&segment, number))?;
            } else {
                parts.push(raw)?;
            }
        }
        parts.end(paper)
    }
}

impl Frame {
    fn new(is_claim: bool, holds_claims: bool) -> Self {
        let (segments, rest) = (Vec::new(), Vec::new());
        Self { is_claim, holds_claims: holds_claims && !is_claim, segments, rest, parted: false }
    }
}

/// The HL of a part.
struct Levels {
    /// New number by old one.
    numbers: HashMap<String, usize>,
    /// Old numbers that are a parent.
    parents: Vec<String>,
}

impl Levels {
    fn of(segments: &[&String], delimiters: Delimiters) -> Self {
        let levels =
            segments.iter().map(|raw| Segment::alone(raw, delimiters)).filter(|one| one.id() == "HL");
        let levels: Vec<Segment<'_>> = levels.collect();
        let numbers = levels.iter().zip(1..).map(|(hl, number)| (hl.element(1).to_owned(), number));
        Self {
            numbers: numbers.collect(),
            parents: levels.iter().map(|hl| hl.element(2).to_owned()).collect(),
        }
    }

    /// HL01 counts from 1, HL02 follows, and HL04 says whether a level below is in the part.
    fn renumbered(&self, hl: &Segment<'_>, number: usize) -> String {
        let own = number.to_string();
        let parent = self.numbers.get(hl.element(2)).map(ToString::to_string).unwrap_or_default();
        let has_child = self.parents.iter().any(|parent| parent == hl.element(1));
        let child = if has_child { "1" } else { "0" };
        let parts = hl.parts().enumerate().map(|(n, part)| match n {
            1 => &own,
            2 => &parent,
            4 if !part.is_empty() => child,
            _ => part,
        });
        parts.collect::<Vec<&str>>().join(char::from(hl.delimiters().element).encode_utf8(&mut [0; 4]))
    }
}
