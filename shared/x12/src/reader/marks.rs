//! Where the elements of a segment end.

/// Segments of fewer bytes have all their marks.
pub(super) const MARKED: usize = 128;
/// Segments of fewer bytes have all their marks in one machine word; nearly all have.
pub(super) const NEAR: usize = 64;

/// One bit for each of the first 128 bytes at which an element ends: the separators, and what follows the segment. The
/// first byte is the lowest bit. Any element is found without a search.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) struct Marks {
    /// Of the first 64 bytes.
    pub(super) near: u64,
    pub(super) far: u64,
}

impl Marks {
    pub(super) const NONE: Self = Self::near(0);
    /// Of a segment without a byte.
    pub(super) const EMPTY: Self = Self::near(1);

    /// Of a segment of fewer than 64 bytes.
    #[inline(always)]
    pub(super) const fn near(near: u64) -> Self {
        Self { near, far: 0 }
    }

    /// Where `separator` ends the elements of a segment of these bytes.
    pub(super) fn of(bytes: &[u8], separator: u8) -> Self {
        let mut marks = Self::NONE;
        let separators = bytes.iter().take(MARKED).enumerate().filter(|&(_, &byte)| byte == separator);
        let ends = separators.map(|(at, _)| at).chain([bytes.len()]);
        ends.for_each(|at| marks.add(1 << (at % NEAR), at - at % NEAR));
        marks
    }

    /// Adds the marks of the 64 bytes that begin `behind` the beginning of the segment, a multiple of 64.
    #[inline]
    pub(super) fn add(&mut self, bits: u64, behind: usize) {
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
