//! Finds two bytes in blocks of 64: the one loop that sees every byte of a file.

use wide::u8x16;

/// How many bytes are looked at in one step: one for each bit of a machine word.
pub(super) const BLOCK: usize = 64;

/// The two bytes that are looked for, each sixteen times.
#[derive(Debug, Clone, Copy)]
pub(super) struct Wanted(u8x16, u8x16);

impl Wanted {
    pub(super) fn new(one: u8, other: u8) -> Self {
        Self(u8x16::splat(one), u8x16::splat(other))
    }

    /// One bit for each byte of `block` that is the one, and one for each that is the other, the first byte lowest.
    #[inline(always)]
    pub(super) fn places(&self, block: &[u8; BLOCK]) -> (u64, u64) {
        let (quarters, _) = block.as_chunks::<16>();
        quarters.iter().rev().fold((0, 0), |(ones, others), quarter| {
            let bytes = u8x16::new(*quarter);
            let equal = |byte: u8x16| u64::from(bytes.simd_eq(byte).to_bitmask());
            (ones << 16 | equal(self.0), others << 16 | equal(self.1))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn finds_what_a_plain_loop_finds(bytes in prop::collection::vec(0u8..=255, BLOCK), one: u8, other: u8) {
            let block: [u8; BLOCK] = bytes.try_into().expect("64 bytes");
            let plain = |byte| (0..BLOCK).filter(|&n| block[n] == byte).fold(0, |set, n| set | 1 << n);
            prop_assert_eq!(Wanted::new(one, other).places(&block), (plain(one), plain(other)));
        }
    }
}
