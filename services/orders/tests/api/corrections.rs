//! What is not signed can be corrected and discarded; then nothing counts that was checked or answered before.

use crate::office::{NOWHERE, Office};
use kit::Answer;
use model::Scope;
use reqwest::Method;
use serde_json::{Value, json};

impl Office {
    async fn correct(&self, id: &str, wish: Value) -> Answer {
        let version = self.get(id).await.version();
        self.house.if_match(version).patch(&format!("/v1/prescriptions/{id}"), wish).await
    }

    async fn ready(&self, pharmacy: &str) -> String {
        let id = self.draft(self.wish(pharmacy)).await;
        self.check(&id).await.expect(200);
        assert_eq!(self.status(&id).await, "ready");
        id
    }

    async fn changes(&self, id: &str) -> Vec<String> {
        let entries = self.history(id).await;
        entries.iter().map(|entry| entry["change"].as_str().expect("a change").to_owned()).collect()
    }
}

#[actix_web::test]
async fn each_field_can_be_corrected_and_makes_it_a_draft_again() {
    let office = Office::open().await;
    office.no_known_allergies().await;
    let pharmacy = office.pharmacy(NOWHERE).await;
    let other = office.pharmacy_as("9900012", NOWHERE).await;
    let soon = platform::now().date_naive() + chrono::Days::new(20);
    for (field, value, read) in [
        ("pharmacy_id", json!(other), json!(other)),
        ("location_id", json!(office.location.location_id), json!(office.location.location_id)),
        ("sig", json!({"text": "Take 1 capsule by mouth 2 times daily"}), Value::Null),
        ("quantity", json!({"value": 20}), json!({"value": "20", "unit": "C48480"})),
        ("days_supply", json!(7), json!(7)),
        ("refills", json!(2), json!(2)),
        ("substitution_allowed", json!(false), json!(false)),
        ("diagnosis_codes", json!(["J01.90", "R50.9"]), json!(["J01.90", "R50.9"])),
        ("note", json!("call when ready"), json!("call when ready")),
        ("earliest_fill_date", json!(soon), json!(soon)),
    ] {
        let id = office.ready(&pharmacy).await;
        let corrected = office.correct(&id, json!({field: value})).await.expect(200);
        let wanted = if read.is_null() { &value } else { &read };
        assert_eq!((&corrected.body[field], corrected.version()), (wanted, 3), "{field}");
        assert_eq!(corrected.body["status"], "draft", "{field}");
        let last = office.history(&id).await.pop().expect("a line");
        let told = [&last["actor"], &last["change"], &last["from"], &last["status"], &last["note"]];
        assert_eq!(told, ["tester", "corrected", "ready", "draft", field], "{last}");
        assert!(!last.to_string().contains("capsule"), "which fields, not what they say");
    }
    let id = office.ready(&pharmacy).await;
    let other = json!({"medication": {"rxcui": "308182"}, "quantity": {"value": "60"}});
    let corrected = office.correct(&id, other).await.expect(200).body;
    assert_eq!(corrected["medication"]["description"], "amoxicillin 250 MG Oral Capsule");
    assert!(office.house.announced().await.is_empty(), "nobody hears of drafts");
}

#[actix_web::test]
async fn a_correction_obeys_the_rules_of_drafting_and_changes_nothing_when_refused() {
    let office = Office::open().await;
    office.no_known_allergies().await;
    let pharmacy = office.pharmacy(NOWHERE).await;
    let id = office.ready(&pharmacy).await;
    for (wish, pointer) in [
        (json!({"medication": {"rxcui": "1"}}), "/medication/rxcui"),
        (json!({"medication": {"rxcui": "308048"}}), "/quantity/unit"),
        (json!({"quantity": {"value": "30", "unit": "C48542"}}), "/quantity/unit"),
        (json!({"sig": {"text": ""}}), "/sig/text"),
        (json!({"sig": null}), "/sig"),
        (json!({"days_supply": 366}), "/days_supply"),
        (json!({"diagnosis_codes": ["J02.0", "J01.90", "R50.9"]}), "/diagnosis_codes"),
        (json!({"pharmacy_id": uuid::Uuid::nil()}), "/pharmacy_id"),
        (json!({"earliest_fill_date": "2020-02-29"}), "/earliest_fill_date"),
        (json!({"patient_id": office.patient.patient_id}), "/patient_id"),
        (json!({"prescriber_id": office.prescriber.practitioner_id}), "/prescriber_id"),
    ] {
        let refused = office.correct(&id, wish).await;
        refused.refused(400, "invalid-request");
        refused.names(pointer);
    }
    let unknown = office.correct(&id, json!({"location_id": uuid::Uuid::nil()})).await;
    unknown.refused(409, "not-known-yet");
    // What says the same is no change: its checks count on.
    let same = office.correct(&id, json!({"refills": 0, "note": null})).await.expect(200);
    assert_eq!((&same.body["status"], same.version()), (&json!("ready"), 2));
    assert_eq!(office.changes(&id).await, ["drafted", "checked"]);
    office.act(&id, "sign", json!({})).await.expect(200);
}

#[actix_web::test]
async fn who_has_not_seen_the_last_words_changes_nothing() {
    let office = Office::open().await;
    let pharmacy = office.pharmacy(NOWHERE).await;
    let id = office.draft(office.wish(&pharmacy)).await;
    let path = format!("/v1/prescriptions/{id}");
    office.house.patch(&path, json!({"refills": 1})).await.refused(428, "if-match-missing");
    office.house.if_match(1).patch(&path, json!({"refills": 1})).await.expect(200);
    office.house.if_match(1).patch(&path, json!({"refills": 2})).await.refused(412, "stale");
    office.house.if_match(1).post(&format!("{path}/discard"), json!({})).await.refused(412, "stale");
    let other = office.house.other_practice();
    other.if_match(2).patch(&path, json!({"refills": 3})).await.refused(404, "not-found");
    other.if_match(2).post(&format!("{path}/discard"), json!({})).await.refused(404, "not-found");
    assert_eq!(office.get(&id).await.body["refills"], 1);
}

#[actix_web::test]
async fn of_two_who_write_at_once_one_is_told() {
    let office = Office::open().await;
    let pharmacy = office.pharmacy(NOWHERE).await;
    let id = office.draft(office.wish(&pharmacy)).await;
    let path = format!("/v1/prescriptions/{id}");
    let house = office.house.if_match(1);
    let (one, two) = tokio::join!(
        house.patch(&path, json!({"refills": 1})),
        house.patch(&path, json!({"days_supply": 5}))
    );
    let mut statuses = [one.status, two.status];
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 412]);
    let read = office.get(&id).await;
    let won = (read.body["refills"] == 1, read.body["days_supply"] == 5);
    assert!(won.0 != won.1, "one of the two: {}", read.body);
    assert_eq!((read.version(), office.changes(&id).await.len()), (2, 2));
}

#[actix_web::test]
async fn checks_and_answers_of_the_old_words_count_no_more() {
    let office = Office::open().await;
    office.allergic_to("penicillin").await;
    let pharmacy = office.pharmacy(NOWHERE).await;
    let id = office.draft(office.wish(&pharmacy)).await;
    let check = office.check(&id).await.expect(200);
    let answer = json!({"reason_code": "tolerated_previously"});
    let verb = format!("checks/{}/override", check.id());
    office.act(&id, &verb, answer.clone()).await.expect(200);
    assert_eq!(office.status(&id).await, "ready");
    office.correct(&id, json!({"note": "call when ready"})).await.expect(200);
    office.act(&id, "sign", json!({})).await.refused(409, "not-checked");
    // The old run cannot be answered into being ready again.
    office.act(&id, &verb, answer.clone()).await.refused(404, "not-found");
    let again = office.check(&id).await.expect(200);
    assert!(again.body["alerts"].as_array().expect("alerts").iter().all(|it| it.get("overridden").is_none()));
    assert_eq!(office.status(&id).await, "draft");
    office.act(&id, "sign", json!({})).await.refused(409, "alerts-open");
    office.act(&id, &format!("checks/{}/override", again.id()), answer).await.expect(200);
    office.act(&id, "sign", json!({})).await.expect(200);
    assert!(
        office.messages(&id).await[0]["body"].as_str().is_some_and(|xml| xml.contains("call when ready"))
    );
    let revived = office.asked("UPDATE safety_checks SET voided_at = NULL").await.expect_err("refused");
    assert!(revived.to_string().contains("neither answered nor revived"), "{revived}");
}

#[actix_web::test]
async fn an_agent_corrects_and_the_prescriber_signs_the_last_version() {
    let office = Office::open().await;
    office.no_known_allergies().await;
    let pharmacy = office.pharmacy(NOWHERE).await;
    let id = office.ready(&pharmacy).await;
    let path = format!("/v1/prescriptions/{id}");
    let request = office.house.if_match(2).request(Method::PATCH, &path).client("nurse");
    let wish = json!({"quantity": {"value": "21"}, "days_supply": 7});
    request.scopes(&[Scope::OrdersWrite]).json(&wish).send().await.expect(200);
    office.house.if_match(2).post(&format!("{path}/sign"), json!({})).await.refused(412, "stale");
    office.act(&id, "sign", json!({})).await.refused(409, "not-checked");
    office.correct(&id, json!({"sig": {"text": "Take 1 capsule by mouth 3 times daily for 7 days"}})).await;
    office.check(&id).await.expect(200);
    let signed = office.act(&id, "sign", json!({})).await.expect(200).body;
    assert_eq!((&signed["quantity"]["value"], &signed["days_supply"]), (&json!("21"), &json!(7)));
    assert_eq!(signed["signature"]["signed_by"], "tester");
    let actors: Vec<Value> = office.history(&id).await.iter().map(|it| it["actor"].clone()).collect();
    assert_eq!(actors[2], "nurse");
    let message = office.messages(&id).await[0]["body"].as_str().expect("XML").to_owned();
    assert!(message.contains("for 7 days") && message.contains("<Value>21</Value>"), "{message}");
}

#[actix_web::test]
async fn what_is_signed_is_corrected_by_nobody() {
    let office = Office::open().await;
    office.no_known_allergies().await;
    let pharmacy = office.pharmacy(NOWHERE).await;
    let id = office.signed(&pharmacy).await;
    office.correct(&id, json!({"refills": 1})).await.refused(409, "wrong-status");
    office.act(&id, "discard", json!({})).await.refused(409, "wrong-status");
    assert_eq!(office.status(&id).await, "signed");
    // Nor past this service's own rules.
    let other = office.pharmacy_as("9900012", NOWHERE).await;
    for (sql, word) in [
        (format!("UPDATE prescriptions SET pharmacy_id = '{other}'"), "does not change"),
        ("UPDATE prescriptions SET content = content || '{\"refills\": 9}'".to_owned(), "does not change"),
    ] {
        let refused = office.asked(&sql).await.expect_err("refused");
        assert!(refused.to_string().contains(word), "{refused}");
    }
}

#[actix_web::test]
async fn the_database_has_the_last_word_on_drafts() {
    let office = Office::open().await;
    office.no_known_allergies().await;
    let pharmacy = office.pharmacy(NOWHERE).await;
    office.ready(&pharmacy).await;
    for (sql, word) in [
        ("UPDATE prescriptions SET content = content || '{\"refills\": 9}'", "is a draft again"),
        ("UPDATE prescriptions SET patient_id = id", "stays that of its patient"),
        ("UPDATE prescriptions SET prescriber_id = id", "stays that of its patient"),
    ] {
        let refused = office.asked(sql).await.expect_err("refused");
        assert!(refused.to_string().contains(word), "{refused}");
    }
}

#[actix_web::test]
async fn a_draft_is_discarded_for_good_and_stays_on_record() {
    let office = Office::open().await;
    office.no_known_allergies().await;
    let pharmacy = office.pharmacy(NOWHERE).await;
    let id = office.ready(&pharmacy).await;
    let path = format!("/v1/prescriptions/{id}/discard");
    let request = office.house.if_match(2).request(Method::POST, &path).client("nurse");
    let body = json!({"note": "wrong patient"});
    let discarded = request.scopes(&[Scope::OrdersWrite]).json(&body).send().await.expect(200).body;
    assert_eq!((&discarded["status"], discarded.get("signature")), (&json!("cancelled"), None));
    let last = office.history(&id).await.pop().expect("a line");
    assert_eq!([&last["actor"], &last["change"], &last["note"]], ["nurse", "discarded", "wrong patient"]);
    for (verb, body) in [("sign", json!({})), ("discard", json!({})), ("cancel", json!({}))] {
        office.act(&id, verb, body).await.refused(409, "wrong-status");
    }
    office.correct(&id, json!({"refills": 1})).await.refused(409, "wrong-status");
    office.check(&id).await.refused(409, "wrong-status");
    for status in ["draft", "ready"] {
        assert!(office.items(&format!("/v1/prescriptions?status={status}")).await.is_empty());
    }
    assert!(office.messages(&id).await.is_empty() && office.house.announced().await.is_empty());
    assert!(office.items(&office.path("medications")).await.is_empty());
    let sql = "UPDATE prescriptions SET state = '{\"status\": \"ready\"}'";
    let revived = office.asked(sql).await.expect_err("refused");
    assert!(revived.to_string().contains("stays discarded"), "{revived}");
}
