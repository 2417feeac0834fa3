//! Which client speaks for which pharmacy, and what the SCRIPT door makes of it.

use crate::counter::{CLIENT, Counter};
use crate::office::NOWHERE;
use crate::pharmacy::{self, written};
use kit::Answer;
use model::Scope;
use reqwest::Method;
use script::{Body, FillStatus};
use serde_json::json;

#[actix_web::test]
async fn a_client_speaks_for_one_pharmacy() {
    let counter = Counter::open().await;
    let other = Counter::pharmacy(&counter.office, "9900012").await;
    let refused = counter.bind(&other, &["rival", CLIENT]).await;
    refused.refused(409, "client-bound");
    refused.names("/clients");
    let path = format!("/v1/pharmacies/{other}/clients");
    assert_eq!(counter.office.house.get(&path).await.expect(200).body["clients"], json!([]));
    counter.bind(&counter.place, &[]).await.expect(200);
    let bound = counter.bind(&other, &["rival", CLIENT, "rival"]).await.expect(200);
    assert_eq!(bound.body["clients"], json!([CLIENT, "rival"]));
    for bad in ["", "two words", "\u{e9}"] {
        counter.bind(&other, &[bad]).await.names("/clients/0");
    }
}

#[actix_web::test]
async fn only_an_administrator_binds_and_only_what_was_seen() {
    let counter = Counter::open().await;
    let path = format!("/v1/pharmacies/{}/clients", counter.place);
    let put = |scopes: &[Scope], tag: &str| {
        let request = counter.office.house.request(Method::PUT, &path).scopes(scopes);
        request.header("if-match", tag).json(&json!({"clients": ["x"]}))
    };
    let weak =
        [Scope::OrdersWrite, Scope::OrdersRead, Scope::PrescriptionsDispense, Scope::PrescriptionsSign];
    put(&weak, "\"1\"").send().await.refused(403, "scope-missing");
    put(&[Scope::Admin], "\"1\"").send().await.refused(412, "stale");
    let missing = counter.office.house.request(Method::PUT, &path).json(&json!({"clients": []})).send().await;
    missing.refused(428, "if-match-missing");
    let elsewhere = counter.office.house.other_practice().if_match(1);
    elsewhere.put(&path, json!({"clients": ["x"]})).await.refused(404, "not-found");
}

async fn door(counter: &Counter, client: &str, xml: String) -> Answer {
    let request = counter.request(client, Method::POST, "/v1/script/messages");
    request.header("content-type", "application/xml").text(&xml).send().await
}

fn words(answer: &Answer) -> String {
    match script::parse(&answer.text).expect("a SCRIPT message").body {
        Body::Error(error) => error.description.expect("words").to_string(),
        _ => String::new(),
    }
}

#[actix_web::test]
async fn a_bound_client_sends_its_own_pharmacys_messages_and_no_others() {
    let counter = Counter::open().await;
    let mut body = counter.office.pharmacy_body(NOWHERE);
    body["ncpdp_id"] = "9900012".into();
    let other = counter.office.house.post("/v1/pharmacies", body).await.expect(201).id();
    counter.bind(&other, &["rival"]).await.expect(200);
    let id = counter.signed_at(&other).await;
    let xml = counter.office.messages(&id).await[0]["body"].as_str().expect("XML").to_owned();
    let verify = written(&pharmacy::verify(&script::parse(&xml).expect("a SCRIPT message")));
    let refused = door(&counter, CLIENT, verify.clone()).await.expect(200);
    assert!(words(&refused).contains("speaks for one pharmacy"), "{}", refused.text);
    assert_eq!(counter.office.status(&id).await, "signed");
    // Its MessageID is still its own: the right client is heard under it.
    assert_eq!(words(&door(&counter, "rival", verify).await.expect(200)), "");
    assert_eq!(counter.office.status(&id).await, "verified");
}

#[actix_web::test]
async fn what_is_in_the_queue_is_not_filled_behind_its_back() {
    let counter = Counter::open().await;
    let mut body = counter.office.pharmacy_body(NOWHERE);
    body["ncpdp_id"] = "9900012".into();
    let other = counter.office.house.post("/v1/pharmacies", body).await.expect(201).id();
    let sent = counter.signed_at(&other).await;
    let xml = counter.office.messages(&sent).await[0]["body"].as_str().expect("XML").to_owned();
    let id = counter.signed().await;
    let number = counter.office.get(&id).await.body["order_number"].as_str().expect("a number").to_owned();
    let mut fill = pharmacy::fill(&script::parse(&xml).expect("a SCRIPT message"), FillStatus::Dispensed);
    fill.header.relates_to = None;
    fill.header.prescriber_order_number = script::Text::new(number).ok();
    fill.header.from.id = script::Text::new("9900011").expect("an id");
    let answer = door(&counter, CLIENT, written(&fill)).await.expect(200);
    assert!(words(&answer).contains("queue"), "{}", answer.text);
    assert_eq!(counter.office.status(&id).await, "accepted_by_network");
}
