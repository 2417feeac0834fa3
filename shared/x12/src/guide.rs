//! The implementation guides (TR3) as data: which loops, segments, elements and codes a transaction set may hold.
//!
//! ```
//! use x12::guide::Guide;
//! let guide = Guide::of("835", "005010X221A1").expect("known");
//! let clp = guide.segments().find(|rule| rule.id == "CLP").expect("in 2100");
//! assert_eq!(clp.element(3).map(|rule| rule.name), Some("Total Claim Charge Amount"));
//! assert_eq!(guide.loop_of(clp).id, "2100");
//! ```

mod catalogue;
mod codes;
mod dictionary;
mod error;
mod generic;
mod index;
mod note;
mod parse;
mod rule;
mod template;
mod walker;

pub use codes::{CodeList, Codes};
pub use dictionary::{DataElement, Definition, Dictionary, Kind, SegmentId};
pub use error::GuideError;
pub use note::{NoteKind, SyntaxNote};
pub use rule::{Child, ElementRule, LoopRule, SegmentRule, Usage};
pub use walker::{Fit, Place, Walker};

pub(crate) use codes::{Verdict, key};
pub(crate) use rule::qualifier_place;
pub(crate) use walker::{Fault, Head};

use index::Index;

/// Repeats without limit.
pub const UNLIMITED: u32 = u32::MAX;

/// One implementation guide, or the envelope.
#[derive(Debug)]
pub struct Guide {
    /// GS08 and ST03, such as `005010X222A1`; `envelope` for ISA to IEA.
    pub id: &'static str,
    /// ST01.
    pub st01: &'static str,
    /// GS01.
    pub functional_id: &'static str,
    /// Such as `Health Care Claim: Professional`.
    pub name: &'static str,
    loops: Vec<LoopRule>,
    segments: Vec<SegmentRule>,
    index: Index,
}

impl Guide {
    /// The guide of a transaction set: `st01` and ST03 (or GS08), whose addenda (`A1`, `A2`, ...) may differ from the
    /// guide's own. Where several guides share `st01`, `implementation` has to say which.
    #[must_use]
    pub fn of(st01: &str, implementation: &str) -> Option<&'static Self> {
        catalogue::find(st01, implementation)
    }

    /// The guide for `purpose`, BHT02, where one identifier covers a request and its response, as 005010X217 does;
    /// `Guide::of` gives that of the request.
    #[must_use]
    pub fn with_purpose(&self, purpose: &str) -> Option<&'static Self> {
        catalogue::with_purpose(self, purpose)
    }

    /// Every guide known, in the order of their identifiers; those of the envelope are not among them.
    pub fn all() -> impl Iterator<Item = &'static Self> {
        catalogue::all()
    }

    /// The rules of ISA, GS, GE, IEA and TA1.
    #[must_use]
    pub fn envelope() -> Option<&'static Self> {
        catalogue::envelope()
    }

    /// The transaction set itself, ST to SE; its children are the outermost loops and segments.
    #[must_use]
    pub fn root(&self) -> &LoopRule {
        &self.loops[0]
    }

    /// Every loop, outer before inner, in the order of the guide.
    #[must_use]
    pub fn loops(&self) -> &[LoopRule] {
        &self.loops
    }

    /// Every segment of every loop, in the order of the guide.
    pub fn segments(&self) -> std::slice::Iter<'_, SegmentRule> {
        self.segments.iter()
    }

    /// The loop a segment rule belongs to.
    #[must_use]
    pub fn loop_of(&self, segment: &SegmentRule) -> &LoopRule {
        &self.loops[usize::from(segment.loop_number)]
    }

    /// The loop around a loop; `None` for the root.
    #[must_use]
    pub fn parent(&self, inner: &LoopRule) -> Option<&LoopRule> {
        inner.parent.map(|parent| &self.loops[usize::from(parent)])
    }

    /// The segment with which a loop begins.
    #[must_use]
    pub fn first_segment(&self, of: &LoopRule) -> &SegmentRule {
        &self.segments[usize::from(of.first)]
    }

    /// What a child of a loop is: its segment, or the loop it begins.
    #[must_use]
    pub fn segment(&self, number: u16) -> &SegmentRule {
        &self.segments[usize::from(number)]
    }
}
