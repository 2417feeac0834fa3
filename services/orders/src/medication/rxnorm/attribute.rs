//! RXNSAT.RRF: how drugs are packed, for whom they are, and what their labels say of their schedule.

use super::Stated;
use super::concept::Concepts;
use super::line::{Code, Mistake, Row, Table};
use crate::medication::Schedule;
use std::collections::{HashMap, HashSet};
use std::io::BufRead;

const TABLE: Table = Table::new("RXNSAT.RRF", 13);
const RXCUI: usize = 0;
const ATN: usize = 8;
const SAB: usize = 9;
const ATV: usize = 10;
const SUPPRESS: usize = 11;

#[derive(Default)]
pub struct Attributes {
    /// NDCs of eleven digits, as RxNorm normalises them.
    pub packages: HashMap<Code, Vec<u64>>,
    pub stated: HashMap<Code, Stated>,
    pub for_people: HashSet<Code>,
    pub for_animals: HashSet<Code>,
}

impl Attributes {
    pub fn read(reader: impl BufRead, concepts: &Concepts) -> Result<Self, Mistake> {
        let mut attributes = Self::default();
        TABLE.each(reader, |row| {
            if !row.is_kept(SUPPRESS) || !Self::are_of_use(row) {
                return Ok(());
            }
            let code = row.code(RXCUI, "RXCUI")?;
            if concepts.is_drug(code) {
                attributes.keep(code, row.field(ATN), row.field(ATV));
            }
            Ok(())
        })?;
        for packages in attributes.packages.values_mut() {
            packages.sort_unstable();
            packages.dedup();
        }
        Ok(attributes)
    }

    fn are_of_use(row: &Row<'_>) -> bool {
        matches!(
            (row.field(SAB), row.field(ATN)),
            ("RXNORM", "NDC" | "RXN_HUMAN_DRUG" | "RXN_VET_DRUG") | ("MTHSPL", "DCSA")
        )
    }

    fn keep(&mut self, code: Code, name: &str, value: &str) {
        match name {
            "NDC" => self.packages.entry(code).or_default().extend(package(value)),
            "RXN_HUMAN_DRUG" => {
                self.for_people.insert(code);
            }
            "RXN_VET_DRUG" => {
                self.for_animals.insert(code);
            }
            _ => {
                let stated = stated(value);
                let known = self.stated.entry(code).or_insert(stated);
                *known = known.stricter(stated);
            }
        }
    }
}

/// Devices and old listings have other numbers, which name no package of a drug.
fn package(ndc: &str) -> Option<u64> {
    (ndc.len() == 11 && ndc.bytes().all(|b| b.is_ascii_digit())).then(|| ndc.parse().ok()).flatten()
}

/// DCSA, the designation under the Controlled Substances Act: `CII` today, `2` or `3n` (not narcotic) of old, `0` for none.
fn stated(value: &str) -> Stated {
    let value = value.trim().to_uppercase();
    let schedule = match value.trim_start_matches('C').trim_end_matches('N') {
        "0" => Schedule::None,
        "II" | "2" => Schedule::II,
        "III" | "3" => Schedule::III,
        "IV" | "4" => Schedule::IV,
        "V" | "5" => Schedule::V,
        _ => return Stated::Unclear,
    };
    Stated::In(schedule)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_say_schedules_in_two_ways() {
        for (value, expected) in [
            ("CII", Stated::In(Schedule::II)),
            ("CIII", Stated::In(Schedule::III)),
            ("CIV", Stated::In(Schedule::IV)),
            ("CV", Stated::In(Schedule::V)),
            ("2n", Stated::In(Schedule::II)),
            ("3", Stated::In(Schedule::III)),
            ("0", Stated::In(Schedule::None)),
            ("CI", Stated::Unclear),
            ("1", Stated::Unclear),
            ("", Stated::Unclear),
            ("see label", Stated::Unclear),
        ] {
            assert_eq!(stated(value), expected, "{value}");
        }
    }

    #[test]
    fn the_strictest_of_several_labels_counts() {
        use Schedule::{II, III, None};
        let (ii, iii, none) = (Stated::In(II), Stated::In(III), Stated::In(None));
        assert_eq!((ii.stricter(iii), iii.stricter(ii), none.stricter(iii)), (ii, ii, iii));
        assert_eq!(
            (ii.stricter(Stated::Unclear), Stated::Unclear.stricter(none)),
            (Stated::Unclear, Stated::Unclear)
        );
    }

    #[test]
    fn only_eleven_digits_are_a_package() {
        assert_eq!(package("00093310905"), Some(93_310_905));
        for other in ["0093310905", "000933109051", "0009331090A", "0093-3109-05", ""] {
            assert_eq!(package(other), Option::None, "{other}");
        }
    }
}
