//! Zero-copy reading of interchanges into groups, transaction sets and segments, with the envelope checked.
//!
//! Four ways in, from the whole to the smallest: [`Interchange::read`] holds all of a file, and checks counts and control
//! numbers; [`Transactions`] gives one transaction set at a time, checked too; [`Segments`] gives the segments of a text;
//! [`Stream`] those of a file of any size, in constant memory, and [`Chunks`] those of what arrives over a network.
//!
//! ```
//! use x12::{Interchange, reader::Stream};
//!
//! let file = "ISA*00*          *00*          *ZZ*PAYER          *ZZ*CLINIC         *260309*1405*^*00501*000000042*0*T*:~\
//!             GS*FA*PAYER*CLINIC*20260309*1405*7*X*005010X231A1~ST*999*0001*005010X231A1~AK1*HC*17*005010X222A1~\
//!             AK9*A*1*1*1~SE*4*0001~GE*1*7~IEA*1*000000042~";
//! let interchanges = Interchange::read(file)?;
//! assert_eq!((interchanges[0].sender(), interchanges[0].control()), ("PAYER", "000000042"));
//! for set in interchanges[0].transactions() {
//!     assert_eq!((set.st01, set.segments[1].element(2)), ("999", "17"));
//! }
//!
//! let mut stream = Stream::new(file.as_bytes());
//! let mut names = Vec::new();
//! while let Some(segment) = stream.next()? {
//!     names.push(segment.id().to_owned());
//! }
//! assert_eq!(names.join(" "), "ISA GS ST AK1 AK9 SE GE IEA");
//! # Ok::<(), x12::reader::StreamError>(())
//! ```

mod assembly;
mod block;
mod element;
mod marks;
mod parts;
mod pieces;
mod scanner;
mod segment;
mod stream;
mod stretch;
mod tokens;
mod walk;

pub use assembly::{Delivery, Transactions};
pub use parts::{ByteParts, Components, Parts};
pub(crate) use pieces::Pieces;
pub use segment::Segment;
pub use stream::{Chunks, Stream, StreamError};
pub use tokens::Segments;
pub(crate) use walk::ComponentWalk;

use crate::delimiters::Delimiters;
use crate::error::X12Error;

/// Longest text `Interchange::read` takes, in bytes.
pub const MAX_TEXT: usize = 64 << 20;
/// Most segments in one text.
pub const MAX_SEGMENTS: usize = 10_000_000;
/// Longest element, in bytes.
pub const MAX_ELEMENT: usize = 4096;
/// Longest segment, in bytes; a file whose terminator never comes must not fill the memory.
pub const MAX_SEGMENT: usize = 1 << 20;

/// One ISA to IEA.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Interchange<'a> {
    /// The separators its ISA declares.
    pub delimiters: Delimiters,
    /// ISA; the accessors below read it.
    pub header: Segment<'a>,
    /// GS to GE, in order.
    pub groups: Vec<Group<'a>>,
    /// TA1 segments, which stand outside of groups.
    pub interchange_acknowledgments: Vec<Segment<'a>>,
}

impl<'a> Interchange<'a> {
    /// Reads every interchange of `text`; line breaks between segments, a BOM and trailing blanks are skipped.
    ///
    /// # Errors
    /// Anything that makes the envelope unsound: no ISA, wrong counts or control numbers, missing trailers, limits.
    pub fn read(text: &'a str) -> Result<Vec<Interchange<'a>>, X12Error> {
        assembly::read(text)
    }

    /// ISA05.
    #[must_use]
    pub fn sender_qualifier(&self) -> &'a str {
        self.header.element(5).trim()
    }

    /// ISA06 without padding.
    #[must_use]
    pub fn sender(&self) -> &'a str {
        self.header.element(6).trim()
    }

    /// ISA07.
    #[must_use]
    pub fn receiver_qualifier(&self) -> &'a str {
        self.header.element(7).trim()
    }

    /// ISA08 without padding.
    #[must_use]
    pub fn receiver(&self) -> &'a str {
        self.header.element(8).trim()
    }

    /// ISA13.
    #[must_use]
    pub fn control(&self) -> &'a str {
        self.header.element(13)
    }

    /// ISA14 = 1: the sender asks for a TA1.
    #[must_use]
    pub fn acknowledgment_requested(&self) -> bool {
        self.header.element(14) == "1"
    }

    /// ISA15 = P.
    #[must_use]
    pub fn is_production(&self) -> bool {
        self.header.element(15) == "P"
    }

    /// Every transaction set of every group, in order.
    pub fn transactions(&self) -> impl Iterator<Item = &TransactionSet<'a>> {
        self.groups.iter().flat_map(|group| &group.transactions)
    }
}

/// One GS to GE.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group<'a> {
    /// GS; the accessors below read it.
    pub header: Segment<'a>,
    /// ST to SE, in order.
    pub transactions: Vec<TransactionSet<'a>>,
}

impl<'a> Group<'a> {
    /// GS01, such as `HC`.
    #[must_use]
    pub fn functional_id(&self) -> &'a str {
        self.header.element(1)
    }

    /// GS02.
    #[must_use]
    pub fn sender(&self) -> &'a str {
        self.header.element(2)
    }

    /// GS03.
    #[must_use]
    pub fn receiver(&self) -> &'a str {
        self.header.element(3)
    }

    /// GS06.
    #[must_use]
    pub fn control(&self) -> &'a str {
        self.header.element(6)
    }

    /// GS08, such as `005010X222A1`.
    #[must_use]
    pub fn implementation(&self) -> &'a str {
        self.header.element(8)
    }
}

/// One ST to SE, both included in `segments`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TransactionSet<'a> {
    /// ST01, such as `837`.
    pub st01: &'a str,
    /// ST02.
    pub control: &'a str,
    /// ST03, or GS08 where ST03 is empty (835).
    pub implementation: &'a str,
    /// ST to SE, both included; the number of each is its place here, from 1.
    pub segments: Vec<Segment<'a>>,
}
