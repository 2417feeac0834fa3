//! Allergies: the ingredient itself, or its class.

use super::{AlertSeverity, CheckKind, Finding, Outcome, Verdict};
use crate::allergy::{Record, Substance};
use crate::medication::table::rows;
use crate::medication::{Catalogue, Ingredient, Medication};
use std::sync::LazyLock;

const SOURCE: &str =
    "Ingredients: RxNorm. Classes: FDA established pharmacologic class, NDC Directory 2019-04.";
const ALLERGENS: &str = include_str!("../../reference/allergens.tsv");
static MEMBERS: LazyLock<Vec<Member>> =
    LazyLock::new(|| rows(ALLERGENS).filter_map(|row| Member::read(&row)).collect());

/// A name by which people know a class or one of its members.
struct Member {
    class: &'static str,
    name: &'static str,
    rxcui: &'static str,
}

impl Member {
    fn read(row: &[&'static str]) -> Option<Self> {
        let [class, name, rxcui] = row else { return None };
        Some(Self { class, name, rxcui })
    }
}

pub fn check(medication: &Medication, allergies: &Record) -> Verdict {
    let kind = CheckKind::Allergy;
    match allergies {
        Record::NeverAsked => Verdict {
            kind,
            outcome: Outcome::CouldNotCheck,
            text: "The patient's allergies were never recorded: ask, and record them or that there are none."
                .to_owned(),
            findings: Vec::new(),
        },
        Record::NoneKnown => Verdict::clear(kind, "The patient knows of no allergies."),
        Record::Substances(substances) => compare(medication, substances),
    }
}

fn compare(medication: &Medication, substances: &[Substance]) -> Verdict {
    let kind = CheckKind::Allergy;
    let findings = substances.iter().filter_map(|substance| finding(medication, substance)).collect();
    let strange: Vec<&str> =
        substances.iter().filter(|s| !is_comparable(s)).map(|s| s.name.as_str()).collect();
    let otherwise = if strange.is_empty() {
        Verdict::clear(kind, "Compared with every allergy on record.")
    } else {
        let text = format!("Not comparable with the catalogue, judge by yourself: {}.", strange.join(", "));
        Verdict { kind, outcome: Outcome::CouldNotCheck, text, findings: Vec::new() }
    };
    Verdict::alerts(kind, findings, otherwise)
}

fn finding(medication: &Medication, substance: &Substance) -> Option<Finding> {
    let named = substance.name.as_str();
    let text = if let Some(same) = medication.ingredients.iter().find(|ingredient| is(substance, ingredient))
    {
        format!("Allergy to {named} on record; the drug contains {}.", same.name)
    } else {
        let (class, member) = shared_class(medication, substance)?;
        format!("Allergy to {named} on record; {member} is of the same class, {class}.")
    };
    Some(Finding::question(AlertSeverity::Critical, text, SOURCE))
}

fn is(substance: &Substance, ingredient: &Ingredient) -> bool {
    (substance.rxcui.is_some() && substance.rxcui == ingredient.rxcui)
        || substance.name.as_str().eq_ignore_ascii_case(&ingredient.name)
}

fn shared_class<'m>(medication: &'m Medication, substance: &Substance) -> Option<(&'static str, &'m str)> {
    let classes = classes_of(substance);
    let ingredients = medication.ingredients.iter();
    let mut hits = ingredients.filter_map(|ingredient| {
        let code = ingredient.rxcui.as_ref().map(|rxcui| rxcui.as_str());
        let is_member = |m: &&Member| Some(m.rxcui) == code || ingredient.name == m.name;
        let member = MEMBERS.iter().filter(is_member).find(|m| classes.contains(&m.class))?;
        Some((member.class, ingredient.name.as_str()))
    });
    hits.next()
}

fn classes_of(substance: &Substance) -> Vec<&'static str> {
    let code = substance.rxcui.as_ref().map(|rxcui| rxcui.as_str());
    let named = |m: &&Member| substance.name.as_str().eq_ignore_ascii_case(m.name) || code == Some(m.rxcui);
    MEMBERS.iter().filter(named).map(|member| member.class).collect()
}

/// Whether the reference data knows the substance at all.
fn is_comparable(substance: &Substance) -> bool {
    let name = substance.name.as_str().to_lowercase();
    let catalogue = Catalogue::get();
    let by_code = substance.rxcui.as_ref().is_some_and(|code| catalogue.knows_ingredient(code));
    by_code || catalogue.has_ingredient(&name) || !classes_of(substance).is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_allergen_is_read() {
        assert_eq!(MEMBERS.len(), rows(ALLERGENS).count());
        assert!(MEMBERS.iter().all(|m| !m.class.is_empty() && !m.name.is_empty()));
    }
}
