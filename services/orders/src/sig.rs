//! Directions: how a patient takes a drug, as fields and as the plain sentence a pharmacy prints.

mod coded;
pub mod number;
pub mod read;
pub mod routes;
pub mod timing;
mod unit;
mod word;
mod write;

pub use number::Number;
pub use read::{Mentions, Reading, Unread, mentions, read, spoken_units};
pub use timing::{Frequency, Moment, Span, SpanUnit, Weekday};
pub use unit::{DoseUnit, Route};

use model::Invalid;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use word::words;

/// Directions as fields. The sentence is the legal text (SCRIPT SigText); both must say the same.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = StructuredSig)]
pub struct Structured {
    pub dose: Dose,
    pub route: Route,
    pub frequency: Frequency,
    /// Times of the day and meals, at most three.
    #[serde(default, skip_serializing_if = "Moments::is_empty")]
    pub moments: Moments,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub as_needed: Option<AsNeeded>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub duration: Option<Span>,
    /// The most within 24 hours, in the unit of the dose.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at_most: Option<Number>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub indication: Option<Purpose>,
}
model::redacted!(Structured, AsNeeded, Purpose);

/// How much each time: `1`, or from `1` to `2`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(try_from = "WrittenDose")]
#[schema(as = SigDose)]
pub struct Dose {
    value: Number,
    #[serde(skip_serializing_if = "Option::is_none")]
    to: Option<Number>,
    unit: DoseUnit,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenDose {
    value: Number,
    to: Option<Number>,
    unit: DoseUnit,
}

impl TryFrom<WrittenDose> for Dose {
    type Error = Invalid;

    fn try_from(WrittenDose { value, to, unit }: WrittenDose) -> Result<Self, Invalid> {
        Self::new(value, to, unit)
    }
}

impl Dose {
    pub fn new(value: Number, to: Option<Number>, unit: DoseUnit) -> Result<Self, Invalid> {
        match to {
            Some(to) if to <= value => Err(Invalid("`to` must be more than `value`")),
            to => Ok(Self { value, to, unit }),
        }
    }

    pub fn least(&self) -> Number {
        self.value
    }

    pub fn most(&self) -> Number {
        self.to.unwrap_or(self.value)
    }

    pub fn unit(&self) -> DoseUnit {
        self.unit
    }
}

/// Taken only when there is reason to.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = SigAsNeeded)]
pub struct AsNeeded {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<Purpose>,
}

/// Moments of the day, at most three, each once.
#[derive(Clone, Debug, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
#[serde(try_from = "Vec<Moment>", into = "Vec<Moment>")]
#[schema(as = SigMoments, value_type = Vec<Moment>)]
pub struct Moments(Vec<Moment>);

impl Moments {
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub fn all(&self) -> &[Moment] {
        &self.0
    }
}

impl TryFrom<Vec<Moment>> for Moments {
    type Error = Invalid;

    fn try_from(moments: Vec<Moment>) -> Result<Self, Invalid> {
        let twice = moments.iter().enumerate().any(|(n, moment)| moments[..n].contains(moment));
        if moments.len() > 3 || twice {
            return Err(Invalid("must be at most three different moments"));
        }
        Ok(Self(moments))
    }
}

impl From<Moments> for Vec<Moment> {
    fn from(moments: Moments) -> Self {
        moments.0
    }
}

/// What a drug is for, in words: 1 to 80 letters, digits, spaces, hyphens, apostrophes, slashes and commas, without
/// words that say how much or when.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(try_from = "String", into = "String")]
#[schema(as = SigPurpose, value_type = String, max_length = 80)]
pub struct Purpose(String);

impl Purpose {
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for Purpose {
    type Error = Invalid;

    fn try_from(text: String) -> Result<Self, Invalid> {
        let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, ' ' | '-' | '\'' | '/' | ',');
        let ends = text.ends_with(|c: char| c.is_ascii_alphanumeric());
        let begins = text.starts_with(|c: char| c.is_ascii_alphabetic());
        let clean = text.len() <= 80 && text.chars().all(plain) && !text.contains("  ");
        let reserved = words(&text).iter().any(|word| is_reserved(&word.text));
        if clean && begins && ends && !reserved && !read::begins_with_span(&text) {
            Ok(Self(text))
        } else {
            Err(Invalid("must be up to 80 plain letters and say only what the drug is for, such as \"pain\""))
        }
    }
}

/// Words that begin another clause of directions.
fn is_reserved(word: &str) -> bool {
    const RESERVED: &[&str] = &[
        "for",
        "x",
        "times",
        "as",
        "if",
        "when",
        "prn",
        "then",
        "take",
        "daily",
        "weekly",
        "monthly",
        "nightly",
        "once",
        "twice",
        "every",
        "each",
        "until",
        "unless",
        "but",
        "no",
        "not",
        "do",
        "max",
        "maximum",
        "with",
        "before",
        "after",
        "at",
        "in",
        "on",
        "by",
        "per",
        "to",
        "indication",
        "q",
        "qd",
        "qday",
        "bid",
        "tid",
        "qid",
        "qod",
        "qam",
        "qpm",
        "qhs",
        "qweek",
        "qwk",
        "hs",
        "ac",
        "pc",
        "po",
        "sl",
        "pr",
        "pv",
        "im",
        "iv",
        "sc",
        "sq",
        "subq",
        "subcut",
        "orally",
        "topically",
        "rectally",
        "vaginally",
    ];
    RESERVED.contains(&word) || read::unit_of(word).is_some()
}

impl From<Purpose> for String {
    fn from(purpose: Purpose) -> Self {
        purpose.0
    }
}

#[cfg(test)]
mod tests;
