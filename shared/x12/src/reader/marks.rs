//! Where the elements of a segment end.

/// How many bytes of a segment have a mark.
pub(super) const MARKED: usize = 128;
/// How many bytes fit one machine word of marks; nearly all segments do.
pub(super) const NEAR: usize = 64;

/// One bit for each of the first 128 bytes of a segment that is an element separator, the first byte lowest: any element
/// is found without a search.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) struct Marks {
    /// Of the first 64 bytes; nearly no segment has more.
    pub(super) near: u64,
    pub(super) far: u64,
}

impl Marks {
    pub(crate) const NONE: Self = Self::near(0);

    /// Of a segment of no more than 64 bytes.
    #[inline(always)]
    pub(crate) const fn near(near: u64) -> Self {
        Self { near, far: 0 }
    }

    /// The places of `separator` in the bytes of a segment.
    pub(crate) fn of(bytes: &[u8], separator: u8) -> Self {
        let mut marks = Self::NONE;
        let marked = bytes.iter().take(MARKED).enumerate().filter(|&(_, &byte)| byte == separator);
        marked.for_each(|(at, _)| marks.add(1 << (at % NEAR), at - at % NEAR));
        marks
    }

    /// Adds the marks of the 64 bytes that begin `behind` the beginning of the segment, a multiple of 64.
    #[inline]
    pub(crate) fn add(&mut self, bits: u64, behind: usize) {
        match behind {
            0 => self.near |= bits,
            NEAR => self.far |= bits,
            _ => {}
        }
    }

    pub(super) const fn both(self) -> u128 {
        (self.far as u128) << NEAR | self.near as u128
    }

    /// Gives every mark in order.
    #[inline]
    pub(super) fn each(self, mut take: impl FnMut(usize)) {
        for (mut word, base) in [(self.near, 0), (self.far, NEAR)] {
            while word != 0 {
                take(base + word.trailing_zeros() as usize);
                word &= word - 1;
            }
        }
    }

    #[inline]
    pub(super) const fn count(self) -> usize {
        (self.near.count_ones() + self.far.count_ones()) as usize
    }
}
