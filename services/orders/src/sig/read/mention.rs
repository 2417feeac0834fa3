//! Words of directions anywhere in a text that is not directions, such as a note to the pharmacist.

use super::phrase::Meaning;
use super::{Reader, Unread, unit_of};
use crate::sig::word::words;
use crate::sig::{Dose, DoseUnit, Frequency};

/// Amounts and frequencies a text speaks of, in their order.
pub struct Mentions {
    pub doses: Vec<Dose>,
    pub frequencies: Vec<Frequency>,
}

pub fn mentions(text: &str) -> Mentions {
    let mut reader = Reader::of(text);
    let mut mentions = Mentions { doses: Vec::new(), frequencies: Vec::new() };
    while reader.at < reader.words.len() {
        if let Some(dose) = reader.dose() {
            mentions.doses.push(dose);
        } else if let Ok(frequency) = reader.frequency_next() {
            mentions.frequencies.push(frequency);
        } else {
            reader.at += 1;
        }
    }
    mentions
}

impl Reader<'_> {
    /// Days of the week and single times are left aside: a note names them for other things.
    fn frequency_next(&mut self) -> Result<Frequency, Unread> {
        let before = self.at;
        let found = match self.known_phrase() {
            Some(Meaning::Often(frequency)) => Some(frequency),
            Some(Meaning::DailyAt(_)) => Some(super::often::daily(1)),
            _ => {
                self.at = before;
                self.counted_frequency()
            }
        };
        let told = found.filter(|f| !matches!(f, Frequency::OnDays { .. } | Frequency::Once));
        if told.is_none() {
            self.at = before;
        }
        told.ok_or_else(|| self.not_understood())
    }
}

/// The forms a text speaks of: tablets, puffs, and the like; weights are none.
pub fn spoken_units(text: &str) -> Vec<DoseUnit> {
    let words = words(text);
    let units = words.iter().filter_map(|word| unit_of(&word.text));
    let weighed =
        |unit: &DoseUnit| unit.is_weight() || matches!(unit, DoseUnit::Milliequivalent | DoseUnit::Units);
    let mut units: Vec<DoseUnit> = units.filter(|unit| !weighed(unit)).collect();
    units.sort_unstable();
    units.dedup();
    units
}
