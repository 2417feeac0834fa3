//! How much substance is in a drug, as a number one can calculate with.

use super::Medication;

/// Substance in each piece, or in each volume of a liquid.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Strength {
    pub nanograms: u64,
    pub of: Portion,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Portion {
    /// A tablet, a capsule.
    Piece,
    /// So many microliters.
    Microliters(u64),
}

pub const NANOGRAMS_PER_MILLIGRAM: u64 = 1_000_000;

impl Medication {
    /// The strength of each ingredient, in their order; none where any is not a weight.
    pub fn strengths(&self) -> Option<Vec<Strength>> {
        let strengths: Option<Vec<Strength>> = self.strength.split(" / ").map(Strength::read).collect();
        strengths.filter(|strengths| strengths.len() == self.ingredients.len())
    }

    /// The strength of a drug of one ingredient.
    pub fn single_strength(&self) -> Option<Strength> {
        match self.strengths()?[..] {
            [one] => Some(one),
            _ => None,
        }
    }
}

impl Strength {
    /// `500 mg`, `75 mcg`, `80 mg/mL`, `250 mg/5 mL`, `0.05 g/mL`.
    fn read(text: &str) -> Option<Self> {
        let (amount, of) = match text.split_once('/') {
            None => (text, Portion::Piece),
            Some((amount, volume)) => (amount, Portion::Microliters(microliters(volume)?)),
        };
        let (value, unit) = amount.trim().split_once(' ')?;
        let nanograms = match unit {
            "mg" => 1_000_000,
            "mcg" => 1000,
            "g" => 1_000_000_000,
            _ => return None,
        };
        Some(Self { nanograms: scaled(value, nanograms)?, of })
    }
}

fn microliters(volume: &str) -> Option<u64> {
    let value = volume.trim().strip_suffix("mL")?.trim();
    if value.is_empty() { Some(1000) } else { scaled(value, 1000).filter(|volume| *volume > 0) }
}

/// A decimal number times a power of ten, when it comes out even.
fn scaled(value: &str, times: u64) -> Option<u64> {
    let (whole, decimals) = value.split_once('.').unwrap_or((value, ""));
    let digits: u64 = format!("{whole}{decimals}").parse().ok()?;
    let below = 10_u64.checked_pow(u32::try_from(decimals.len()).ok()?)?;
    let scaled = digits.checked_mul(times)?;
    scaled.is_multiple_of(below).then(|| scaled / below)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::medication::Catalogue;

    #[test]
    fn strengths_become_numbers() {
        for (text, nanograms, of) in [
            ("500 mg", 500_000_000, Portion::Piece),
            ("0.075 mg", 75_000, Portion::Piece),
            ("75 mcg", 75_000, Portion::Piece),
            ("80 mg/mL", 80_000_000, Portion::Microliters(1000)),
            ("250 mg/5 mL", 250_000_000, Portion::Microliters(5000)),
            ("0.05 g/mL", 50_000_000, Portion::Microliters(1000)),
            ("0.75 mg/0.5 mL", 750_000, Portion::Microliters(500)),
        ] {
            assert_eq!(Strength::read(text), Some(Strength { nanograms, of }), "{text}");
        }
        for text in ["20 mEq", "100 unit/mL", "10 mg/21", "mg", "", "5 mg/h"] {
            assert_eq!(Strength::read(text), None, "{text}");
        }
    }

    #[test]
    fn every_drug_that_can_be_prescribed_has_a_strength() {
        for medication in Catalogue::get().medications.iter().filter(|m| m.prescribable) {
            assert!(medication.strengths().is_some(), "{}: {}", medication.description, medication.strength);
        }
    }
}
