//! The one error of this crate: what is wrong, where it stands, and what to do about it.
//!
//! ```
//! use x12::{ErrorKind, X12Error};
//!
//! let error = X12Error::at(ErrorKind::ElementInvalid, "CLP", 10, 482)
//!     .in_loop("2100")
//!     .in_element(3)
//!     .with_value("12,50")
//!     .hinted("an amount has no comma");
//! assert_eq!(
//!     error.to_string(),
//!     "segment 10 (CLP), byte 482, loop 2100, CLP03: the value is not valid: an amount has no comma"
//! );
//! assert_eq!((error.element, error.value()), (Some(3), Some("12,50")), "a log does not show the value");
//! ```

use std::borrow::Cow;
use std::fmt;
use std::ops::Deref;

/// What is wrong. Values named here are control values or counts, never health data.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ErrorKind {
    /// No ISA where one should be, or one that cannot be used.
    #[error("this is not an X12 interchange")]
    NotX12,
    /// Text, segment or element are longer than this crate reads.
    #[error("larger than the limit of {limit}")]
    TooLarge {
        /// The most that is read, in bytes; in segments where the text has too many.
        limit: usize,
    },
    /// SE01, GE01 or IEA01 count other than what was found; or there are more patients or events than a value has
    /// room for.
    #[error("says {says}, {found} were found")]
    Count {
        /// What the segment says.
        says: Box<str>,
        /// How many there are.
        found: usize,
    },
    /// SE02, GE02 or IEA02 do not repeat ST02, GS06 or ISA13.
    #[error("says {says}, the header says {header}")]
    Control {
        /// The trailer's number.
        says: Box<str>,
        /// The header's number.
        header: Box<str>,
    },
    /// SE, GE or IEA is missing: the text may have been cut.
    #[error("the {trailer} segment is missing")]
    TrailerMissing {
        /// `SE`, `GE` or `IEA`.
        trailer: &'static str,
    },
    /// A segment that its loop cannot do without.
    #[error("required segment {id} is missing")]
    SegmentMissing {
        /// Its name, such as `NM1`.
        id: Box<str>,
    },
    /// A segment that may not stand where it does.
    #[error("unexpected segment")]
    SegmentUnexpected,
    /// An element that its segment cannot do without is empty.
    #[error("required element is missing")]
    ElementMissing,
    /// An element is no amount, date, number or code where one must be.
    #[error("the value is not valid")]
    ElementInvalid,
    /// A value to be written has a character X12 does not have, or a separator.
    #[error("a character is not allowed in X12 data")]
    Character,
    /// Amounts do not add up.
    #[error("the amounts do not balance")]
    Balance,
}

/// An error with its place. Neither `Debug` nor `Display` shows the value at fault, which may be health data.
#[derive(Clone, PartialEq, Eq)]
pub struct X12Error(Box<Fault>);

/// What is wrong, where it stands, and what to do about it.
#[derive(Clone, PartialEq, Eq)]
pub struct Fault {
    /// What is wrong.
    pub kind: ErrorKind,
    /// Name of the segment, such as `CLP`; empty where the text is not that far.
    pub segment_id: Box<str>,
    /// Position of the segment: ST = 1 inside of a transaction set, ISA = 1 outside; 0 where there is none.
    pub segment: usize,
    /// Byte of the file at which the segment begins, counted from 0; 0 in errors of writing.
    pub offset: usize,
    /// Element of the segment, counted from 1; `None` for the segment as a whole.
    pub element: Option<u8>,
    /// Loop of the guide, such as `2110C`; `None` where it is not known or does not matter.
    pub loop_id: Option<&'static str>,
    /// What to do about it; empty where there is nothing to add.
    pub hint: Cow<'static, str>,
    value: Option<Box<str>>,
}

impl Deref for X12Error {
    type Target = Fault;

    fn deref(&self) -> &Fault {
        &self.0
    }
}

impl X12Error {
    /// An error at a segment, without hint.
    #[must_use]
    #[cold]
    pub fn at(kind: ErrorKind, segment_id: &str, segment: usize, offset: usize) -> Self {
        let (hint, segment_id) = (Cow::Borrowed(""), segment_id.into());
        Self(Box::new(Fault {
            kind,
            segment_id,
            segment,
            offset,
            element: None,
            loop_id: None,
            hint,
            value: None,
        }))
    }

    /// The value at fault, for those who hold the file anyway; at most 80 characters are kept.
    #[must_use]
    pub fn value(&self) -> Option<&str> {
        self.0.value.as_deref()
    }

    /// The same error with the value at fault, of which 80 characters are kept.
    #[must_use]
    pub fn with_value(mut self, value: &str) -> Self {
        self.0.value = Some(value.chars().take(80).collect::<String>().into());
        self
    }

    /// The same error in a text that begins `by` bytes later.
    #[must_use]
    pub(crate) fn moved(mut self, by: usize) -> Self {
        self.0.offset += by;
        self
    }

    /// The same error in element `element`, counted from 1.
    #[must_use]
    pub fn in_element(mut self, element: u8) -> Self {
        self.0.element = Some(element);
        self
    }

    /// The same error in a loop of the guide.
    #[must_use]
    pub fn in_loop(mut self, loop_id: &'static str) -> Self {
        self.0.loop_id = Some(loop_id);
        self
    }

    /// The same error with what to do about it.
    #[must_use]
    pub fn hinted(mut self, hint: impl Into<Cow<'static, str>>) -> Self {
        self.0.hint = hint.into();
        self
    }
}

impl fmt::Debug for X12Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "X12Error({self})")
    }
}

impl fmt::Display for X12Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "segment {} ({}), byte {}", self.segment, self.segment_id, self.offset)?;
        if let Some(loop_id) = self.loop_id {
            write!(f, ", loop {loop_id}")?;
        }
        if let Some(element) = self.element {
            write!(f, ", {}{element:02}", self.segment_id)?;
        }
        write!(f, ": {}", self.kind)?;
        if self.hint.is_empty() { Ok(()) } else { write!(f, ": {}", self.hint) }
    }
}

impl std::error::Error for X12Error {}
