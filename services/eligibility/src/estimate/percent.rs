//! A share in percent, to the hundredth.

use model::{Invalid, Money};

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Percent(i64);

/// Hundredths of a percent in a whole.
const WHOLE: i64 = 10_000;

impl Percent {
    pub const NONE: Self = Self(0);
    pub const ALL: Self = Self(WHOLE);

    pub fn from_basis_points(points: i64) -> Option<Self> {
        (0..=WHOLE).contains(&points).then_some(Self(points))
    }

    /// Rounded to the cent, half a cent upwards.
    pub fn of(self, amount: Money) -> Money {
        let exact = i128::from(amount.cents()) * i128::from(self.0);
        let cents = (exact + i128::from(WHOLE / 2)).div_euclid(i128::from(WHOLE));
        Money::from_cents(i64::try_from(cents).unwrap_or(i64::MAX))
    }
}

impl std::str::FromStr for Percent {
    type Err = Invalid;

    /// As a check writes it: `20` or `12.5`.
    fn from_str(text: &str) -> Result<Self, Invalid> {
        let wrong = Invalid("a percentage is 0 to 100 with at most two decimals");
        let amount: Money = text.parse().map_err(|_| wrong)?;
        Self::from_basis_points(amount.cents()).ok_or(wrong)
    }
}

impl std::fmt::Display for Percent {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (whole, rest) = (self.0 / 100, self.0 % 100);
        match (rest / 10, rest % 10) {
            (0, 0) => write!(f, "{whole}"),
            (tenths, 0) => write!(f, "{whole}.{tenths}"),
            _ => write!(f, "{whole}.{rest:02}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_writes_and_rounds() {
        for (text, of, cents) in
            [("20", 105, 21), ("12.5", 100, 13), ("33.33", 1, 0), ("50", 1, 1), ("100", 7, 7)]
        {
            let percent: Percent = text.parse().expect(text);
            assert_eq!(percent.to_string(), text);
            assert_eq!(percent.of(Money::from_cents(of)).cents(), cents, "{text} of {of}");
        }
        for bad in ["100.01", "-1", "", "x", "12.345"] {
            assert!(bad.parse::<Percent>().is_err(), "{bad}");
        }
    }
}
