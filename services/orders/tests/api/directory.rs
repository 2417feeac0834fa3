//! Medications and pharmacies.

use crate::office::{NOWHERE, Office};
use serde_json::json;

#[actix_web::test]
async fn medications_are_found_by_name_ndc_and_rxcui() {
    let office = Office::open().await;
    for question in ["amoxicillin%20500%20cap", "0093-3109", "00093310905", "308191"] {
        let found = office.items(&format!("/v1/medications?q={question}")).await;
        assert_eq!(found.len(), 1, "{question}");
        assert_eq!(found[0]["rxcui"], "308191", "{question}");
    }
    let page = office.house.get("/v1/medications?q=oral&limit=10").await.expect(200);
    assert_eq!(page.body["items"].as_array().map(Vec::len), Some(10));
    let next = page.body["next"].as_str().expect("more pages");
    let second = office.items(&format!("/v1/medications?q=oral&limit=10&cursor={next}")).await;
    assert_ne!(second[0], page.body["items"][0]);
    office.house.get("/v1/medications?name=x").await.refused(400, "invalid-request");
}

#[actix_web::test]
async fn a_pharmacy_is_added_once_and_read() {
    let office = Office::open().await;
    let id = office.pharmacy(NOWHERE).await;
    let read = office.house.get(&format!("/v1/pharmacies/{id}")).await.expect(200);
    assert_eq!(read.body["script"]["endpoint"], NOWHERE);
    assert_eq!(read.version(), 1);
    let again = office.house.post("/v1/pharmacies", office.pharmacy_body(NOWHERE)).await;
    again.refused(409, "pharmacy-known");
    again.names("/ncpdp_id");
    assert_eq!(office.items("/v1/pharmacies?ncpdp_id=9900011").await.len(), 1);
    assert_eq!(office.items("/v1/pharmacies?ncpdp_id=9900012").await.len(), 0);
    office.house.other_practice().get(&format!("/v1/pharmacies/{id}")).await.refused(404, "not-found");
}

#[actix_web::test]
async fn a_pharmacy_that_cannot_be_is_refused_by_field() {
    let office = Office::open().await;
    for (field, value, pointer) in [
        ("ncpdp_id", json!("123"), "/ncpdp_id"),
        ("npi", json!("1234567890"), "/npi"),
        ("script", json!({"endpoint": "ftp://x.example"}), "/script/endpoint"),
        ("fax", json!("8165550123"), ""),
    ] {
        let mut body = office.pharmacy_body(NOWHERE);
        body[field] = value;
        let refused = office.house.post("/v1/pharmacies", body).await;
        refused.refused(400, "invalid-request");
        if !pointer.is_empty() {
            refused.names(pointer);
        }
    }
    assert!(office.items("/v1/pharmacies").await.is_empty());
}

#[actix_web::test]
async fn the_same_key_adds_one_pharmacy() {
    let office = Office::open().await;
    let post = async || {
        let request =
            office.house.request(reqwest::Method::POST, "/v1/pharmacies").header("idempotency-key", "k1");
        request.json(&office.pharmacy_body(NOWHERE)).send().await.expect(201)
    };
    let (first, second) = (post().await, post().await);
    assert_eq!(first.body, second.body);
    assert_eq!(second.header("idempotent-replayed"), Some("true"));
}

#[actix_web::test]
async fn a_drug_is_found_by_brand_and_with_a_slip_and_says_what_cannot_be_done_with_it() {
    let office = Office::open().await;
    let found = office.items("/v1/medications?q=amoxicillin%20500").await;
    assert_eq!((&found[0]["rxcui"], &found[0]["prescribable"]), (&json!("308191"), &json!(true)));
    assert!(found.len() > 1, "tablets too");
    let found = office.items("/v1/medications?q=Zocor").await;
    assert_eq!((&found[0]["matched"], &found[0]["prescribable"]), (&json!("words"), &json!(true)));
    assert!(found[0]["description"].as_str().is_some_and(|text| text.starts_with("simvastatin")));
    let found = office.items("/v1/medications?q=metropolol%20succ%20er").await;
    assert_eq!((&found[0]["matched"], &found[0]["prescribable"]), (&json!("spelling"), &json!(false)));
    assert!(found[0]["rxcui"].is_null() && found[0]["ndc_product"].is_string());
    let kit = office.items("/v1/medications?q=capsaicin%20kit").await;
    assert_eq!(kit[0]["checkable"], false);
}
