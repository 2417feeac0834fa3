//! What a laboratory offers, under its own codes.

pub mod routes;
pub mod store;

use crate::schema::compendium_tests;
use diesel::prelude::*;
use model::{Invalid, LaboratoryId, Name};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

/// A code of a test: 1 to 20 printable characters without blanks.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
#[serde(try_from = "String", into = "String")]
#[schema(value_type = String, example = "BMP")]
pub struct TestCode(String);

impl TestCode {
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for TestCode {
    type Error = Invalid;

    fn try_from(text: String) -> Result<Self, Invalid> {
        if (1..=20).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_graphic()) {
            Ok(Self(text))
        } else {
            Err(Invalid("must be 1 to 20 printable characters without blanks"))
        }
    }
}

impl From<TestCode> for String {
    fn from(code: TestCode) -> Self {
        code.0
    }
}

/// A LOINC code by its shape: up to seven digits, a hyphen, and the check digit (modulus 10, as LOINC has it).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(try_from = "String", into = "String")]
#[schema(value_type = String, example = "2823-3")]
pub struct Loinc(String);

impl Loinc {
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for Loinc {
    type Error = Invalid;

    fn try_from(text: String) -> Result<Self, Invalid> {
        const WRONG: Invalid = Invalid("must be a LOINC code with its check digit, such as 2823-3");
        let (number, check) = text.split_once('-').ok_or(WRONG)?;
        let plain = (1..=7).contains(&number.len()) && check.len() == 1;
        let digits = [number, check].concat();
        if !plain || !digits.bytes().all(|b| b.is_ascii_digit()) {
            return Err(WRONG);
        }
        // Every second digit from the right is doubled, and the digits of the doubles are added.
        let sum: u32 = number.bytes().rev().enumerate().fold(0, |sum, (place, digit)| {
            let digit = u32::from(digit - b'0');
            let doubled = digit * 2;
            sum + if place % 2 == 0 { doubled / 10 + doubled % 10 } else { digit }
        });
        let due = (10 - sum % 10) % 10;
        if check.parse() == Ok(due) { Ok(Self(text)) } else { Err(WRONG) }
    }
}

impl From<Loinc> for String {
    fn from(code: Loinc) -> Self {
        code.0
    }
}

/// One test or panel of a laboratory.
#[derive(Clone, Debug, PartialEq, Queryable, Selectable, Insertable, Serialize, ToSchema)]
#[diesel(table_name = compendium_tests)]
#[schema(as = CompendiumTest)]
pub struct Test {
    #[serde(skip)]
    pub id: Uuid,
    pub laboratory_id: LaboratoryId,
    pub code: String,
    pub name: Name,
    /// Where the practice has loaded it with the right to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub loinc: Option<String>,
    /// What is to be taken, such as `serum`; with one an order must say what was taken.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub specimen: Option<Name>,
}

/// A test as it is loaded.
#[derive(Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct LoadedTest {
    pub code: TestCode,
    pub name: Name,
    pub loinc: Option<Loinc>,
    pub specimen: Option<Name>,
}

#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    #[error("must hold 1 to 10,000 tests")]
    Size,
    #[error("stands in the list before: a laboratory has one test of a code")]
    Twice(usize),
}

/// Each code once, and not too many.
pub fn admit(tests: &[LoadedTest]) -> Result<(), Refusal> {
    if !(1..=10_000).contains(&tests.len()) {
        return Err(Refusal::Size);
    }
    let mut seen = std::collections::HashSet::new();
    match tests.iter().position(|test| !seen.insert(test.code.as_str())) {
        Some(index) => Err(Refusal::Twice(index)),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn loinc_codes_carry_their_check_digit() {
        for (code, good) in [
            ("2823-3", true),
            ("2951-2", true),
            ("718-7", true),
            ("2345-7", true),
            ("24320-4", true),
            ("2823-4", false),
            ("2823", false),
            ("-3", false),
            ("12345678-1", false),
            ("28a3-3", false),
        ] {
            assert_eq!(Loinc::try_from(code.to_owned()).is_ok(), good, "{code}");
        }
    }

    #[test]
    fn a_list_names_each_test_once() {
        let test = |code: &str| LoadedTest {
            code: code.to_owned().try_into().expect("a code"),
            name: "Test".parse().expect("a name"),
            loinc: None,
            specimen: None,
        };
        assert_eq!(admit(&[test("A"), test("B")]), Ok(()));
        assert_eq!(admit(&[test("A"), test("B"), test("A")]), Err(Refusal::Twice(2)));
        assert_eq!(admit(&[]), Err(Refusal::Size));
    }
}
