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
    blocks: [Places; BLOCKS],
}

impl Stretch {
    pub(super) const NONE: Self = Self { begin: NOWHERE, blocks: [Places::NONE; BLOCKS] };

    /// The places in the 64 bytes from `position`; `None` where they are not all known.
    #[inline(always)]
    pub(super) fn window(&self, position: usize) -> Option<Places> {
        let at = position.wrapping_sub(self.begin);
        let next = self.blocks.get(at / BLOCK + 1)?;
        Some(self.blocks[at / BLOCK].shifted(next, at % BLOCK))
    }

    /// Looks at what follows `position`.
    #[cold]
    pub(super) fn renew(&mut self, wanted: &Wanted, bytes: &[u8], position: usize) {
        let ahead = bytes.get(position..).unwrap_or_default();
        let (whole, rest) = ahead.as_chunks::<BLOCK>();
        let (known, behind) = self.blocks.split_at_mut(whole.len().min(BLOCKS));
        known.iter_mut().zip(whole).for_each(|(places, block)| *places = wanted.places(block));
        behind.fill(Places::NONE);
        if let Some(places) = behind.first_mut() {
            // NULs, which are no separator, stand for what lies behind the text.
            let mut block = [0; BLOCK];
            block[..rest.len()].copy_from_slice(rest);
            *places = wanted.places(&block);
        }
        self.begin = position;
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
            for position in begin..begin + BLOCK * (BLOCKS - 1) {
                let mut block = [0; BLOCK];
                let ahead = bytes.get(position..).unwrap_or_default();
                let length = ahead.len().min(BLOCK);
                block[..length].copy_from_slice(&ahead[..length]);
                prop_assert_eq!(stretch.window(position), Some(wanted.places(&block)));
            }
            prop_assert!(stretch.window(begin + BLOCK * (BLOCKS - 1)).is_none());
            prop_assert!(begin == 0 || stretch.window(begin - 1).is_none());
        }
    }
}
