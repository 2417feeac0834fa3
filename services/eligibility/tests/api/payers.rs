//! The payer directory.

use crate::desk::{Desk, NOWHERE};
use reqwest::Method;
use serde_json::{Value, json};

fn payer() -> Value {
    json!({"name": "ABC Company", "payer_id": "842610001", "transactions": ["837P", "270"],
        "connection": {"kind": "https", "url": NOWHERE}})
}

fn payer_with(pointer: &str, value: Value) -> Value {
    let mut payer = payer();
    *payer.pointer_mut(pointer).expect("a field of the payer") = value;
    payer
}

#[actix_web::test]
async fn a_payer_is_added_and_found_again() {
    let Desk { house, .. } = Desk::open().await;
    let added = house.post("/v1/payers", payer()).await.expect(201);
    assert_eq!((added.version(), &added.body["transactions"]), (1, &json!(["270", "837P"])));
    let place = added.header("location").expect("its place").to_owned();
    let found = house.get(&place).await.expect(200);
    assert_eq!((found.version(), &found.body), (1, &added.body));
    let page = house.get("/v1/payers").await.expect(200);
    assert_eq!(page.body, json!({"items": [added.body], "next": null}));
    house.other_practice().get(&place).await.refused(404, "not-found");
    assert_eq!(house.other_practice().get("/v1/payers").await.body["items"], json!([]));
}

#[actix_web::test]
async fn pages_follow_each_other() {
    let Desk { house, .. } = Desk::open().await;
    for _ in 0..3 {
        house.post("/v1/payers", payer()).await.expect(201);
    }
    let first = house.get("/v1/payers?limit=2").await.expect(200);
    let next = first.body["next"].as_str().expect("more");
    let second = house.get(&format!("/v1/payers?limit=2&cursor={next}")).await.expect(200);
    assert_eq!(first.body["items"].as_array().map(Vec::len), Some(2));
    assert_eq!(second.body["items"].as_array().map(Vec::len), Some(1));
    house.get("/v1/payers?limit=0").await.expect(400).names("?limit");
    house.get("/v1/payers?colour=red").await.refused(400, "invalid-request");
}

#[actix_web::test]
async fn what_is_wrong_is_named_and_nothing_is_kept() {
    let Desk { house, .. } = Desk::open().await;
    for (pointer, value) in [
        ("/name", json!("")),
        ("/payer_id", json!("84-26")),
        ("/transactions", json!([])),
        ("/transactions/0", json!("271")),
        ("/connection/kind", json!("carrier_pigeon")),
        ("/connection/url", json!("https://user:secret@payer.example/x12")),
        ("/connection/url", json!("file:///etc/passwd")),
        ("/connection/url", json!("https://")),
    ] {
        let refused = house.post("/v1/payers", payer_with(pointer, value)).await;
        refused.refused(400, "invalid-request");
        refused.names(pointer);
        assert!(!refused.text.contains("secret"));
    }
    let mut payer = payer();
    payer["colour"] = json!("red");
    house.post("/v1/payers", payer).await.refused(400, "invalid-request");
    assert_eq!(house.get("/v1/payers").await.body["items"], json!([]));
}

#[actix_web::test]
async fn a_repeated_request_adds_one_payer() {
    let Desk { house, .. } = Desk::open().await;
    let send = async |body: Value| {
        let request = house.request(Method::POST, "/v1/payers").header("idempotency-key", "one");
        request.json(&body).send().await
    };
    let first = send(payer()).await.expect(201);
    let again = send(payer()).await.expect(201);
    assert_eq!((again.id(), again.header("idempotent-replayed")), (first.id(), Some("true")));
    send(payer_with("/name", json!("Another"))).await.refused(422, "key-reused");
    assert_eq!(house.get("/v1/payers").await.body["items"].as_array().map(Vec::len), Some(1));
}
