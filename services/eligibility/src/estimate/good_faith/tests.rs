use super::*;
use crate::estimate::{Explanation, Outcome};
use chrono::DateTime;
use kit::samples;
use model::{EstimateId, PatientId};
use serde_json::{Value, json};
use uuid::Uuid;

fn day(text: &str) -> NaiveDate {
    text.parse().expect("a date")
}

fn asked(changes: Value) -> RequestEstimate {
    let mut asked = json!({"patient_id": Uuid::nil(), "service_date": "2027-03-10",
        "procedures": [{"procedure_code": "99213", "description": "Office visit"}]});
    for (field, value) in changes.as_object().expect("fields") {
        asked[field] = value.clone();
    }
    serde_json::from_value(asked).expect("a request")
}

fn good_faith(changes: Value, charges: &[i64], made_on: &str) -> Result<GoodFaith, Refusal> {
    let asked = asked(changes);
    let charges = asked.procedures.iter().map(|one| one.procedure_code.clone()).zip(charges);
    let charges = charges.map(|(code, cents)| (code, Money::from_cents(*cents))).collect();
    let lines = asked.lines(&charges, &std::collections::HashMap::new())?;
    let parties = Parties {
        patient: samples::patient(),
        practitioner: samples::practitioner(),
        location: samples::location(),
    };
    let due = Due::Requested { on: day("2027-03-01"), by: day("2027-03-04") };
    GoodFaith::of(parties, &asked, &lines, due, day(made_on))
}

#[test]
fn half_a_good_faith_estimate_is_none() {
    for (changes, charges, expected) in [
        (json!({}), &[15_000][..], None),
        (json!({}), &[], Some(Refusal::PriceUnknown { item: 0 })),
        (json!({"procedures": [{"procedure_code": "99213"}]}), &[1], Some(Refusal::DescriptionMissing)),
        (json!({"procedures": []}), &[], Some(Refusal::Count)),
        (
            json!({"procedures": [{"procedure_code": "99213", "units": 9999}]}),
            &[999_999_999],
            Some(Refusal::TooMuch { item: 0 }),
        ),
    ] {
        assert_eq!(good_faith(changes.clone(), charges, "2027-03-02").err(), expected, "{changes}");
    }
}

#[test]
fn it_tells_whether_it_is_in_time() -> Result<(), Refusal> {
    for (made_on, on_time) in [("2027-03-04", true), ("2027-03-05", false)] {
        assert_eq!(good_faith(json!({}), &[1], made_on)?.on_time, on_time, "{made_on}");
    }
    Ok(())
}

#[test]
fn four_hundred_dollars_more_may_be_disputed() -> Result<(), Refusal> {
    let estimate = Estimate {
        id: EstimateId(Uuid::nil()),
        patient_id: PatientId(Uuid::nil()),
        coverage_id: None,
        payer_id: None,
        appointment_id: None,
        visit_type_id: None,
        service_date: day("2027-03-10"),
        made_at: DateTime::default(),
        lines: Lines(Vec::new()),
        charge: Some(Money::from_cents(15_000)),
        allowed: None,
        result: Outcome::Determined { patient_share: Money::from_cents(15_000) },
        explanation: Explanation::default(),
        good_faith: Some(good_faith(json!({}), &[15_000], "2027-03-02")?),
        bill: None,
        supersedes: None,
        version: 1,
    };
    let bill = |cents| {
        let said = RecordBill { billed: Money::from_cents(cents), billed_on: day("2027-03-20") };
        Bill::of(&estimate, said)
    };
    for (cents, excess, until) in [
        (15_000, 0, None),
        (54_999, 39_999, None),
        (55_000, 40_000, Some(day("2027-07-18"))),
        (10_000, -5_000, None),
    ] {
        let bill = bill(cents)?;
        assert_eq!((bill.excess.cents(), bill.dispute_until), (excess, until), "{cents}");
        assert_eq!(bill.may_be_disputed, until.is_some());
    }
    assert_eq!(bill(-1).err(), Some(Refusal::NegativeBill));
    let insured = Estimate { good_faith: None, ..estimate };
    let said = RecordBill { billed: Money::ZERO, billed_on: day("2027-03-20") };
    assert_eq!(Bill::of(&insured, said).err(), Some(Refusal::NotGoodFaith));
    Ok(())
}
