//! The one error of this crate: what is wrong, where it stands, and what to do about it.

use std::borrow::Cow;
use std::fmt;

/// What is wrong. Values named here are control values or counts, never health data.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ErrorKind {
    #[error("this is not an X12 interchange")]
    NotX12,
    #[error("larger than the limit of {limit}")]
    TooLarge { limit: usize },
    #[error("says {says}, {found} were found")]
    Count { says: Box<str>, found: usize },
    #[error("says {says}, the header says {header}")]
    Control { says: Box<str>, header: Box<str> },
    #[error("the {trailer} segment is missing")]
    TrailerMissing { trailer: &'static str },
    #[error("required segment {id} is missing")]
    SegmentMissing { id: Box<str> },
    #[error("unexpected segment")]
    SegmentUnexpected,
    #[error("required element is missing")]
    ElementMissing,
    #[error("the value is not valid")]
    ElementInvalid,
    #[error("a character is not allowed in X12 data")]
    Character,
    #[error("the amounts do not balance")]
    Balance,
}

/// An error with its place: segment number (ST = 1 inside a transaction, ISA = 1 outside), byte offset, element.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct X12Error {
    pub kind: ErrorKind,
    pub segment_id: Box<str>,
    pub segment: usize,
    pub offset: usize,
    pub element: Option<u8>,
    pub loop_id: Option<&'static str>,
    pub hint: Cow<'static, str>,
}

impl X12Error {
    /// An error at a segment, without hint.
    #[must_use]
    pub fn at(kind: ErrorKind, segment_id: &str, segment: usize, offset: usize) -> Self {
        let hint = Cow::Borrowed("");
        Self { kind, segment_id: segment_id.into(), segment, offset, element: None, loop_id: None, hint }
    }

    #[must_use]
    pub fn in_element(mut self, element: u8) -> Self {
        self.element = Some(element);
        self
    }

    #[must_use]
    pub fn in_loop(mut self, loop_id: &'static str) -> Self {
        self.loop_id = Some(loop_id);
        self
    }

    #[must_use]
    pub fn hinted(mut self, hint: impl Into<Cow<'static, str>>) -> Self {
        self.hint = hint.into();
        self
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
