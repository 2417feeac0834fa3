//! Finds a byte in blocks of 64: the one loop that sees every byte of a file.

/// How many bytes are looked at in one step.
pub(super) const BLOCK: usize = 64;

const LOW: u64 = 0x0101_0101_0101_0101;
const HIGH: u64 = 0x8080_8080_8080_8080;
/// Gathers the high bit of each byte into the top byte, the first byte lowest.
const GATHER: u64 = 0x0002_0408_1020_4081;

/// One bit for each byte of `block` that is `byte`, the first byte lowest: eight bytes at a time in a machine word, which
/// needs no unsafe.
#[inline]
pub(super) fn places(block: &[u8; BLOCK], byte: u8) -> u64 {
    let wanted = LOW * u64::from(byte);
    let (eights, _) = block.as_chunks::<8>();
    eights.iter().rev().fold(0, |found, eight| {
        let equal = zero_bytes(u64::from_le_bytes(*eight) ^ wanted);
        found << 8 | equal.wrapping_mul(GATHER) >> 56
    })
}

/// The high bit of every byte that is zero, and of no other.
#[inline]
fn zero_bytes(word: u64) -> u64 {
    !(((word & !HIGH) + !HIGH) | word) & HIGH
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn finds_what_a_plain_loop_finds(bytes in prop::collection::vec(0u8..=255, BLOCK), byte: u8) {
            let block: [u8; BLOCK] = bytes.try_into().expect("64 bytes");
            let plain = (0..BLOCK).filter(|&n| block[n] == byte).fold(0, |set, n| set | 1 << n);
            prop_assert_eq!(places(&block, byte), plain);
        }
    }
}
