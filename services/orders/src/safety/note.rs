//! The note to the pharmacist: it is no place for directions, least of all for other ones.

use super::order::Ratio;
use super::{AlertSeverity, Finding, Order};
use crate::sig::{Dose, Frequency, Structured, mentions};

const SOURCE: &str = "The prescription's own note and directions.";
/// More of something than anybody takes at once is a quantity.
const LARGEST_DOSE: u64 = 10;

pub(super) fn findings(order: &Order<'_>) -> Vec<Finding> {
    let Some(note) = &order.content.note else { return Vec::new() };
    let said = mentions(note.as_str());
    let doses: Vec<Dose> = said.doses.into_iter().filter(|dose| is_dose(*dose)).collect();
    let Ok(reading) = &order.reading else {
        let spoken = !doses.is_empty() || !said.frequencies.is_empty();
        return spoken.then(unclear).into_iter().collect();
    };
    let sig = &reading.sig;
    let worst = doses.iter().map(|dose| of_dose(order, sig, *dose));
    let worst = worst.chain(said.frequencies.iter().map(|frequency| of_frequency(sig, frequency)));
    worst.max_by_key(|finding| finding.demand as u8).into_iter().collect()
}

fn is_dose(dose: Dose) -> bool {
    dose.unit().is_weight() || Ratio::of(dose.most()).ceil() <= LARGEST_DOSE
}

fn unclear() -> Finding {
    let text = "The note speaks of doses or times; only the directions should.".to_owned();
    Finding::question(AlertSeverity::Warning, text, SOURCE)
}

fn agrees(what: &str) -> Finding {
    Finding::notice(format!("The note repeats the {what} of the directions; leave it to them."), SOURCE)
}

fn of_dose(order: &Order<'_>, sig: &Structured, noted: Dose) -> Finding {
    let dose = sig.dose;
    if noted == dose {
        return agrees("dose");
    }
    if noted.unit() == dose.unit() {
        return Finding::correction(format!("The note says {noted}, the directions say {dose}."), SOURCE);
    }
    let noted_weight = super::order::nanograms(noted.most(), noted.unit());
    let weight = order.substance(0, dose.most(), dose.unit());
    let strength = order.medication.single_strength().map(|s| s.nanograms);
    let same = noted_weight.is_some() && noted_weight == weight;
    let is_strength = noted_weight
        .zip(strength)
        .is_some_and(|(noted, ng)| noted.over(ng).is_some_and(|r| r.is_whole() && r.floor() == 1));
    if same || is_strength { agrees("dose") } else { unclear() }
}

fn of_frequency(sig: &Structured, noted: &Frequency) -> Finding {
    let rates = (sig.frequency.rates(), noted.rates());
    let same = matches!(rates, (Some((a, b)), Some((c, d))) if a.doses * c.days == c.doses * a.days && b.doses * d.days == d.doses * b.days);
    if same {
        return agrees("times");
    }
    Finding::correction(format!("The note says {noted}, the directions say {}.", sig.frequency), SOURCE)
}
