//! Sending: whatever the pharmacy's line does, it sees one message.

use crate::office::{NOWHERE, Office};
use crate::pharmacy::{self, Pharmacy, Says, written};
use serde_json::json;

async fn sent(says: &[Says]) -> (Office, Pharmacy, String) {
    let office = Office::open().await.with_courier();
    office.no_known_allergies().await;
    let pharmacy = Pharmacy::that(says);
    let place = office.pharmacy(&pharmacy.url).await;
    let id = office.signed(&place).await;
    (office, pharmacy, id)
}

#[actix_web::test]
async fn a_status_010_is_the_pharmacys() {
    let (office, pharmacy, id) = sent(&[Says::Status("010")]).await;
    office.becomes(&id, "accepted_by_pharmacy").await;
    assert_eq!(pharmacy.received().len(), 1);
    assert_eq!(office.announced().await, ["prescription.signed", "prescription.accepted"]);
    let kinds: Vec<_> = office.messages(&id).await.iter().map(|m| m["transaction"].clone()).collect();
    assert_eq!(kinds, ["NewRx", "Status"]);
    assert_eq!(office.messages(&id).await[0]["body"], pharmacy.received()[0]);
}

#[actix_web::test]
async fn a_status_000_is_only_the_networks() {
    let (office, _, id) = sent(&[Says::Status("000")]).await;
    office.becomes(&id, "accepted_by_network").await;
    assert_eq!(office.announced().await, ["prescription.signed", "prescription.transmitted"]);
}

#[actix_web::test]
async fn a_rejection_fails_with_its_reason_and_is_not_repeated() {
    for code in ["900", "601"] {
        let (office, pharmacy, id) = sent(&[Says::Error(code)]).await;
        let failed = office.becomes(&id, "failed").await;
        assert_eq!(failed["reason"], format!("{code}: the pharmacy does not like it"));
        let tasks = office.tasks("transmission_failed").await;
        assert_eq!((tasks.len(), &tasks[0]["owner"]), (1, &json!("tester")));
        assert_eq!(tasks[0]["subject"], format!("prescription/{id}"));
        let last = office.history(&id).await.pop().expect("an entry");
        assert_eq!(last["note"], failed["reason"]);
        assert_eq!(office.announced().await, ["prescription.signed", "prescription.failed"]);
        assert_eq!(pharmacy.received().len(), 1);
    }
}

#[actix_web::test]
async fn trouble_on_the_line_is_tried_again_under_the_same_message_id() {
    for trouble in [
        Says::Error("600"),
        Says::Error("602"),
        Says::BadRequest("600"),
        Says::Nothing,
        Says::Nonsense,
        Says::Status("937"),
        Says::Mistaken,
    ] {
        let (office, pharmacy, id) = sent(&[trouble, trouble, Says::Status("010")]).await;
        office.becomes(&id, "accepted_by_pharmacy").await;
        let received = pharmacy.received();
        assert_eq!((received.len(), pharmacy.message_ids().len()), (3, 1));
        assert!(received.iter().all(|raw| *raw == received[0]));
        assert_eq!(office.announced().await, ["prescription.signed", "prescription.accepted"]);
    }
}

#[actix_web::test]
async fn every_try_is_told_in_the_history_before_it_is_made() {
    let (office, pharmacy, id) = sent(&[Says::Nonsense, Says::Error("600"), Says::Status("010")]).await;
    office.becomes(&id, "accepted_by_pharmacy").await;
    let tries = async |transaction: &str| {
        let entries = office.history(&id).await;
        let tries = entries.into_iter().filter(|entry| entry["change"] == format!("sending {transaction}"));
        tries.map(|entry| entry["note"].clone()).collect::<Vec<_>>()
    };
    assert_eq!(tries("NewRx").await, [json!(null), json!("try 2"), json!("try 3")]);
    office.act(&id, "cancel", json!({})).await.expect(200);
    kit::eventually(async || (pharmacy.received().len() == 4).then_some(())).await;
    assert_eq!(tries("CancelRx").await, [json!(null)]);
}

#[actix_web::test]
async fn when_nobody_answers_a_person_must_ask() {
    let (office, pharmacy, id) = sent(&[Says::Error("600")]).await;
    let unknown = kit::eventually(async || {
        let body = office.get(&id).await.body;
        (body["status"] == "unknown" && body["task"].is_string()).then_some(body)
    })
    .await;
    assert_eq!(unknown["attempts"], 5);
    assert!(unknown["task"].as_str().is_some_and(|task| task.contains("may be there already")));
    assert_eq!((pharmacy.received().len(), pharmacy.message_ids().len()), (5, 1));
    assert_eq!(office.announced().await, ["prescription.signed"]);
}

#[actix_web::test]
async fn a_pharmacy_that_cannot_be_reached_is_unknown_not_failed() {
    let office = Office::open().await.with_courier();
    office.no_known_allergies().await;
    let place = office.pharmacy(NOWHERE).await;
    let id = office.signed(&place).await;
    office.becomes(&id, "unknown").await;
    let notes = kit::eventually(async || {
        let notes: Vec<String> = office
            .history(&id)
            .await
            .iter()
            .filter_map(|entry| entry["note"].as_str().map(str::to_owned))
            .collect();
        notes.iter().any(|note| note.contains("cannot be reached")).then_some(notes)
    })
    .await;
    assert!(notes.iter().all(|note| !note.contains("127.0.0.1")), "{notes:?}");
}

#[actix_web::test]
async fn an_answer_counts_however_it_is_wrapped() {
    let (office, pharmacy, id) = sent(&[Says::Wrapped]).await;
    office.becomes(&id, "accepted_by_pharmacy").await;
    assert_eq!(pharmacy.received().len(), 1);
    for refused in [Says::BadRequest("900"), Says::ErrorToNobody("900"), Says::ErrorToNobody("601")] {
        let (office, pharmacy, id) = sent(&[refused]).await;
        office.becomes(&id, "failed").await;
        assert_eq!((pharmacy.received().len(), office.tasks("transmission_failed").await.len()), (1, 1));
    }
}

#[actix_web::test]
async fn a_task_ends_when_the_world_solves_it() {
    let (office, pharmacy, id) = sent(&[Says::Error("600")]).await;
    kit::eventually(async || (office.tasks("transmission_unknown").await.len() == 1).then_some(())).await;
    assert_eq!(office.house.get("/v1/tasks/count").await.expect(200).body["mine"], 1);
    office.door(written(&pharmacy::verify(&pharmacy.first().await))).await.expect(200);
    assert_eq!(office.status(&id).await, "verified");
    assert!(office.tasks("transmission_unknown").await.is_empty());
    let done = office.items("/v1/tasks?status=done").await;
    assert_eq!((done.len(), &done[0]["solution"]["by"]), (1, &json!("praxis")));
}

#[actix_web::test]
async fn a_private_address_is_not_called_where_the_settings_forbid_it() {
    let delivery =
        orders::settings::Delivery { answer_seconds: 1, retry_seconds: vec![], private_networks: false };
    let office = Office::open().await.with_courier_as(delivery);
    office.no_known_allergies().await;
    let pharmacy = Pharmacy::that(&[Says::Status("010")]);
    let place = office.pharmacy(&pharmacy.url).await;
    let first = office.signed(&place).await;
    let named = office.pharmacy_as("9900012", &pharmacy.url.replace("127.0.0.1", "localhost")).await;
    let second = office.signed_beside(&named).await;
    for id in [first, second] {
        office.becomes(&id, "unknown").await;
    }
    assert!(pharmacy.received().is_empty());
    assert_eq!(office.tasks("transmission_unknown").await.len(), 2);
}
