//! Several prescriptions of one patient in one signing.

use crate::office::{NOWHERE, Office};
use kit::samples;
use model::event::PatientRegistered;
use reqwest::Method;
use serde_json::{Value, json};
use std::time::Instant;

const ATORVASTATIN: &str = "617310";

async fn office() -> (Office, String) {
    let office = Office::open().await;
    office.no_known_allergies().await;
    let pharmacy = office.pharmacy(NOWHERE).await;
    (office, pharmacy)
}

async fn ready(office: &Office, wish: Value) -> String {
    let id = office.draft(wish).await;
    office.check(&id).await.expect(200);
    id
}

async fn two(office: &Office, pharmacy: &str) -> [String; 2] {
    let first = ready(office, office.wish(pharmacy)).await;
    [first, ready(office, office.wish_of(pharmacy, ATORVASTATIN, "C48542")).await]
}

fn signing(office: &Office, ids: &[String]) -> Value {
    json!({"patient_id": office.patient.patient_id, "prescription_ids": ids})
}

#[actix_web::test]
async fn all_of_them_are_signed_and_a_repeated_key_replays() {
    let (office, pharmacy) = office().await;
    let ids = two(&office, &pharmacy).await;
    let sign = async || {
        let request = office.house.request(Method::POST, "/v1/prescription-signings");
        request.header("idempotency-key", "both").json(&signing(&office, &ids)).send().await.expect(200)
    };
    let first = sign().await;
    let items = first.body["items"].as_array().expect("a list");
    for (item, id) in items.iter().zip(&ids) {
        assert_eq!((&item["id"], &item["status"]), (&json!(id), &json!("signed")));
        assert_eq!(office.messages(id).await.len(), 1);
    }
    assert_eq!(sign().await.body, first.body);
    assert_eq!(office.announced().await, ["prescription.signed", "prescription.signed"]);
}

#[actix_web::test]
async fn one_that_is_refused_keeps_the_others_from_being_signed_and_is_named() {
    let (office, pharmacy) = office().await;
    let first = ready(&office, office.wish(&pharmacy)).await;
    let unchecked = office.draft(office.wish_of(&pharmacy, ATORVASTATIN, "C48542")).await;
    let other = samples::patient();
    office.house.hear(&office.listeners, &PatientRegistered(other.clone())).await;
    let mut wish = office.wish(&pharmacy);
    wish["patient_id"] = json!(other.patient_id);
    let strange = office.draft(wish).await;
    for (second, status, code) in [
        (unchecked, 409, "not-checked"),
        (strange, 409, "other-patient"),
        (uuid::Uuid::nil().to_string(), 404, "not-found"),
    ] {
        let body = signing(&office, &[first.clone(), second.clone()]);
        let refused = office.house.post("/v1/prescription-signings", body).await;
        refused.refused(status, code);
        refused.names("/prescription_ids/1");
        assert_eq!(refused.body["blocked_by"], second);
        assert_eq!(office.status(&first).await, "ready");
    }
    assert!(office.announced().await.is_empty());
}

#[actix_web::test]
async fn a_signing_names_some_and_each_once() {
    let (office, pharmacy) = office().await;
    let id = ready(&office, office.wish(&pharmacy)).await;
    for (ids, pointer) in [
        (vec![], "/prescription_ids"),
        (vec![id.clone(), id.clone()], "/prescription_ids/1"),
        (vec![id.clone(); 26], "/prescription_ids"),
    ] {
        let refused = office.house.post("/v1/prescription-signings", signing(&office, &ids)).await;
        refused.refused(400, "invalid-request");
        refused.names(pointer);
    }
}

#[actix_web::test]
async fn what_concerns_each_other_is_not_signed_at_once() {
    let (office, pharmacy) = office().await;
    let ids = [ready(&office, office.wish(&pharmacy)).await, ready(&office, office.wish(&pharmacy)).await];
    let refused = office.house.post("/v1/prescription-signings", signing(&office, &ids)).await;
    refused.refused(409, "checks-stale");
    assert_eq!(refused.body["blocked_by"], ids[1]);
}

/// Printed, so that a slow signing is seen; an unoptimised build on a shared machine has a wide bound.
#[actix_web::test]
async fn signing_answers_in_tens_of_milliseconds() {
    let (office, pharmacy) = office().await;
    let mut took = Vec::new();
    for _ in 0..10 {
        let id = ready(&office, office.wish_of(&pharmacy, ATORVASTATIN, "C48542")).await;
        let version = office.get(&id).await.version();
        let (house, path) = (office.house.if_match(version), format!("/v1/prescriptions/{id}/sign"));
        let began = Instant::now();
        house.post(&path, json!({})).await.expect(200);
        took.push(began.elapsed());
        office.act(&id, "cancel", json!({})).await.expect(200);
    }
    took.sort_unstable();
    let (build, most) = if cfg!(debug_assertions) { ("debug", 1000) } else { ("release", 100) };
    println!("signing ({build} build, ten times): median {:?}, slowest {:?}", took[5], took[9]);
    assert!(took[5].as_millis() < most, "{took:?}");
}
