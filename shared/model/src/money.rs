//! Money in US dollars, held in whole cents; never a float.

use crate::text::Invalid;
use diesel::deserialize::{self, FromSql, FromSqlRow};
use diesel::expression::AsExpression;
use diesel::pg::{Pg, PgValue};
use diesel::serialize::{self, Output, ToSql};
use diesel::sql_types::BigInt;
use serde::{Deserialize, Serialize};

/// An amount in cents; written as a decimal string with two places, such as `"125.00"`.
#[derive(
    Clone,
    Copy,
    Debug,
    Default,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Serialize,
    Deserialize,
    AsExpression,
    FromSqlRow,
    utoipa::ToSchema,
)]
#[serde(try_from = "String", into = "String")]
#[diesel(sql_type = BigInt)]
#[schema(value_type = String, example = "125.00")]
pub struct Money(i64);

/// Ten digits before the point and no more: what X12 amounts may carry, and far from overflow when summed.
const MOST_CENTS: i64 = 999_999_999_999;

impl Money {
    pub const ZERO: Money = Money(0);

    pub const fn from_cents(cents: i64) -> Self {
        Self(cents)
    }

    pub const fn cents(self) -> i64 {
        self.0
    }

    pub const fn is_negative(self) -> bool {
        self.0 < 0
    }

    pub const fn is_zero(self) -> bool {
        self.0 == 0
    }

    /// The amount times a whole number of units; `None` when it would not fit.
    pub fn times(self, units: u32) -> Option<Money> {
        self.0.checked_mul(i64::from(units)).filter(|c| c.abs() <= MOST_CENTS).map(Money)
    }
}

impl std::ops::Add for Money {
    type Output = Money;
    fn add(self, other: Money) -> Money {
        Money(self.0 + other.0)
    }
}

impl std::ops::Sub for Money {
    type Output = Money;
    fn sub(self, other: Money) -> Money {
        Money(self.0 - other.0)
    }
}

impl std::ops::Neg for Money {
    type Output = Money;
    fn neg(self) -> Money {
        Money(-self.0)
    }
}

impl std::ops::AddAssign for Money {
    fn add_assign(&mut self, other: Money) {
        self.0 += other.0;
    }
}

impl std::iter::Sum for Money {
    fn sum<I: Iterator<Item = Money>>(amounts: I) -> Money {
        amounts.fold(Money::ZERO, |total, amount| total + amount)
    }
}

impl std::fmt::Display for Money {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let sign = if self.0 < 0 { "-" } else { "" };
        let cents = self.0.unsigned_abs();
        write!(f, "{sign}{}.{:02}", cents / 100, cents % 100)
    }
}

impl std::str::FromStr for Money {
    type Err = Invalid;

    fn from_str(text: &str) -> Result<Money, Invalid> {
        let shape = Invalid("money is dollars with at most two decimals, such as \"125.00\"");
        let (negative, digits) = text.strip_prefix('-').map_or((false, text), |rest| (true, rest));
        let (dollars, cents) = digits.split_once('.').unwrap_or((digits, "00"));
        let all_digits = |s: &str| s.bytes().all(|b| b.is_ascii_digit());
        let well_formed = (1..=10).contains(&dollars.len()) && (1..=2).contains(&cents.len());
        if !well_formed || !all_digits(dollars) || !all_digits(cents) {
            return Err(shape);
        }
        let whole: i64 = dollars.parse().map_err(|_| shape)?;
        let part: i64 = format!("{cents:0<2}").parse().map_err(|_| shape)?;
        let total = whole * 100 + part;
        Ok(Money(if negative { -total } else { total }))
    }
}

impl TryFrom<String> for Money {
    type Error = Invalid;
    fn try_from(text: String) -> Result<Money, Invalid> {
        text.parse()
    }
}

impl From<Money> for String {
    fn from(money: Money) -> String {
        money.to_string()
    }
}

impl ToSql<BigInt, Pg> for Money {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Pg>) -> serialize::Result {
        ToSql::<BigInt, Pg>::to_sql(&self.0, out)
    }
}

impl FromSql<BigInt, Pg> for Money {
    fn from_sql(value: PgValue<'_>) -> deserialize::Result<Self> {
        <i64 as FromSql<BigInt, Pg>>::from_sql(value).map(Money)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn reads_what_people_write() {
        for (text, cents) in [("125.00", 12500), ("125", 12500), ("0.5", 50), ("-3.07", -307), ("0.00", 0)] {
            assert_eq!(text.parse(), Ok(Money(cents)), "{text}");
        }
    }

    #[test]
    fn refuses_what_is_not_money() {
        for text in ["1.005", "+1", "1,000.00", "", ".5", "1.", "NaN", "1e3", "99999999999", "--1", "1.-5"] {
            assert!(text.parse::<Money>().is_err(), "{text} should be refused");
        }
    }

    proptest! {
        #[test]
        fn printed_then_read_is_the_same(cents in -MOST_CENTS..=MOST_CENTS) {
            prop_assert_eq!(Money(cents).to_string().parse(), Ok(Money(cents)));
        }
    }
}
