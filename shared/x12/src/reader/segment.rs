//! One segment, read in place.

use std::fmt;

use crate::delimiters::Delimiters;
use crate::error::{ErrorKind, X12Error};

/// How many bytes of a segment have a mark.
const MARKED: usize = 128;

/// One bit for each of the first 128 bytes of a segment that is an element separator, the first byte lowest: any element
/// is found without a search.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) struct Marks(u128);

impl Marks {
    pub(crate) const NONE: Self = Self(0);

    /// Adds the marks of a block of 64 bytes that begins at `base`, for a segment that begins at `start`.
    #[inline]
    pub(crate) fn add(&mut self, bits: u64, base: usize, start: usize) {
        let bits = u128::from(bits);
        self.0 |= match base.checked_sub(start) {
            None => bits >> (start - base),
            Some(distance) if distance < MARKED => bits << distance,
            Some(_) => 0,
        };
    }

    /// Without the first `n`.
    #[inline]
    const fn after(self, n: usize) -> Self {
        let (mut left, mut marks) = (n, self.0);
        while left > 0 && marks != 0 {
            marks &= marks - 1;
            left -= 1;
        }
        Self(marks)
    }

    #[inline]
    const fn first(self) -> Option<usize> {
        if self.0 == 0 { None } else { Some(self.0.trailing_zeros() as usize) }
    }

    /// Gives every mark in order.
    #[inline]
    fn each(self, mut take: impl FnMut(usize)) {
        let [low, high] = [self.0 as u64, (self.0 >> 64) as u64];
        for (mut word, base) in [(low, 0), (high, 64)] {
            while word != 0 {
                take(base + word.trailing_zeros() as usize);
                word &= word - 1;
            }
        }
    }

    #[inline]
    const fn count(self) -> usize {
        self.0.count_ones() as usize
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
    #[inline]
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
    /// The segment name, such as `NM1`.
    #[must_use]
    #[inline]
    pub fn id(&self) -> &'a str {
        self.element(0)
    }

    /// Element `n`, counted from 1; empty where absent.
    #[must_use]
    #[inline]
    pub fn element(&self, n: usize) -> &'a str {
        if self.raw.len() > MARKED {
            return self.raw.split(char::from(self.delimiters.element)).nth(n).unwrap_or("");
        }
        let Some(before) = n.checked_sub(1) else {
            return &self.raw[..self.marks.first().unwrap_or(self.raw.len())];
        };
        let marks = self.marks.after(before);
        let Some(mark) = marks.first() else { return "" };
        &self.raw[mark + 1..marks.after(1).first().unwrap_or(self.raw.len())]
    }

    /// The name and every element, the empty ones included, in order.
    #[inline]
    pub fn parts(&self) -> Parts<'a> {
        Parts { rest: Some(self.raw), marks: self.marks, passed: 0, separator: self.delimiters.element }
    }

    /// Writes where each element ends, the name first, as far as `ends` goes; how many elements follow the name.
    #[inline]
    pub(crate) fn ends(&self, ends: &mut [usize]) -> usize {
        let mut count = 0;
        let mut end = |at| {
            if let Some(end) = ends.get_mut(count) {
                *end = at;
            }
            count += 1;
        };
        if self.raw.len() > MARKED {
            let bytes = self.raw.bytes().enumerate();
            bytes.filter(|&(_, byte)| byte == self.delimiters.element).for_each(|(at, _)| end(at));
        } else {
            self.marks.each(&mut end);
        }
        end(self.raw.len());
        count - 1
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
    /// What was not given yet; `None` after the last element.
    rest: Option<&'a str>,
    /// Separators of the whole segment that were not passed yet.
    marks: Marks,
    passed: usize,
    separator: u8,
}

impl std::fmt::Debug for Parts<'_> {
    /// Shows the place only: segments carry health data.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Parts(from byte {})", self.passed)
    }
}

impl<'a> Iterator for Parts<'a> {
    type Item = &'a str;

    #[inline]
    fn next(&mut self) -> Option<&'a str> {
        let rest = self.rest?;
        let end = match self.marks.first() {
            Some(mark) => mark - self.passed,
            None if self.passed + rest.len() <= MARKED => rest.len(),
            None => rest.bytes().position(|byte| byte == self.separator).unwrap_or(rest.len()),
        };
        self.marks = self.marks.after(1);
        self.passed += end + 1;
        self.rest = rest.get(end + 1..);
        Some(&rest[..end])
    }
}
