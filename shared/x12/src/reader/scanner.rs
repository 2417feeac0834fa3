//! Cuts a text into segments; keeps its place between calls, so that the text may arrive in parts.

use super::MAX_ELEMENT;
use super::block::{BLOCK, places};
use super::segment::{Found, Marks};
use crate::delimiters::Delimiters;

/// The place in a text, and what the block under it holds. The text itself is handed in with each call.
#[derive(Debug, Clone)]
pub(super) struct Scanner {
    delimiters: Delimiters,
    /// Where the next segment begins.
    position: usize,
    /// Where the block begins that was looked at last.
    base: usize,
    /// Its element separators and its terminators, those before `position` left out.
    separators: u64,
    terminators: u64,
}

/// What may lie between two segments.
#[inline(always)]
fn is_gap(byte: u8) -> bool {
    byte <= b' ' && (byte.is_ascii_whitespace() || byte == 0)
}

impl Scanner {
    /// Begins at `position` of `text`.
    pub(super) fn at(text: &str, position: usize, delimiters: Delimiters) -> Self {
        let mut scanner = Self { delimiters, position, base: 0, separators: 0, terminators: 0 };
        scanner.look(text, position - position % BLOCK);
        scanner.forget(position);
        scanner
    }

    /// Looks at the block that begins at `base`.
    #[inline(always)]
    fn look(&mut self, text: &str, base: usize) {
        let rest = text.as_bytes().get(base..).unwrap_or_default();
        let mut last = [0; BLOCK];
        let block = rest.first_chunk().unwrap_or_else(|| {
            last[..rest.len()].copy_from_slice(rest);
            &last
        });
        self.base = base;
        (self.separators, self.terminators) = places(block, self.delimiters.element, self.delimiters.segment);
    }

    /// Leaves out what stands before `position`.
    #[inline]
    fn forget(&mut self, position: usize) {
        if let Some(passed) = position.checked_sub(self.base) {
            let left =
                u32::try_from(passed).ok().and_then(|passed| u64::MAX.checked_shl(passed)).unwrap_or(0);
            self.separators &= left;
            self.terminators &= left;
        }
    }

    pub(super) fn position(&self) -> usize {
        self.position
    }

    pub(super) fn delimiters(&self) -> Delimiters {
        self.delimiters
    }

    pub(super) fn is_at_isa(&self, text: &str) -> bool {
        text.as_bytes()[self.position..].starts_with(b"ISA")
    }

    /// The next segment where it is neither the last nor an ISA nor uncommonly long.
    #[inline(always)]
    pub(super) fn following(&mut self, text: &str, number: usize) -> Option<Found> {
        let mut first = *text.as_bytes().get(self.position)?;
        if first <= b' ' {
            self.skip_gap(text);
            first = *text.as_bytes().get(self.position)?;
        }
        if first == b'I' && self.is_at_isa(text) {
            return None;
        }
        let found = self.segment(text, number)?;
        if found.end - found.start > MAX_ELEMENT {
            *self = Self::at(text, found.start, self.delimiters);
            return None;
        }
        Some(found)
    }

    /// Passes line breaks, blanks and NULs; false where nothing follows.
    #[inline]
    pub(super) fn skip_gap(&mut self, text: &str) -> bool {
        let bytes = text.as_bytes();
        while let Some(&byte) = bytes.get(self.position) {
            if !is_gap(byte) {
                if self.position >= self.base + BLOCK {
                    *self = Self::at(text, self.position, self.delimiters);
                }
                return true;
            }
            self.position += 1;
            self.forget(self.position);
        }
        false
    }

    /// The segment at `position`, which ends with a terminator; `None` where the text ends before.
    #[inline(always)]
    pub(super) fn segment(&mut self, text: &str, number: usize) -> Option<Found> {
        let start = self.position;
        let mut marks = Marks::NONE;
        while self.terminators == 0 {
            marks.add(self.separators, self.base, start);
            if self.base + BLOCK >= text.len() {
                return None;
            }
            self.look(text, self.base + BLOCK);
        }
        let distance = self.terminators.trailing_zeros();
        let inside = self.terminators ^ (self.terminators - 1);
        marks.add(self.separators & inside, self.base, start);
        self.separators &= !inside;
        self.terminators &= !inside;
        let at = self.base + distance as usize;
        self.position = at + 1;
        let end = before_line_end(text.as_bytes(), start, at);
        Some(Found { start, end, number, delimiters: self.delimiters, marks })
    }

    /// What stands at `position` without a terminator, to the end of the text.
    pub(super) fn rest(&mut self, text: &str, number: usize) -> Found {
        let start = self.position;
        let rest = &text.as_bytes()[start..];
        let length = rest.iter().rposition(|&byte| !is_gap(byte)).map_or(0, |last| last + 1);
        let mut marks = Marks::NONE;
        let separators = (0..length).filter(|&at| rest[at] == self.delimiters.element);
        separators.for_each(|at| marks.add(1, start + at, start));
        self.position = text.len();
        Found { start, end: start + length, number, delimiters: self.delimiters, marks }
    }
}

/// Some senders break the line before the terminator.
#[inline]
fn before_line_end(bytes: &[u8], start: usize, mut end: usize) -> usize {
    while let Some(b'\r' | b'\n') = bytes[start..end].last() {
        end -= 1;
    }
    end
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_gap_may_be_longer_than_what_is_marked() {
        for gap in [0, 1, 62, 63, 64, 65, 127, 128, 200, 1000] {
            for terminator in ["~", "\n"] {
                let text = format!("A*1{terminator}{}B*2*3{terminator}", "\n".repeat(gap));
                let delimiters = Delimiters { segment: terminator.as_bytes()[0], ..Delimiters::default() };
                let mut scanner = Scanner::at(&text, 0, delimiters);
                let mut raws = Vec::new();
                while scanner.skip_gap(&text) {
                    let segment = scanner.segment(&text, 1).expect("it is whole").of(&text);
                    raws.push((segment.id(), segment.elements(), segment.element(1)));
                }
                assert_eq!(raws, [("A", 1, "1"), ("B", 2, "2")], "{gap} {terminator:?}");
            }
        }
    }
}
