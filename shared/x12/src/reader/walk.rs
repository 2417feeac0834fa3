//! The elements of one segment from the first to the last, for readers that want most of them.

use super::Segment;
use super::marks::{MARKED, NEAR};
use crate::amount::Number;
use crate::error::X12Error;
use crate::text::Text;

/// Gives element 1, then 2, and so on; empty ones beyond the last. Finding an element by its number counts separators
/// from the first each time; here each is passed once.
#[derive(Clone)]
pub(crate) struct Walk<'s, 'a> {
    segment: &'s Segment<'a>,
    /// Where the element begins that comes next; beyond the end after the last.
    at: usize,
    /// Where the elements end that follow, in the 64 bytes that begin at `base`.
    marks: u64,
    base: usize,
    /// The number of the element that was given last.
    number: usize,
}

impl<'s, 'a> Walk<'s, 'a> {
    #[inline(always)]
    pub(super) fn new(segment: &'s Segment<'a>) -> Self {
        let mut walk = Self { segment, at: 0, marks: segment.near_marks(), base: 0, number: 0 };
        walk.span();
        walk.number = 0;
        walk
    }

    /// Passes one element.
    #[inline(always)]
    pub(crate) fn skip(&mut self) {
        self.span();
    }

    #[inline(always)]
    pub(crate) fn str(&mut self) -> &'a str {
        let (start, end) = self.span();
        self.segment.slice(start, end)
    }

    #[inline(always)]
    pub(crate) fn text(&mut self) -> Text {
        let (start, end) = self.span();
        self.segment.cut(start, end)
    }

    /// Without the blanks behind it, which are no part of a value.
    #[inline(always)]
    pub(crate) fn trimmed_text(&mut self) -> Text {
        let (start, end) = self.span();
        self.segment.cut_trimmed(start, end)
    }

    /// As `Segment::optional`.
    #[inline(always)]
    pub(crate) fn optional(&mut self) -> Option<&'a str> {
        let (start, end) = self.span();
        self.segment.says(start, end).then(|| self.segment.slice(start, end))
    }

    /// As `Segment::optional`, as a `Text` of its own.
    #[inline(always)]
    pub(crate) fn optional_text(&mut self) -> Option<Text> {
        let (start, end) = self.span();
        self.segment.says(start, end).then(|| self.segment.cut(start, end))
    }

    /// As `Segment::value`.
    #[inline(always)]
    pub(crate) fn value<T: Number>(&mut self) -> Result<Option<T>, X12Error> {
        let (start, end) = self.span();
        match self.segment.window(start).and_then(|window| T::quick(window, end - start)) {
            Some(value) => Ok(Some(value)),
            None => self.uncommon_value(start, end),
        }
    }

    #[cold]
    fn uncommon_value<T: Number>(&self, start: usize, end: usize) -> Result<Option<T>, X12Error> {
        if !self.segment.says(start, end) {
            return Ok(None);
        }
        self.segment.slice(start, end).parse().map(Some).map_err(|_| self.segment.no_number(self.number()))
    }

    /// The components of the element, where `optional` gives it.
    #[inline(always)]
    pub(crate) fn composite(&mut self) -> Option<ComponentWalk<'s, 'a>> {
        let (start, end) = self.span();
        self.segment.says(start, end).then(|| ComponentWalk::new(self.segment, start, end))
    }

    /// True where no element is left.
    #[inline(always)]
    pub(crate) fn is_at_end(&self) -> bool {
        self.at > self.segment.len()
    }

    /// The number of the element that was given last.
    pub(crate) fn number(&self) -> u8 {
        u8::try_from(self.number).unwrap_or(u8::MAX)
    }

    #[inline(always)]
    fn span(&mut self) -> (usize, usize) {
        let start = self.at;
        let end =
            if self.marks != 0 { self.base + self.marks.trailing_zeros() as usize } else { self.beyond() };
        self.marks &= self.marks.wrapping_sub(1);
        (self.at, self.number) = (end + 1, self.number + 1);
        (start.min(end), end)
    }

    /// The end of an element that is not marked in these 64 bytes: one that is absent, or one of a segment
    /// of 64 bytes and more.
    fn beyond(&mut self) -> usize {
        let raw = self.segment.raw();
        if raw.len() < NEAR || self.at > raw.len() {
            return raw.len();
        }
        if raw.len() < MARKED {
            (self.marks, self.base) = (self.segment.far_marks(), NEAR);
            return self.base + self.marks.trailing_zeros() as usize;
        }
        let separator = self.segment.separators().element;
        let found = raw.as_bytes()[self.at..].iter().position(|&byte| byte == separator);
        found.map_or(raw.len(), |found| self.at + found)
    }
}

/// Gives component 1 of an element, then 2, and so on; empty ones beyond the last.
#[derive(Clone)]
pub(crate) struct ComponentWalk<'s, 'a> {
    segment: &'s Segment<'a>,
    /// Where the component begins that comes next; beyond the end after the last.
    at: usize,
    end: usize,
    /// Where the components end that follow, from `base` on, if that is marked.
    marks: u64,
    base: usize,
}

impl<'s, 'a> ComponentWalk<'s, 'a> {
    #[inline]
    pub(super) fn new(segment: &'s Segment<'a>, start: usize, end: usize) -> Self {
        let marks = segment.component_marks(start, end).unwrap_or(0);
        Self { segment, at: start, end, marks, base: start }
    }

    #[inline]
    fn span(&mut self) -> (usize, usize) {
        let start = self.at;
        let end =
            if self.marks != 0 { self.base + self.marks.trailing_zeros() as usize } else { self.beyond() };
        (self.at, self.marks) = (end + 1, self.marks & self.marks.wrapping_sub(1));
        (start.min(end), end)
    }

    #[inline(never)]
    fn beyond(&self) -> usize {
        let separator = self.segment.separators().component;
        let rest = self.segment.raw().as_bytes().get(self.at..self.end).unwrap_or_default();
        rest.iter().position(|&byte| byte == separator).map_or(self.end, |found| self.at + found)
    }

    #[inline]
    pub(crate) fn str(&mut self) -> &'a str {
        let (start, end) = self.span();
        self.segment.slice(start, end)
    }

    /// Empty where nothing is left.
    #[inline]
    pub(crate) fn text(&mut self) -> Text {
        let (start, end) = self.span();
        self.segment.cut(start, end)
    }

    /// True where a letter or digit comes next.
    #[inline]
    pub(crate) fn begins_plainly(&self) -> bool {
        self.segment.bytes(self.at, self.end).first().is_some_and(u8::is_ascii_alphanumeric)
    }

    /// True where no component is left.
    #[inline]
    pub(crate) fn is_at_end(&self) -> bool {
        self.at > self.end
    }
}

#[cfg(test)]
mod tests {
    use crate::delimiters::Delimiters;
    use crate::reader::Segment;

    #[test]
    fn walking_gives_what_asking_by_number_gives() {
        for length in [0, 1, 20, 50, 58, 59, 60, 61, 62, 63, 64, 65, 120, 126, 127, 128, 129, 300] {
            for raw in [
                format!("A*{}**B", "x".repeat(length)),
                format!("A**{}*B*", "x".repeat(length)),
                format!("A*1*2*{}", "x".repeat(length)),
                "A".repeat(length + 1),
                format!("A{}", "*".repeat(length)),
            ] {
                let segment = Segment::alone(&raw, Delimiters::default());
                let mut walk = segment.walk();
                for n in 1..=segment.elements() {
                    assert!(!walk.is_at_end(), "{raw}");
                    assert_eq!(walk.str(), segment.element(n), "{raw}");
                    assert_eq!(usize::from(walk.number()), n.min(255), "{raw}");
                }
                assert!(walk.is_at_end(), "{raw}");
                assert_eq!((walk.str(), walk.text().as_str()), ("", ""), "{raw}");
            }
        }
    }
}
