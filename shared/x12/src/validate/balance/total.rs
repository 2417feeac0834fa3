//! Sums in whole cents that know when an amount could not be read.

use crate::reader::Segment;

/// A sum of amounts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in super::super) struct Total {
    cents: i64,
    /// False where an amount was missing or is no number: then nothing can be said of the sum.
    known: bool,
}

impl Default for Total {
    fn default() -> Self {
        Self { cents: 0, known: true }
    }
}

impl Total {
    pub(in super::super) fn of(text: &str) -> Self {
        cents(text).map_or(Self { cents: 0, known: false }, |cents| Self { cents, known: true })
    }

    /// Every amount of a CAS: elements 3, 6, 9, 12, 15 and 18.
    pub(in super::super) fn of_adjustments(cas: &Segment<'_>) -> Self {
        Self::of_every(cas, 3, 3)
    }

    /// Every amount of a PLB: elements 4, 6, 8, 10, 12 and 14.
    pub(in super::super) fn of_provider_adjustments(plb: &Segment<'_>) -> Self {
        Self::of_every(plb, 4, 2)
    }

    fn of_every(segment: &Segment<'_>, first: usize, step: usize) -> Self {
        let (mut sum, mut n) = (Self::default(), first);
        while n <= segment.elements() {
            let amount = segment.element(n);
            if !amount.is_empty() {
                sum.add(Self::of(amount));
            }
            n += step;
        }
        sum
    }

    pub(in super::super) fn plus(self, other: Self) -> Self {
        Self { cents: self.cents.saturating_add(other.cents), known: self.known && other.known }
    }

    pub(in super::super) fn less(self, other: Self) -> Self {
        Self { cents: self.cents.saturating_sub(other.cents), known: self.known && other.known }
    }

    pub(in super::super) fn add(&mut self, other: Self) {
        *self = self.plus(other);
    }

    pub(in super::super) fn known(self) -> Option<i64> {
        self.known.then_some(self.cents)
    }

    /// Both in cents, where both are known and differ.
    pub(in super::super) fn differs(self, other: Self) -> Option<(i64, i64)> {
        (self.known && other.known && self.cents != other.cents).then_some((self.cents, other.cents))
    }
}

/// Longer numbers are no amounts; shorter ones cannot overflow.
const LONGEST: usize = 18;

/// An X12 R number in cents; `None` where it is none, or finer than cents.
pub(in super::super) fn cents(text: &str) -> Option<i64> {
    let bytes = text.as_bytes();
    let digits = bytes.strip_prefix(b"-").unwrap_or(bytes);
    if digits.len() > LONGEST {
        return None;
    }
    let (mut value, mut decimals, mut points, mut others) = (0_i64, 0_usize, 0_usize, 0_usize);
    for &byte in digits {
        let digit = byte.wrapping_sub(b'0');
        let is_digit = digit < 10;
        value = if is_digit { 10 * value + i64::from(digit) } else { value };
        decimals += points & usize::from(is_digit);
        others += usize::from(!is_digit);
        points |= usize::from(byte == b'.');
    }
    if others != points || digits.len() == points {
        return None;
    }
    let scaled = match decimals {
        0 => value.checked_mul(100)?,
        1 => value.checked_mul(10)?,
        2 => value,
        _ => finer(value, decimals)?,
    };
    Some(if digits.len() < bytes.len() { -scaled } else { scaled })
}

/// A value with more than two decimals, where those beyond are zeros.
#[cold]
fn finer(value: i64, decimals: usize) -> Option<i64> {
    let scale = 10_i64.checked_pow(u32::try_from(decimals - 2).ok()?)?;
    (value % scale == 0).then_some(value / scale)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::amount::Amount;
    use proptest::prelude::*;

    #[test]
    fn amounts_in_cents() {
        let cases = [
            ("0", Some(0)),
            ("125", Some(12_500)),
            ("125.5", Some(12_550)),
            ("-3.07", Some(-307)),
            (".5", Some(50)),
            ("5.", Some(500)),
            ("1.500", Some(150)),
            ("", None),
            ("-", None),
            (".", None),
            ("+1", None),
            ("1.2.3", None),
            ("1.234", None),
            ("99999999999999999999", None),
            ("999999999999999.99", Some(99_999_999_999_999_999)),
            ("999999999999999999", None),
            ("1.00000", Some(100)),
        ];
        for (text, expected) in cases {
            assert_eq!(cents(text), expected, "{text}");
        }
    }

    proptest! {
        #[test]
        fn as_amounts_are_read(text in "-?[0-9]{0,9}\\.?[0-9]{0,3}") {
            if let Ok(amount) = text.parse::<Amount>() {
                prop_assert_eq!(cents(&text), Some(amount.cents()));
            }
        }
    }
}
