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
    /// Begins with the segment.
    rest: &'a str,
    length: usize,
    /// Where what was not given yet begins; beyond the end after the last part.
    at: usize,
    /// Where the parts end that were not given yet, in a segment of fewer than 64 bytes.
    marks: u64,
    separator: u8,
}

impl fmt::Debug for Parts<'_> {
    /// Shows how much is left only: segments carry health data.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Parts({} bytes left)", self.length.saturating_sub(self.at))
    }
}

impl<'a> Parts<'a> {
    #[inline(always)]
    pub(super) fn new(rest: &'a str, length: usize, marks: Marks, separator: u8) -> Self {
        Self { rest, length, at: 0, marks: if length < NEAR { marks.near } else { 0 }, separator }
    }
}

impl<'a> Iterator for Parts<'a> {
    type Item = &'a str;

    #[inline(always)]
    fn next(&mut self) -> Option<&'a str> {
        let (start, end) = self.span()?;
        Some(&self.rest[start..end])
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
        Some(&self.0.rest.as_bytes()[start..end])
    }
}

impl Parts<'_> {
    /// Where the next part begins and ends.
    #[inline(always)]
    pub(super) fn span(&mut self) -> Option<(usize, usize)> {
        let start = self.at;
        let end = if self.marks != 0 {
            self.marks.trailing_zeros() as usize
        } else if start <= self.length {
            far_end(&self.rest.as_bytes()[..self.length], start, self.separator)
        } else {
            return None;
        };
        (self.at, self.marks) = (end + 1, self.marks & self.marks.wrapping_sub(1));
        Some((start, end))
    }
}

/// Where the part ends that begins at `start`, in a segment of 64 bytes and more.
#[inline(never)]
fn far_end(raw: &[u8], start: usize, separator: u8) -> usize {
    raw[start..].iter().position(|&byte| byte == separator).map_or(raw.len(), |found| start + found)
}
