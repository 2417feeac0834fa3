//! Whose own a client is, and what only that client may do.

use crate::office::{NOWHERE, Office};
use kit::samples;
use model::Scope;
use model::event::PractitionerUpdated;
use reqwest::Method;
use serde_json::json;

#[actix_web::test]
async fn only_the_prescribers_own_client_signs() {
    let office = Office::open().await;
    office.no_known_allergies().await;
    let mut colleague = samples::practitioner();
    colleague.npi = "1558598797".parse().expect("an NPI");
    office.house.hear(&office.listeners, &PractitionerUpdated(colleague.clone())).await;
    office.bind("colleague", &colleague).await.expect(201);
    let pharmacy = office.pharmacy(NOWHERE).await;
    let id = office.draft(office.wish(&pharmacy)).await;
    office.check(&id).await.expect(200);
    let sign = async |client: &str| {
        let request = office.house.if_match(2).request(Method::POST, &format!("/v1/prescriptions/{id}/sign"));
        request.client(client).json(&json!({})).send().await
    };
    let stranger = sign("stranger").await;
    stranger.refused(403, "not-a-prescriber");
    assert!(stranger.body["next_step"].as_str().is_some_and(|step| step.contains("/credentials")));
    sign("colleague").await.refused(403, "not-the-prescriber");
    assert!(office.messages(&id).await.is_empty());
    let signed = sign("tester").await.expect(200);
    assert_eq!(signed.body["signature"]["signed_by"], "tester");
}

#[actix_web::test]
async fn an_agent_prepares_and_the_prescriber_signs() {
    let office = Office::open().await;
    office.no_known_allergies().await;
    let pharmacy = office.pharmacy(NOWHERE).await;
    let agent = office.house.request(Method::POST, "/v1/prescriptions").client("nurse");
    let id = agent.scopes(&[Scope::OrdersWrite]).json(&office.wish(&pharmacy)).send().await.expect(201).id();
    office.check(&id).await.expect(200);
    let signed = office.act(&id, "sign", json!({})).await.expect(200).body;
    assert_eq!(
        (&signed["prepared_by"], &signed["signature"]["signed_by"]),
        (&json!("nurse"), &json!("tester"))
    );
}

#[actix_web::test]
async fn a_client_is_one_prescribers_until_it_is_revoked() {
    let office = Office::open().await;
    office.no_known_allergies().await;
    let mut colleague = samples::practitioner();
    colleague.npi = "1558598797".parse().expect("an NPI");
    office.house.hear(&office.listeners, &PractitionerUpdated(colleague.clone())).await;
    office.bind("tester", &colleague).await.refused(409, "client-bound");
    office.bind("manager", &colleague).await.refused(409, "binds-itself");
    office.bind("other", &samples::practitioner()).await.refused(409, "not-known-yet");
    let path = format!("/v1/prescribers/{}/credentials", office.prescriber.practitioner_id);
    let bound = office.items(&path).await;
    assert_eq!((bound.len(), &bound[0]["client_id"]), (1, &json!("tester")));
    let revoke = format!("/v1/prescriber-credentials/{}/revoke", bound[0]["id"].as_str().expect("an id"));
    office.house.post(&revoke, json!({})).await.refused(428, "if-match-missing");
    office.house.other_practice().if_match(1).post(&revoke, json!({})).await.refused(404, "not-found");
    office.house.if_match(1).post(&revoke, json!({})).await.expect(200);
    office.house.if_match(2).post(&revoke, json!({})).await.refused(409, "credential-revoked");
    let pharmacy = office.pharmacy(NOWHERE).await;
    let id = office.draft(office.wish(&pharmacy)).await;
    office.check(&id).await.expect(200);
    office.act(&id, "sign", json!({})).await.refused(403, "not-a-prescriber");
    office.bind("tester", &office.prescriber).await.expect(201);
    office.act(&id, "sign", json!({})).await.expect(200);
    assert_eq!(office.items(&path).await.len(), 2);
}
