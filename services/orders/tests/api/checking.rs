//! Safety checks and the answers to them.

use crate::office::{NOWHERE, Office};
use chrono::NaiveDate;
use kit::samples;
use serde_json::{Value, json};

fn outcome<'a>(report: &'a Value, kind: &str) -> &'a Value {
    let kinds = report["kinds"].as_array().expect("kinds");
    &kinds.iter().find(|one| one["kind"] == kind).expect("the kind")["outcome"]
}

#[actix_web::test]
async fn unasked_allergies_are_never_clear() {
    let office = Office::open().await;
    let pharmacy = office.pharmacy(NOWHERE).await;
    let id = office.draft(office.wish(&pharmacy)).await;
    let report = office.check(&id).await.expect(200);
    assert_eq!(report.body["outcome"], "could_not_check");
    assert_eq!(outcome(&report.body, "allergy"), "could_not_check");
    assert_eq!(outcome(&report.body, "sig_lint"), "clear");
    office.no_known_allergies().await;
    let report = office.check(&id).await.expect(200);
    assert_eq!((&report.body["outcome"], &report.body["alerts"]), (&json!("clear"), &json!([])));
    assert_eq!(report.version(), office.get(&id).await.version());
    assert_eq!(office.status(&id).await, "ready");
}

#[actix_web::test]
async fn an_allergy_of_the_class_waits_for_its_override() {
    let office = Office::open().await;
    office.allergic_to("Penicillin").await;
    let pharmacy = office.pharmacy(NOWHERE).await;
    let id = office.draft(office.wish(&pharmacy)).await;
    let report = office.check(&id).await.expect(200);
    let (check, alert) = (report.id(), report.body["alerts"][0].clone());
    assert_eq!((&alert["kind"], &alert["interruptive"]), (&json!("allergy"), &json!(true)));
    assert_eq!(office.status(&id).await, "draft");
    office.act(&id, "sign", json!({})).await.refused(409, "alerts-open");

    let verb = format!("checks/{check}/override");
    let path = format!("/v1/prescriptions/{id}/{verb}");
    let answer = json!({"alert_id": alert["id"], "reason_code": "tolerated_previously", "note": "in 2024"});
    office.house.post(&path, answer.clone()).await.refused(428, "if-match-missing");
    office.house.if_match(99).post(&path, answer.clone()).await.refused(412, "stale");
    office.act(&id, &verb, json!({"reason_code": "because"})).await.names("/reason_code");
    office.act(&id, &verb, json!({"reason_code": "other"})).await.names("/note");
    let unknown = json!({"alert_id": uuid::Uuid::nil(), "reason_code": "will_monitor"});
    office.act(&id, &verb, unknown).await.names("/alert_id");
    let other = format!("checks/{}/override", uuid::Uuid::nil());
    office.act(&id, &other, answer.clone()).await.refused(404, "not-found");

    let overridden = office.act(&id, &verb, answer).await.expect(200);
    assert_eq!(overridden.body["alerts"][0]["overridden"]["by"], "tester");
    assert_eq!(office.status(&id).await, "ready");
    office.act(&id, "sign", json!({})).await.expect(200);
    let changes: Vec<Value> =
        office.history(&id).await.into_iter().map(|entry| entry["change"].clone()).collect();
    assert_eq!(changes, ["drafted", "checked", "alert overridden", "signed"]);
    let sent = office.messages(&id).await;
    let message = script::parse(sent[0]["body"].as_str().expect("XML")).expect("a SCRIPT message");
    let script::Body::NewRx(new_rx) = message.body else { panic!("a NewRx") };
    let [told] = new_rx.medication.drug_uses.as_slice() else {
        panic!("the pharmacist is told of one alert")
    };
    assert_eq!(told.reason, Some(script::ServiceReason::DrugAllergy));
    assert_eq!(
        told.acknowledgement.as_ref().map(|said| said.as_str()),
        Some("tolerated previously: in 2024")
    );
}

#[actix_web::test]
async fn what_is_being_taken_is_compared() {
    let office = Office::open().await;
    office.no_known_allergies().await;
    let pharmacy = office.pharmacy(NOWHERE).await;
    office.signed_as(office.wish_of(&pharmacy, "312961", "tablet")).await;
    for (rxcui, kind, interruptive) in [
        ("197517", "interaction", true),
        ("198211", "duplicate_therapy", true),
        ("904475", "duplicate_therapy", false),
    ] {
        let id = office.draft(office.wish_of(&pharmacy, rxcui, "tablet")).await;
        let report = office.check(&id).await.expect(200);
        assert_eq!(outcome(&report.body, kind), "alerts", "{rxcui}");
        assert_eq!(report.body["alerts"][0]["interruptive"], interruptive, "{rxcui}");
        assert!(report.body["alerts"][0]["source"].as_str().is_some_and(|source| source.len() > 20));
        assert_eq!(office.status(&id).await, if interruptive { "draft" } else { "ready" });
    }
}

#[actix_web::test]
async fn unsafe_notation_cannot_be_overridden() {
    let office = Office::open().await;
    office.no_known_allergies().await;
    let pharmacy = office.pharmacy(NOWHERE).await;
    for sig in
        ["Take .5 capsule daily", "Take 1.0 capsule daily", "Take 1 tsp daily", "Take 1 capsule — daily"]
    {
        let mut wish = office.wish(&pharmacy);
        wish["sig"]["text"] = sig.into();
        let id = office.draft(wish).await;
        let report = office.check(&id).await.expect(200);
        assert_eq!(report.body["alerts"][0]["demand"], "correction", "{sig}");
        let verb = format!("checks/{}/override", report.id());
        office.act(&id, &verb, json!({"reason_code": "will_monitor"})).await.refused(409, "not-overridable");
        office.act(&id, "sign", json!({})).await.refused(409, "alerts-open");
    }
}

#[actix_web::test]
async fn a_minor_without_height_and_weight_is_warned_of() {
    let mut patient = samples::patient();
    patient.demographics.birth_date = NaiveDate::from_ymd_opt(2020, 2, 29).expect("a date");
    let office = Office::with(patient, samples::practitioner()).await;
    office.no_known_allergies().await;
    let pharmacy = office.pharmacy(NOWHERE).await;
    let id = office.draft(office.wish(&pharmacy)).await;
    let report = office.check(&id).await.expect(200);
    assert_eq!(report.body["alerts"].as_array().map(Vec::len), Some(2));
    office.act(&id, "sign", json!({})).await.refused(409, "alerts-open");
    let verb = format!("checks/{}/override", report.id());
    office.act(&id, &verb, json!({"reason_code": "benefit_outweighs_risk"})).await.expect(200);
    office.act(&id, "sign", json!({})).await.expect(200);
}

#[actix_web::test]
async fn what_becomes_of_alerts_is_counted_rule_by_rule() {
    let office = Office::open().await;
    office.allergic_to("Penicillin").await;
    let pharmacy = office.pharmacy(NOWHERE).await;
    for overridden in [true, false] {
        let id = office.draft(office.wish(&pharmacy)).await;
        office.check(&id).await.expect(200);
        // Checked twice, counted once.
        let report = office.check(&id).await.expect(200);
        if overridden {
            let verb = format!("checks/{}/override", report.id());
            office.act(&id, &verb, json!({"reason_code": "tolerated_previously"})).await.expect(200);
        }
    }
    let today = platform::now().date_naive();
    let path = |from: NaiveDate, to: NaiveDate| format!("/v1/alert-statistics?from={from}&to={to}");
    let day = chrono::Days::new(1);
    let counted = office.house.get(&path(today - day, today + day)).await.expect(200);
    let rules = counted.body["rules"].as_array().expect("rules");
    let rule = rules.iter().find(|rule| rule["kind"] == "allergy").expect("a rule");
    assert_eq!((&rule["shown"], &rule["overridden"]), (&json!(2), &json!(1)));
    assert_eq!((&rule["reasons"], &rule["review_due"]), (&json!({"tolerated_previously": 1}), &json!(false)));
    assert!(rule["source"].as_str().is_some_and(|source| !source.is_empty()));

    let nothing = office.house.get(&path(today - day - day - day, today - day - day)).await.expect(200);
    assert_eq!(nothing.body["rules"], json!([]));
    let elsewhere = office.house.other_practice().get(&path(today - day, today + day)).await.expect(200);
    assert_eq!(elsewhere.body["rules"], json!([]));
    office.house.get(&path(today, today - day)).await.names("/to");
    office.house.get(&path(today - chrono::Days::new(366), today)).await.names("/to");
}
