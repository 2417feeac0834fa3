//! Finds two bytes in blocks of 64: the one loop that sees every byte of a file.

use wide::u8x16;

/// How many bytes are looked at in one step: one for each bit of a machine word.
pub(super) const BLOCK: usize = 64;

/// The two bytes that are looked for, each sixteen times.
#[derive(Debug, Clone, Copy)]
pub(super) struct Wanted(u8x16, u8x16);

/// One bit for each of 64 bytes, the first byte lowest.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Places {
    /// Where elements end: separators and terminators.
    pub(super) ends: u64,
    /// Where segments end: terminators.
    pub(super) terminators: u64,
}

impl Places {
    pub(super) const NONE: Self = Self { ends: 0, terminators: 0 };
}

impl Wanted {
    pub(super) fn new(separator: u8, terminator: u8) -> Self {
        Self(u8x16::splat(separator), u8x16::splat(terminator))
    }

    /// Which bytes of `block` are wanted.
    #[inline(always)]
    pub(super) fn places(&self, block: &[u8; BLOCK]) -> Places {
        let (quarters, _) = block.as_chunks::<16>();
        let (separators, terminators) =
            quarters.iter().rev().fold((0, 0), |(separators, terminators), quarter| {
                let bytes = u8x16::new(*quarter);
                let equal = |byte: u8x16| u64::from(bytes.simd_eq(byte).to_bitmask());
                (separators << 16 | equal(self.0), terminators << 16 | equal(self.1))
            });
        Places { ends: separators | terminators, terminators }
    }
}

/// Which of 32 bytes are `wanted`, the first byte lowest.
#[inline(always)]
pub(super) fn places(block: &[u8; 32], wanted: u8) -> u64 {
    let (halves, _) = block.as_chunks::<16>();
    halves.iter().rev().fold(0, |places, half| {
        let bytes = u8x16::new(*half);
        places << 16 | u64::from(bytes.simd_eq(u8x16::splat(wanted)).to_bitmask())
    })
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
            let places = Places { ends: plain(one) | plain(other), terminators: plain(other) };
            prop_assert_eq!(Wanted::new(one, other).places(&block), places);
        }
    }
}
