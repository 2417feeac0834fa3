//! What is prescribed: drug, directions, quantity, and how often it may be filled again.

use crate::medication::{Schedule, Unit};
use crate::sig::Structured;
use chrono::NaiveDate;
use diesel::deserialize::FromSqlRow;
use diesel::expression::AsExpression;
use diesel::sql_types::Jsonb;
use model::{Icd10, Invalid, Ndc, Note, Rxcui};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// The words and numbers of the order; frozen by the signature.
#[derive(Clone, PartialEq, Serialize, Deserialize, ToSchema, AsExpression, FromSqlRow)]
#[diesel(sql_type = Jsonb)]
pub struct Content {
    pub medication: Prescribed,
    pub sig: Sig,
    pub quantity: Quantity,
    pub days_supply: DaysSupply,
    /// Without the first fill.
    pub refills: Refills,
    pub substitution_allowed: bool,
    /// At most two, the first being the primary one.
    pub diagnosis_codes: Vec<Icd10>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<Note>,
    /// No pharmacy fills it before this day (21 CFR 1306.12(b)(1)(ii), 1306.14(e)); at once when left out.
    #[serde(rename = "earliest_fill_date", default, skip_serializing_if = "Option::is_none")]
    pub earliest_fill: Option<NaiveDate>,
}
model::jsonb!(Content);
model::redacted!(Content);

impl Content {
    /// Days of supply with all refills.
    pub fn days_in_all(&self) -> i64 {
        (i64::from(self.refills.count()) + 1) * i64::from(self.days_supply.days())
    }
}

/// The drug as the catalogue named it when it was prescribed.
#[derive(Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Prescribed {
    pub rxcui: Rxcui,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ndc: Option<Ndc>,
    pub description: String,
    pub strength: String,
    pub form: String,
    pub schedule: Schedule,
}

#[derive(Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Sig {
    /// The directions in full; what the law reads.
    pub text: SigText,
    /// The same as fields; it must say what the text says.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub structured: Option<Structured>,
}

/// Directions: 1 to 1,000 characters (SCRIPT SigText), one line, trimmed.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(try_from = "String", into = "String")]
#[schema(value_type = String, max_length = 1000)]
pub struct SigText(String);

impl SigText {
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for SigText {
    type Error = Invalid;

    fn try_from(text: String) -> Result<Self, Invalid> {
        let text = text.trim();
        let fits = (1..=1000).contains(&text.chars().count()) && !text.chars().any(char::is_control);
        if fits {
            Ok(Self(text.to_owned()))
        } else {
            Err(Invalid("must be 1 to 1000 characters on one line"))
        }
    }
}

impl From<SigText> for String {
    fn from(text: SigText) -> Self {
        text.0
    }
}

#[derive(Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Quantity {
    pub value: Amount,
    pub unit: Unit,
}

/// A number of units above zero: a decimal string, or a JSON number on the way in.
#[derive(Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(try_from = "Written", into = "String")]
#[schema(value_type = String, example = "30")]
pub struct Amount(script::Decimal);

impl Amount {
    /// From a number as partners write it; nothing when it is none, or none above zero.
    pub fn of(text: &str) -> Option<Self> {
        Self::try_from(Written::Text(text.to_owned())).ok()
    }

    pub fn decimal(self) -> script::Decimal {
        self.0
    }
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Written {
    Number(serde_json::Number),
    Text(String),
    Other(serde::de::IgnoredAny),
}

impl TryFrom<Written> for Amount {
    type Error = Invalid;

    fn try_from(written: Written) -> Result<Self, Invalid> {
        const WRONG: Invalid =
            Invalid("must be a number above zero with at most three decimals, such as \"30\"");
        let text = match written {
            Written::Number(number) => number.to_string(),
            Written::Text(text) => text,
            Written::Other(_) => return Err(WRONG),
        };
        let fine = text.split_once('.').is_none_or(|(_, decimals)| decimals.len() <= 3) && text.len() <= 11;
        let amount = text.parse::<script::Decimal>().ok().filter(|amount| fine && !amount.is_zero());
        amount.map(Self).ok_or(WRONG)
    }
}

impl From<Amount> for String {
    fn from(amount: Amount) -> Self {
        amount.0.to_string()
    }
}

/// 1 to 365 days.
#[derive(Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(try_from = "u16", into = "u16")]
#[schema(value_type = u16, minimum = 1, maximum = 365)]
pub struct DaysSupply(u16);

impl DaysSupply {
    pub fn days(self) -> u16 {
        self.0
    }
}

impl TryFrom<u16> for DaysSupply {
    type Error = Invalid;

    fn try_from(days: u16) -> Result<Self, Invalid> {
        if (1..=365).contains(&days) { Ok(Self(days)) } else { Err(Invalid("must be 1 to 365 days")) }
    }
}

impl From<DaysSupply> for u16 {
    fn from(supply: DaysSupply) -> Self {
        supply.0
    }
}

/// 0 to 99; the schedule of a drug may allow fewer.
#[derive(Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(try_from = "u16", into = "u16")]
#[schema(value_type = u16, maximum = 99)]
pub struct Refills(u16);

impl Refills {
    pub fn count(self) -> u16 {
        self.0
    }
}

impl TryFrom<u16> for Refills {
    type Error = Invalid;

    fn try_from(count: u16) -> Result<Self, Invalid> {
        if count <= 99 { Ok(Self(count)) } else { Err(Invalid("must be 0 to 99, without the first fill")) }
    }
}

impl From<Refills> for u16 {
    fn from(refills: Refills) -> Self {
        refills.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn amounts_are_above_zero() {
        for (json, good) in [
            (json!("30"), true),
            (json!(30), true),
            (json!(2.5), true),
            (json!("0.125"), true),
            (json!(0), false),
            (json!("0.0"), false),
            (json!("-1"), false),
            (json!(-1), false),
            (json!("1.2345"), false),
            (json!("1e3"), false),
            (json!("999999999999"), false),
            (json!(true), false),
            (json!(null), false),
        ] {
            assert_eq!(serde_json::from_value::<Amount>(json.clone()).is_ok(), good, "{json}");
        }
    }

    #[test]
    fn counts_have_their_bounds() {
        for (days, good) in [(0, false), (1, true), (365, true), (366, false)] {
            assert_eq!(DaysSupply::try_from(days).is_ok(), good, "{days}");
        }
        for (count, good) in [(0, true), (99, true), (100, false)] {
            assert_eq!(Refills::try_from(count).is_ok(), good, "{count}");
        }
    }

    #[test]
    fn directions_are_one_line_of_bounded_length() {
        for (text, good) in [("Take 1", true), (" ", false), ("a\nb", false)] {
            assert_eq!(SigText::try_from(text.to_owned()).is_ok(), good, "{text:?}");
        }
        assert!(SigText::try_from("x".repeat(1000)).is_ok());
        assert!(SigText::try_from("x".repeat(1001)).is_err());
    }
}
