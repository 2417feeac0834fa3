//! One pass over a segment: where its elements end, and what kinds of characters each has.

use crate::delimiters::Delimiters;

/// Kinds of characters in an element, as bits.
pub(super) type Class = u8;

pub(super) const DIGIT: Class = 1;
pub(super) const MINUS: Class = 2;
pub(super) const POINT: Class = 4;
pub(super) const BLANK: Class = 8;
/// Any other character of the basic or extended set.
pub(super) const TEXT: Class = 16;
/// A character X12 does not have: control characters, and everything beyond ASCII.
pub(super) const FOREIGN: Class = 32;
/// The component or repetition separator.
pub(super) const INNER: Class = 64;
const SEPARATOR: Class = 128;

/// Class of each byte, under the separators of an interchange.
#[derive(Debug, Clone)]
pub(super) struct Classes([Class; 256]);

impl Classes {
    pub(super) fn new(delimiters: Delimiters) -> Self {
        let mut classes = [FOREIGN; 256];
        classes[usize::from(b' ')..=usize::from(b'~')].fill(TEXT);
        classes[usize::from(b'0')..=usize::from(b'9')].fill(DIGIT);
        for (byte, class) in [(b' ', BLANK), (b'-', MINUS), (b'.', POINT), (delimiters.component, INNER)] {
            classes[usize::from(byte)] = class;
        }
        if let Some(repetition) = delimiters.repetition {
            classes[usize::from(repetition)] = INNER;
        }
        classes[usize::from(delimiters.element)] = SEPARATOR;
        Self(classes)
    }

    /// The classes of a part of an element.
    pub(super) fn of(&self, text: &str) -> Class {
        text.bytes().fold(0, |seen, byte| seen | self.0[usize::from(byte)])
    }
}

/// More elements than any segment has.
const MOST: usize = 64;

/// Element boundaries and classes of the segment read last; element 0 is its name.
#[derive(Debug, Clone)]
pub(super) struct Tape {
    ends: [u32; MOST],
    classes: [Class; MOST],
    count: usize,
}

impl Tape {
    pub(super) fn new() -> Self {
        Self { ends: [0; MOST], classes: [0; MOST], count: 0 }
    }

    /// Elements beyond the 63rd are counted, not kept.
    pub(super) fn read(&mut self, raw: &str, classes: &Classes) {
        let (mut seen, mut n) = (0, 0);
        for (at, &byte) in raw.as_bytes().iter().enumerate() {
            let class = classes.0[usize::from(byte)];
            if class == SEPARATOR {
                self.end(n, at, seen);
                (seen, n) = (0, n + 1);
            } else {
                seen |= class;
            }
        }
        self.end(n, raw.len(), seen);
        self.count = n;
    }

    fn end(&mut self, n: usize, at: usize, class: Class) {
        if n < MOST {
            // Segments are bounded by the reader, far below 4 GiB.
            self.ends[n] = at as u32;
            self.classes[n] = class;
        }
    }

    /// How many elements follow the name.
    pub(super) fn count(&self) -> usize {
        self.count
    }

    /// Element `n` of the segment `raw` the tape was read from.
    pub(super) fn element<'a>(&self, raw: &'a str, n: usize) -> (&'a str, Class) {
        if n > self.count || n >= MOST {
            return ("", 0);
        }
        let start = if n == 0 { 0 } else { self.ends[n - 1] as usize + 1 };
        (raw.get(start..self.ends[n] as usize).unwrap_or_default(), self.classes[n])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn elements_and_their_classes() {
        let classes = Classes::new(Delimiters::default());
        let mut tape = Tape::new();
        let raw = "AB1**-1.5*A B*HC:1^2*é*";
        tape.read(raw, &classes);
        let expected = [
            ("AB1", TEXT | DIGIT),
            ("", 0),
            ("-1.5", MINUS | DIGIT | POINT),
            ("A B", TEXT | BLANK),
            ("HC:1^2", TEXT | DIGIT | INNER),
            ("é", FOREIGN),
            ("", 0),
            ("", 0),
        ];
        assert_eq!(tape.count(), 6);
        for (n, expected) in expected.into_iter().enumerate() {
            assert_eq!(tape.element(raw, n), expected, "{n}");
        }
        let long = "X*".repeat(100);
        tape.read(&long, &classes);
        assert_eq!(
            (tape.count(), tape.element(&long, 63), tape.element(&long, 64)),
            (100, ("X", TEXT), ("", 0))
        );
    }
}
