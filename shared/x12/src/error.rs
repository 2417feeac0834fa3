//! The one error of this crate: what is wrong, where it stands, and what to do about it.

use std::borrow::Cow;
use std::fmt;
use std::ops::Deref;

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

/// An error with its place. Neither `Debug` nor `Display` shows the value at fault, which may be health data.
#[derive(Clone, PartialEq, Eq)]
pub struct X12Error(Box<Fault>);

/// What is wrong, where it stands, and what to do about it.
#[derive(Clone, PartialEq, Eq)]
pub struct Fault {
    pub kind: ErrorKind,
    pub segment_id: Box<str>,
    /// ST = 1 inside a transaction set, ISA = 1 outside.
    pub segment: usize,
    /// Byte of the file at which the segment begins.
    pub offset: usize,
    pub element: Option<u8>,
    /// Loop of the guide, such as `2110C`.
    pub loop_id: Option<&'static str>,
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

    #[must_use]
    pub fn in_element(mut self, element: u8) -> Self {
        self.0.element = Some(element);
        self
    }

    #[must_use]
    pub fn in_loop(mut self, loop_id: &'static str) -> Self {
        self.0.loop_id = Some(loop_id);
        self
    }

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
