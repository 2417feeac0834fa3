//! Splits a text into segments, following the delimiters of each ISA.

use super::{MAX_ELEMENT, MAX_SEGMENTS, Segment};
use crate::delimiters::Delimiters;
use crate::error::{ErrorKind, X12Error};

/// The segments of a text in order; number counts from the ISA, which is 1. Ends after the first error.
#[derive(Debug, Clone)]
pub struct Segments<'a> {
    text: &'a str,
    position: usize,
    number: usize,
    total: usize,
    delimiters: Option<Delimiters>,
}

impl<'a> Segments<'a> {
    #[must_use]
    pub fn new(text: &'a str) -> Self {
        let position = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
        Self { text, position, number: 0, total: 0, delimiters: None }
    }

    fn skip_blanks(&mut self) {
        let rest =
            self.text[self.position..].trim_start_matches(|c: char| c.is_ascii_whitespace() || c == '\0');
        self.position = self.text.len() - rest.len();
    }

    fn take(&mut self) -> Result<Segment<'a>, X12Error> {
        let rest = &self.text[self.position..];
        let delimiters = match self.delimiters {
            Some(known) if !begins_interchange(rest, known) => known,
            _ => {
                self.number = 0;
                Delimiters::of_isa(rest, self.position)?
            }
        };
        self.delimiters = Some(delimiters);
        self.number += 1;
        self.total += 1;
        let length = rest.bytes().position(|byte| byte == delimiters.segment);
        let raw = rest[..length.unwrap_or(rest.len())].trim_end_matches(['\r', '\n']);
        let segment = Segment::new(raw, delimiters, self.number, self.position);
        self.check(&segment, length.is_some())?;
        self.position += length.map_or(rest.len(), |length| length + 1);
        Ok(segment)
    }

    fn check(&self, segment: &Segment<'a>, terminated: bool) -> Result<(), X12Error> {
        if !terminated && segment.id() != "IEA" {
            return Err(segment.error(ErrorKind::TrailerMissing { trailer: "IEA" }).hinted(CUT));
        }
        if self.total > MAX_SEGMENTS {
            return Err(segment.error(ErrorKind::TooLarge { limit: MAX_SEGMENTS }).hinted("split the file"));
        }
        let separator = char::from(segment.delimiters().element);
        let long = segment.raw().len() > MAX_ELEMENT;
        if long && segment.raw().split(separator).any(|element| element.len() > MAX_ELEMENT) {
            return Err(segment
                .error(ErrorKind::TooLarge { limit: MAX_ELEMENT })
                .hinted("an element is too long"));
        }
        Ok(())
    }
}

pub(super) const CUT: &str = "the file may have been cut; ask the sender to send it again";

fn begins_interchange(rest: &str, known: Delimiters) -> bool {
    rest.starts_with("ISA")
        && (rest.as_bytes().get(3) == Some(&known.element) || Delimiters::of_isa(rest, 0).is_ok())
}

impl<'a> Iterator for Segments<'a> {
    type Item = Result<Segment<'a>, X12Error>;

    fn next(&mut self) -> Option<Self::Item> {
        self.skip_blanks();
        if self.position >= self.text.len() {
            return None;
        }
        let taken = self.take();
        if taken.is_err() {
            self.position = self.text.len();
        }
        Some(taken)
    }
}
