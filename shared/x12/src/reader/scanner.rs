//! Cuts a text into segments; keeps its place between calls, so that the text may arrive in parts.

use super::block::{BLOCK, Wanted};
use super::marks::Marks;
use super::segment::Found;
use crate::delimiters::Delimiters;

/// The place in a text where the next segment begins. The text itself is handed in with each call.
#[derive(Debug, Clone)]
pub(super) struct Scanner {
    delimiters: Delimiters,
    /// Separators of elements, and terminators.
    wanted: Wanted,
    position: usize,
}

/// What may lie between two segments.
#[inline(always)]
fn is_gap(byte: u8) -> bool {
    byte <= b' ' && (byte.is_ascii_whitespace() || byte == 0)
}

/// The 64 bytes at `position`; NULs, which are no separator, stand for what lies behind the text.
fn padded(bytes: &[u8], position: usize) -> [u8; BLOCK] {
    let rest = bytes.get(position..).unwrap_or_default();
    let mut block = [0; BLOCK];
    let length = rest.len().min(BLOCK);
    block[..length].copy_from_slice(&rest[..length]);
    block
}

impl Scanner {
    /// Begins at `position`.
    pub(super) fn at(position: usize, delimiters: Delimiters) -> Self {
        let wanted = Wanted::new(delimiters.element, delimiters.segment);
        Self { delimiters, wanted, position }
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

    /// At a name that begins as `ST`, `SE`, `GS`, `GE`, `ISA` or `IEA` do.
    pub(super) fn is_at_envelope(&self, text: &str) -> bool {
        let name = text.as_bytes().get(self.position..).unwrap_or_default();
        matches!(name, [b'S', b'T' | b'E', ..] | [b'G', b'S' | b'E', ..] | [b'I', b'S' | b'E', ..])
    }

    /// The next segment where it is as nearly all are: of less than 64 bytes, no ISA, and not at the very end. It is
    /// found in one look at the 64 bytes that follow, wherever they begin.
    #[inline(always)]
    pub(super) fn following(&mut self, text: &str, number: u32) -> Option<Found> {
        let bytes = text.as_bytes();
        let mut window = bytes.get(self.position..)?.first_chunk::<BLOCK>()?;
        if window[0] <= b' ' {
            self.skip_gap(text);
            window = bytes.get(self.position..)?.first_chunk::<BLOCK>()?;
        }
        let (separators, terminators) = self.wanted.places(window);
        if terminators == 0 || window[0] == b'I' && window.starts_with(b"ISA") {
            return None;
        }
        let inside = terminators ^ (terminators - 1);
        let (start, at) = (self.position, self.position + terminators.trailing_zeros() as usize);
        self.position = at + 1;
        let end = before_line_end(bytes, start, at);
        Some(Found {
            start,
            end,
            number,
            delimiters: self.delimiters,
            marks: Marks::near(separators & inside),
        })
    }

    /// Passes line breaks, blanks and NULs; false where nothing follows.
    pub(super) fn skip_gap(&mut self, text: &str) -> bool {
        let rest = text.as_bytes().get(self.position..).unwrap_or_default();
        let gap = rest.iter().position(|&byte| !is_gap(byte));
        self.position += gap.unwrap_or(rest.len());
        gap.is_some()
    }

    /// The segment at `position`, which ends with a terminator; `None` where the text ends before.
    pub(super) fn segment(&mut self, text: &str, number: u32) -> Option<Found> {
        let (start, bytes) = (self.position, text.as_bytes());
        let mut marks = Marks::NONE;
        for base in (start..bytes.len()).step_by(BLOCK) {
            let block = padded(bytes, base);
            let (separators, terminators) = self.wanted.places(&block);
            let inside = terminators ^ terminators.wrapping_sub(1);
            marks.add(separators & inside, base - start);
            if terminators != 0 {
                let at = base + terminators.trailing_zeros() as usize;
                self.position = at + 1;
                let end = before_line_end(bytes, start, at);
                return Some(Found { start, end, number, delimiters: self.delimiters, marks });
            }
        }
        None
    }

    /// What stands at `position` without a terminator, to the end of the text.
    pub(super) fn rest(&mut self, text: &str, number: u32) -> Found {
        let start = self.position;
        let rest = &text.as_bytes()[start..];
        let length = rest.iter().rposition(|&byte| !is_gap(byte)).map_or(0, |last| last + 1);
        let marks = Marks::of(&rest[..length], self.delimiters.element);
        self.position = text.len();
        Found { start, end: start + length, number, delimiters: self.delimiters, marks }
    }
}

/// Some senders break the line before the terminator.
#[inline(always)]
fn before_line_end(bytes: &[u8], start: usize, at: usize) -> usize {
    match bytes[start..at].last() {
        Some(b'\r' | b'\n') => before_line_ends(bytes, start, at - 1),
        _ => at,
    }
}

#[cold]
fn before_line_ends(bytes: &[u8], start: usize, mut end: usize) -> usize {
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
                let mut scanner = Scanner::at(0, delimiters);
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
