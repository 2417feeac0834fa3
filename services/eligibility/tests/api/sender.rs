//! What payers answer, and what becomes of it.

use crate::desk::{Desk, day};
use crate::payer::{Payer, Says};
use kit::samples;
use model::event::{AppointmentBooked, EligibilitySnapshot};
use serde_json::{Value, json};

/// The check a payer that says this leads to.
async fn asked(says: Says) -> (Desk, Payer, Value) {
    let (desk, payer) = (Desk::open().await, Payer::that(&[says]));
    let coverage = desk.covered(&desk.payer(&payer.url).await).await;
    desk.sending(&[0, 0, 0, 0]);
    let id = desk.ask(&coverage, day("2026-11-24")).await.expect(202).id();
    let check = desk.outcome(&id).await;
    (desk, payer, check)
}

fn attempts(check: &Value) -> Vec<&str> {
    let attempts = check["attempts"].as_array().expect("attempts");
    attempts.iter().filter_map(|attempt| attempt["outcome"].as_str()).collect()
}

#[actix_web::test]
async fn an_active_coverage_is_announced_with_its_copay() {
    let (desk, payer, check) = asked(Says::Active).await;
    assert_eq!((&check["state"], &check["outcome"]), (&json!("answered"), &json!("active")));
    assert_eq!((&check["plan"], &check["copay"]), (&json!("GOLD 123"), &json!("20.00")));
    assert_eq!((attempts(&check), &check["reason"]), (vec!["answered"], &Value::Null));
    assert_eq!(check["benefits"][1]["codes"], json!({"eb01": "B", "eb03": ["98"], "eb12": "Y"}));
    let (kind, data) = desk.house.announced().await.pop().expect("a fact");
    let fact: EligibilitySnapshot = serde_json::from_value(data.clone()).expect("the event's shape");
    assert_eq!((kind.as_str(), fact.copay), ("eligibility.checked", Some(model::Money::from_cents(2000))));
    assert_eq!(data.as_object().map(|fields| fields.len()), Some(6), "no health data beyond the schema");

    let [sent] = &payer.asked()[..] else { panic!("asked once") };
    let trace = check["id"].as_str().expect("an id").replace('-', "");
    assert_eq!((sent.trace_header.as_str(), sent.control.as_str()), (trace.as_str(), "000000001"));
    assert_eq!(sent.inquiry.trace().map(|sent| sent.number.as_str()), Some(trace.as_str()));
    assert_eq!(sent.inquiry.provider.npi(), Some(desk.location.npi.as_str()));
    let place = format!("/v1/eligibility-checks/{}/x12", check["id"].as_str().expect("an id"));
    let messages = desk.house.get(&place).await.expect(200).body;
    assert_eq!(messages["request"], json!(sent.text));
    assert!(messages["response"].as_str().is_some_and(|text| text.contains("EB*1**30")));
}

#[actix_web::test]
async fn each_answer_ends_as_it_should() {
    for (says, state, outcome, reason, attempt) in [
        (Says::Inactive, "answered", "inactive", Value::Null, "answered"),
        (Says::Aaa("72"), "rejected", "undetermined", json!("rejected_by_payer"), "rejected"),
        (Says::OtherTrace, "unknown", "undetermined", json!("answer_mismatched"), "mismatched"),
        (Says::OtherPerson, "unknown", "undetermined", json!("answer_mismatched"), "mismatched"),
        (Says::Garbage, "unknown", "undetermined", json!("answer_unreadable"), "unreadable"),
        (Says::TooMuch, "unknown", "undetermined", json!("answer_too_large"), "too_large"),
        (Says::Status(403), "unknown", "undetermined", json!("payer_refused_connection"), "refused"),
    ] {
        let (desk, payer, check) = asked(says).await;
        assert_eq!((&check["state"], &check["outcome"]), (&json!(state), &json!(outcome)), "{attempt}");
        assert_eq!(check["reason"]["code"], reason);
        assert_eq!((attempts(&check), payer.asked().len()), (vec![attempt], 1));
        let (_, fact) = desk.house.announced().await.pop().expect("a fact");
        assert_eq!(fact["outcome"], json!(outcome));
        if state == "unknown" {
            assert_eq!(
                (&check["benefits"], &check["copay"]),
                (&json!([]), &Value::Null),
                "nothing of it is shown"
            );
        }
        if state == "rejected" {
            assert_eq!(check["rejections"][0]["code"], "72");
            assert!(check["rejections"][0]["action"].as_str().is_some_and(|action| action.contains("card")));
        }
    }
}

#[actix_web::test]
async fn control_numbers_have_no_gaps() {
    let (desk, payer) = (Desk::open().await, Payer::that(&[Says::Active]));
    let coverage = desk.covered(&desk.payer(&payer.url).await).await;
    desk.sending(&[]);
    for date in ["2026-11-24", "2026-11-25", "2026-11-26"] {
        let id = desk.ask(&coverage, day(date)).await.expect(202).id();
        desk.outcome(&id).await;
    }
    let controls: Vec<_> = payer.asked().into_iter().map(|asked| asked.control).collect();
    assert_eq!(controls, ["000000001", "000000002", "000000003"]);
}

#[actix_web::test]
async fn a_booked_child_is_asked_about_as_a_dependent() {
    let (desk, payer) = (Desk::open().await, Payer::that(&[Says::Active]));
    let mut coverage = desk.coverage(&desk.payer(&payer.url).await);
    let parent =
        model::Demographics { given_name: "Mary".parse().expect("a name"), ..samples::demographics() };
    coverage["relationship"] = json!("child");
    coverage["subscriber"] = serde_json::to_value(parent).expect("JSON");
    desk.house.post("/v1/coverages", coverage).await.expect(201);
    let visit = desk.appointment();
    desk.house.hear(&desk.listeners, &AppointmentBooked(visit.clone())).await;
    desk.sending(&[]);
    let checks = desk.checks(&format!("appointment_id={}", visit.appointment_id)).await;
    let check = desk.outcome(checks[0]["id"].as_str().expect("an id")).await;
    assert_eq!(check["outcome"], "active");
    let inquiry = payer.asked()[0].inquiry.clone();
    let child = inquiry.dependent.expect("a dependent");
    assert_eq!((inquiry.subscriber.party.first.as_str(), child.party.first.as_str()), ("Mary", "John"));
    let (_, fact) = desk.house.announced().await.pop().expect("a fact");
    assert_eq!(fact["appointment_id"], json!(visit.appointment_id));
}
