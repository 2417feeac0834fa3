//! What member ids look like: Medicare's by CMS's rule, a payer's by the pattern the practice gave it.

pub mod pattern;
pub mod routes;
pub mod store;

pub use pattern::Pattern;

use super::PlanKind;
use crate::schema::member_id_rules;
use diesel::prelude::*;
use model::{MemberId, PayerId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A payer's pattern.
#[derive(
    Clone, Debug, PartialEq, Eq, Serialize, ToSchema, Queryable, Selectable, Insertable, AsChangeset,
)]
#[diesel(table_name = member_id_rules)]
pub struct MemberIdRule {
    pub payer_id: PayerId,
    pub version: i64,
    /// `#` is a digit, `@` a letter, `*` either, a letter, a digit or a hyphen is itself; `{6,14}` behind one says how often.
    #[schema(value_type = String, example = "@@@*{6,14}")]
    pub pattern: Pattern,
    /// True: other ids are refused; false: they are kept with a warning.
    pub enforced: bool,
}

#[derive(Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SetMemberIdRule {
    /// `#` is a digit, `@` a letter, `*` either, a letter, a digit or a hyphen is itself; `{6,14}` behind one says how often.
    #[schema(value_type = String, example = "@@@*{6,14}")]
    pub pattern: Pattern,
    #[serde(default)]
    pub enforced: bool,
}

/// Why an id looks wrong; the id itself is never repeated.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Misshapen {
    #[error("a Medicare number has 11 characters, as 1EG4-TE5-MK73; this one has {0}")]
    MedicareLength(usize),
    #[error("character {0} of a Medicare number is {1}, as in 1EG4-TE5-MK73")]
    MedicareCharacter(usize, &'static str),
    #[error("ids of this payer look like {example} ({pattern})")]
    Payers { pattern: String, example: String },
}

/// CMS, "Understanding the Medicare Beneficiary Identifier (MBI) format": position by position. C: 1 to 9; N: 0 to 9;
/// A: a letter other than S, L, O, I, B and Z; X: N or A.
const MBI: [(u8, &str); 11] = {
    const C: (u8, &str) = (b'C', "a digit from 1 to 9");
    const A: (u8, &str) = (b'A', "a letter other than S, L, O, I, B and Z");
    const X: (u8, &str) = (b'X', "a digit, or a letter other than S, L, O, I, B and Z");
    const N: (u8, &str) = (b'N', "a digit");
    [C, A, X, N, A, X, N, A, A, N, N]
};

/// Medicare numbers without the dashes of the card ("the dashes are not used as part of the MBI"); others as they are.
pub fn normal(id: MemberId, kind: Option<PlanKind>) -> MemberId {
    if kind != Some(PlanKind::Medicare) {
        return id;
    }
    id.as_str().replace('-', "").parse().unwrap_or(id)
}

/// A Medicare number that is none is refused; of a payer's pattern its rule says.
pub fn medicare(id: &MemberId, kind: Option<PlanKind>) -> Result<(), Misshapen> {
    if kind != Some(PlanKind::Medicare) {
        return Ok(());
    }
    let id = id.as_str().as_bytes();
    if id.len() != MBI.len() {
        return Err(Misshapen::MedicareLength(id.len()));
    }
    let wrong = id.iter().zip(MBI).position(|(byte, (class, _))| !is_of(*byte, class));
    match wrong {
        Some(n) => Err(Misshapen::MedicareCharacter(n + 1, MBI[n].1)),
        None => Ok(()),
    }
}

fn is_of(byte: u8, class: u8) -> bool {
    let letter = byte.is_ascii_uppercase() && !b"SLOIBZ".contains(&byte);
    match class {
        b'C' => (b'1'..=b'9').contains(&byte),
        b'N' => byte.is_ascii_digit(),
        b'A' => letter,
        _ => letter || byte.is_ascii_digit(),
    }
}

impl MemberIdRule {
    pub fn check(&self, id: &MemberId) -> Result<(), Misshapen> {
        if self.pattern.fits(id.as_str()) {
            return Ok(());
        }
        Err(Misshapen::Payers { pattern: self.pattern.as_str().to_owned(), example: self.pattern.example() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id(text: &str) -> MemberId {
        text.parse().expect("a member id")
    }

    #[test]
    fn a_medicare_number_is_checked_position_by_position() {
        let medicare = |text: &str| {
            let kind = Some(PlanKind::Medicare);
            medicare(&normal(id(text), kind), kind)
        };
        for good in ["1EG4-TE5-MK73", "1eg4te5mk73", "1EG4 TE5 MK72", "9AA0AA0AA00", "1A00A00AA00"] {
            assert_eq!(medicare(good), Ok(()), "{good}");
        }
        for (bad, position) in [
            ("0EG4TE5MK73", 1),
            ("1SG4TE5MK73", 2),
            ("1EL4TE5MK73", 3),
            ("1EGATE5MK73", 4),
            ("1EG4OE5MK73", 5),
            ("1EG4TI5MK73", 6),
            ("1EG4TEAMK73", 7),
            ("1EG4TE5BK73", 8),
            ("1EG4TE5MZ73", 9),
            ("1EG4TE5MKA3", 10),
            ("1EG4TE5MK7A", 11),
        ] {
            let Err(Misshapen::MedicareCharacter(n, _)) = medicare(bad) else { panic!("{bad} is taken") };
            assert_eq!(n, position, "{bad}");
        }
        // A number of before 2018: a social security number with a letter.
        assert_eq!(medicare("123-45-6789A"), Err(Misshapen::MedicareLength(10)));
        assert_eq!(super::medicare(&id("W1"), Some(PlanKind::Medicaid)), Ok(()));
        assert_eq!(normal(id("W-1"), None).as_str(), "W-1");
    }

    #[test]
    fn a_payers_rule_shows_an_invented_example() {
        let rule = MemberIdRule {
            payer_id: PayerId(uuid::Uuid::nil()),
            version: 1,
            pattern: "W#{9}".parse().expect("a pattern"),
            enforced: true,
        };
        assert_eq!(rule.check(&id("W123456789")), Ok(()));
        let said = rule.check(&id("X12")).expect_err("misshapen").to_string();
        assert_eq!(said, "ids of this payer look like W123456789 (W#{9})");
    }
}
