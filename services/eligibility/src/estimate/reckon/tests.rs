use super::*;
use crate::authorization::Units;
use crate::estimate::answer::that_says;
use serde_json::{Value, json};

fn line(charge: Option<i64>, allowed: Option<i64>) -> Line {
    Line {
        procedure_code: "99213".parse().expect("a code"),
        units: Units::ONE,
        description: None,
        diagnosis_codes: Vec::new(),
        charge: charge.map(Money::from_cents),
        allowed: allowed.map(Money::from_cents),
    }
}

fn day(text: &str) -> NaiveDate {
    text.parse().expect("a date")
}

fn determined(cents: i64) -> Outcome {
    Outcome::Determined { patient_share: Money::from_cents(cents) }
}

/// The reason and the range in cents.
fn left_open(outcome: &Outcome) -> Option<(Reason, Option<i64>, Option<i64>)> {
    match outcome {
        Outcome::Determined { .. } => None,
        Outcome::Undetermined { reason, low, high, .. } => {
            Some((*reason, low.map(Money::cents), high.map(Money::cents)))
        }
    }
}

#[test]
fn the_payers_answer_decides_what_the_patient_pays() {
    let lines = Lines(vec![line(Some(15_000), Some(10_000)), line(Some(4_000), None)]);
    let deductible = json!({"total": "500.00", "remaining": "40.00"});
    let share = json!([{"kind": "coinsurance", "service_types": ["30"], "percent": "10"}]);
    let excluded = json!([{"kind": "non_covered", "service_types": ["98"]}]);
    for (what, finding, expected) in [
        (
            "a copay",
            json!({"outcome": "active", "copay": "25.00", "deductible": deductible}),
            determined(2_500),
        ),
        (
            "of 140 dollars 40 and a tenth of the rest",
            json!({"outcome": "active", "deductible": deductible, "benefits": share}),
            determined(5_000),
        ),
        (
            "the limit is near",
            json!({"outcome": "active", "copay": "25.00", "out_of_pocket": {"remaining": "3.00"}}),
            determined(300),
        ),
        ("not active: what is charged", json!({"outcome": "inactive"}), determined(19_000)),
        (
            "not covered: what is charged",
            json!({"outcome": "active", "benefits": excluded}),
            determined(19_000),
        ),
        (
            "a deductible that swallows everything needs no percentage",
            json!({"outcome": "active", "deductible": {"remaining": "140.00"}}),
            determined(14_000),
        ),
    ] {
        let (outcome, steps) = insured(&lines, Some(&that_says(finding)), "98", day("2027-03-02"));
        assert_eq!(outcome, expected, "{what}");
        let from_check = |step: &Step| matches!(step.source, Source::EligibilityCheck { .. });
        assert!(steps.0.iter().any(from_check), "{what}: it says from which answer");
    }
}

#[test]
fn what_is_not_known_is_said_with_a_range() {
    use Reason::{BenefitsNotStated, NotAnswered, PriceUnknown};
    let priced = Lines(vec![line(Some(15_000), Some(10_000))]);
    let unpriced = Lines(vec![line(None, None)]);
    let visit = day("2027-03-02");
    let of = |lines: &Lines, finding: Option<Value>, visit: NaiveDate| {
        let answer = finding.map(that_says);
        left_open(&insured(lines, answer.as_ref(), "98", visit).0)
    };
    let active = || Some(json!({"outcome": "active"}));
    let vague = || Some(json!({"outcome": "undetermined"}));
    let met = || {
        Some(json!({"outcome": "active", "deductible": {"total": "20.00"},
        "benefits": [{"kind": "coinsurance", "service_types": ["98"], "percent": "50"}]}))
    };
    for (what, found, expected) in [
        ("never asked", of(&priced, None, visit), (NotAnswered, Some(0), Some(10_000))),
        ("no clear answer", of(&priced, vague(), visit), (NotAnswered, Some(0), Some(15_000))),
        ("nothing stated", of(&priced, active(), visit), (BenefitsNotStated, Some(0), Some(10_000))),
        (
            "how much is met is not stated",
            of(&priced, met(), visit),
            (BenefitsNotStated, Some(5_000), Some(6_000)),
        ),
        ("no price", of(&unpriced, active(), visit), (PriceUnknown, None, None)),
        ("another year", of(&priced, met(), day("2028-01-01")), (NotAnswered, Some(0), Some(10_000))),
    ] {
        assert_eq!(found, Some(expected), "{what}");
    }
}

#[test]
fn whoever_pays_alone_pays_what_is_charged() {
    let (outcome, _) = self_pay(&Lines(vec![line(Some(15_000), Some(1)), line(Some(1), None)]));
    assert_eq!(outcome, determined(15_001));
    let (outcome, _) = self_pay(&Lines(vec![line(None, Some(1))]));
    assert_eq!(left_open(&outcome), Some((Reason::PriceUnknown, None, None)));
}

#[test]
fn a_charge_below_the_contract_is_what_counts() {
    let lines = Lines(vec![line(Some(5_000), Some(8_000))]);
    let swallows = that_says(json!({"outcome": "active", "deductible": {"remaining": "900.00"}}));
    let (outcome, steps) = insured(&lines, Some(&swallows), "98", day("2027-12-31"));
    assert_eq!((outcome, &steps.0[0].source), (determined(5_000), &Source::FeeSchedule));
}
