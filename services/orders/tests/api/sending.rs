//! Sending: whatever the pharmacy's line does, it sees one message.

use crate::office::{NOWHERE, Office};
use crate::pharmacy::{Pharmacy, Says};

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
        let last = office.history(&id).await.pop().expect("an entry");
        assert_eq!(last["note"], failed["reason"]);
        assert_eq!(office.announced().await, ["prescription.signed", "prescription.failed"]);
        assert_eq!(pharmacy.received().len(), 1);
    }
}

#[actix_web::test]
async fn trouble_on_the_line_is_tried_again_under_the_same_message_id() {
    for trouble in
        [Says::Error("600"), Says::Error("602"), Says::Nothing, Says::Nonsense, Says::Status("937")]
    {
        let (office, pharmacy, id) = sent(&[trouble, trouble, Says::Status("010")]).await;
        office.becomes(&id, "accepted_by_pharmacy").await;
        let received = pharmacy.received();
        assert_eq!((received.len(), pharmacy.message_ids().len()), (3, 1));
        assert!(received.iter().all(|raw| *raw == received[0]));
        assert_eq!(office.announced().await, ["prescription.signed", "prescription.accepted"]);
    }
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
