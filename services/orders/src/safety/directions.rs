//! Directions against themselves and against the drug.

use super::order::{Ratio, nanograms};
use super::{AlertSeverity, Finding, Order, form};
use crate::sig::{DoseUnit, Reading, Route, Unread, spoken_units};

const SOURCE: &str = "The prescription's own directions and the drug's form and strength.";

pub(super) fn findings(order: &Order<'_>) -> Vec<Finding> {
    let mut findings = wrong_form(order);
    match &order.reading {
        Ok(reading) => findings.extend(of_reading(order, reading)),
        Err(Unread::Contradicts(what)) => {
            findings.push(correct(format!("The directions say two different things about {what}.")));
        }
        Err(Unread::Missing("how often")) if says_as_needed(order) => {
            let text = "The directions say \"as needed\" but not how often at most.".to_owned();
            findings.push(Finding::question(AlertSeverity::Warning, text, SOURCE));
        }
        Err(_) => {}
    }
    findings
}

fn correct(text: String) -> Finding {
    Finding::correction(text, SOURCE)
}

fn says_as_needed(order: &Order<'_>) -> bool {
    let text = order.content.sig.text.as_str().to_lowercase();
    text.contains("needed") || text.split(|c: char| !c.is_alphabetic()).any(|word| word == "prn")
}

/// Tablets of a capsule, suppositories of an inhaler: found even where the rest is not understood.
fn wrong_form(order: &Order<'_>) -> Vec<Finding> {
    let form = order.medication.form.as_str();
    let mut strange: Vec<DoseUnit> = spoken_units(order.content.sig.text.as_str());
    strange.retain(|unit| !form::comes_as(form, *unit));
    let text = |unit: DoseUnit| format!("The directions speak of a {unit}, but the drug comes as {form}.");
    strange.into_iter().map(|unit| correct(text(unit))).collect()
}

fn of_reading(order: &Order<'_>, reading: &Reading) -> Vec<Finding> {
    let checks = [wrong_route, cut, limit, total, weight];
    checks.iter().filter_map(|check| check(order, reading)).collect()
}

fn wrong_route(order: &Order<'_>, reading: &Reading) -> Option<Finding> {
    let (form, route): (_, Route) = (order.medication.form.as_str(), reading.sig.route);
    let text = || format!("The drug comes as {form}; the directions have it go elsewhere ({route}).");
    (!form::goes(form, route)).then(|| Finding::question(AlertSeverity::Warning, text(), SOURCE))
}

/// Part of a capsule, or of a tablet that works only whole.
fn cut(order: &Order<'_>, reading: &Reading) -> Option<Finding> {
    let dose = reading.sig.dose;
    if dose.least().whole().is_some() && dose.most().whole().is_some() {
        return None;
    }
    match dose.unit() {
        DoseUnit::Capsule => {
            Some(correct("The directions ask for part of a capsule, which cannot be divided.".to_owned()))
        }
        DoseUnit::Tablet if form::must_stay_whole(&order.medication.form) => {
            let text = format!(
                "The directions ask for part of a tablet that works only whole ({}).",
                order.medication.form
            );
            Some(Finding::question(AlertSeverity::Critical, text, SOURCE))
        }
        _ => None,
    }
}

/// What is always taken must not be more than what may be taken.
fn limit(_: &Order<'_>, reading: &Reading) -> Option<Finding> {
    let (sig, at_most) = (&reading.sig, reading.sig.at_most?);
    let (_, seldom) = sig.frequency.rates()?;
    let taken = Ratio::of(sig.dose.least()).times(seldom.doses).over(seldom.days)?;
    let text = || format!("The directions come to {taken} a day but allow no more than {at_most}.");
    (taken > Ratio::of(at_most)).then(|| correct(text()))
}

/// `1 tablet (25 mg total)`: the sum must be right, and even then patients misread it.
fn total(order: &Order<'_>, reading: &Reading) -> Option<Finding> {
    let (dose, said) = (reading.sig.dose, reading.total?);
    let real =
        order.substance(0, dose.most(), dose.unit()).filter(|_| order.medication.ingredients.len() == 1)?;
    let told = nanograms(said.most(), said.unit())?;
    if real != told {
        let milligrams = real.over(1_000_000)?;
        return Some(correct(format!(
            "The directions say the dose is {} {} in all, but {} of {} is {milligrams} mg.",
            said.most(),
            said.unit(),
            dose,
            order.medication.strength
        )));
    }
    let text = format!("The sum in brackets is often misread by patients; plainly: \"{}\".", reading.sig);
    Some(Finding::notice(text, SOURCE))
}

/// A dose by weight of a drug in pieces: the patient has to calculate, and it must come out.
fn weight(order: &Order<'_>, reading: &Reading) -> Option<Finding> {
    let dose = reading.sig.dose;
    if !dose.unit().is_weight() {
        return None;
    }
    let pieces = order.in_quantity_units(dose.most(), dose.unit())?;
    let form = order.medication.form.as_str();
    let whole = form.contains("capsule") || form::must_stay_whole(form);
    let measurable = if whole { pieces.is_whole() } else { pieces.times(2).is_whole() };
    if !(form.contains("tablet") || form.contains("capsule")) {
        return None;
    }
    let strength = order.medication.strength.as_str();
    if !measurable {
        return Some(correct(format!("{dose} cannot be made of pieces of {strength}.")));
    }
    Some(Finding::notice(
        format!("The dose is a weight; of {strength} it is {pieces}. Say how many."),
        SOURCE,
    ))
}
