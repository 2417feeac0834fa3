//! Time that is given up finds its way to those who wait.

mod answers;
mod entries;
mod many;
mod ranking;
mod telling;

use crate::office::Office;
use chrono::{DateTime, Duration, Utc};
use kit::Answer;
use scheduling::waitlist::due::tick;
use serde_json::{Value, json};

/// Free starts from two days ahead on, so that there is time to ask.
async fn starts(office: &Office) -> Vec<String> {
    let from = (platform::now() + Duration::days(2)).format("%Y-%m-%dT%H:%M:%SZ");
    let path = format!("/v1/slots?visit_type_id={}&from={from}&limit=20", office.visit_type);
    let slots = office.house.get(&path).await.expect(200);
    let items = slots.body["items"].as_array().expect("slots").clone();
    items.iter().map(|slot| slot["start"].as_str().expect("a start").to_owned()).collect()
}

fn entry(office: &Office, patient: &str) -> Value {
    let latest = (platform::now() + Duration::days(30)).date_naive();
    json!({"patient_id": patient, "visit_type_id": office.visit_type, "latest": latest})
}

/// Another patient who waits, with these wishes.
async fn waiting(office: &Office, wishes: Value) -> Answer {
    let mut said = entry(office, &office.another_patient().await);
    for (field, value) in wishes.as_object().expect("wishes") {
        said[field] = value.clone();
    }
    office.house.post("/v1/waitlist", said).await.expect(201)
}

/// Books a start and calls it off.
async fn give_up(office: &Office, start: &str) {
    let id = office.book(start).await.expect(201).id();
    cancel(office, &id).await;
}

async fn cancel(office: &Office, id: &str) {
    let path = format!("/v1/appointments/{id}/cancel");
    office.house.if_match(1).post(&path, json!({"reason_code": "patient_request"})).await.expect(200);
}

/// Ticks until nothing is left to do.
async fn settle(office: &Office, now: DateTime<Utc>) {
    for _ in 0..50 {
        if tick(office.house.db(), now).await.expect("a tick") == 0 {
            return;
        }
    }
    panic!("the waitlist does not come to rest");
}

async fn offers(office: &Office, status: &str) -> Vec<Value> {
    let listed = office.house.get(&format!("/v1/waitlist/offers?status={status}")).await.expect(200);
    listed.body["items"].as_array().expect("items").clone()
}

/// The one offer that is open.
async fn open_offer(office: &Office) -> Value {
    let mut open = offers(office, "open").await;
    assert_eq!(open.len(), 1, "{open:?}");
    open.remove(0)
}

async fn answer(office: &Office, offer: &Value, verb: &str) -> Answer {
    let path = format!("/v1/waitlist/offers/{}/{verb}", offer["id"].as_str().expect("an id"));
    office.house.if_match(offer["version"].as_i64().expect("a version")).post(&path, json!({})).await
}

async fn status(office: &Office, entry: &str) -> Value {
    office.house.get(&format!("/v1/waitlist/{entry}")).await.expect(200).body["status"].clone()
}

async fn announced(office: &Office) -> Vec<Value> {
    let facts = office.house.announced().await;
    facts.into_iter().filter(|(kind, _)| kind == "waitlist.offered").map(|(_, data)| data).collect()
}

fn time(value: &Value) -> DateTime<Utc> {
    value.as_str().expect("a time").parse().expect("a time")
}
