//! What the directions come to in a day, against the highest doses of the labelling.

use super::order::Ratio;
use super::{AlertSeverity, CheckKind, Finding, Order, Outcome, Person, Verdict, methotrexate};
use crate::medication::strength::NANOGRAMS_PER_MILLIGRAM;
use crate::medication::table::rows;
use crate::sig::{Number, Structured};
use std::sync::LazyLock;

const DOSES: &str = include_str!("../../reference/doses.tsv");
static LIMITS: LazyLock<Vec<Limit>> =
    LazyLock::new(|| rows(DOSES).filter_map(|row| Limit::read(&row)).collect());

/// The highest dose of an ingredient for people of an age.
struct Limit {
    ingredient: &'static str,
    ages: std::ops::RangeInclusive<u32>,
    day: Option<Number>,
    day_per_kg: Option<Number>,
    dose_per_kg: Option<Number>,
    severity: AlertSeverity,
    source: String,
}

impl Limit {
    fn read(row: &[&'static str]) -> Option<Self> {
        let [ingredient, from, to, most, per_kg, per_kg_dose, severity, source, date] = row else {
            return None;
        };
        let number = |text: &str| if text.is_empty() { Some(None) } else { text.parse().ok().map(Some) };
        Some(Self {
            ingredient,
            ages: from.parse().ok()?..=to.parse().ok()?,
            day: number(most)?,
            day_per_kg: number(per_kg)?,
            dose_per_kg: number(per_kg_dose)?,
            severity: severity.parse().ok()?,
            source: format!("{source} ({date})"),
        })
    }
}

/// What was looked at, one ingredient after the other.
#[derive(Default)]
struct Seen {
    findings: Vec<Finding>,
    unchecked: Vec<String>,
    checked: usize,
}

pub fn check(order: &Order<'_>, person: &Person) -> Verdict {
    let kind = CheckKind::Dose;
    let mut seen = Seen::default();
    if let Some(finding) = methotrexate::finding(order) {
        seen.findings.push(finding);
    } else if order.medication.has_ingredient("methotrexate") && order.medication.form.contains("oral") {
        seen.checked += 1;
    }
    let limits = |name: &str| LIMITS.iter().filter(|limit| limit.ingredient == name).collect::<Vec<_>>();
    if order.medication.form.contains("oral") {
        for (place, ingredient) in order.medication.ingredients.iter().enumerate() {
            seen.look(order, person, place, &limits(&ingredient.name));
        }
    }
    let otherwise = match (seen.unchecked.first(), seen.checked) {
        (Some(why), _) => Verdict::without_findings(kind, Outcome::CouldNotCheck, why),
        (None, 0) => {
            let text = "No dose rule covers this drug: judge the dose by yourself.";
            Verdict::without_findings(kind, Outcome::NotApplicable, text)
        }
        (None, _) => Verdict::clear(kind, "Within the highest doses of the labelling."),
    };
    Verdict::alerts(kind, seen.findings, otherwise)
}

impl Seen {
    fn look(&mut self, order: &Order<'_>, person: &Person, place: usize, limits: &[&Limit]) {
        if limits.is_empty() {
            return;
        }
        let Some(limit) = limits.iter().find(|limit| limit.ages.contains(&person.age)) else {
            return self.unchecked.push("No dose rule covers this drug at the patient's age.".to_owned());
        };
        let sig = match &order.reading {
            Ok(reading) => &reading.sig,
            Err(unread) => return self.unchecked.push(format!("The text of the directions {unread}.")),
        };
        let (Some(dose), Some(day)) = (one_dose(order, sig, place), a_day(order, sig, place)) else {
            return self.unchecked.push("The dose cannot be calculated from the strength.".to_owned());
        };
        let taken = Taken { dose, day };
        match taken.exceeds(limit, person) {
            None => {
                self.unchecked.push("The patient's weight is not on record: the dose goes by it.".to_owned())
            }
            Some(None) => self.checked += 1,
            Some(Some(finding)) => self.findings.push(finding),
        }
    }
}

/// Nanograms.
struct Taken {
    dose: Ratio,
    day: Ratio,
}

fn one_dose(order: &Order<'_>, sig: &Structured, place: usize) -> Option<Ratio> {
    order.substance(place, sig.dose.most(), sig.dose.unit())
}

/// In the day it is most, whatever limit the directions set.
fn a_day(order: &Order<'_>, sig: &Structured, place: usize) -> Option<Ratio> {
    let dose = one_dose(order, sig, place)?;
    let Some((often, _)) = sig.frequency.rates() else { return Some(dose) };
    let by_times = if often.doses > often.days { dose.times(often.doses).over(often.days)? } else { dose };
    let limit = match sig.at_most {
        Some(limit) => Some(order.substance(place, limit, sig.dose.unit())?),
        None => None,
    };
    Some(limit.map_or(by_times, |limit| limit.min(by_times)))
}

impl Taken {
    /// The outer one is none when the weight is needed and not known.
    fn exceeds(&self, limit: &Limit, person: &Person) -> Option<Option<Finding>> {
        let per_kg = |number: Number, grams: u64| milligrams(number).times(grams).over(1000);
        let mut most = limit.day.map(milligrams);
        let mut most_a_dose = None;
        if limit.day_per_kg.is_some() || limit.dose_per_kg.is_some() {
            let grams = person.weight_grams?;
            most = limit.day_per_kg.and_then(|number| per_kg(number, grams)).or(most);
            most_a_dose = limit.dose_per_kg.and_then(|number| per_kg(number, grams));
        }
        let day = most.and_then(|most| limit.finding(self.day, most, "a day"));
        Some(day.or_else(|| limit.finding(self.dose, most_a_dose?, "a dose")))
    }
}

fn milligrams(number: Number) -> Ratio {
    Ratio::of(number).times(NANOGRAMS_PER_MILLIGRAM)
}

impl Limit {
    /// Ten times too much is no decision but a slip.
    fn finding(&self, taken: Ratio, most: Ratio, what: &str) -> Option<Finding> {
        if taken <= most {
            return None;
        }
        let shown = |nanograms: Ratio| nanograms.over(NANOGRAMS_PER_MILLIGRAM);
        let text = format!(
            "The directions come to {} mg of {} {what}; the highest is {} mg.",
            shown(taken)?,
            self.ingredient,
            shown(most)?
        );
        if taken >= most.times(10) {
            return Some(Finding::correction(text, &self.source));
        }
        Some(Finding::question(self.severity, text, &self.source))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::medication::Catalogue;

    #[test]
    fn every_limit_is_read_and_names_an_ingredient() {
        assert_eq!(LIMITS.len(), rows(DOSES).count());
        for limit in LIMITS.iter() {
            assert!(Catalogue::get().has_ingredient(limit.ingredient), "{}", limit.ingredient);
            assert!(limit.day.is_some() || limit.day_per_kg.is_some(), "{}", limit.ingredient);
        }
    }
}
