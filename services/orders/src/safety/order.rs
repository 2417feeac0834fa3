//! What is ordered, as numbers one can calculate with.

use crate::medication::strength::{Portion, Strength};
use crate::medication::{Medication, Unit};
use crate::prescription::Content;
use crate::sig::{self, DoseUnit, Number, Reading, Unread};
use std::cmp::Ordering;

/// The order as it stands, and its directions as far as they can be read.
pub struct Order<'a> {
    pub content: &'a Content,
    pub medication: &'a Medication,
    pub reading: Result<Reading, Unread>,
}

/// Who is to take it.
#[derive(Clone, Copy)]
pub struct Person {
    /// In years, on the day of writing.
    pub age: u32,
    /// The last one on record.
    pub weight_grams: Option<u64>,
}

impl<'a> Order<'a> {
    pub fn new(content: &'a Content, medication: &'a Medication) -> Self {
        Self { content, medication, reading: sig::read(content.sig.text.as_str()) }
    }

    /// The quantity; none when it is beyond what anybody dispenses.
    pub(super) fn quantity(&self) -> Option<Ratio> {
        let number: Number = self.content.quantity.value.decimal().to_string().parse().ok()?;
        Some(Ratio::of(number))
    }

    /// An amount of the drug in the unit the quantity is counted in, where the two can be compared.
    pub(super) fn in_quantity_units(&self, amount: Number, unit: DoseUnit) -> Option<Ratio> {
        let counted = self.content.quantity.unit;
        if unit.counted() == Some(counted) {
            return Some(Ratio::of(amount));
        }
        let strength = self.medication.single_strength()?;
        let portions = nanograms(amount, unit)?.over(strength.nanograms)?;
        match (strength.of, counted) {
            (Portion::Piece, Unit::Tablet | Unit::Capsule) => Some(portions),
            (Portion::Microliters(volume), Unit::Milliliter) => portions.times(volume).over(1000),
            _ => None,
        }
    }

    /// Nanograms of the ingredient at this place in an amount of the drug.
    pub(super) fn substance(&self, ingredient: usize, amount: Number, unit: DoseUnit) -> Option<Ratio> {
        let strengths = self.medication.strengths();
        if unit.is_weight() {
            return nanograms(amount, unit).filter(|_| self.medication.ingredients.len() == 1);
        }
        let Strength { nanograms, of } = *strengths?.get(ingredient)?;
        match (of, unit) {
            (Portion::Piece, DoseUnit::Tablet | DoseUnit::Capsule) => {
                Some(Ratio::of(amount).times(nanograms))
            }
            (Portion::Microliters(volume), DoseUnit::Milliliter) => {
                Ratio::of(amount).times(nanograms).times(1000).over(volume)
            }
            _ => None,
        }
    }
}

/// A weight in nanograms.
pub(super) fn nanograms(amount: Number, unit: DoseUnit) -> Option<Ratio> {
    let each = match unit {
        DoseUnit::Microgram => 1000,
        DoseUnit::Milligram => 1_000_000,
        DoseUnit::Gram => 1_000_000_000,
        _ => return None,
    };
    Some(Ratio::of(amount).times(each))
}

/// An exact positive fraction.
#[derive(Clone, Copy, Debug)]
pub(super) struct Ratio {
    above: u128,
    below: u128,
}

impl Ratio {
    pub(super) fn of(number: Number) -> Self {
        Self { above: number.thousandths().into(), below: 1000 }.reduced()
    }

    pub(super) fn times(self, factor: u64) -> Self {
        Self { above: self.above * u128::from(factor), ..self }.reduced()
    }

    pub(super) fn over(self, divisor: u64) -> Option<Self> {
        (divisor > 0).then(|| Self { below: self.below * u128::from(divisor), ..self }.reduced())
    }

    /// How many times the other goes into it.
    pub(super) fn by(self, other: Self) -> Option<Self> {
        let quotient = Self { above: self.above * other.below, below: self.below * other.above };
        (quotient.below > 0).then(|| quotient.reduced())
    }

    pub(super) fn floor(self) -> u64 {
        u64::try_from(self.above / self.below).unwrap_or(u64::MAX)
    }

    pub(super) fn ceil(self) -> u64 {
        u64::try_from(self.above.div_ceil(self.below)).unwrap_or(u64::MAX)
    }

    pub(super) fn is_whole(self) -> bool {
        self.above.is_multiple_of(self.below)
    }

    pub(super) fn min(self, other: Self) -> Self {
        if other < self { other } else { self }
    }

    fn reduced(self) -> Self {
        let (mut a, mut b) = (self.above, self.below);
        while b > 0 {
            (a, b) = (b, a % b);
        }
        let divisor = a.max(1);
        Self { above: self.above / divisor, below: self.below / divisor }
    }
}

impl PartialEq for Ratio {
    fn eq(&self, other: &Self) -> bool {
        self.above * other.below == other.above * self.below
    }
}

impl PartialOrd for Ratio {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        (self.above * other.below).partial_cmp(&(other.above * self.below))
    }
}

/// With at most three decimals, rounded down.
impl std::fmt::Display for Ratio {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let thousandths = self.times(1000).floor();
        let (whole, rest) = (thousandths / 1000, thousandths % 1000);
        if rest == 0 {
            return write!(f, "{whole}");
        }
        write!(f, "{whole}.{}", format!("{rest:03}").trim_end_matches('0'))
    }
}
