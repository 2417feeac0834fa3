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
    /// Where what was not given yet begins.
    at: usize,
    bytes: ByteParts<'a>,
}

impl fmt::Debug for Parts<'_> {
    /// Shows how far it went only: segments carry health data.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Parts({} bytes given)", self.at)
    }
}

impl<'a> Parts<'a> {
    #[inline(always)]
    pub(super) fn new(rest: &'a str, bytes: ByteParts<'a>) -> Self {
        Self { rest, at: 0, bytes }
    }
}

impl<'a> Iterator for Parts<'a> {
    type Item = &'a str;

    #[inline(always)]
    fn next(&mut self) -> Option<&'a str> {
        let (start, end) = (self.at, self.at + self.bytes.next()?.len());
        self.at = end + 1;
        Some(&self.rest[start..end])
    }
}

/// See `Segment::byte_parts`.
#[derive(Clone)]
pub struct ByteParts<'a> {
    /// The segment and what follows it.
    window: &'a [u8; NEAR],
    /// Where the part begins that comes next, and where it and those that follow end, in `window`.
    at: usize,
    marks: u64,
    /// What was not given yet of a segment that is longer than the window, or near the end of the text.
    far: Option<&'a [u8]>,
    separator: u8,
}

impl fmt::Debug for ByteParts<'_> {
    /// Shows nothing: segments carry health data.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ByteParts")
    }
}

impl<'a> ByteParts<'a> {
    #[inline(always)]
    pub(super) fn new(rest: &'a [u8], length: usize, marks: Marks, separator: u8) -> Self {
        match rest.first_chunk() {
            Some(window) if length < NEAR => Self { window, at: 0, marks: marks.near, far: None, separator },
            _ => Self { window: &[0; NEAR], at: 0, marks: 0, far: rest.get(..length), separator },
        }
    }
}

impl<'a> Iterator for ByteParts<'a> {
    type Item = &'a [u8];

    #[inline(always)]
    fn next(&mut self) -> Option<&'a [u8]> {
        if self.marks == 0 {
            let (part, left) = first_part(self.far?, self.separator);
            self.far = left;
            return Some(part);
        }
        let (start, end) = (self.at, self.marks.trailing_zeros() as usize);
        (self.at, self.marks) = (end + 1, self.marks & (self.marks - 1));
        self.window.get(start..end)
    }

    #[inline(always)]
    fn fold<B, F: FnMut(B, &'a [u8]) -> B>(self, init: B, mut add: F) -> B {
        let Self { window, mut at, mut marks, far, separator } = self;
        let mut sum = init;
        while marks != 0 {
            let end = marks.trailing_zeros() as usize;
            sum = add(sum, &window[at..end]);
            (at, marks) = (end + 1, marks & (marks - 1));
        }
        match far {
            None => sum,
            Some(far) => far.split(|&byte| byte == separator).fold(sum, add),
        }
    }
}

/// The first part, and what is left behind it.
#[cold]
fn first_part(far: &[u8], separator: u8) -> (&[u8], Option<&[u8]>) {
    match far.iter().position(|&byte| byte == separator) {
        Some(end) => (&far[..end], Some(&far[end + 1..])),
        None => (far, None),
    }
}
