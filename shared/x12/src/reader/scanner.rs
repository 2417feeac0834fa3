//! Cuts a text into segments; keeps its place between calls, so that the text may arrive in parts.

use super::block::{BLOCK, Places, Wanted};
use super::marks::Marks;
use super::segment::Found;
use super::stretch::{self, Stretch};
use crate::delimiters::{Delimiters, Separators};

/// The place in a text where the next segment begins. The text itself is handed in with each call.
#[derive(Debug, Clone)]
pub(super) struct Scanner {
    separators: Separators,
    /// Separators of elements, and terminators.
    wanted: Wanted,
    stretch: Stretch,
    /// Behind the segment that was given last.
    position: usize,
    ahead: Ahead,
}

/// A plain segment behind the one that was given last.
#[derive(Debug, Clone, Copy)]
struct Ahead {
    start: usize,
    length: u32,
    /// None where nothing was found, or nothing plain.
    marks: u64,
}

impl Ahead {
    const NONE: Self = Self { start: 0, length: 0, marks: 0 };
}

/// What may lie between two segments.
#[inline(always)]
fn is_gap(byte: u8) -> bool {
    byte <= b' ' && (byte.is_ascii_whitespace() || byte == 0)
}

/// How many bytes of line breaks, blanks and NULs `bytes` begin with.
fn gap(bytes: &[u8]) -> usize {
    bytes.iter().position(|&byte| !is_gap(byte)).unwrap_or(bytes.len())
}

/// Begins as `ST`, `SE`, `GS`, `GE`, `ISA` or `IEA` do.
fn is_envelope(name: &[u8]) -> bool {
    matches!(name, [b'S', b'T' | b'E', ..] | [b'G', b'S' | b'E', ..] | [b'I', b'S' | b'E', ..])
}

impl Scanner {
    /// Before it is known where and by which separators a text begins.
    pub(super) fn nowhere() -> Self {
        Self::at(usize::MAX, Delimiters::default())
    }

    /// Begins at `position`.
    pub(super) fn at(position: usize, delimiters: Delimiters) -> Self {
        let wanted = Wanted::new(delimiters.element, delimiters.segment);
        Self {
            separators: Separators::of(delimiters),
            wanted,
            stretch: Stretch::NONE,
            position,
            ahead: Ahead::NONE,
        }
    }

    pub(super) fn position(&self) -> usize {
        self.position
    }

    #[inline(always)]
    pub(super) fn separators(&self) -> Separators {
        self.separators
    }

    pub(super) fn is_at_isa(&self, text: &str) -> bool {
        text.as_bytes()[self.position..].starts_with(b"ISA")
    }

    /// The next segment where it is as nearly all are: of less than 64 bytes, and no ISA.
    #[inline(always)]
    pub(super) fn following(&mut self, text: &str, number: usize) -> Option<Found> {
        let ahead = self.ahead(text.as_bytes())?;
        Some(self.give(ahead, text.as_bytes(), number))
    }

    /// As `following`, where no segment of an envelope begins.
    #[inline(always)]
    pub(super) fn following_of_body(&mut self, text: &str, number: usize) -> Option<Found> {
        let ahead = self.ahead(text.as_bytes())?;
        let name = text.as_bytes().get(ahead.start..)?;
        if !matches!(name.first()?, b'A'..=b'F' | b'H' | b'J'..=b'R' | b'T'..=b'Z') && is_envelope(name) {
            return None;
        }
        Some(self.give(ahead, text.as_bytes(), number))
    }

    #[inline(always)]
    fn ahead(&mut self, bytes: &[u8]) -> Option<Ahead> {
        if self.ahead.marks == 0 {
            self.look_again(bytes);
        }
        (self.ahead.marks != 0).then_some(self.ahead)
    }

    #[cold]
    fn look_again(&mut self, bytes: &[u8]) {
        self.ahead = self.look(bytes, self.position);
    }

    /// The segment that was found before, and looks for the next: what is done with the one need not wait for the other.
    #[inline(always)]
    fn give(&mut self, ahead: Ahead, bytes: &[u8], number: usize) -> Found {
        let Ahead { start, length, marks } = ahead;
        // It is less than that anyway; said again, it need not be asked for again.
        let length = length % BLOCK as u32;
        self.position = start + length as usize + 1;
        self.ahead = self.look(bytes, self.position);
        Found { start, length, number, marks: Marks::near(marks) }
    }

    /// The segment that begins at `start` or behind the gap there, if it is plain.
    #[inline(always)]
    fn look(&mut self, bytes: &[u8], mut start: usize) -> Ahead {
        let Some(mut first) = bytes.get(start) else { return Ahead::NONE };
        if *first <= b' ' {
            start += gap(&bytes[start..]);
            let Some(next) = bytes.get(start) else { return Ahead::NONE };
            first = next;
        }
        if *first == b'I' && bytes[start..].starts_with(b"ISA") {
            return Ahead::NONE;
        }
        let Places { ends, terminators } = match self.stretch.window(start) {
            Some(places) if places.terminators != 0 => places,
            known => self.look_beyond(bytes, start, known.is_some()),
        };
        let length = terminators.trailing_zeros();
        // A line break before the terminator, as some senders have it, needs more care.
        if terminators == 0
            || matches!(bytes.get((start + length as usize).wrapping_sub(1)), Some(b'\0'..b' '))
        {
            return Ahead::NONE;
        }
        Ahead { start, length, marks: ends & (terminators ^ (terminators - 1)) }
    }

    /// What stands in the 64 bytes from `start`, where the stretch does not show a terminator.
    #[cold]
    fn look_beyond(&mut self, bytes: &[u8], start: usize, is_known: bool) -> Places {
        if !is_known {
            self.stretch.renew(&self.wanted, bytes, start);
        }
        stretch::places(&self.wanted, bytes, start)
    }

    /// Passes line breaks, blanks and NULs; false where nothing follows.
    pub(super) fn skip_gap(&mut self, text: &str) -> bool {
        let rest = text.as_bytes().get(self.position..).unwrap_or_default();
        let gap = gap(rest);
        self.position += gap;
        gap < rest.len()
    }

    /// The segment at `position`, which ends with a terminator; `None` where the text ends before.
    pub(super) fn segment(&mut self, text: &str, number: usize) -> Option<Found> {
        self.ahead = Ahead::NONE;
        let (start, bytes) = (self.position, text.as_bytes());
        let mut marks = Marks::NONE;
        for base in (start..).step_by(BLOCK).take_while(|&base| base < bytes.len()) {
            let Places { ends, terminators } = stretch::places(&self.wanted, bytes, base);
            let inside = terminators ^ terminators.wrapping_sub(1);
            marks.add(ends & inside, base - start);
            if terminators != 0 {
                let at = base + terminators.trailing_zeros() as usize;
                self.position = at + 1;
                let raw = &bytes[start..at];
                let is_in_line = |byte: &u8| !matches!(byte, b'\r' | b'\n');
                let kept = raw.iter().rposition(is_in_line).map_or(0, |last| last + 1);
                if kept < raw.len() {
                    marks = Marks::of(&raw[..kept], self.separators.element);
                }
                return Some(Found { start, length: clamped(kept), number, marks });
            }
        }
        None
    }

    /// What stands at `position` without a terminator, to the end of the text.
    pub(super) fn rest(&mut self, text: &str, number: usize) -> Found {
        self.ahead = Ahead::NONE;
        let start = self.position;
        let rest = &text.as_bytes()[start..];
        let length = rest.iter().rposition(|&byte| !is_gap(byte)).map_or(0, |last| last + 1);
        let marks = Marks::of(&rest[..length], self.separators.element);
        self.position = text.len();
        Found { start, length: clamped(length), number, marks }
    }
}

/// A segment of more than `MAX_SEGMENT` is refused, whatever its length is called.
fn clamped(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
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
                    let segment =
                        scanner.segment(&text, 1).expect("it is whole").of(&text, scanner.separators());
                    raws.push((segment.id(), segment.elements(), segment.element(1)));
                }
                assert_eq!(raws, [("A", 1, "1"), ("B", 2, "2")], "{gap} {terminator:?}");
            }
        }
    }
}
