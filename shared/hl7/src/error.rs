//! What is wrong with a message: where, by which code of table 0357, and what to do.

use std::borrow::Cow;

/// Message error condition codes (HL7 table 0357) this crate answers with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Code {
    SegmentSequence,
    RequiredFieldMissing,
    DataType,
    TableValueNotFound,
    ValueTooLong,
    UnsupportedMessageType,
    UnsupportedProcessing,
    UnsupportedVersion,
    UnknownKey,
    DuplicateKey,
    ApplicationError,
}

impl Code {
    /// The code and its words in table 0357.
    pub const fn said(self) -> (&'static str, &'static str) {
        match self {
            Self::SegmentSequence => ("100", "Segment sequence error"),
            Self::RequiredFieldMissing => ("101", "Required field missing"),
            Self::DataType => ("102", "Data type error"),
            Self::TableValueNotFound => ("103", "Table value not found"),
            Self::ValueTooLong => ("104", "Value too long"),
            Self::UnsupportedMessageType => ("200", "Unsupported message type"),
            Self::UnsupportedProcessing => ("202", "Unsupported processing id"),
            Self::UnsupportedVersion => ("203", "Unsupported version id"),
            Self::UnknownKey => ("204", "Unknown key identifier"),
            Self::DuplicateKey => ("205", "Duplicate key identifier"),
            Self::ApplicationError => ("207", "Application error"),
        }
    }
}

/// Where in a message: the n-th segment of a name, and the field in it (0: the segment as a whole).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    pub segment: [u8; 3],
    /// Counts segments of this name from 1.
    pub sequence: usize,
    pub field: usize,
}

impl Place {
    /// A field of the message's MSH.
    pub const fn header(field: usize) -> Self {
        Self { segment: *b"MSH", sequence: 1, field }
    }

    pub fn segment(&self) -> &str {
        std::str::from_utf8(&self.segment).unwrap_or("???")
    }
}

impl std::fmt::Display for Place {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.segment())?;
        if self.field > 0 {
            write!(f, "-{}", self.field)?;
        }
        if self.sequence > 1 {
            write!(f, " (number {})", self.sequence)?;
        }
        Ok(())
    }
}

/// A fault of a message; never repeats what stands in it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{place}: {hint}")]
pub struct Hl7Error {
    pub code: Code,
    pub place: Place,
    pub hint: Cow<'static, str>,
}

impl Hl7Error {
    pub fn new(code: Code, place: Place, hint: impl Into<Cow<'static, str>>) -> Self {
        Self { code, place, hint: hint.into() }
    }
}
