//! Numbers and doses in words.

use super::Reader;
use crate::sig::word::is_number;
use crate::sig::{Dose, DoseUnit, Number};

const UNITS: &[(DoseUnit, &[&str])] = &[
    (DoseUnit::Tablet, &["tablet", "tablets", "tab", "tabs"]),
    (DoseUnit::Capsule, &["capsule", "capsules", "cap", "caps"]),
    (DoseUnit::Milliliter, &["ml", "mls", "milliliter", "milliliters"]),
    (DoseUnit::Milligram, &["mg", "mgs", "milligram", "milligrams"]),
    (DoseUnit::Microgram, &["mcg", "ug", "microgram", "micrograms"]),
    (DoseUnit::Gram, &["g", "gm", "gram", "grams"]),
    (DoseUnit::Milliequivalent, &["meq"]),
    (DoseUnit::Units, &["unit", "units"]),
    (DoseUnit::Puff, &["puff", "puffs", "inhalation", "inhalations"]),
    (DoseUnit::Spray, &["spray", "sprays"]),
    (DoseUnit::Drop, &["drop", "drops", "gtt", "gtts"]),
    (DoseUnit::Patch, &["patch", "patches"]),
    (DoseUnit::Application, &["application", "applications"]),
    (DoseUnit::Suppository, &["suppository", "suppositories"]),
    (DoseUnit::Lozenge, &["lozenge", "lozenges"]),
    (DoseUnit::Packet, &["packet", "packets"]),
    (DoseUnit::Vial, &["vial", "vials"]),
];

const NUMBERS: [(&str, u32); 15] = [
    ("one", 1),
    ("two", 2),
    ("three", 3),
    ("four", 4),
    ("five", 5),
    ("six", 6),
    ("seven", 7),
    ("eight", 8),
    ("nine", 9),
    ("ten", 10),
    ("eleven", 11),
    ("twelve", 12),
    ("i", 1),
    ("ii", 2),
    ("iii", 3),
];

/// What a word counts: such words end what a drug is for.
pub(in crate::sig) fn unit_of(word: &str) -> Option<DoseUnit> {
    UNITS.iter().find(|(_, names)| names.contains(&word)).map(|(unit, _)| *unit)
}

impl Reader<'_> {
    pub(super) fn unit(&mut self) -> Option<DoseUnit> {
        self.one_of(UNITS)
    }

    /// `1`, `0.5`, `1/2`, `1 1/2`, `one`, `one half`, `one and one half`; a number said twice (`1 (one)`) is one.
    pub(super) fn number(&mut self) -> Option<Number> {
        let before = self.at;
        let thousandths = self.thousandths()?;
        self.said_again(thousandths);
        let number = Number::of_thousandths(thousandths);
        if number.is_none() {
            self.at = before;
        }
        number
    }

    fn thousandths(&mut self) -> Option<u32> {
        if self.any(&["one half", "a half", "half a", "half"]) {
            return Some(500);
        }
        let whole = self.plain_number()?;
        let half = whole.is_multiple_of(1000)
            && (self.any(&["and one half", "and a half", "and 1/2"]) || self.fraction_next());
        Some(if half { whole + 500 } else { whole })
    }

    fn fraction_next(&mut self) -> bool {
        self.phrase("1/2")
    }

    fn plain_number(&mut self) -> Option<u32> {
        let word = self.word(0);
        let thousandths = match word.split_once('/') {
            Some((above, below)) => fraction(above, below)?,
            None if is_number(word) => u32::try_from(word.parse::<Number>().ok()?.thousandths()).ok()?,
            None => 1000 * NUMBERS.iter().find(|(name, _)| *name == word)?.1,
        };
        self.at += 1;
        Some(thousandths)
    }

    fn said_again(&mut self, thousandths: u32) {
        let before = self.at;
        let again = self.phrase("(") && self.thousandths() == Some(thousandths) && self.phrase(")");
        if !again {
            self.at = before;
        }
    }

    /// A number, or from one to another, and what it counts.
    pub(super) fn dose(&mut self) -> Option<Dose> {
        let before = self.at;
        let dose = self.counted();
        if dose.is_none() {
            self.at = before;
        }
        dose
    }

    fn counted(&mut self) -> Option<Dose> {
        let value = self.number()?;
        let to = if self.any(&["to", "or", "-"]) { Some(self.number()?) } else { None };
        let unit = self.unit()?;
        Dose::new(value, to, unit).ok()
    }
}

/// In thousandths, when it comes out even.
fn fraction(above: &str, below: &str) -> Option<u32> {
    let (above, below): (u32, u32) = (above.parse().ok()?, below.parse().ok()?);
    let thousandths = above.checked_mul(1000)?;
    (below > 0 && thousandths.is_multiple_of(below)).then(|| thousandths / below)
}
