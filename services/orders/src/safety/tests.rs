mod cases;
mod written;

use super::*;
use crate::allergy::Substance;
use crate::medication::Catalogue;
use model::Rxcui;
use uuid::Uuid;

const AMOXICILLIN: &str = "308191";
const CEPHALEXIN: &str = "309114";
const LISINOPRIL_10: &str = "314076";
const LISINOPRIL_20: &str = "314077";
const SIMVASTATIN: &str = "312961";
const PRAVASTATIN: &str = "904475";
const CLARITHROMYCIN: &str = "197517";
const SERTRALINE: &str = "312941";
const PHENELZINE: &str = "312347";
const CO_TRIMOXAZOLE: &str = "198335";

fn drug(rxcui: &str) -> &'static Medication {
    Catalogue::get().find(&rxcui.parse().expect("an RXCUI")).expect("in the catalogue")
}

fn allergic(name: &str, rxcui: Option<&str>) -> Record {
    let rxcui = rxcui.map(|code| code.parse::<Rxcui>().expect("an RXCUI"));
    Record::Substances(vec![Substance { rxcui, name: name.parse().expect("a name") }])
}

fn taking(rxcuis: &[&str]) -> Vec<Taking> {
    let prescription = PrescriptionId(Uuid::nil());
    let by = TakenBy::Prescription(prescription);
    rxcuis.iter().map(|code| Taking { by, medication: drug(code) }).collect()
}

#[test]
fn allergies_are_compared_by_ingredient_and_class() {
    for (rxcui, allergies, outcome) in [
        (AMOXICILLIN, Record::NeverAsked, Outcome::CouldNotCheck),
        (AMOXICILLIN, Record::NoneKnown, Outcome::Clear),
        (AMOXICILLIN, allergic("Amoxicillin", None), Outcome::Alerts),
        (AMOXICILLIN, allergic("the pink medicine", Some("723")), Outcome::Alerts),
        (AMOXICILLIN, allergic("Penicillin", None), Outcome::Alerts),
        (AMOXICILLIN, allergic("penicillin G", Some("7980")), Outcome::Alerts),
        (AMOXICILLIN, allergic("ampicillin", None), Outcome::Alerts),
        (AMOXICILLIN, allergic("lisinopril", None), Outcome::Clear),
        (AMOXICILLIN, allergic("sulfa", None), Outcome::Clear),
        (AMOXICILLIN, allergic("bee stings", None), Outcome::CouldNotCheck),
        (CEPHALEXIN, allergic("penicillin", None), Outcome::Clear),
        (CO_TRIMOXAZOLE, allergic("Sulfa", None), Outcome::Alerts),
    ] {
        let verdict = allergy::check(drug(rxcui), &allergies);
        assert_eq!(verdict.outcome, outcome, "{rxcui}: {}", verdict.text);
        assert!(verdict.findings.iter().all(|finding| finding.demand == Demand::Answer));
    }
}

#[test]
fn an_alert_does_not_hide_what_could_not_be_compared() {
    let Record::Substances(mut both) = allergic("penicillin", None) else { panic!("substances") };
    both.push(Substance { rxcui: None, name: "bee stings".parse().expect("a name") });
    let verdict = allergy::check(drug(AMOXICILLIN), &Record::Substances(both));
    assert_eq!(verdict.outcome, Outcome::Alerts);
    assert!(verdict.text.contains("bee stings"));
}

#[test]
fn the_same_ingredient_interrupts_and_the_same_class_is_shown() {
    for (rxcui, active, demand) in [
        (LISINOPRIL_20, &[LISINOPRIL_10][..], Some(Demand::Answer)),
        (PRAVASTATIN, &[SIMVASTATIN], Some(Demand::Nothing)),
        (LISINOPRIL_20, &[SIMVASTATIN], None),
        (LISINOPRIL_20, &[], None),
    ] {
        let verdict = duplicate::check(drug(rxcui), &taking(active));
        assert_eq!(verdict.findings.first().map(|f| f.demand), demand, "{rxcui} with {active:?}");
    }
}

#[test]
fn high_priority_pairs_alert_in_both_directions() {
    for (one, other, alert) in [
        (SIMVASTATIN, CLARITHROMYCIN, true),
        (CLARITHROMYCIN, SIMVASTATIN, true),
        (SERTRALINE, PHENELZINE, true),
        (PRAVASTATIN, CLARITHROMYCIN, false),
        (LISINOPRIL_10, SIMVASTATIN, false),
    ] {
        let verdict = interaction::check(drug(one), &taking(&[other]));
        assert_eq!(verdict.outcome == Outcome::Alerts, alert, "{one} with {other}");
    }
}

#[test]
fn the_worst_outcome_stands_for_all() {
    use Outcome::{Alerts, Clear, CouldNotCheck, NotApplicable};
    for (outcomes, worst) in [
        (vec![Clear, Clear], Clear),
        (vec![Clear, CouldNotCheck], CouldNotCheck),
        (vec![CouldNotCheck, Alerts], Alerts),
        (vec![NotApplicable], NotApplicable),
        (vec![], NotApplicable),
    ] {
        assert_eq!(overall(outcomes.iter().copied()), worst);
    }
}

/// A drug of an ingredient that no table of the house knows.
fn strange() -> &'static Medication {
    let mut strange = drug(LISINOPRIL_10).clone();
    strange.ingredients[0].name = "tirzepatide".to_owned();
    strange.ingredients[0].rxcui = Some("2601723".parse().expect("an RXCUI"));
    strange.description = "tirzepatide".to_owned();
    strange.classes.clear();
    strange.checkable = false;
    Box::leak(Box::new(strange))
}

#[test]
fn what_no_table_knows_is_never_clear() {
    let content = written::content(LISINOPRIL_10, "Take 1 tablet by mouth daily", serde_json::json!({}));
    for (allergies, expected) in [
        (Record::NoneKnown, [Outcome::Clear, Outcome::CouldNotCheck, Outcome::CouldNotCheck]),
        (allergic("penicillin", None), [Outcome::CouldNotCheck; 3]),
        (Record::NeverAsked, [Outcome::CouldNotCheck; 3]),
        (allergic("tirzepatide", None), [Outcome::Alerts, Outcome::CouldNotCheck, Outcome::CouldNotCheck]),
    ] {
        let subject = Subject {
            allergies: &allergies,
            taking: &taking(&[SIMVASTATIN]),
            uncatalogued: &[],
            order: Order::new(&content, strange()),
            person: Person { age: 50, weight_grams: None },
            message: Err("not written here".to_owned()),
        };
        let outcomes: Vec<Outcome> = subject.check().iter().take(3).map(|verdict| verdict.outcome).collect();
        assert_eq!(outcomes, expected);
    }
}

#[test]
fn the_same_ingredient_is_the_same_by_code_too() {
    let mut other_name = drug(LISINOPRIL_10).clone();
    other_name.ingredients[0].name = "lisinopril dihydrate".to_owned();
    let verdict = duplicate::check(&other_name, &taking(&[LISINOPRIL_20]));
    assert_eq!(verdict.findings.first().map(|f| f.demand), Some(Demand::Answer));
}
