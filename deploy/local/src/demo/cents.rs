//! Money as the API writes it: dollars with two decimals, counted here in whole cents.

use std::fmt;
use std::iter::Sum;
use std::ops::{Add, Neg, Sub};
use std::str::FromStr;

use anyhow::{Context, ensure};
use serde::Serialize;
use serde_json::Value;

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(into = "String")]
pub struct Cents(pub i64);

impl Cents {
    pub const ZERO: Cents = Cents(0);

    /// The amount in a field of an answer.
    pub fn of(body: &Value, field: &str) -> anyhow::Result<Cents> {
        body[field].as_str().with_context(|| format!("there is no amount {field}"))?.parse()
    }
}

impl FromStr for Cents {
    type Err = anyhow::Error;

    fn from_str(text: &str) -> anyhow::Result<Cents> {
        let (sign, digits) = text.strip_prefix('-').map_or((1, text), |digits| (-1, digits));
        let (dollars, cents) = digits.split_once('.').context("an amount has no cents")?;
        let all_digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
        ensure!(all_digits(dollars) && all_digits(cents) && cents.len() == 2, "{text} is not like 125.00");
        Ok(Cents(sign * (dollars.parse::<i64>()? * 100 + cents.parse::<i64>()?)))
    }
}

impl fmt::Display for Cents {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.0 < 0 { "-" } else { "" };
        let cents = self.0.unsigned_abs();
        f.pad(&format!("{sign}{}.{:02}", cents / 100, cents % 100))
    }
}

impl From<Cents> for String {
    fn from(amount: Cents) -> String {
        amount.to_string()
    }
}

impl Add for Cents {
    type Output = Cents;
    fn add(self, other: Cents) -> Cents {
        Cents(self.0 + other.0)
    }
}

impl Sub for Cents {
    type Output = Cents;
    fn sub(self, other: Cents) -> Cents {
        Cents(self.0 - other.0)
    }
}

impl Neg for Cents {
    type Output = Cents;
    fn neg(self) -> Cents {
        Cents(-self.0)
    }
}

impl Sum for Cents {
    fn sum<I: Iterator<Item = Cents>>(amounts: I) -> Cents {
        amounts.fold(Cents::ZERO, Add::add)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_api_writes_is_read_to_the_cent() -> anyhow::Result<()> {
        for (text, cents) in [("0.00", 0), ("125.00", 12_500), ("-3.07", -307), ("0.09", 9)] {
            assert_eq!(text.parse::<Cents>()?, Cents(cents));
            assert_eq!(Cents(cents).to_string(), text);
        }
        for text in ["", "1", "1.5", "1.005", "one.00", "1.-5", "+1.00"] {
            assert!(text.parse::<Cents>().is_err(), "{text}");
        }
        Ok(())
    }
}
