//! One segment, read in place.

use std::fmt;

use crate::delimiters::Delimiters;
use crate::error::{ErrorKind, X12Error};

/// A segment without its terminator. Elements are found by splitting on demand; nothing is copied.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Segment<'a> {
    raw: &'a str,
    delimiters: Delimiters,
    number: usize,
    offset: usize,
}

impl fmt::Debug for Segment<'_> {
    /// Shows the place only: segments carry health data.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Segment({} #{} @{})", self.id(), self.number, self.offset)
    }
}

impl<'a> Segment<'a> {
    pub(crate) fn new(raw: &'a str, delimiters: Delimiters, number: usize, offset: usize) -> Self {
        Self { raw, delimiters, number, offset }
    }

    /// The segment name, such as `NM1`.
    #[must_use]
    pub fn id(&self) -> &'a str {
        self.element(0)
    }

    /// Element `n`, counted from 1; empty where absent.
    #[must_use]
    pub fn element(&self, n: usize) -> &'a str {
        // Delimiters are ASCII, so a byte search finds character boundaries; it is twice as fast as `split`.
        let (bytes, separator) = (self.raw.as_bytes(), self.delimiters.element);
        let mut start = 0;
        for _ in 0..n {
            match bytes[start..].iter().position(|&byte| byte == separator) {
                Some(found) => start += found + 1,
                None => return "",
            }
        }
        let length = bytes[start..].iter().position(|&byte| byte == separator);
        &self.raw[start..length.map_or(bytes.len(), |length| start + length)]
    }

    /// Component `m` (from 1) of element `n` (from 1); empty where absent.
    #[must_use]
    pub fn component(&self, n: usize, m: usize) -> &'a str {
        self.split_components(self.element(n)).nth(m.wrapping_sub(1)).unwrap_or("")
    }

    /// The repetitions of element `n`; none where the element is empty.
    pub fn repetitions(&self, n: usize) -> impl Iterator<Item = &'a str> + use<'a> {
        let separator = self.delimiters.repetition.unwrap_or(self.delimiters.segment);
        self.element(n).split(char::from(separator)).filter(|repetition| !repetition.is_empty())
    }

    /// The components of one repetition or element value of this segment.
    pub fn split_components(&self, value: &'a str) -> impl Iterator<Item = &'a str> + use<'a> {
        value.split(char::from(self.delimiters.component))
    }

    /// How many elements follow the segment name.
    #[must_use]
    pub fn elements(&self) -> usize {
        self.raw.bytes().filter(|&byte| byte == self.delimiters.element).count()
    }

    /// Position in the transaction set, ST = 1; for envelope segments the position in the interchange, ISA = 1.
    #[must_use]
    pub fn number(&self) -> usize {
        self.number
    }

    /// Byte offset in the text that was read.
    #[must_use]
    pub fn offset(&self) -> usize {
        self.offset
    }

    /// The text as it stood, without terminator.
    #[must_use]
    pub fn raw(&self) -> &'a str {
        self.raw
    }

    /// The separators this segment was read with.
    #[must_use]
    pub fn delimiters(&self) -> Delimiters {
        self.delimiters
    }

    pub(crate) fn numbered(self, number: usize) -> Self {
        Self { number, ..self }
    }

    /// An error at this segment.
    #[must_use]
    pub fn error(&self, kind: ErrorKind) -> X12Error {
        X12Error::at(kind, self.id(), self.number, self.offset)
    }

    /// Element `n` is required and empty.
    #[must_use]
    pub fn missing(&self, n: u8, loop_id: &'static str, hint: &'static str) -> X12Error {
        self.error(ErrorKind::ElementMissing).in_element(n).in_loop(loop_id).hinted(hint)
    }

    /// Element `n` holds something that cannot be understood; the value itself is not repeated.
    #[must_use]
    pub fn invalid(&self, n: u8, hint: &'static str) -> X12Error {
        self.error(ErrorKind::ElementInvalid).in_element(n).hinted(hint)
    }

    /// Element `n`, or the error that it is missing.
    ///
    /// # Errors
    /// `ErrorKind::ElementMissing` where it is empty.
    pub fn required(&self, n: u8, loop_id: &'static str, hint: &'static str) -> Result<&'a str, X12Error> {
        Some(self.element(usize::from(n)))
            .filter(|value| !value.trim().is_empty())
            .ok_or_else(|| self.missing(n, loop_id, hint))
    }

    /// Element `n` where it is not empty.
    #[must_use]
    pub fn optional(&self, n: usize) -> Option<&'a str> {
        Some(self.element(n)).filter(|value| !value.is_empty())
    }
}
