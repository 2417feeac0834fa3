//! What users of prescribing programs complain about, as orders that must not leave the house so.

use super::drug;
use crate::medication::Catalogue;
use crate::prescription::Content;
use crate::safety::{CheckKind, Demand, Finding, Order, Outcome, Person, Verdict, dose, lint, supply};
use serde_json::{Value, json};

pub(super) const ADULT: Person = Person { age: 40, weight_grams: None };
const METHOTREXATE: &str = "105585";
const SPIRONOLACTONE_25: &str = "313096";
const SUSPENSION_80: &str = "308189";
const CODEINE: &str = "993781";

/// An order of thirty tablets for thirty days, but for what is said otherwise.
pub(super) fn content(rxcui: &str, sig: &str, change: Value) -> Content {
    let medication = drug(rxcui);
    let mut body = json!({
        "medication": {"rxcui": rxcui, "description": medication.description, "strength": medication.strength,
            "form": medication.form, "schedule": "none"},
        "sig": {"text": sig}, "quantity": {"value": "30", "unit": medication.quantity_unit}, "days_supply": 30,
        "refills": 0, "substitution_allowed": true, "diagnosis_codes": []
    });
    for (key, value) in change.as_object().expect("an object") {
        body[key] = value.clone();
    }
    serde_json::from_value(body).expect("an order")
}

fn quantity(value: &str, days: u16) -> Value {
    json!({"quantity": {"value": value, "unit": "C48542"}, "days_supply": days})
}

fn liquid(value: &str, days: u16) -> Value {
    json!({"quantity": {"value": value, "unit": "C28254"}, "days_supply": days})
}

fn judged(rxcui: &str, sig: &str, change: Value, check: fn(&Order<'_>) -> Verdict) -> Verdict {
    let content = content(rxcui, sig, change);
    check(&Order::new(&content, drug(rxcui)))
}

/// The worst a check demands.
fn demand(verdict: &Verdict) -> Option<Demand> {
    verdict.findings.iter().map(|finding| finding.demand).max_by_key(|demand| *demand as u8)
}

fn texts(verdict: &Verdict) -> Vec<&str> {
    verdict.findings.iter().map(|finding: &Finding| finding.text.as_str()).collect()
}

fn linted(order: &Order<'_>) -> Verdict {
    let findings =
        crate::safety::directions::findings(order).into_iter().chain(crate::safety::note::findings(order));
    let clear = Verdict::clear(CheckKind::SigLint, "");
    Verdict::alerts(CheckKind::SigLint, findings.collect(), clear)
}

#[test]
fn quantity_days_and_directions_come_to_the_same() {
    use Demand::{Answer, Correction, Nothing};
    const LISINOPRIL: &str = "314076";
    for (rxcui, sig, change, expected) in [
        (LISINOPRIL, "Take 1 tablet by mouth once daily", quantity("30", 30), None),
        (LISINOPRIL, "Take 1 tablet by mouth once daily", quantity("90", 90), None),
        (LISINOPRIL, "Take 1 tablet by mouth once daily", quantity("90", 30), Some(Correction)),
        (LISINOPRIL, "Take 1 tablet by mouth once daily", quantity("30", 90), Some(Correction)),
        (LISINOPRIL, "Take 1 tablet by mouth twice daily", quantity("30", 30), Some(Correction)),
        (LISINOPRIL, "Take 0.5 tablet by mouth once daily", quantity("15", 30), None),
        (LISINOPRIL, "Take 10 mg by mouth twice daily", quantity("60", 30), None),
        (LISINOPRIL, "Take 20 mg by mouth once daily", quantity("30", 30), Some(Correction)),
        (LISINOPRIL, "Take 1 tablet by mouth every other day", quantity("15", 30), None),
        (LISINOPRIL, "Take 1 tablet by mouth once daily for 7 days", quantity("7", 7), None),
        (LISINOPRIL, "Take 1 tablet by mouth once daily for 7 days", quantity("30", 30), Some(Correction)),
        (LISINOPRIL, "Take 1 tablet by mouth once daily for 90 days", quantity("30", 30), Some(Answer)),
        (LISINOPRIL, "Take 1 to 2 tablets by mouth once daily", quantity("45", 30), None),
        (LISINOPRIL, "Take 1 tablet by mouth one time only", quantity("1", 1), None),
        (LISINOPRIL, "Take 1 tablet by mouth one time only", quantity("30", 1), Some(Correction)),
        (METHOTREXATE, "Take 4 tablets by mouth once weekly on Monday", quantity("16", 28), None),
        (METHOTREXATE, "Take 4 tablets by mouth once weekly on Monday", quantity("16", 30), None),
        (
            METHOTREXATE,
            "Take 4 tablets by mouth once weekly on Monday",
            quantity("120", 30),
            Some(Correction),
        ),
        (CODEINE, "Take 1 tablet by mouth every 6 hours as needed for pain", quantity("12", 3), None),
        (
            CODEINE,
            "Take 1 tablet by mouth every 6 hours as needed for pain",
            quantity("120", 3),
            Some(Answer),
        ),
        (
            CODEINE,
            "Take 1 tablet by mouth every 6 hours as needed for pain",
            quantity("12", 30),
            Some(Nothing),
        ),
        (
            CODEINE,
            "Take 1 to 2 tablets by mouth every 4 to 6 hours as needed for pain. No more than 8 tablets in 24 hours",
            quantity("40", 5),
            None,
        ),
        (SUSPENSION_80, "Take 5 mL by mouth 3 times daily for 10 days", liquid("150", 10), None),
        (SUSPENSION_80, "Take 5 mL by mouth twice daily for 10 days", liquid("150", 10), Some(Answer)),
        (SUSPENSION_80, "Take 5 mL by mouth 3 times daily for 10 days", liquid("100", 10), Some(Correction)),
        (SUSPENSION_80, "Take 5 mL by mouth 3 times daily for 10 days", liquid("1500", 10), Some(Correction)),
        (SUSPENSION_80, "Take 400 mg by mouth 3 times daily for 10 days", liquid("150", 10), None),
    ] {
        let verdict = judged(rxcui, sig, change.clone(), supply::check);
        assert_eq!(demand(&verdict), expected, "{sig} {change}: {:?}", texts(&verdict));
        assert_eq!(verdict.outcome == Outcome::Clear, expected.is_none(), "{sig}: {}", verdict.text);
    }
}

#[test]
fn what_cannot_be_calculated_is_never_clear() {
    for (rxcui, sig) in [
        ("314076", "Take as directed"),
        ("314076", "Take 1 by mouth daily"),
        ("314076", "Take 1 tablet daily then 2 tablets daily"),
        (CODEINE, "Take 300 mg by mouth daily"),
    ] {
        let verdict = judged(rxcui, sig, json!({}), supply::check);
        assert_eq!(verdict.outcome, Outcome::CouldNotCheck, "{sig}");
        assert!(verdict.findings.is_empty());
    }
    let verdict = judged("314076", "Take as directed", json!({}), |order| dose::check(order, &ADULT));
    assert_eq!(verdict.outcome, Outcome::CouldNotCheck);
    let verdict =
        judged("308191", "Take 1 capsule by mouth daily", json!({}), |order| dose::check(order, &ADULT));
    assert_eq!(verdict.outcome, Outcome::NotApplicable);
}

#[test]
fn directions_that_contradict_themselves_or_the_drug_are_mended() {
    use Demand::{Answer, Correction, Nothing};
    for (rxcui, sig, expected) in [
        (SPIRONOLACTONE_25, "Take 1 tablet by mouth twice daily", None),
        (SPIRONOLACTONE_25, "Take 1 tablet by mouth daily twice a day", Some(Correction)),
        (SPIRONOLACTONE_25, "Take 1 tablet by mouth rectally once daily", Some(Correction)),
        (SPIRONOLACTONE_25, "Take 1 capsule by mouth once daily", Some(Correction)),
        (SPIRONOLACTONE_25, "Insert 1 suppository as directed", Some(Correction)),
        (SPIRONOLACTONE_25, "Inhale 2 puffs every 4 hours", Some(Correction)),
        (SPIRONOLACTONE_25, "Take 5 mL by mouth once daily", Some(Correction)),
        (SPIRONOLACTONE_25, "Place 1 tablet in the vagina once daily", Some(Answer)),
        (SPIRONOLACTONE_25, "Take 1 tablet (25 mg total) by mouth 2 times a day", Some(Nothing)),
        (SPIRONOLACTONE_25, "Take 1 tablet (50 mg total) by mouth 2 times a day", Some(Correction)),
        (SPIRONOLACTONE_25, "Take 2 tablets (50 mg total) by mouth 2 times a day", Some(Nothing)),
        (SPIRONOLACTONE_25, "Take 50 mg by mouth once daily", Some(Nothing)),
        (SPIRONOLACTONE_25, "Take 30 mg by mouth once daily", Some(Correction)),
        (SPIRONOLACTONE_25, "Take 12.5 mg by mouth once daily", Some(Nothing)),
        (SPIRONOLACTONE_25, "Take 1 tablet by mouth as needed for swelling", Some(Answer)),
        (
            SPIRONOLACTONE_25,
            "Take 2 tablets by mouth 3 times daily. No more than 4 tablets in 24 hours",
            Some(Correction),
        ),
        ("308191", "Take 0.5 capsule by mouth twice daily", Some(Correction)),
        ("596930", "Take 45 mg by mouth once daily", Some(Correction)),
        (SUSPENSION_80, "Take 1 tablet by mouth twice daily", Some(Correction)),
        (SUSPENSION_80, "Take 5 mL by mouth twice daily", None),
    ] {
        let verdict = judged(rxcui, sig, json!({}), linted);
        assert_eq!(demand(&verdict), expected, "{sig}: {:?}", texts(&verdict));
    }
}

#[test]
fn a_note_says_nothing_else_than_the_directions() {
    use Demand::{Answer, Correction, Nothing};
    let sig = "Take 1 tablet by mouth twice daily";
    for (note, expected) in [
        ("Patient prefers pickup after work", None),
        ("Please dispense 60 tablets", None),
        ("Take 2 tablets daily", Some(Correction)),
        ("1 tablet at night", Some(Correction)),
        ("1 tablet bid", Some(Nothing)),
        ("was on 50 mg before", Some(Answer)),
        ("the 25 mg strength", Some(Nothing)),
        ("every 8 hours", Some(Correction)),
    ] {
        let verdict = judged(SPIRONOLACTONE_25, sig, json!({"note": note}), linted);
        assert_eq!(demand(&verdict), expected, "{note}: {:?}", texts(&verdict));
    }
    let verdict = judged(SPIRONOLACTONE_25, "Take as directed", json!({"note": "2 tablets daily"}), linted);
    assert_eq!(demand(&verdict), Some(Answer));
}

#[test]
fn methotrexate_is_weekly_unless_it_treats_cancer() {
    use Demand::{Answer, Correction};
    for (sig, codes, expected) in [
        ("Take 4 tablets by mouth once weekly on Monday", json!(["M06.9"]), None),
        ("Take 4 tablets by mouth every 7 days", json!([]), None),
        ("Take 4 tablets by mouth once daily", json!(["M06.9"]), Some(Correction)),
        ("Take 1 tablet by mouth twice daily", json!([]), Some(Correction)),
        ("Take 4 tablets as directed", json!(["M06.9"]), Some(Correction)),
        ("Take 1 tablet by mouth 3 times weekly", json!(["M06.9"]), Some(Answer)),
        ("Take 1 tablet by mouth once daily", json!(["C91.00"]), Some(Answer)),
        ("Take 1 tablet by mouth once daily", json!(["D09.9"]), Some(Answer)),
        ("Take 1 tablet by mouth once daily", json!(["D50.9"]), Some(Correction)),
    ] {
        let verdict =
            judged(METHOTREXATE, sig, json!({"diagnosis_codes": codes}), |order| dose::check(order, &ADULT));
        assert_eq!(demand(&verdict), expected, "{sig} {codes}: {:?}", texts(&verdict));
    }
}

#[test]
fn doses_beyond_the_labelling_are_asked_about() {
    use Demand::{Answer, Correction};
    let child = Person { age: 8, weight_grams: Some(25_000) };
    let unweighed = Person { age: 8, weight_grams: None };
    let old = Person { age: 67, weight_grams: None };
    for (rxcui, sig, person, expected) in [
        ("200371", "Take 1 tablet by mouth once daily", old, None),
        ("200371", "Take 2 tablets by mouth once daily", old, Some(Answer)),
        ("200371", "Take 2 tablets by mouth once daily", ADULT, None),
        ("854873", "Take 1 tablet by mouth at bedtime", ADULT, None),
        ("854873", "Take 2 tablets by mouth at bedtime", ADULT, Some(Answer)),
        ("312961", "Take 20 tablets by mouth at bedtime", ADULT, Some(Correction)),
        (CODEINE, "Take 2 tablets by mouth every 4 hours as needed for pain", ADULT, None),
        (CODEINE, "Take 3 tablets by mouth every 4 hours as needed for pain", ADULT, Some(Answer)),
        (
            CODEINE,
            "Take 3 tablets by mouth every 4 hours as needed for pain. No more than 12 tablets in 24 hours",
            ADULT,
            None,
        ),
        (CODEINE, "Take 1 tablet by mouth every 6 hours as needed for pain", child, None),
        (CODEINE, "Take 2 tablets by mouth every 6 hours as needed for pain", child, Some(Answer)),
        (CODEINE, "Take 1 tablet by mouth every 6 hours as needed for pain", unweighed, None),
    ] {
        let content = content(rxcui, sig, json!({}));
        let verdict = dose::check(&Order::new(&content, drug(rxcui)), &person);
        assert_eq!(demand(&verdict), expected, "{sig}: {:?}", texts(&verdict));
        let unknown = person.age < 18 && person.weight_grams.is_none();
        assert_eq!(verdict.outcome == Outcome::CouldNotCheck, unknown, "{sig}: {}", verdict.text);
    }
}

#[test]
fn products_without_an_rxcui_are_held_to_the_same_rules() {
    let inhaler = Catalogue::get().search("albuterol inhalation aerosol metered", None, 1);
    let (_, inhaler) = inhaler.first().expect("an inhaler");
    for (sig, good) in [
        ("Inhale 2 puffs every 4 hours as needed for wheezing", true),
        ("Insert 1 suppository in the rectum once daily", false),
        ("Take 1 tablet by mouth once daily", false),
    ] {
        let content = content("308191", sig, json!({}));
        let order = Order::new(&content, inhaler.medication);
        let findings = crate::safety::directions::findings(&order);
        assert_eq!(findings.is_empty(), good, "{sig}: {}", inhaler.medication.form);
    }
}

#[test]
fn what_the_message_would_be_refused_for_stands_beside_it() {
    let content = content("314076", "Take 1 capsule by mouth once daily", json!({}));
    let verdict = lint::check(&Err("cannot be sent".to_owned()), &Order::new(&content, drug("314076")));
    assert_eq!(verdict.findings.len(), 2);
    assert!(verdict.findings.iter().all(|finding| finding.demand == Demand::Correction));
}
