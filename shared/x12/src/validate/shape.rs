//! One look at all bytes of a segment, eight at a time: most have neither composites nor characters to worry about.

use crate::delimiters::Delimiters;
use crate::reader::Segment;

/// More elements than any segment of the dictionary has.
const MOST: usize = 40;

/// What a look at the bytes of a segment tells.
#[derive(Debug, Clone)]
pub(super) struct Shape {
    /// It has a byte X12 does not have: a control character, or anything beyond ASCII.
    pub foreign: bool,
    /// It has a component or repetition separator.
    pub inner: bool,
    /// How many elements follow the name.
    pub elements: usize,
    /// Where each element ends, the name first.
    ends: [usize; MOST],
}

impl Shape {
    pub(super) const EMPTY: Self = Self { foreign: false, inner: false, elements: 0, ends: [0; MOST] };

    /// Element `n` of the segment whose bytes are `raw`; empty beyond its last.
    #[inline]
    pub(super) fn element<'a>(&self, raw: &'a [u8], n: usize) -> &'a [u8] {
        match (self.ends.get(n.wrapping_sub(1)), self.ends.get(n)) {
            (Some(&before), Some(&end)) if n <= self.elements => raw.get(before + 1..end).unwrap_or_default(),
            _ => &[],
        }
    }

    /// Every element of the segment whose bytes are `raw`, without its name, as far as they are known.
    #[inline]
    pub(super) fn values<'a>(&self, raw: &'a [u8]) -> impl Iterator<Item = &'a [u8]> {
        let ends = &self.ends[..MOST.min(self.elements + 1)];
        ends.windows(2).map(|pair| raw.get(pair[0] + 1..pair[1]).unwrap_or_default())
    }

    /// The name of the segment.
    #[inline]
    pub(super) fn name<'a>(&self, raw: &'a [u8]) -> &'a [u8] {
        raw.get(..self.ends[0]).unwrap_or_default()
    }
}

const LOW: u64 = 0x0101_0101_0101_0101;
const HIGH: u64 = 0x8080_8080_8080_8080;

/// Looks for what is worth a closer look, under the separators of an interchange.
#[derive(Debug, Clone, Copy)]
pub(super) struct Look {
    component: u64,
    repetition: u64,
}

impl Look {
    pub(super) fn new(delimiters: Delimiters) -> Self {
        let repetition = delimiters.repetition.unwrap_or(delimiters.component);
        Self { component: LOW * u64::from(delimiters.component), repetition: LOW * u64::from(repetition) }
    }

    #[inline]
    pub(super) fn at(self, segment: &Segment<'_>, shape: &mut Shape) {
        shape.elements = segment.ends(&mut shape.ends);
        (shape.foreign, shape.inner) = self.over(segment.raw().as_bytes());
    }

    /// Whether there are bytes X12 does not have, and whether there are inner separators.
    #[inline]
    fn over(self, bytes: &[u8]) -> (bool, bool) {
        let (mut foreign, mut inner) = (0, 0);
        let mut word = |eight: &[u8; 8]| {
            let word = u64::from_le_bytes(*eight);
            foreign |= below_blank(word) | word | zero(word ^ (LOW * 0x7f));
            inner |= zero(word ^ self.component) | zero(word ^ self.repetition);
        };
        let (eights, _) = bytes.as_chunks::<8>();
        eights.iter().for_each(&mut word);
        match bytes.last_chunk() {
            Some(last) => word(last),
            None => {
                let mut last = [b' '; 8];
                last[..bytes.len()].copy_from_slice(bytes);
                word(&last);
            }
        }
        (foreign & HIGH != 0, inner & HIGH != 0)
    }
}

/// High bits, at least one of them where a byte is zero, and none where none is.
#[inline]
fn zero(word: u64) -> u64 {
    word.wrapping_sub(LOW) & !word
}

/// High bits, at least one of them where a byte is less than a blank, and none where none is and all are ASCII.
#[inline]
fn below_blank(word: u64) -> u64 {
    word.wrapping_sub(LOW * 0x20) & !word
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_byte_is_seen_at_every_place() {
        let look = Look::new(Delimiters::default());
        for length in 1..20 {
            for at in 0..length {
                for byte in 0..=255_u8 {
                    let mut text = vec![b'A'; length];
                    text[at] = byte;
                    let foreign = !(b' '..=b'~').contains(&byte);
                    let inner = byte == b':' || byte == b'^';
                    // Inner separators are told truly where all bytes are ASCII, which is where it matters.
                    let (seen_foreign, seen_inner) = look.over(&text);
                    assert_eq!(seen_foreign, foreign, "{byte} at {at} of {length}");
                    assert!(seen_inner == inner || !byte.is_ascii(), "{byte} at {at} of {length}");
                }
            }
        }
        assert_eq!(look.over(b""), (false, false));
        let none = Look::new(Delimiters { repetition: None, ..Delimiters::default() });
        assert_eq!((none.over(b"A^B"), none.over(b"A:B")), ((false, false), (false, true)));
    }
}
