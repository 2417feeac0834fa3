//! Up to 23 bytes in place, copied by whole words instead of through a call for so few bytes.

/// How many bytes fit.
pub(super) const PLACE: usize = 23;
/// As many bytes as are looked at to fill a place.
pub(super) const WINDOW: usize = PLACE + 1;

/// Bytes of a text, padded with zeros. The length is an enum so that the values it does not have are free to tell
/// `Option<Text>` and code lists apart without another byte.
#[derive(Clone, Copy, PartialEq, Eq)]
#[repr(C, align(8))]
pub(super) struct Place {
    bytes: [u8; PLACE],
    length: Length,
}

/// Ones as long as a text is, then zeros: `ONES[WINDOW - length..]`.
const ONES: [u8; 2 * WINDOW] = {
    let mut ones = [0; 2 * WINDOW];
    let mut n = 0;
    while n < WINDOW {
        ones[n] = 0xff;
        n += 1;
    }
    ones
};

const HALF: usize = 16;

#[inline(always)]
fn masked(bytes: &[u8; HALF], ones: &[u8; HALF]) -> [u8; HALF] {
    std::array::from_fn(|n| bytes[n] & ones[n])
}

impl Place {
    pub(super) const EMPTY: Self = Self { bytes: [0; PLACE], length: Length::L00 };

    /// The first `length` bytes of `window`; `None` where they are too many.
    #[inline(always)]
    pub(super) fn of_window(window: &[u8; WINDOW], length: usize) -> Option<Self> {
        let kept = *LENGTHS.get(length)?;
        let ones = ONES.get(WINDOW - length..)?.first_chunk::<WINDOW>()?;
        // Two halves that lie over each other by nine bytes, each as long as a vector register.
        let (first, last) = (masked(window.first_chunk()?, ones.first_chunk()?), {
            let (_, window) = window.split_at(PLACE - HALF);
            let (_, ones) = ones.split_at(PLACE - HALF);
            masked(window.first_chunk()?, ones.first_chunk()?)
        });
        let mut bytes = [0; PLACE];
        bytes[..HALF].copy_from_slice(&first);
        bytes[PLACE - HALF..].copy_from_slice(&last);
        Some(Self { bytes, length: kept })
    }

    /// All of `all`; `None` where they are too many.
    #[inline]
    pub(super) fn of(all: &[u8]) -> Option<Self> {
        let length = *LENGTHS.get(all.len())?;
        let mut bytes = [0; PLACE];
        if let (Some(first), Some(last)) = (all.first_chunk::<8>(), all.last_chunk::<8>()) {
            // Two or three words that lie over each other.
            let (_, middle) = all.split_at(all.len().min(16) - 8);
            let middle = middle.first_chunk::<8>()?;
            bytes[..8].copy_from_slice(first);
            bytes[all.len().min(16) - 8..][..8].copy_from_slice(middle);
            bytes[all.len() - 8..][..8].copy_from_slice(last);
        } else if let (Some(first), Some(last)) = (all.first_chunk::<4>(), all.last_chunk::<4>()) {
            let (first, last) = (u32::from_le_bytes(*first), u32::from_le_bytes(*last));
            let word = u64::from(first) | u64::from(last) << (8 * (all.len() - 4));
            bytes[..8].copy_from_slice(&word.to_le_bytes());
        } else if let (Some(&first), Some(&last)) = (all.first(), all.last()) {
            // One to three bytes: the one in the middle is the first or the last where there is none.
            let middle = all[all.len() / 2];
            (bytes[0], bytes[all.len() / 2], bytes[all.len() - 1]) = (first, middle, last);
        }
        Some(Self { bytes, length })
    }

    #[inline]
    pub(super) fn padded(&self) -> &[u8; PLACE] {
        &self.bytes
    }

    #[inline]
    pub(super) fn bytes(&self) -> &[u8] {
        &self.bytes[..self.length as usize]
    }
}

macro_rules! lengths {
    ($($name:ident)+) => {
        /// How long a text in place is.
        #[derive(Clone, Copy, PartialEq, Eq)]
        #[repr(u8)]
        enum Length {
            $($name,)+
        }

        const LENGTHS: [Length; WINDOW] = [$(Length::$name,)+];
    };
}

lengths! { L00 L01 L02 L03 L04 L05 L06 L07 L08 L09 L10 L11 L12 L13 L14 L15 L16 L17 L18 L19 L20 L21 L22 L23 }

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_length_is_kept_and_padded() {
        let all: Vec<u8> = (b'a'..=b'z').collect();
        for length in 0..=all.len() {
            let (of, window) = (Place::of(&all[..length]), all.first_chunk::<WINDOW>().expect("26 bytes"));
            let of_window = Place::of_window(window, length);
            assert_eq!(of.is_some(), length <= PLACE, "{length}");
            assert!(of == of_window, "{length}");
            if let Some(place) = of {
                assert_eq!(place.bytes(), &all[..length]);
                assert!(place.bytes[length..].iter().all(|&byte| byte == 0), "{length}");
            }
        }
    }
}
