use crate::office::Office;
use kit::samples;
use model::event::{
    AppointmentCompleted, AuthorizationKind, AuthorizationRecorded, AuthorizationScope,
    AuthorizationSnapshot, AuthorizationStatus, AuthorizationUpdated, CoverageRecorded, PatientRegistered,
    PatientUpdated,
};
use serde_json::json;

#[actix_web::test]
async fn signing_makes_one_claim_and_posts_the_charge() {
    let office = Office::open().await;
    let opened = office.house.post("/v1/encounters", office.visit()).await.expect(201);
    let path = format!("/v1/encounters/{}/sign", opened.id());
    office.house.post(&path, json!({})).await.refused(428, "if-match-missing");
    office.house.if_match(9).post(&path, json!({})).await.refused(412, "stale");
    let claim = office.house.if_match(opened.version()).post(&path, json!({})).await.expect(201);
    assert_eq!((&claim.body["status"], &claim.body["charge"]), (&json!("ready"), &json!("150.00")));
    let refused = office.house.if_match(2).post(&path, json!({})).await;
    refused.refused(409, "encounter-signed");
    assert_eq!(refused.body["blocked_by"], claim.body["id"]);

    let claims = office.house.get(&format!("/v1/claims?encounter_id={}", opened.id())).await.expect(200);
    assert_eq!(claims.body["items"].as_array().map(Vec::len), Some(1));
    assert_eq!(office.balances().await, ("0.00".to_owned(), "150.00".to_owned()));
    assert_eq!(office.announced().await, ["claim.ready", "account.changed"]);
    let (path, nothing) = (format!("/v1/encounters/{}", opened.id()), json!({"diagnoses": [], "lines": []}));
    office.house.if_match(2).put(&path, nothing).await.refused(409, "encounter-signed");
}

#[actix_web::test]
async fn an_empty_encounter_cannot_be_signed() {
    let office = Office::open().await;
    let mut visit = office.visit();
    visit["lines"] = json!([]);
    visit["diagnoses"] = json!([]);
    let opened = office.house.post("/v1/encounters", visit).await.expect(201);
    let refused =
        office.house.if_match(1).post(&format!("/v1/encounters/{}/sign", opened.id()), json!({})).await;
    refused.names("/diagnoses");
    refused.names("/lines");
    assert!(office.announced().await.is_empty());
}

#[actix_web::test]
async fn a_held_claim_says_what_to_mend_and_is_submitted_after_mending() {
    let office = Office::without_coverage().await;
    let claim = office.signed().await;
    assert_eq!((&claim["status"], &claim["edits"][0]["rule"]), (&json!("held"), &json!("coverage-missing")));
    let id = claim["id"].as_str().expect("an id");
    let submit = format!("/v1/claims/{id}/submit");
    let still = office.house.if_match(1).post(&submit, json!({})).await.expect(200);
    assert_eq!(still.body["status"], "held");

    office.cover().await;
    let mut homeless = office.patient.clone();
    let address = homeless.demographics.address.take();
    office.hear(&PatientUpdated(homeless.clone())).await;
    let held = office.house.if_match(2).post(&submit, json!({})).await.expect(200);
    assert_eq!(held.body["edits"][0]["rule"], "patient-address-missing");
    homeless.demographics.address = address;
    office.hear(&PatientRegistered(homeless)).await;
    let ready = office.house.if_match(3).post(&submit, json!({})).await.expect(200);
    assert_eq!(ready.body["status"], "ready");
    office.house.if_match(4).post(&submit, json!({})).await.refused(409, "claim-not-open");

    let history = office.house.get(&format!("/v1/claims/{id}/history")).await.expect(200);
    let states: Vec<_> =
        history.body["items"].as_array().expect("items").iter().map(|item| item["status"].clone()).collect();
    assert_eq!(states, ["held", "held", "held", "ready"]);
}

#[actix_web::test]
async fn a_claim_carries_the_number_under_which_its_visit_was_authorized() {
    let office = Office::without_coverage().await;
    let visit = office.appointment();
    let coverage = samples::coverage(office.patient.patient_id);
    let authorization = AuthorizationSnapshot {
        authorization_id: model::AuthorizationId(platform::mint::<uuid::Uuid>()),
        patient_id: office.patient.patient_id,
        coverage_id: coverage.coverage_id,
        kind: AuthorizationKind::Authorization,
        status: AuthorizationStatus::Approved,
        number: "PA-77".parse().ok(),
        scope: AuthorizationScope::default(),
        granted: Some(3),
        used: 0,
        remaining: Some(3),
        effective: visit.service_date,
        expires: visit.service_date,
        reserved_for: vec![visit.appointment_id],
        used_for: Vec::new(),
    };
    office.hear(&CoverageRecorded(coverage)).await;
    office.hear(&AuthorizationRecorded(authorization.clone())).await;
    office.hear(&AppointmentCompleted(visit.clone())).await;
    let used = AuthorizationSnapshot {
        reserved_for: Vec::new(),
        used_for: vec![visit.appointment_id],
        used: 1,
        ..authorization
    };
    office.hear(&AuthorizationUpdated(used)).await;
    let place = format!("/v1/encounters?appointment_id={}", visit.appointment_id);
    let opened = office.house.get(&place).await.expect(200).body["items"][0].clone();
    let path = format!("/v1/encounters/{}", opened["id"].as_str().expect("an id"));
    let coded = json!({"diagnoses": ["J02.0"],
        "lines": [{"procedure_code": "99213", "units": 1, "charge": "150.00", "diagnosis_pointers": [1]}]});
    let coded = office.house.if_match(1).put(&path, coded).await.expect(200);
    let signed =
        office.house.if_match(coded.version()).post(&format!("{path}/sign"), json!({})).await.expect(201);
    let claim = office.claim(signed.body["id"].as_str().expect("an id")).await;
    assert_eq!(claim["bill"]["authorizations"][0]["number"], "PA-77", "{}", claim["bill"]);
}
