//! Money and numbers in X12 R form, as integers: never floats.
//!
//! ```
//! use x12::{Amount, Quantity};
//!
//! let charge: Amount = "125.50".parse()?;
//! assert_eq!((charge.cents(), charge.to_string().as_str()), (12_550, "125.5"));
//! assert!("1,250.00".parse::<Amount>().is_err(), "X12 has no thousands separators");
//! assert!("0.005".parse::<Amount>().is_err(), "nor fractions of a cent");
//! let total: Amount = [charge, Amount::from_cents(-50)].iter().sum();
//! assert_eq!(total.to_string(), "125");
//! let minutes: Quantity = "2.5".parse()?;
//! assert_eq!(minutes.thousandths(), 2_500);
//! # Ok::<(), x12::amount::DecimalError>(())
//! ```

mod decimal;
mod number;

pub use decimal::DecimalError;
pub use number::{Percent, Quantity};

use std::fmt;
use std::iter::Sum;
use std::ops::Neg;
use std::str::FromStr;

/// US dollars, held in cents. X12 R: optional leading minus, no plus, no separators, at most 10 digits.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Amount(i64);

impl Amount {
    /// No money: written as `0`.
    pub const ZERO: Self = Self(0);

    /// `12_550` cents are 125.50 dollars.
    #[must_use]
    pub const fn from_cents(cents: i64) -> Self {
        Self(cents)
    }

    /// The cents it holds: 12 550 of 125.50 dollars.
    #[must_use]
    pub const fn cents(self) -> i64 {
        self.0
    }

    /// True of `0`, `0.00` and `-0`.
    #[must_use]
    pub const fn is_zero(self) -> bool {
        self.0 == 0
    }

    /// The sum; `None` where 64 bits cannot hold it.
    #[must_use]
    pub fn checked_add(self, other: Self) -> Option<Self> {
        self.0.checked_add(other.0).map(Self)
    }

    /// The difference; `None` where 64 bits cannot hold it.
    #[must_use]
    pub fn checked_sub(self, other: Self) -> Option<Self> {
        self.0.checked_sub(other.0).map(Self)
    }
}

/// A number that most often is short and right, and is read without a look at anything else then.
pub(crate) trait Number: FromStr {
    /// Of the first `length` bytes of `window`.
    fn quick(window: &[u8; 8], length: usize) -> Option<Self>;
}

impl Number for Amount {
    #[inline(always)]
    fn quick(window: &[u8; 8], length: usize) -> Option<Self> {
        decimal::of_window(window, length, 2).map(Self)
    }
}

impl FromStr for Amount {
    type Err = DecimalError;

    fn from_str(text: &str) -> Result<Self, DecimalError> {
        decimal::parse(text, 2, 10).map(Self)
    }
}

impl fmt::Display for Amount {
    /// The shortest R form: `125`, `125.5`, `-3.07`, `0.5`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&decimal::format(self.0, 2))
    }
}

impl Sum for Amount {
    /// Saturates; amounts read from X12 have at most 10 digits and cannot come near.
    fn sum<I: Iterator<Item = Self>>(amounts: I) -> Self {
        Self(amounts.fold(0, |sum, amount| sum.saturating_add(amount.0)))
    }
}

impl<'a> Sum<&'a Amount> for Amount {
    fn sum<I: Iterator<Item = &'a Amount>>(amounts: I) -> Self {
        amounts.copied().sum()
    }
}

impl Neg for Amount {
    type Output = Self;

    fn neg(self) -> Self {
        Self(self.0.saturating_neg())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn reads_r_form() {
        let cases =
            [("125", 12_500), ("125.5", 12_550), ("-3.07", -307), ("0.5", 50), (".5", 50), ("5.", 500)];
        for (text, cents) in cases.into_iter().chain([("0", 0), ("-0.00", 0), ("00012.30", 1230)]) {
            assert_eq!(text.parse(), Ok(Amount::from_cents(cents)), "{text}");
        }
    }

    #[test]
    fn refuses_what_is_not_r_form() {
        for text in ["", "-", ".", "+1", "1,000", "1.234", "1e3", " 1", "--1", "1.-2", "123456789.12", "é"] {
            assert!(text.parse::<Amount>().is_err(), "{text}");
        }
    }

    #[test]
    fn writes_the_shortest_form() {
        for (cents, text) in
            [(12_500, "125"), (12_550, "125.5"), (-307, "-3.07"), (50, "0.5"), (-5, "-0.05"), (0, "0")]
        {
            assert_eq!(Amount::from_cents(cents).to_string(), text);
        }
    }

    proptest! {
        #[test]
        fn survives_writing_and_reading(cents in -9_999_999_999_i64..=9_999_999_999) {
            let amount = Amount::from_cents(cents);
            prop_assert_eq!(amount.to_string().parse(), Ok(amount));
        }

        #[test]
        fn never_panics(text in "\\PC{0,20}") {
            let _ = text.parse::<Amount>();
        }
    }
}
