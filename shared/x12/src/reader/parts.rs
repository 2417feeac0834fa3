//! What a segment is made of, in order.

use std::fmt;

use super::marks::{Marks, NEAR};

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

impl<'a> Components<'a> {
    #[inline(always)]
    pub(super) fn new(value: &'a str, separator: u8) -> Self {
        Self { rest: Some(value), separator }
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

impl fmt::Debug for Parts<'_> {
    /// Shows how much is left only: segments carry health data.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Parts({} bytes left)", self.raw.len().saturating_sub(self.at))
    }
}

impl<'a> Parts<'a> {
    #[inline(always)]
    pub(super) fn new(raw: &'a str, marks: Marks, separator: u8) -> Self {
        let far = raw.len() > NEAR;
        Self { raw, at: 0, marks: if far { 0 } else { marks.near }, far, separator }
    }
}

impl<'a> Iterator for Parts<'a> {
    type Item = &'a str;

    #[inline(always)]
    fn next(&mut self) -> Option<&'a str> {
        let (start, end) = self.span()?;
        Some(&self.raw[start..end])
    }
}

/// See `Segment::byte_parts`.
#[derive(Clone, Debug)]
pub struct ByteParts<'a>(pub(super) Parts<'a>);

impl<'a> Iterator for ByteParts<'a> {
    type Item = &'a [u8];

    #[inline(always)]
    fn next(&mut self) -> Option<&'a [u8]> {
        let (start, end) = self.0.span()?;
        Some(&self.0.raw.as_bytes()[start..end])
    }
}

impl Parts<'_> {
    /// Where the next part begins and ends.
    #[inline(always)]
    pub(super) fn span(&mut self) -> Option<(usize, usize)> {
        let end = if self.marks != 0 { self.marks.trailing_zeros() as usize } else { self.search()? };
        self.marks &= self.marks.wrapping_sub(1);
        let start = self.at;
        self.at = end + 1;
        Some((start, end))
    }

    /// Where the part ends that has no mark: the last one, or one of a segment of more than 64 bytes.
    #[inline(always)]
    fn search(&self) -> Option<usize> {
        let rest = self.raw.as_bytes().get(self.at..)?;
        let next = if self.far { rest.iter().position(|&byte| byte == self.separator) } else { None };
        Some(next.map_or(self.raw.len(), |found| self.at + found))
    }
}
