//! Allergies, the medication list, and what the service learns of patients.

use crate::office::{NOWHERE, Office};
use kit::samples;
use model::event::{PatientSnapshot, PatientUpdated};
use platform::inbox::Admission;
use serde_json::json;

#[actix_web::test]
async fn an_allergy_ends_the_statement_that_there_is_none() {
    let office = Office::open().await;
    let path = office.path("allergies");
    assert!(office.items(&path).await.is_empty());
    office.no_known_allergies().await;
    assert_eq!(office.items(&path).await[0]["no_known_allergies"], true);
    office.allergic_to("Penicillin").await;
    let listed = office.items(&path).await;
    assert_eq!(listed.len(), 1);
    assert_eq!(listed[0]["substance"]["name"], "Penicillin");
    assert_eq!(listed[0]["severity"], "moderate");
    office.house.post(&path, json!({"no_known_allergies": true})).await.refused(409, "allergies-on-record");
}

#[actix_web::test]
async fn an_allergy_is_either_a_substance_or_none() {
    let office = Office::open().await;
    for (body, pointer) in [
        (json!({}), "/substance"),
        (json!({"no_known_allergies": false}), "/substance"),
        (json!({"no_known_allergies": true, "substance": {"name": "latex"}}), "/substance"),
        (json!({"no_known_allergies": true, "reaction": "hives"}), "/reaction"),
        (json!({"substance": {"name": ""}}), "/substance/name"),
        (json!({"substance": {"name": "latex", "rxcui": "abc"}}), "/substance/rxcui"),
        (json!({"substance": {"name": "latex"}, "severity": "awful"}), "/severity"),
    ] {
        let refused = office.house.post(&office.path("allergies"), body).await;
        refused.refused(400, "invalid-request");
        refused.names(pointer);
    }
    assert!(office.items(&office.path("allergies")).await.is_empty());
}

#[actix_web::test]
async fn a_chart_is_that_of_a_known_patient_of_this_practice() {
    let office = Office::open().await;
    let stranger = samples::patient().patient_id;
    let body = json!({"no_known_allergies": true});
    office
        .house
        .post(&format!("/v1/patients/{stranger}/allergies"), body)
        .await
        .refused(409, "not-known-yet");
    for list in ["allergies", "medications"] {
        office.house.get(&format!("/v1/patients/{stranger}/{list}")).await.refused(404, "not-found");
        office.house.other_practice().get(&office.path(list)).await.refused(404, "not-found");
    }
}

#[actix_web::test]
async fn the_medication_list_holds_what_was_signed() {
    let office = Office::open().await;
    office.no_known_allergies().await;
    let pharmacy = office.pharmacy(NOWHERE).await;
    office.draft(office.wish(&pharmacy)).await;
    assert!(office.items(&office.path("medications")).await.is_empty());
    let id = office.signed(&pharmacy).await;
    let listed = office.items(&office.path("medications")).await;
    assert_eq!(listed.len(), 1);
    assert_eq!((&listed[0]["prescription_id"], &listed[0]["active"]), (&json!(id), &json!(true)));
    assert_eq!(listed[0]["medication"]["rxcui"], "308191");
}

#[actix_web::test]
async fn a_fact_heard_twice_is_kept_once() {
    let office = Office::open().await;
    let moved =
        PatientUpdated(PatientSnapshot { demographics: samples::demographics(), ..office.patient.clone() });
    assert_eq!(office.house.hear(&office.listeners, &moved).await, Admission::Apply);
    assert_eq!(office.house.hear_again(&office.listeners).await, Admission::Known);
    assert!(office.items(&office.path("allergies")).await.is_empty());
}
