//! Quantities and percentages.

use std::fmt;
use std::str::FromStr;

use super::Number;
use super::decimal::{self, DecimalError};

/// A count of units, visits, days or the like, held in thousandths.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Quantity(i64);

impl Quantity {
    /// `2_500` thousandths are 2.5.
    #[must_use]
    pub const fn from_thousandths(thousandths: i64) -> Self {
        Self(thousandths)
    }

    /// Whole units.
    #[must_use]
    pub fn from_units(units: u32) -> Self {
        Self(i64::from(units) * 1000)
    }

    /// The thousandths it holds: 2 500 of 2.5.
    #[must_use]
    pub const fn thousandths(self) -> i64 {
        self.0
    }
}

impl Number for Quantity {
    #[inline(always)]
    fn quick(window: &[u8; 8], length: usize) -> Option<Self> {
        decimal::of_window(window, length, 3).map(Self)
    }
}

impl FromStr for Quantity {
    type Err = DecimalError;

    fn from_str(text: &str) -> Result<Self, DecimalError> {
        decimal::parse(text, 3, 15).map(Self)
    }
}

impl fmt::Display for Quantity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&decimal::format(self.0, 3))
    }
}

/// A share of one as the sender wrote it: `.2` is 20 %. Kept as text, since senders choose the precision.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Percent(String);

impl Percent {
    /// As the sender wrote it: `.2` and `0.20` stay different.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Hundredths of a percent, rounded down: `.2` is 2000.
    #[must_use]
    pub fn basis_points(&self) -> i64 {
        decimal::parse(&self.0, 9, 15).map_or(0, |billionths| billionths / 100_000)
    }
}

impl FromStr for Percent {
    type Err = DecimalError;

    fn from_str(text: &str) -> Result<Self, DecimalError> {
        decimal::parse(text, 9, 15).map(|_| Self(text.to_owned()))
    }
}

impl fmt::Display for Percent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keeps_quantities_and_percentages() {
        for text in ["1", "2.5", "0.125", "-4"] {
            assert_eq!(text.parse::<Quantity>().expect("valid").to_string(), text);
        }
        for (text, points) in [(".2", 2000), ("0.20", 2000), ("1", 10_000), ("0", 0), (".125", 1250)] {
            assert_eq!(text.parse::<Percent>().expect("valid").basis_points(), points);
        }
        assert!("20%".parse::<Percent>().is_err());
    }
}
