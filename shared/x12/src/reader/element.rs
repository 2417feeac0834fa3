//! What an element says, and the errors that name it.

use super::Segment;
use crate::delimiters::Separators;
use crate::error::{ErrorKind, X12Error};

impl<'a> Segment<'a> {
    /// An error at this segment.
    #[must_use]
    pub fn error(&self, kind: ErrorKind) -> X12Error {
        X12Error::at(kind, self.id(), self.number(), self.offset())
    }

    /// Element `n` is required and empty.
    #[must_use]
    #[cold]
    pub fn missing(&self, n: u8, loop_id: &'static str, hint: &'static str) -> X12Error {
        self.error(ErrorKind::ElementMissing).in_element(n).in_loop(loop_id).hinted(hint)
    }

    /// Element `n` holds something that cannot be understood. The error carries the value but does not show it.
    #[must_use]
    #[cold]
    pub fn invalid(&self, n: u8, hint: &'static str) -> X12Error {
        let value = self.element(usize::from(n));
        self.error(ErrorKind::ElementInvalid).in_element(n).with_value(value).hinted(hint)
    }

    /// Element `n` is no number.
    #[cold]
    pub(crate) fn no_number(&self, n: u8) -> X12Error {
        self.invalid(n, "a number has digits, one point and an optional leading minus")
    }

    /// Element `n`, or the error that it is missing.
    ///
    /// # Errors
    /// `ErrorKind::ElementMissing` where it holds nothing.
    pub fn required(&self, n: u8, loop_id: &'static str, hint: &'static str) -> Result<&'a str, X12Error> {
        match self.optional(usize::from(n)) {
            Some(value) if !value.trim().is_empty() => Ok(value),
            _ => Err(self.missing(n, loop_id, hint)),
        }
    }

    /// Element `n` where it holds something: blanks and separators of parts that are all empty are nothing.
    #[must_use]
    #[inline(always)]
    pub fn optional(&self, n: usize) -> Option<&'a str> {
        let (start, end) = self.span(n);
        self.says(start, end).then(|| self.slice(start, end))
    }

    #[inline(always)]
    pub(super) fn says(&self, start: usize, end: usize) -> bool {
        let Separators { component, repetition, .. } = self.separators();
        let says = |&byte: &u8| byte != b' ' && byte != component && byte != repetition;
        let bytes = self.bytes(start, end);
        bytes.first().is_some_and(u8::is_ascii_alphanumeric) || bytes.iter().any(says)
    }
}
