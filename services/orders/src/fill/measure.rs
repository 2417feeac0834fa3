//! Amounts of a drug, exact to a thousandth of its unit, so that sums of them are exact too.

use crate::prescription::content::Amount;
use diesel::deserialize::{self, FromSql, FromSqlRow};
use diesel::expression::AsExpression;
use diesel::pg::{Pg, PgValue};
use diesel::serialize::{self, Output, ToSql};
use diesel::sql_types::BigInt;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::iter::Sum;
use utoipa::ToSchema;

/// Zero or more, in thousandths; a decimal string outside.
#[derive(
    Clone,
    Copy,
    Debug,
    Default,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Serialize,
    Deserialize,
    ToSchema,
    AsExpression,
    FromSqlRow,
)]
#[serde(try_from = "Amount", into = "String")]
#[schema(value_type = String, example = "30")]
#[diesel(sql_type = BigInt)]
pub struct Measure(i64);

impl Measure {
    pub const NOTHING: Self = Self(0);

    pub fn times(self, count: u16) -> Self {
        Self(self.0.saturating_mul(count.into()))
    }

    /// Nothing when `other` is more.
    pub fn less(self, other: Self) -> Self {
        Self(self.0.saturating_sub(other.0).max(0))
    }
}

/// An amount has at most eleven digits, three of them decimals.
impl From<Amount> for Measure {
    fn from(amount: Amount) -> Self {
        let text = String::from(amount);
        let (whole, decimals) = text.split_once('.').unwrap_or((&text, ""));
        let digits = format!("{whole}{decimals:0<3}")
            .bytes()
            .fold(0_i64, |sum, digit| sum.saturating_mul(10).saturating_add(i64::from(digit - b'0')));
        Self(digits)
    }
}

impl Sum for Measure {
    fn sum<I: Iterator<Item = Self>>(parts: I) -> Self {
        Self(parts.fold(0, |sum, part| sum.saturating_add(part.0)))
    }
}

impl fmt::Display for Measure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = format!("{}.{:03}", self.0 / 1000, self.0 % 1000);
        f.write_str(text.trim_end_matches('0').trim_end_matches('.'))
    }
}

impl From<Measure> for String {
    fn from(measure: Measure) -> Self {
        measure.to_string()
    }
}

impl ToSql<BigInt, Pg> for Measure {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Pg>) -> serialize::Result {
        ToSql::<BigInt, Pg>::to_sql(&self.0, &mut out.reborrow())
    }
}

impl FromSql<BigInt, Pg> for Measure {
    fn from_sql(value: PgValue<'_>) -> deserialize::Result<Self> {
        <i64 as FromSql<BigInt, Pg>>::from_sql(value).map(Self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_become_thousandths_and_are_written_as_they_came() {
        for (text, thousandths) in [
            ("30", 30_000),
            ("2.5", 2_500),
            ("0.125", 125),
            ("0.5", 500),
            ("99999999999", 99_999_999_999_000),
        ] {
            let amount: Amount = serde_json::from_value(text.into()).expect("an amount");
            let measure = Measure::from(amount);
            assert_eq!((measure, measure.to_string().as_str()), (Measure(thousandths), text));
        }
        assert_eq!(Measure::NOTHING.to_string(), "0");
    }

    #[test]
    fn less_never_falls_below_nothing() {
        assert_eq!(Measure(5).less(Measure(7)), Measure::NOTHING);
        assert_eq!(Measure(7).less(Measure(5)), Measure(2));
        assert_eq!(Measure(7).times(3), Measure(21));
    }
}
