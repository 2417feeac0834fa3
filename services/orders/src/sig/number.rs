//! Numbers of directions.

use diesel::deserialize::{self, FromSql, FromSqlRow};
use diesel::expression::AsExpression;
use diesel::pg::{Pg, PgValue};
use diesel::serialize::{Output, ToSql};
use diesel::sql_types::Text;
use model::Invalid;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;
use utoipa::ToSchema;

/// Above zero, at most 99,999, up to three decimals: exact, and written as `0.5`, `5`, never `.5` or `5.0`.
#[derive(
    Clone,
    Copy,
    Debug,
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
#[diesel(sql_type = Text)]
#[serde(try_from = "Written", into = "String")]
#[schema(as = SigNumber, value_type = String, example = "0.5")]
pub struct Number(u32);

const MOST: u32 = 99_999;

impl Number {
    pub const ONE: Self = Self(1000);

    pub fn thousandths(self) -> u64 {
        self.0.into()
    }

    /// None when there are too many of them, or none.
    pub fn of_thousandths(thousandths: u32) -> Option<Self> {
        (1..=MOST * 1000).contains(&thousandths).then_some(Self(thousandths))
    }

    pub fn decimal(self) -> script::Decimal {
        script::Decimal::from_thousandths(self.0)
    }

    /// The number when it is a whole one.
    pub fn whole(self) -> Option<u16> {
        self.0.is_multiple_of(1000).then(|| u16::try_from(self.0 / 1000).ok()).flatten()
    }
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Written {
    Number(serde_json::Number),
    Text(String),
    Other(serde::de::IgnoredAny),
}

const WRONG: Invalid = Invalid("must be a number above zero with at most three decimals, such as \"0.5\"");

impl TryFrom<Written> for Number {
    type Error = Invalid;

    fn try_from(written: Written) -> Result<Self, Invalid> {
        match written {
            Written::Number(number) => number.to_string().parse(),
            Written::Text(text) => text.parse(),
            Written::Other(_) => Err(WRONG),
        }
    }
}

impl FromStr for Number {
    type Err = Invalid;

    fn from_str(text: &str) -> Result<Self, Invalid> {
        let (whole, decimals) = text.split_once('.').unwrap_or((text, "0"));
        let digits = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
        if text.is_empty() || decimals.is_empty() || !digits(whole) || !digits(decimals) {
            return Err(WRONG);
        }
        let decimals = decimals.trim_end_matches('0');
        if decimals.len() > 3 || whole.len() > 8 {
            return Err(WRONG);
        }
        let thousandths: u64 = format!("0{whole}{decimals:0<3}").parse().ok().ok_or(WRONG)?;
        u32::try_from(thousandths).ok().and_then(Self::of_thousandths).ok_or(WRONG)
    }
}

impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (whole, rest) = (self.0 / 1000, self.0 % 1000);
        if rest == 0 {
            return write!(f, "{whole}");
        }
        write!(f, "{whole}.{}", format!("{rest:03}").trim_end_matches('0'))
    }
}

impl From<Number> for String {
    fn from(number: Number) -> Self {
        number.to_string()
    }
}

impl ToSql<Text, Pg> for Number {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Pg>) -> diesel::serialize::Result {
        let text = self.to_string();
        ToSql::<Text, Pg>::to_sql(text.as_str(), &mut out.reborrow())
    }
}

impl FromSql<Text, Pg> for Number {
    fn from_sql(value: PgValue<'_>) -> deserialize::Result<Self> {
        Ok(<String as FromSql<Text, Pg>>::from_sql(value)?.parse()?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_exact_and_safely_written() {
        for (text, written) in [
            ("1", Some("1")),
            ("0.5", Some("0.5")),
            (".5", Some("0.5")),
            ("5.0", Some("5")),
            ("0.125", Some("0.125")),
            ("99999", Some("99999")),
            ("100000", None),
            ("0", None),
            ("0.0001", None),
            ("-1", None),
            ("1e3", None),
            ("", None),
            ("5.", None),
            (".", None),
        ] {
            let number = text.parse::<Number>().ok().map(|number| number.to_string());
            assert_eq!(number.as_deref(), written, "{text}");
        }
    }
}
