//! One segment, read in place.

use std::fmt;

use crate::delimiters::Delimiters;
use crate::error::{ErrorKind, X12Error};

/// How many bytes of a segment have a mark.
const MARKED: usize = 128;
/// How many bytes fit one machine word of marks; nearly all segments do.
const NEAR: usize = 64;

/// One bit for each of the first 128 bytes of a segment that is an element separator, the first byte lowest: any element
/// is found without a search.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) struct Marks {
    /// Of the first 64 bytes; nearly no segment has more.
    near: u64,
    far: u64,
}

impl Marks {
    pub(crate) const NONE: Self = Self { near: 0, far: 0 };

    /// Adds the marks of a block of 64 bytes that begins at `base`, for a segment that begins at `start`.
    #[inline(always)]
    pub(crate) fn add(&mut self, bits: u64, base: usize, start: usize) {
        if base <= start {
            self.near |= bits >> (start - base);
            return;
        }
        match base - start {
            distance @ 0..NEAR => {
                self.near |= bits << distance;
                self.far |= bits >> (NEAR - distance);
            }
            distance @ NEAR..MARKED => self.far |= bits << (distance - NEAR),
            _ => {}
        }
    }

    const fn both(self) -> u128 {
        (self.far as u128) << NEAR | self.near as u128
    }

    #[inline]
    const fn count(self) -> usize {
        (self.near.count_ones() + self.far.count_ones()) as usize
    }
}

/// A segment found in a text, without the text.
#[derive(Clone, Copy)]
pub(crate) struct Found {
    pub(crate) start: usize,
    pub(crate) end: usize,
    pub(crate) number: usize,
    pub(crate) delimiters: Delimiters,
    pub(crate) marks: Marks,
}

impl Found {
    #[inline(always)]
    pub(crate) fn of(self, text: &str) -> Segment<'_> {
        Segment {
            raw: &text[self.start..self.end],
            offset: self.start,
            number: u32::try_from(self.number).unwrap_or(u32::MAX),
            delimiters: self.delimiters,
            marks: self.marks,
        }
    }
}

/// A segment without its terminator. Nothing is copied; any element is found in constant time.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Segment<'a> {
    raw: &'a str,
    offset: usize,
    number: u32,
    delimiters: Delimiters,
    marks: Marks,
}

impl fmt::Debug for Segment<'_> {
    /// Shows the place only: segments carry health data.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Segment({} #{} @{})", self.id(), self.number, self.offset)
    }
}

impl Segment<'static> {
    /// No segment, at a place such as the end of a text.
    pub(crate) const fn none(delimiters: Delimiters, offset: usize) -> Self {
        Self { raw: "", offset, number: 0, delimiters, marks: Marks::NONE }
    }
}

impl<'a> Segment<'a> {
    /// A segment that stands alone, without its terminator. Its number and offset are 0.
    #[must_use]
    pub fn alone(raw: &'a str, delimiters: Delimiters) -> Self {
        let mut marks = Marks::NONE;
        let marked = raw.bytes().take(MARKED).enumerate();
        marked.filter(|&(_, byte)| byte == delimiters.element).for_each(|(at, _)| marks.add(1, at, 0));
        Self { raw, offset: 0, number: 0, delimiters, marks }
    }

    /// The segment name, such as `NM1`.
    #[must_use]
    #[inline]
    pub fn id(&self) -> &'a str {
        match self.marks.near {
            0 => self.parts().next().unwrap_or(""),
            marks => &self.raw[..marks.trailing_zeros() as usize],
        }
    }

    /// Element `n`, counted from 1; empty where absent.
    #[must_use]
    #[inline]
    pub fn element(&self, n: usize) -> &'a str {
        if n == 0 {
            return self.id();
        }
        if self.raw.len() > NEAR {
            return self.distant_element(n);
        }
        let mut marks = self.marks.near;
        for _ in 1..n {
            marks &= marks.wrapping_sub(1);
        }
        if marks == 0 {
            return "";
        }
        let start = marks.trailing_zeros() as usize + 1;
        marks &= marks - 1;
        let end = if marks == 0 { self.raw.len() } else { marks.trailing_zeros() as usize };
        &self.raw[start..end]
    }

    /// As `element`, for segments of more than 64 bytes.
    fn distant_element(&self, n: usize) -> &'a str {
        if self.raw.len() > MARKED {
            return self.parts().nth(n).unwrap_or("");
        }
        let mut marks = self.marks.both();
        for _ in 1..n {
            marks &= marks.wrapping_sub(1);
        }
        if marks == 0 {
            return "";
        }
        let start = marks.trailing_zeros() as usize + 1;
        marks &= marks - 1;
        let end = if marks == 0 { self.raw.len() } else { marks.trailing_zeros() as usize };
        &self.raw[start..end]
    }

    /// The name and every element, the empty ones included, in order.
    #[inline]
    pub fn parts(&self) -> Parts<'a> {
        let near = self.raw.len() <= NEAR;
        let marks = if near { Some(self.marks.near) } else { None };
        Parts { raw: self.raw, start: 0, marks, ended: false, separator: self.delimiters.element }
    }

    /// Component `m` (from 1) of element `n` (from 1); empty where absent.
    #[must_use]
    pub fn component(&self, n: usize, m: usize) -> &'a str {
        let (mut rest, separator) = (self.element(n), self.delimiters.component);
        for _ in 1..m {
            match rest.bytes().position(|byte| byte == separator) {
                Some(found) => rest = &rest[found + 1..],
                None => return "",
            }
        }
        rest.bytes().position(|byte| byte == separator).map_or(rest, |found| &rest[..found])
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

    /// How many elements follow the segment name, the empty ones included.
    #[must_use]
    #[inline]
    pub fn elements(&self) -> usize {
        if self.raw.len() > MARKED {
            return self.raw.bytes().filter(|&byte| byte == self.delimiters.element).count();
        }
        self.marks.count()
    }

    /// Position in the transaction set, ST = 1; for envelope segments the position in the interchange, ISA = 1.
    #[must_use]
    pub fn number(&self) -> usize {
        self.number as usize
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
    #[inline]
    pub fn delimiters(&self) -> Delimiters {
        self.delimiters
    }

    #[inline]
    pub(crate) fn numbered(self, number: usize) -> Self {
        Self { number: u32::try_from(number).unwrap_or(u32::MAX), ..self }
    }

    #[inline]
    pub(crate) fn moved(self, by: usize) -> Self {
        Self { offset: self.offset + by, ..self }
    }

    /// An error at this segment.
    #[must_use]
    pub fn error(&self, kind: ErrorKind) -> X12Error {
        X12Error::at(kind, self.id(), self.number(), self.offset)
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
    #[inline]
    pub fn optional(&self, n: usize) -> Option<&'a str> {
        Some(self.element(n)).filter(|value| !value.is_empty())
    }
}

/// See `Segment::parts`.
#[derive(Clone)]
pub struct Parts<'a> {
    raw: &'a str,
    /// Where the next one begins.
    start: usize,
    /// Separators that were not passed yet; `None` where the segment has more than 64 bytes.
    marks: Option<u64>,
    ended: bool,
    separator: u8,
}

impl std::fmt::Debug for Parts<'_> {
    /// Shows the place only: segments carry health data.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Parts(from byte {})", self.start)
    }
}

impl<'a> Iterator for Parts<'a> {
    type Item = &'a str;

    #[inline(always)]
    fn next(&mut self) -> Option<&'a str> {
        if self.ended {
            return None;
        }
        let start = self.start;
        let end = match &mut self.marks {
            Some(0) => None,
            Some(marks) => {
                let end = marks.trailing_zeros() as usize;
                *marks &= *marks - 1;
                Some(end)
            }
            None => self.search(),
        };
        match end {
            Some(end) => self.start = end + 1,
            None => self.ended = true,
        }
        Some(&self.raw[start..end.unwrap_or(self.raw.len())])
    }
}

impl Parts<'_> {
    fn search(&self) -> Option<usize> {
        let rest = &self.raw.as_bytes()[self.start..];
        rest.iter().position(|&byte| byte == self.separator).map(|length| self.start + length)
    }
}
