//! The rules a guide is made of: loops, segments, elements.

use std::sync::Arc;

use super::codes::Codes;
use super::dictionary::{DataElement, Kind, SegmentId, Slot};
use super::note::SyntaxNote;

/// Whether something has to be sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Usage {
    /// Must be sent.
    Required,
    /// Required or allowed where the situation the guide describes is given.
    Situational,
    /// Must not be sent.
    NotUsed,
}

/// A loop.
#[derive(Debug, Clone)]
pub struct LoopRule {
    /// Such as `2010AA`; `ST` for the transaction set itself, `LS` for an LS to LE bracket.
    pub id: &'static str,
    /// As the guide calls it, such as `Claim Payment Information`.
    pub name: &'static str,
    /// Whether the loop around it has to have it.
    pub usage: Usage,
    /// Most occurrences in a row; `UNLIMITED` where the guide sets no limit.
    pub repeat: u32,
    /// X12 position in the loop around it.
    pub position: u32,
    /// Its place in `Guide::loops`.
    pub number: u16,
    /// The loop around it, by number.
    pub parent: Option<u16>,
    /// How many loops are around it.
    pub depth: u16,
    /// The segment it begins with, by number.
    pub first: u16,
    /// Its segments and loops in the order of the guide.
    pub children: Vec<Child>,
}

/// What stands in a loop.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Child {
    /// A segment, by number.
    Segment(u16),
    /// A loop, by number.
    Loop(u16),
}

/// A segment in a loop.
#[derive(Debug, Clone)]
pub struct SegmentRule {
    /// Such as `CLP`.
    pub id: &'static str,
    /// As the guide calls it, such as `Claim Payment Information`.
    pub name: &'static str,
    /// Whether each occurrence of the loop has to have it.
    pub usage: Usage,
    /// Most occurrences in one occurrence of the loop; `UNLIMITED` where the guide sets no limit.
    pub repeat: u32,
    /// X12 position in the loop; segments of equal position may come in any order.
    pub position: u32,
    /// Its place in `Guide::segments`.
    pub number: u16,
    /// The loop it belongs to, by number.
    pub loop_number: u16,
    pub(crate) slot: Slot,
    pub(crate) packed: SegmentId,
    pub(super) elements: Arc<[ElementRule]>,
    /// The last element that must be sent, counted from 1; 0 where none must.
    pub(crate) last_required: u8,
    /// Which elements go together, as the standard says.
    pub notes: &'static [SyntaxNote],
}

impl SegmentRule {
    /// Element `n`, counted from 1; `None` where the standard has no such element.
    #[must_use]
    pub fn element(&self, n: usize) -> Option<&ElementRule> {
        self.elements.get(n.wrapping_sub(1))
    }

    /// Every element of the standard in order, also those not used.
    #[must_use]
    pub fn elements(&self) -> &[ElementRule] {
        &self.elements
    }

    /// Whether `code` is one of those that tell this segment from others of the same name.
    #[must_use]
    pub fn has_qualifier(&self, code: &str) -> bool {
        self.qualifier().is_some_and(|codes| codes.contains(code))
    }

    /// The codes that tell this segment from others of the same name; empty where any will do.
    #[must_use]
    pub fn qualifier(&self) -> Option<&Codes> {
        let rule = self.element(qualifier_place(self.packed))?;
        let rule = rule.components.first().unwrap_or(rule);
        rule.codes.as_deref().filter(|codes| codes.list().is_none())
    }
}

/// The element by which segments of one name are told apart; of a composite, its first component.
#[inline]
pub(crate) fn qualifier_place(id: SegmentId) -> usize {
    const HL: SegmentId = SegmentId::new(b"HL");
    if id == HL { 3 } else { 1 }
}

/// An element of a segment, or a component of a composite.
#[derive(Debug, Clone)]
pub struct ElementRule {
    /// As the guide names it, such as `Total Claim Charge Amount`.
    pub name: &'static str,
    /// Whether the segment or composite has to have it.
    pub usage: Usage,
    /// What its values are made of.
    pub kind: Kind,
    /// Fewest characters; of numbers, digits.
    pub min: u16,
    /// Most characters; of numbers, digits.
    pub max: u16,
    /// Most repetitions; 1 where it may not be repeated.
    pub repeat: u16,
    /// Where the format of this date stands: the element or component before it (element 1250).
    pub(crate) formatted: bool,
    pub(super) codes: Option<Box<Codes>>,
    pub(super) components: Box<[ElementRule]>,
    /// Its number in the data element dictionary, such as `782`; of composites such as `C003`.
    pub number: &'static str,
}

impl ElementRule {
    /// The codes it may hold; `None` where it is no coded element.
    #[must_use]
    pub fn codes(&self) -> Option<&Codes> {
        self.codes.as_deref()
    }

    /// The components of a composite in order, also those not used; none of a simple element.
    #[must_use]
    pub fn components(&self) -> &[ElementRule] {
        &self.components
    }

    pub(super) fn unused(element: &'static DataElement) -> Self {
        Self {
            name: element.name,
            usage: Usage::NotUsed,
            kind: element.kind,
            min: element.min,
            max: element.max,
            repeat: 1,
            formatted: false,
            codes: None,
            components: Box::default(),
            number: element.number,
        }
    }
}
