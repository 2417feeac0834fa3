//! One segment, read in place.

use std::fmt;

use crate::delimiters::Delimiters;
use crate::error::{ErrorKind, X12Error};
use crate::text::Text;

use super::walk::Walk;

/// How many bytes of a segment have a mark.
pub(super) const MARKED: usize = 128;
/// How many bytes fit one machine word of marks; nearly all segments do.
pub(super) const NEAR: usize = 64;

/// One bit for each of the first 128 bytes of a segment that is an element separator, the first byte lowest: any element
/// is found without a search.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) struct Marks {
    /// Of the first 64 bytes; nearly no segment has more.
    near: u64,
    far: u64,
}

impl Marks {
    pub(crate) const NONE: Self = Self::near(0);

    /// Of a segment of no more than 64 bytes.
    #[inline(always)]
    pub(crate) const fn near(near: u64) -> Self {
        Self { near, far: 0 }
    }

    /// The places of `separator` in the bytes of a segment.
    pub(crate) fn of(bytes: &[u8], separator: u8) -> Self {
        let mut marks = Self::NONE;
        let marked = bytes.iter().take(MARKED).enumerate().filter(|&(_, &byte)| byte == separator);
        marked.for_each(|(at, _)| marks.add(1 << (at % NEAR), at - at % NEAR));
        marks
    }

    /// Adds the marks of the 64 bytes that begin `behind` the beginning of the segment, a multiple of 64.
    #[inline]
    pub(crate) fn add(&mut self, bits: u64, behind: usize) {
        match behind {
            0 => self.near |= bits,
            NEAR => self.far |= bits,
            _ => {}
        }
    }

    const fn both(self) -> u128 {
        (self.far as u128) << NEAR | self.near as u128
    }

    /// Gives every mark in order.
    #[inline]
    fn each(self, mut take: impl FnMut(usize)) {
        for (mut word, base) in [(self.near, 0), (self.far, NEAR)] {
            while word != 0 {
                take(base + word.trailing_zeros() as usize);
                word &= word - 1;
            }
        }
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
    pub(crate) number: u32,
    pub(crate) delimiters: Delimiters,
    pub(crate) marks: Marks,
}

impl Found {
    #[inline(always)]
    pub(crate) fn of(self, text: &str) -> Segment<'_> {
        Segment {
            rest: &text[self.start..],
            length: u32::try_from(self.end - self.start).unwrap_or(u32::MAX),
            offset: self.start,
            number: self.number,
            delimiters: self.delimiters,
            marks: self.marks,
        }
    }
}

/// A segment without its terminator. Nothing is copied; any element is found in constant time.
#[derive(Clone, Copy)]
pub struct Segment<'a> {
    /// The text from where the segment begins. What follows the segment is never shown; it lets `text` copy whole words.
    rest: &'a str,
    length: u32,
    number: u32,
    offset: usize,
    delimiters: Delimiters,
    marks: Marks,
}

impl PartialEq for Segment<'_> {
    fn eq(&self, other: &Self) -> bool {
        let place = |segment: &Self| (segment.offset, segment.number, segment.delimiters);
        self.raw() == other.raw() && place(self) == place(other)
    }
}

impl Eq for Segment<'_> {}

impl fmt::Debug for Segment<'_> {
    /// Shows the place only: segments carry health data.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Segment({} #{} @{})", self.id(), self.number, self.offset)
    }
}

impl Segment<'static> {
    /// No segment, at a place such as the end of a text.
    pub(crate) const fn none(delimiters: Delimiters, offset: usize) -> Self {
        Self { rest: "", length: 0, offset, number: 0, delimiters, marks: Marks::NONE }
    }
}

impl<'a> Segment<'a> {
    /// A segment that stands alone, without its terminator. Its number and offset are 0.
    #[must_use]
    pub fn alone(raw: &'a str, delimiters: Delimiters) -> Self {
        let marks = Marks::of(raw.as_bytes(), delimiters.element);
        let length = u32::try_from(raw.len()).unwrap_or(u32::MAX);
        Self { rest: raw, length, offset: 0, number: 0, delimiters, marks }
    }

    /// The segment name, such as `NM1`.
    #[must_use]
    #[inline(always)]
    pub fn id(&self) -> &'a str {
        match self.marks.near {
            0 => self.distant_id(),
            marks => &self.rest[..marks.trailing_zeros() as usize],
        }
    }

    /// The name of a segment without elements, or with a name of more than 64 bytes.
    #[cold]
    fn distant_id(&self) -> &'a str {
        self.parts().next().unwrap_or("")
    }

    /// Element `n`, counted from 1; empty where absent.
    #[must_use]
    #[inline(always)]
    pub fn element(&self, n: usize) -> &'a str {
        if n == 0 {
            return self.id();
        }
        let (start, end) = self.span(n);
        self.slice(start, end)
    }

    /// Element `n` as a `Text` of its own.
    #[inline(always)]
    pub(crate) fn text(&self, n: usize) -> Text {
        let (start, end) = self.span(n);
        self.cut(start, end)
    }

    /// Element `n` as a `Text`, where `optional` gives it.
    #[inline(always)]
    pub(crate) fn optional_text(&self, n: usize) -> Option<Text> {
        let (start, end) = self.span(n);
        self.says(start, end).then(|| self.cut(start, end))
    }

    /// Element 1 and those that follow it, one after the other.
    #[inline(always)]
    pub(crate) fn walk(&self) -> Walk<'_, 'a> {
        Walk::new(self)
    }

    #[inline(always)]
    pub(super) fn slice(&self, start: usize, end: usize) -> &'a str {
        &self.rest[start..end]
    }

    #[inline(always)]
    pub(super) fn cut(&self, start: usize, end: usize) -> Text {
        Text::cut(self.rest, start, end)
    }

    /// Without the blanks behind it, which are no part of a value.
    #[inline(always)]
    pub(super) fn cut_trimmed(&self, start: usize, mut end: usize) -> Text {
        while end > start && self.rest.as_bytes()[end - 1] == b' ' {
            end -= 1;
        }
        self.cut(start, end)
    }

    #[inline(always)]
    pub(super) fn len(&self) -> usize {
        self.length as usize
    }

    #[inline(always)]
    pub(super) fn near_marks(&self) -> u64 {
        self.marks.near
    }

    pub(super) fn far_marks(&self) -> u64 {
        self.marks.far
    }

    /// Where element `n`, from 1, begins and ends.
    #[inline(always)]
    fn span(&self, n: usize) -> (usize, usize) {
        if self.len() > NEAR {
            return self.distant_span(n);
        }
        let mut marks = self.marks.near;
        for _ in 1..n {
            marks &= marks.wrapping_sub(1);
        }
        if marks == 0 {
            return (0, 0);
        }
        let start = marks.trailing_zeros() as usize + 1;
        marks &= marks - 1;
        let end = if marks == 0 { self.length } else { marks.trailing_zeros() };
        (start, end as usize)
    }

    /// As `span`, for segments of more than 64 bytes.
    fn distant_span(&self, n: usize) -> (usize, usize) {
        if self.len() > MARKED {
            let mut parts = self.parts();
            return parts.nth(n).map_or((0, 0), |part| (parts.at - 1 - part.len(), parts.at - 1));
        }
        let mut marks = self.marks.both();
        for _ in 1..n {
            marks &= marks.wrapping_sub(1);
        }
        if marks == 0 {
            return (0, 0);
        }
        let start = marks.trailing_zeros() as usize + 1;
        marks &= marks - 1;
        (start, if marks == 0 { self.len() } else { marks.trailing_zeros() as usize })
    }

    /// The name and every element, the empty ones included, in order.
    #[inline]
    pub fn parts(&self) -> Parts<'a> {
        let far = self.length as usize > NEAR;
        let marks = if far { 0 } else { self.marks.near };
        Parts { raw: self.raw(), at: 0, marks, far, separator: self.delimiters.element }
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
        if self.length as usize > MARKED {
            let bytes = self.raw().bytes().enumerate();
            bytes.filter(|&(_, byte)| byte == self.delimiters.element).for_each(|(at, _)| end(at));
        } else {
            self.marks.each(&mut end);
        }
        end(self.length as usize);
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

    /// The repetitions of element `n` that hold something.
    pub fn repetitions(&self, n: usize) -> impl Iterator<Item = &'a str> + use<'a> {
        let separator = self.delimiters.repetition.unwrap_or(self.delimiters.segment);
        let is_blank = |repetition: &str| repetition.bytes().all(|byte| byte == b' ');
        self.element(n).split(char::from(separator)).filter(move |repetition| !is_blank(repetition))
    }

    /// The components of one repetition or element value of this segment.
    #[inline]
    pub fn split_components(&self, value: &'a str) -> Components<'a> {
        Components { rest: Some(value), separator: self.delimiters.component }
    }

    /// How many elements follow the segment name, the empty ones included.
    #[must_use]
    #[inline]
    pub fn elements(&self) -> usize {
        if self.length as usize > MARKED {
            return self.raw().bytes().filter(|&byte| byte == self.delimiters.element).count();
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
    #[inline]
    pub fn raw(&self) -> &'a str {
        &self.rest[..self.length as usize]
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
        self.says(start, end).then(|| &self.rest[start..end])
    }

    #[inline(always)]
    pub(super) fn says(&self, start: usize, end: usize) -> bool {
        let Delimiters { component, repetition, .. } = self.delimiters;
        let says = |&byte: &u8| byte != b' ' && byte != component && Some(byte) != repetition;
        let bytes = &self.rest.as_bytes()[start..end];
        bytes.first().is_some_and(u8::is_ascii_alphanumeric) || bytes.iter().any(says)
    }
}

/// See `Segment::split_components`.
#[derive(Clone)]
pub struct Components<'a> {
    rest: Option<&'a str>,
    separator: u8,
}

impl fmt::Debug for Components<'_> {
    /// Shows how much is left only: segments carry health data.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Components({} bytes left)", self.rest.map_or(0, str::len))
    }
}

impl<'a> Iterator for Components<'a> {
    type Item = &'a str;

    #[inline]
    fn next(&mut self) -> Option<&'a str> {
        let rest = self.rest?;
        // A plain loop: components are shorter than what a search by words needs to begin.
        match rest.bytes().position(|byte| byte == self.separator) {
            Some(found) => {
                self.rest = Some(&rest[found + 1..]);
                Some(&rest[..found])
            }
            None => self.rest.take(),
        }
    }
}

/// See `Segment::parts`.
#[derive(Clone)]
pub struct Parts<'a> {
    raw: &'a str,
    /// Where what was not given yet begins; beyond the end after the last part.
    at: usize,
    /// The separators in the rest, where the segment has at most 64 bytes.
    marks: u64,
    far: bool,
    separator: u8,
}

impl std::fmt::Debug for Parts<'_> {
    /// Shows how much is left only: segments carry health data.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Parts({} bytes left)", self.raw.len().saturating_sub(self.at))
    }
}

impl<'a> Iterator for Parts<'a> {
    type Item = &'a str;

    #[inline(always)]
    fn next(&mut self) -> Option<&'a str> {
        let end = if self.marks != 0 { self.marks.trailing_zeros() as usize } else { self.search()? };
        self.marks &= self.marks.wrapping_sub(1);
        let part = &self.raw[self.at..end];
        self.at = end + 1;
        Some(part)
    }
}

impl Parts<'_> {
    /// Where the part ends that has no mark: the last one, or one of a segment of more than 64 bytes.
    #[inline(always)]
    fn search(&self) -> Option<usize> {
        let rest = self.raw.as_bytes().get(self.at..)?;
        let next = if self.far { rest.iter().position(|&byte| byte == self.separator) } else { None };
        Some(next.map_or(self.raw.len(), |found| self.at + found))
    }
}

#[cfg(test)]
mod tests {
    use crate::delimiters::Delimiters;
    use crate::reader::Segments;

    /// Blocks of 64 bytes begin and end anywhere in and between these segments.
    #[test]
    fn elements_are_found_wherever_a_segment_stands() {
        for gap in 0..200 {
            for length in [0, 1, 30, 62, 63, 64, 65, 127, 128, 129, 300] {
                let text =
                    format!("A*{}~{}B*1**{}*4~", "x".repeat(gap), "\n".repeat(gap), "y".repeat(length));
                let segments: Vec<_> = Segments::body(&text, Delimiters::default()).collect();
                let second = segments[1];
                let parts: Vec<&str> = second.parts().collect();
                assert_eq!(parts, second.raw().split('*').collect::<Vec<_>>());
                let numbered: Vec<&str> = (0..=second.elements()).map(|n| second.element(n)).collect();
                assert_eq!(numbered, parts, "gap {gap}, length {length}");
                assert_eq!((second.element(5), second.component(4, 1)), ("", "4"));
            }
        }
    }

    #[test]
    fn blanks_and_separators_are_no_value() {
        let text = "A* *::*^*: ^*x*:y*0~";
        let segments: Vec<_> = Segments::body(text, Delimiters::default()).collect();
        let found: Vec<_> = (1..=8).filter_map(|n| segments[0].optional(n)).collect();
        assert_eq!(found, ["x", ":y", "0"]);
        assert!(segments[0].required(2, "ST", "it is empty").is_err());
    }
}
