//! Where separators and terminators stand in the two kilobytes ahead: every byte is looked at once, in blocks that
//! follow each other, and a segment that begins anywhere finds its own with a shift.

use super::block::{BLOCK, Places, Wanted};

/// Blocks that are looked at in one go.
const BLOCKS: usize = 32;
/// Begins so far away that no position lies inside.
const NOWHERE: usize = usize::MAX / 2;

/// The places in `BLOCKS` blocks of a text from `begin` on; what lies behind the text has none.
#[derive(Debug, Clone)]
pub(super) struct Stretch {
    begin: usize,
    /// A bit for each byte, the first byte lowest, as in `Places`.
    ends: [u8; BYTES],
    terminators: [u8; BYTES],
}

const BYTES: usize = BLOCKS * BLOCK / 8;
const WORD: usize = size_of::<u64>();

/// The bits from bit `at` on, eight bytes of them but for those before `at` in the first.
#[inline(always)]
fn bits(bytes: &[u8; BYTES], at: usize) -> Option<u64> {
    let word = bytes.get(at / 8..at / 8 + WORD)?.first_chunk()?;
    Some(u64::from_le_bytes(*word) >> (at % 8))
}

impl Stretch {
    pub(super) const NONE: Self = Self { begin: NOWHERE, ends: [0; BYTES], terminators: [0; BYTES] };

    /// The places in at least the 57 bytes from `position`, and at most 64; `None` where they are not all known.
    #[inline(always)]
    pub(super) fn window(&self, position: usize) -> Option<Places> {
        let at = position.wrapping_sub(self.begin);
        Some(Places { ends: bits(&self.ends, at)?, terminators: bits(&self.terminators, at)? })
    }

    /// Looks at what follows `position`.
    #[cold]
    pub(super) fn renew(&mut self, wanted: &Wanted, bytes: &[u8], position: usize) {
        let (ends, _) = self.ends.as_chunks_mut::<WORD>();
        let (terminators, _) = self.terminators.as_chunks_mut::<WORD>();
        for (n, (ends, terminators)) in ends.iter_mut().zip(terminators).enumerate() {
            let places = places(wanted, bytes, position + n * BLOCK);
            (*ends, *terminators) = (places.ends.to_le_bytes(), places.terminators.to_le_bytes());
        }
        self.begin = position;
    }
}

/// The places in the 64 bytes from `at` on.
#[inline]
pub(super) fn places(wanted: &Wanted, bytes: &[u8], at: usize) -> Places {
    let rest = bytes.get(at..).unwrap_or_default();
    match rest.first_chunk() {
        Some(block) => wanted.places(block),
        None if rest.is_empty() => Places::NONE,
        None => {
            // NULs, which are no separator, stand for what lies behind the text.
            let mut block = [0; BLOCK];
            block[..rest.len()].copy_from_slice(rest);
            wanted.places(&block)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_window_shows_what_a_look_at_its_bytes_shows(
            bytes in prop::collection::vec(prop_oneof![Just(b'*'), Just(b'~'), Just(b'A')], 0..3 * BLOCK * BLOCKS),
            begin in 0..100_usize,
        ) {
            let (wanted, mut stretch) = (Wanted::new(b'*', b'~'), Stretch::NONE);
            prop_assert!(stretch.window(begin).is_none());
            stretch.renew(&wanted, &bytes, begin);
            for position in begin..begin + BLOCK * BLOCKS - 63 {
                let Places { ends, terminators } = places(&wanted, &bytes, position);
                let known = u64::MAX >> ((position - begin) % 8);
                let window = Places { ends: ends & known, terminators: terminators & known };
                prop_assert_eq!(stretch.window(position), Some(window));
            }
            prop_assert!(stretch.window(begin + BLOCK * BLOCKS - 56).is_none());
            prop_assert!(begin == 0 || stretch.window(begin - 1).is_none());
        }
    }
}
