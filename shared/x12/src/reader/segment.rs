//! One segment, read in place.

use std::fmt;

use crate::delimiters::{Delimiters, Separators};
use crate::text::Text;

use super::block;
use super::marks::{MARKED, Marks, NEAR};
use super::parts::{ByteParts, Components, Parts};
use super::walk::{ComponentWalk, Walk};

/// A segment found in a text, without the text.
#[derive(Clone, Copy)]
pub(crate) struct Found {
    pub(crate) start: usize,
    pub(crate) length: u32,
    pub(crate) number: usize,
    pub(crate) marks: Marks,
}

impl Found {
    #[inline(always)]
    pub(crate) fn of(self, text: &str, separators: Separators) -> Segment<'_> {
        let Self { start, length, number, marks } = self;
        Segment { rest: &text[start..], length, separators, number, offset: start, marks }
    }
}

/// A segment without its terminator. Nothing is copied; any element is found in constant time.
#[derive(Clone, Copy)]
pub struct Segment<'a> {
    /// The text from where the segment begins. What follows the segment is never shown; it lets `text` copy whole words.
    rest: &'a str,
    length: u32,
    separators: Separators,
    number: usize,
    offset: usize,
    marks: Marks,
}

impl PartialEq for Segment<'_> {
    fn eq(&self, other: &Self) -> bool {
        let place = |segment: &Self| (segment.offset, segment.number, segment.separators);
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
        let separators = Separators::of(delimiters);
        Self { rest: "", length: 0, separators, number: 0, offset, marks: Marks::EMPTY }
    }
}

impl<'a> Segment<'a> {
    /// A segment that stands alone, without its terminator. Its number and offset are 0.
    #[must_use]
    pub fn alone(raw: &'a str, delimiters: Delimiters) -> Self {
        let marks = Marks::of(raw.as_bytes(), delimiters.element);
        let length = u32::try_from(raw.len()).unwrap_or(u32::MAX);
        Self { rest: raw, length, separators: Separators::of(delimiters), number: 0, offset: 0, marks }
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

    /// The segment name, as bytes: names are compared all the time.
    #[inline(always)]
    pub(crate) fn name(&self) -> &'a [u8] {
        match self.marks.near {
            0 => self.distant_id().as_bytes(),
            marks => &self.rest.as_bytes()[..marks.trailing_zeros() as usize],
        }
    }

    /// A name of 64 bytes or more.
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

    /// The components of element `n`, where `optional` gives it.
    #[inline]
    pub(crate) fn composite(&self, n: usize) -> Option<ComponentWalk<'_, 'a>> {
        let (start, end) = self.span(n);
        self.says(start, end).then(|| ComponentWalk::new(self, start, end))
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
    pub(super) fn bytes(&self, start: usize, end: usize) -> &'a [u8] {
        &self.rest.as_bytes()[start..end]
    }

    /// What stands from `start` on, of this segment and what follows it.
    #[inline(always)]
    pub(super) fn window<const N: usize>(&self, start: usize) -> Option<&'a [u8; N]> {
        self.rest.as_bytes().get(start..)?.first_chunk()
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
    pub(super) fn span(&self, n: usize) -> (usize, usize) {
        if self.len() >= NEAR {
            return self.distant_span(n);
        }
        let mut marks = self.marks.near;
        for _ in 1..n {
            marks &= marks.wrapping_sub(1);
        }
        let ends = marks & marks.wrapping_sub(1);
        if ends == 0 {
            return (0, 0);
        }
        (marks.trailing_zeros() as usize + 1, ends.trailing_zeros() as usize)
    }

    /// As `span`, for segments of 64 bytes and more.
    fn distant_span(&self, n: usize) -> (usize, usize) {
        if self.len() >= MARKED {
            let place = |start: &mut usize, part: &[u8]| {
                let end = *start + part.len();
                Some((std::mem::replace(start, end + 1), end))
            };
            return self.byte_parts().scan(0, place).nth(n).unwrap_or((0, 0));
        }
        let mut marks = self.marks.both();
        for _ in 1..n {
            marks &= marks.wrapping_sub(1);
        }
        let ends = marks & marks.wrapping_sub(1);
        if ends == 0 {
            return (0, 0);
        }
        (marks.trailing_zeros() as usize + 1, ends.trailing_zeros() as usize)
    }

    /// The name and every element, the empty ones included, in order.
    #[inline(always)]
    pub fn parts(&self) -> Parts<'a> {
        Parts::new(self.rest, self.byte_parts())
    }

    /// As `parts`, without the promise that each is UTF-8, which takes time to keep.
    #[inline(always)]
    pub fn byte_parts(&self) -> ByteParts<'a> {
        ByteParts::new(self.rest.as_bytes(), self.len(), self.marks, self.separators.element)
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
        if self.len() >= MARKED {
            let bytes = self.raw().bytes().enumerate();
            bytes.filter(|&(_, byte)| byte == self.separators.element).for_each(|(at, _)| end(at));
            end(self.len());
        } else {
            self.marks.each(&mut end);
        }
        count - 1
    }

    /// Component `m` (from 1) of element `n` (from 1); empty where absent.
    #[must_use]
    pub fn component(&self, n: usize, m: usize) -> &'a str {
        let (mut rest, separator) = (self.element(n), self.separators.component);
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
        let separator = self.separators.repetition;
        let is_blank = |repetition: &str| repetition.bytes().all(|byte| byte == b' ');
        self.element(n).split(char::from(separator)).filter(move |repetition| !is_blank(repetition))
    }

    /// Where the components of the element end that stands from `start` to `end`, the first byte of the element lowest;
    /// `None` where it has no fewer than 32 bytes, or stands at the end of the text.
    #[inline]
    pub(super) fn component_marks(&self, start: usize, end: usize) -> Option<u64> {
        let window: &[u8; 32] = self.window(start)?;
        let last = 1_u64.checked_shl(u32::try_from(end - start).ok()?).filter(|last| *last < 1 << 32)?;
        Some(block::places(window, self.separators.component) & (last - 1) | last)
    }

    /// The components of one repetition or element value of this segment.
    #[inline]
    pub fn split_components(&self, value: &'a str) -> Components<'a> {
        Components::new(value, self.separators.component)
    }

    /// How many elements follow the segment name, the empty ones included.
    #[must_use]
    #[inline]
    pub fn elements(&self) -> usize {
        if self.len() >= MARKED {
            return self.raw().bytes().filter(|&byte| byte == self.separators.element).count();
        }
        self.marks.count() - 1
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
    #[inline]
    pub fn raw(&self) -> &'a str {
        &self.rest[..self.length as usize]
    }

    /// The separators this segment was read with.
    #[must_use]
    #[inline]
    pub fn delimiters(&self) -> Delimiters {
        self.separators.delimiters()
    }

    #[inline]
    pub(super) fn separators(&self) -> Separators {
        self.separators
    }

    #[inline]
    pub(crate) fn numbered(self, number: usize) -> Self {
        Self { number, ..self }
    }

    #[inline]
    pub(crate) fn moved(self, by: usize) -> Self {
        Self { offset: self.offset + by, ..self }
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
                let (mut rest, mut folded) = (second.byte_parts(), Vec::new());
                folded.extend(rest.next());
                rest.for_each(|part| folded.push(part));
                assert!(
                    folded.iter().copied().eq(parts.iter().map(|part| part.as_bytes())),
                    "{gap}, {length}"
                );
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
