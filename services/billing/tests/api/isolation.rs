use crate::office::Office;
use serde_json::json;

#[actix_web::test]
async fn another_practice_sees_nothing() {
    let office = Office::open().await;
    let claim = office.signed().await;
    let (claim_id, encounter_id) =
        (claim["id"].as_str().expect("an id"), claim["encounter_id"].as_str().expect("an id"));
    let other = office.house.other_practice();
    for path in [
        format!("/v1/encounters/{encounter_id}"),
        format!("/v1/claims/{claim_id}"),
        format!("/v1/claims/{claim_id}/x12"),
        format!("/v1/claims/{claim_id}/history"),
        format!("/v1/patients/{}/account", office.patient.patient_id),
    ] {
        other.get(&path).await.refused(404, "not-found");
    }
    for path in ["/v1/encounters", "/v1/claims", "/v1/ledger", "/v1/remittances", "/v1/fee-schedules"] {
        assert_eq!(other.get(path).await.expect(200).body["items"], json!([]), "{path}");
    }
    let submit = other.if_match(1).post(&format!("/v1/claims/{claim_id}/submit"), json!({})).await;
    submit.refused(404, "not-found");
}
