//! A part of a segment: field, repetition, component or subcomponent, still as it was written.

use crate::delimiters::Delimiters;
use crate::escape::unescaped;
use std::borrow::Cow;

/// Absent parts are empty, so a reader may ask for any of them.
#[derive(Clone, Copy)]
pub struct Piece<'a> {
    raw: &'a str,
    delimiters: Delimiters,
}

impl<'a> Piece<'a> {
    pub(crate) const fn new(raw: &'a str, delimiters: Delimiters) -> Self {
        Self { raw, delimiters }
    }

    /// As written, escape sequences and all.
    pub const fn raw(&self) -> &'a str {
        self.raw
    }

    /// The value as it is meant.
    pub fn text(&self) -> Cow<'a, str> {
        unescaped(self.raw, self.delimiters)
    }

    /// Nothing, or the two quotation marks that ask to delete a value.
    pub fn is_empty(&self) -> bool {
        self.raw.is_empty() || self.is_deletion()
    }

    /// `""`: the value is to be deleted.
    pub fn is_deletion(&self) -> bool {
        self.raw == "\"\""
    }

    pub fn repetitions(&self) -> impl Iterator<Item = Piece<'a>> + use<'a> {
        let delimiters = self.delimiters;
        let filled = !self.raw.is_empty();
        let parts = self.raw.split(char::from(delimiters.repetition));
        parts.filter(move |_| filled).map(move |raw| Piece::new(raw, delimiters))
    }

    /// The first repetition.
    pub fn first(&self) -> Piece<'a> {
        self.repetitions().next().unwrap_or(*self)
    }

    /// Counts from 1.
    pub fn component(&self, number: usize) -> Piece<'a> {
        self.part(Some(self.delimiters.component), number)
    }

    /// Counts from 1; a component that is not divided is its own first.
    pub fn subcomponent(&self, number: usize) -> Piece<'a> {
        self.part(self.delimiters.subcomponent, number)
    }

    fn part(&self, separator: Option<u8>, number: usize) -> Piece<'a> {
        let raw = match separator {
            Some(separator) => self.raw.split(char::from(separator)).nth(number.saturating_sub(1)),
            None => Some(self.raw).filter(|_| number <= 1),
        };
        Piece::new(raw.unwrap_or_default(), self.delimiters)
    }

    /// The value without blanks around it; `None` where there is none.
    pub fn value(&self) -> Option<String> {
        if self.is_empty() {
            return None;
        }
        let text = self.text();
        let text = text.trim();
        (!text.is_empty()).then(|| text.to_owned())
    }
}
