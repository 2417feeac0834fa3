//! Splits a text into segments, following the delimiters of each ISA.

use super::scanner::Scanner;
use super::segment::Found;
use super::{MAX_ELEMENT, MAX_SEGMENT, MAX_SEGMENTS, Segment};
use crate::delimiters::{Delimiters, ISA_LENGTH};
use crate::error::{ErrorKind, X12Error};

/// The segments of a text in order; number counts from the ISA, which is 1. Ends after the first error.
#[derive(Debug, Clone)]
pub struct Segments<'a> {
    text: &'a str,
    course: Course,
}

/// How far a text was read, without the text.
#[derive(Debug, Clone)]
pub(super) struct Course {
    /// Nowhere before the first ISA, and after an error.
    scanner: Scanner,
    begun: bool,
    number: usize,
    ended: bool,
}

pub(super) const CUT: &str = "the file may have been cut; ask the sender to send it again";
const BOM: char = '\u{feff}';

impl<'a> Segments<'a> {
    /// The segments of `text`, which begins with ISA.
    #[must_use]
    pub fn new(text: &'a str) -> Self {
        Self { text, course: Course::new() }
    }
}

impl<'a> Segments<'a> {
    /// The segments of a text that has no ISA, such as one transaction set, by `delimiters`.
    pub fn body(text: &'a str, delimiters: Delimiters) -> impl Iterator<Item = Segment<'a>> {
        let course = Course { scanner: Scanner::at(0, delimiters), begun: true, ..Course::new() };
        Self { text, course }.map_while(Result::ok)
    }
}

impl<'a> Segments<'a> {
    /// The next segment where it is plain and its name does not begin as those of an envelope do.
    #[inline(always)]
    pub(super) fn next_of_body(&mut self, number: usize) -> Option<Segment<'a>> {
        self.course.plain_body(self.text).map(|found| self.course.lend(found, self.text).numbered(number))
    }

    /// Adds what follows, as long as it is plain and its name does not begin as those of an envelope do. Numbers go on
    /// from how many there are.
    #[inline]
    pub(super) fn take_body(&mut self, segments: &mut Vec<Segment<'a>>) -> Result<(), X12Error> {
        while let Some(segment) = self.next_of_body(segments.len() + 1) {
            if segments.len() == segments.capacity() {
                within_limit(&segment, segments.len())?;
            }
            segments.push(segment);
        }
        Ok(())
    }
}

impl<'a> Iterator for Segments<'a> {
    type Item = Result<Segment<'a>, X12Error>;

    // A call would hand the segment over through memory, where it is not ready yet when it is read again.
    #[inline(always)]
    fn next(&mut self) -> Option<Self::Item> {
        let text = self.text;
        if let Some(found) = self.course.plain(text) {
            return Some(Ok(self.course.lend(found, text)));
        }
        let found = self.course.next_with_care(text, true)?;
        Some(found.map(|found| self.course.lend(found, text)))
    }
}

impl Course {
    pub(super) fn new() -> Self {
        Self { scanner: Scanner::nowhere(), begun: false, number: 0, ended: false }
    }

    /// Where the next segment or the gap before it begins.
    pub(super) fn position(&self) -> usize {
        if self.begun { self.scanner.position() } else { 0 }
    }

    /// The segment that was found last in `text`.
    #[inline(always)]
    pub(super) fn lend<'t>(&self, found: Found, text: &'t str) -> Segment<'t> {
        found.of(text, self.scanner.separators())
    }

    /// The same course through a text of which everything before `position` was dropped.
    pub(super) fn restart(&mut self) {
        if self.begun {
            self.scanner = Scanner::at(0, self.scanner.separators().delimiters());
        }
    }

    /// The next segment. Where `last` is false more text may follow, and `None` means that more is needed.
    #[inline(always)]
    pub(super) fn next(&mut self, text: &str, last: bool) -> Option<Result<Found, X12Error>> {
        if let Some(found) = self.plain(text) {
            return Some(Ok(found));
        }
        self.next_with_care(text, last)
    }

    /// One of the short segments that nearly all are.
    #[inline(always)]
    fn plain(&mut self, text: &str) -> Option<Found> {
        let number = self.number + 1;
        let found = self.scanner.following(text, number)?;
        self.number = number;
        Some(found)
    }

    /// As `plain`, but not at what may belong to an envelope.
    #[inline(always)]
    fn plain_body(&mut self, text: &str) -> Option<Found> {
        let number = self.number + 1;
        let found = self.scanner.following_of_body(text, number)?;
        self.number = number;
        Some(found)
    }

    /// All others: ISA, the end of the text, segments that may be too long.
    #[cold]
    fn next_with_care(&mut self, text: &str, last: bool) -> Option<Result<Found, X12Error>> {
        if self.ended {
            return None;
        }
        let found = if self.begun {
            if !self.scanner.skip_gap(text) {
                return None;
            }
            if self.scanner.is_at_isa(text) {
                self.interchange(text, self.scanner.position(), last)
            } else {
                self.careful(text).map(Ok)
            }
        } else {
            self.first(text, last)
        };
        let found = found.or_else(|| if last { self.unterminated(text) } else { None });
        self.counted(text, found)
    }

    /// Bounds of what was found; an error ends the course.
    #[cold]
    fn counted(
        &mut self,
        text: &str,
        found: Option<Result<Found, X12Error>>,
    ) -> Option<Result<Found, X12Error>> {
        let checked = match found? {
            Ok(found) if found.length as usize > MAX_ELEMENT => {
                bounded(&self.lend(found, text)).map(|()| found)
            }
            found => found,
        };
        if checked.is_err() {
            (self.scanner, self.begun, self.ended) = (Scanner::nowhere(), false, true);
        }
        Some(checked)
    }

    /// Before the first ISA: a byte order mark and blanks may stand there.
    fn first(&mut self, text: &str, last: bool) -> Option<Result<Found, X12Error>> {
        let body = text.trim_start_matches(|c: char| c == BOM || c.is_ascii_whitespace() || c == '\0');
        if body.is_empty() {
            self.ended = last;
            return None;
        }
        self.interchange(text, text.len() - body.len(), last)
    }

    /// At an ISA: its separators hold from here on. Where it is no usable ISA, the former ones still do.
    fn interchange(&mut self, text: &str, start: usize, last: bool) -> Option<Result<Found, X12Error>> {
        if !last && text.len() < start + ISA_LENGTH {
            return None;
        }
        match Delimiters::of_isa(&text[start..], start) {
            Ok(delimiters) => {
                (self.scanner, self.begun) = (Scanner::at(start, delimiters), true);
                let found = self.scanner.segment(text, 1)?;
                self.number = 1;
                Some(Ok(found))
            }
            Err(_) if self.begun => self.careful(text).map(Ok),
            Err(error) => Some(Err(error)),
        }
    }

    /// The segment that begins here, of any length.
    fn careful(&mut self, text: &str) -> Option<Found> {
        let found = self.scanner.segment(text, self.number + 1)?;
        self.number = found.number;
        Some(found)
    }

    /// The end of the text came before a terminator; only IEA is whole without one.
    fn unterminated(&mut self, text: &str) -> Option<Result<Found, X12Error>> {
        if !self.begun {
            return None;
        }
        let found = self.scanner.rest(text, self.number + 1);
        let segment = self.lend(found, text);
        Some(if segment.id() == "IEA" {
            Ok(found)
        } else {
            Err(segment.error(ErrorKind::TrailerMissing { trailer: "IEA" }).hinted(CUT))
        })
    }
}

#[cold]
fn bounded(segment: &Segment<'_>) -> Result<(), X12Error> {
    if segment.len() > MAX_SEGMENT {
        let error = segment.error(ErrorKind::TooLarge { limit: MAX_SEGMENT });
        return Err(error.hinted("a segment is too long"));
    }
    let separator = char::from(segment.delimiters().element);
    if segment.raw().split(separator).any(|element| element.len() > MAX_ELEMENT) {
        let error = segment.error(ErrorKind::TooLarge { limit: MAX_ELEMENT });
        return Err(error.hinted("an element is too long"));
    }
    Ok(())
}

/// The limit of a text that is held in memory as a whole.
pub(super) fn within_limit(segment: &Segment<'_>, total: usize) -> Result<(), X12Error> {
    if total <= MAX_SEGMENTS {
        return Ok(());
    }
    Err(segment
        .error(ErrorKind::TooLarge { limit: MAX_SEGMENTS })
        .hinted("split the file, or read it as a stream"))
}
