//! The HL levels of a transaction set, for reading and for writing.
//!
//! ```
//! use x12::hierarchy::levels;
//! use x12::reader::Segments;
//! use x12::{Delimiters, TransactionSet};
//!
//! let text = "ST*276*0001~BHT*0010*13~HL*1**20*1~NM1*PR*2*EVERGREEN~HL*2*1*21*0~NM1*41*2*CEDAR~SE*7*0001~";
//! let segments = Segments::body(text, Delimiters::default()).collect();
//! let set = TransactionSet { st01: "276", control: "0001", implementation: "005010X212", segments };
//! let (before, levels) = levels(&set)?;
//! assert_eq!((before.len(), levels.len()), (2, 2));
//! assert_eq!((levels[1].code(), levels[1].body[0].element(3)), ("21", "CEDAR"));
//! # Ok::<(), x12::X12Error>(())
//! ```

use crate::error::X12Error;
use crate::reader::{Segment, TransactionSet};
use crate::writer::TransactionWriter;

/// One HL with the segments up to the next HL or SE.
#[derive(Debug, Clone, Copy)]
pub struct Level<'s, 'a> {
    /// HL itself: HL01 number, HL02 parent, HL03 code, HL04 whether levels follow below.
    pub hl: Segment<'a>,
    /// What follows the HL.
    pub body: &'s [Segment<'a>],
}

impl<'a> Level<'_, 'a> {
    /// HL03: 20 payer, 21 receiver, 19 provider, 22 subscriber, 23 dependent.
    #[must_use]
    pub fn code(&self) -> &'a str {
        self.hl.element(3)
    }
}

/// The segments before the first HL, and the levels in order; SE is left out.
///
/// # Errors
/// A parent (HL02) that was not seen before.
pub fn levels<'s, 'a>(
    set: &'s TransactionSet<'a>,
) -> Result<(&'s [Segment<'a>], Vec<Level<'s, 'a>>), X12Error> {
    let end = set.segments.iter().rposition(|segment| segment.id() == "SE").unwrap_or(set.segments.len());
    let inner = &set.segments[..end];
    let starts: Vec<usize> = (0..end).filter(|&n| inner[n].id() == "HL").collect();
    let head = &inner[..starts.first().copied().unwrap_or(end)];
    let mut levels: Vec<Level<'s, 'a>> = Vec::with_capacity(starts.len());
    for (n, &start) in starts.iter().enumerate() {
        let hl = inner[start];
        check_parent(&hl, &levels)?;
        levels.push(Level { hl, body: &inner[start + 1..starts.get(n + 1).copied().unwrap_or(end)] });
    }
    Ok((head, levels))
}

fn check_parent(hl: &Segment<'_>, earlier: &[Level<'_, '_>]) -> Result<(), X12Error> {
    let parent = hl.element(2);
    let known = parent.is_empty() || earlier.iter().rev().any(|level| level.hl.element(1) == parent);
    if known { Ok(()) } else { Err(hl.invalid(2, "the parent level must stand before its children")) }
}

/// Numbers HL segments as they are written.
#[derive(Debug, Default)]
pub(crate) struct HlCounter(u32);

impl HlCounter {
    /// Writes one HL and gives its number; `child` is HL04, `None` where the guide does not use it.
    pub(crate) fn write(
        &mut self,
        writer: &mut TransactionWriter,
        parent: u32,
        code: &str,
        child: Option<bool>,
    ) -> u32 {
        self.0 += 1;
        let parent = Some(parent).filter(|&parent| parent != 0);
        let child = child.map(u8::from);
        writer.put("HL", &[&self.0, &parent, &code, &child]);
        self.0
    }
}
