//! Drafting prescriptions.

use crate::office::{NOWHERE, Office};
use serde_json::json;
use uuid::Uuid;

#[actix_web::test]
async fn a_draft_carries_what_the_catalogue_knows() {
    let office = Office::open().await;
    let pharmacy = office.pharmacy(NOWHERE).await;
    let drafted = office.house.post("/v1/prescriptions", office.wish(&pharmacy)).await.expect(201);
    let body = &drafted.body;
    assert_eq!((&body["status"], drafted.version()), (&json!("draft"), 1));
    assert_eq!(body["medication"]["description"], "amoxicillin 500 MG Oral Capsule");
    assert_eq!(body["medication"]["ndc"], "00093310905");
    assert_eq!(body["quantity"], json!({"value": "30", "unit": "C48480"}));
    assert!(body["order_number"].as_str().is_some_and(|number| number.len() <= 35));
    let path = format!("/v1/prescriptions/{}", drafted.id());
    assert_eq!(drafted.header("location"), Some(path.as_str()));
    let mut read = office.house.get(&path).await.expect(200).body;
    assert_eq!(read.as_object_mut().and_then(|read| read.remove("links")), Some(json!({})));
    assert_eq!(read, *body);
    let listed = office
        .items(&format!("/v1/prescriptions?patient_id={}&status=draft", office.patient.patient_id))
        .await;
    assert_eq!(listed, std::slice::from_ref(body));
    assert!(office.items("/v1/prescriptions?status=ready").await.is_empty());
    let history = office.history(&drafted.id()).await;
    assert_eq!((&history[0]["change"], &history[0]["actor"]), (&json!("drafted"), &json!("tester")));
    for rest in ["", "/history", "/script"] {
        office.house.other_practice().get(&format!("{path}{rest}")).await.refused(404, "not-found");
    }
    assert!(office.house.announced().await.is_empty());
}

#[actix_web::test]
async fn each_mistake_is_named_and_nothing_is_stored() {
    let office = Office::open().await;
    let pharmacy = office.pharmacy(NOWHERE).await;
    for (change, pointer) in [
        (json!({"medication": {"rxcui": "1"}}), "/medication/rxcui"),
        (json!({"medication": {"rxcui": "308191", "ndc": "0093-3107-01"}}), "/medication/ndc"),
        (json!({"medication": {"rxcui": "308191", "colour": "red"}}), "/medication/colour"),
        (json!({"medication": {"rxcui": "1049221"}, "quantity": {"value": "10"}, "refills": 1}), "/refills"),
        (json!({"quantity": {"value": "0"}}), "/quantity/value"),
        (json!({"quantity": {"value": "-3"}}), "/quantity/value"),
        (json!({"quantity": {"value": "30", "unit": "C48542"}}), "/quantity/unit"),
        (json!({"refills": 100}), "/refills"),
        (json!({"days_supply": 0}), "/days_supply"),
        (json!({"days_supply": 366}), "/days_supply"),
        (json!({"sig": {"text": ""}}), "/sig/text"),
        (json!({"sig": {"text": "x".repeat(1001)}}), "/sig/text"),
        (json!({"diagnosis_codes": ["sore throat"]}), "/diagnosis_codes/0"),
        (json!({"diagnosis_codes": ["J02.0", "J01.90", "R50.9"]}), "/diagnosis_codes"),
        (json!({"pharmacy_id": Uuid::nil()}), "/pharmacy_id"),
        (json!({"patient_id": "me"}), "/patient_id"),
    ] {
        let mut wish = office.wish(&pharmacy);
        for (field, value) in change.as_object().expect("an object") {
            wish[field] = value.clone();
        }
        let refused = office.house.post("/v1/prescriptions", wish).await;
        refused.refused(400, "invalid-request");
        refused.names(pointer);
    }
    assert!(office.items("/v1/prescriptions").await.is_empty());
}

#[actix_web::test]
async fn who_is_not_known_yet_is_waited_for_and_then_named() {
    let office = Office::open().await;
    let pharmacy = office.pharmacy(NOWHERE).await;
    for field in ["patient_id", "prescriber_id", "location_id"] {
        let mut wish = office.wish(&pharmacy);
        wish[field] = json!(Uuid::nil());
        office.house.post("/v1/prescriptions", wish).await.refused(409, "not-known-yet");
    }
}
