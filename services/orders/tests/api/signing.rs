//! Signing: what is refused, and what it sets in motion.

use crate::office::{NOWHERE, Office};
use kit::samples;
use serde_json::json;

#[actix_web::test]
async fn signing_writes_the_message_and_announces_it() {
    let office = Office::open().await;
    office.no_known_allergies().await;
    let pharmacy = office.pharmacy(NOWHERE).await;
    let id = office.signed(&pharmacy).await;
    let signed = office.get(&id).await.body;
    assert_eq!((&signed["status"], &signed["signature"]["signed_by"]), (&json!("signed"), &json!("tester")));
    assert_eq!(office.announced().await, ["prescription.signed"]);
    let messages = office.messages(&id).await;
    assert_eq!((messages.len(), &messages[0]["transaction"]), (1, &json!("NewRx")));
    let xml = messages[0]["body"].as_str().expect("XML");
    let message = script::parse(xml).expect("a SCRIPT message");
    let header = &message.header;
    assert_eq!(header.prescriber_order_number.as_ref().map(|n| n.as_str()), signed["order_number"].as_str());
    assert_eq!((header.message_id.as_str().len(), header.to.id.as_str()), (32, "9900011"));
    let script::Body::NewRx(new_rx) = &message.body else { panic!("a NewRx") };
    assert!(script::check(new_rx).is_empty(), "{:?}", script::check(new_rx));
    assert_eq!(new_rx.medication.drug.database.as_ref().map(|code| code.code.as_str()), Some("308191"));
    assert_eq!(new_rx.medication.drug.strength.value.as_ref().map(|value| value.as_str()), Some("500"));
    assert_eq!(new_rx.medication.diagnoses[0].primary.code.as_str(), "J020");
    assert_eq!(new_rx.parties.prescriber.address.state.as_ref().map(|state| state.as_str()), Some("MO"));
}

#[actix_web::test]
async fn signing_needs_the_scope_the_version_and_the_checks() {
    let office = Office::open().await;
    office.no_known_allergies().await;
    let pharmacy = office.pharmacy(NOWHERE).await;
    let id = office.draft(office.wish(&pharmacy)).await;
    let path = format!("/v1/prescriptions/{id}/sign");
    office.house.post(&path, json!({})).await.refused(428, "if-match-missing");
    office.house.if_match(7).post(&path, json!({})).await.refused(412, "stale");
    office.act(&id, "sign", json!({})).await.refused(409, "not-checked");
    office.check(&id).await.expect(200);
    office.house.other_practice().if_match(2).post(&path, json!({})).await.refused(404, "not-found");
    office.act(&id, "sign", json!({})).await.expect(200);
    office.act(&id, "sign", json!({})).await.refused(409, "wrong-status");
    office.check(&id).await.refused(409, "wrong-status");
    assert_eq!(office.announced().await, ["prescription.signed"]);
}

#[actix_web::test]
async fn the_same_key_signs_once() {
    let office = Office::open().await;
    office.no_known_allergies().await;
    let pharmacy = office.pharmacy(NOWHERE).await;
    let id = office.draft(office.wish(&pharmacy)).await;
    let version = office.check(&id).await.expect(200).version();
    let sign = async || {
        let request = office
            .house
            .if_match(version)
            .request(reqwest::Method::POST, &format!("/v1/prescriptions/{id}/sign"));
        request.header("idempotency-key", "sign-1").json(&json!({})).send().await.expect(200)
    };
    assert_eq!(sign().await.body, sign().await.body);
    assert_eq!(office.announced().await, ["prescription.signed"]);
}

#[actix_web::test]
async fn a_chart_that_changed_since_the_checks_is_checked_again() {
    let office = Office::open().await;
    office.no_known_allergies().await;
    let pharmacy = office.pharmacy(NOWHERE).await;
    let id = office.draft(office.wish(&pharmacy)).await;
    office.check(&id).await.expect(200);
    office.allergic_to("amoxicillin").await;
    office.act(&id, "sign", json!({})).await.refused(409, "checks-stale");
    assert_eq!(office.status(&id).await, "ready");
    assert!(office.messages(&id).await.is_empty());
}

#[actix_web::test]
async fn controlled_substances_are_refused() {
    let office = Office::open().await;
    office.no_known_allergies().await;
    let pharmacy = office.pharmacy(NOWHERE).await;
    for rxcui in ["308048", "1049221", "993781"] {
        let id = office.draft(office.wish_of(&pharmacy, rxcui, "tablet")).await;
        office.check(&id).await.expect(200);
        office.act(&id, "sign", json!({})).await.refused(409, "controlled-substance");
    }
    assert!(office.house.announced().await.is_empty());
}

#[actix_web::test]
async fn a_prescriber_signs_where_licensed() {
    let mut prescriber = samples::practitioner();
    prescriber.license_states = vec!["TX".parse().expect("a state")];
    let office = Office::with(samples::patient(), prescriber).await;
    office.no_known_allergies().await;
    let pharmacy = office.pharmacy(NOWHERE).await;
    let id = office.draft(office.wish(&pharmacy)).await;
    office.check(&id).await.expect(200);
    office.act(&id, "sign", json!({})).await.refused(409, "not-licensed");
}

#[actix_web::test]
async fn a_pharmacy_without_a_door_takes_nothing() {
    let office = Office::open().await;
    office.no_known_allergies().await;
    let mut body = office.pharmacy_body(NOWHERE);
    body["script"] = json!(null);
    let pharmacy = office.house.post("/v1/pharmacies", body).await.expect(201).id();
    let id = office.draft(office.wish(&pharmacy)).await;
    office.check(&id).await.expect(200);
    office.act(&id, "sign", json!({})).await.refused(409, "pharmacy-not-connected");
}

#[actix_web::test]
async fn a_pharmacy_is_reached_in_one_way_and_takes_what_it_says() {
    let office = Office::open().await;
    office.no_known_allergies().await;
    let mut body = office.pharmacy_body(NOWHERE);
    body["queue"] = json!(true);
    let both = office.house.post("/v1/pharmacies", body.clone()).await;
    both.refused(400, "invalid-request");
    both.names("/queue");
    body["queue"] = json!(false);
    body["service_levels"] = json!(["cancel"]);
    let pharmacy = office.house.post("/v1/pharmacies", body).await.expect(201).id();
    let id = office.draft(office.wish(&pharmacy)).await;
    office.check(&id).await.expect(200);
    office.act(&id, "sign", json!({})).await.refused(409, "pharmacy-not-connected");
}
