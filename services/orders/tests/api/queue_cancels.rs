//! A cancel of a prescription in a queue: answered by how things stand.

use crate::counter::{Counter, KIM, LOU};
use serde_json::{Value, json};

async fn cancel(counter: &Counter, id: &str) -> Value {
    counter.office.act(id, "cancel", json!({"reason_code": "therapy_changed"})).await.expect(200).body
}

#[actix_web::test]
async fn what_nobody_has_in_hand_is_cancelled_at_once() {
    let counter = Counter::open().await;
    let untouched = counter.signed().await;
    let returned = counter.signed().await;
    counter.take(KIM, &returned).await.expect(200);
    counter.act(KIM, &returned, "return", json!({})).await.expect(200);
    let lapsed = counter.signed().await;
    counter.take(KIM, &lapsed).await.expect(200);
    counter.act(KIM, &lapsed, "accept", json!({})).await.expect(200);
    counter.holds_end().await;
    for id in [&untouched, &returned, &lapsed] {
        let body = cancel(&counter, id).await;
        assert_eq!((&body["status"], &body["note"]), (&json!("cancelled"), &json!("never dispensed")));
        counter.take(KIM, id).await.refused(409, "wrong-status");
    }
    assert!(counter.queue("").await.is_empty());
    assert_eq!(counter.announced().await.iter().filter(|kind| *kind == "cancelled").count(), 3);
}

#[actix_web::test]
async fn what_is_in_hand_is_asked_of_who_has_it() {
    let counter = Counter::open().await;
    let (approved, denied, returned) =
        (counter.signed().await, counter.signed().await, counter.signed().await);
    for id in [&approved, &denied, &returned] {
        counter.take(KIM, id).await.expect(200);
        assert_eq!(cancel(&counter, id).await["status"], "cancel_pending");
        counter.act(KIM, id, "dispense", Counter::fill(1, "30")).await.refused(409, "cancel-requested");
    }
    let seen = counter.queue("").await;
    assert!(seen.len() == 3 && seen.iter().all(|item| item["cancel_requested"] == true));
    let approve = json!({"answer": "approve"});
    counter.act(LOU, &approved, "answer-cancel", approve.clone()).await.refused(409, "held");
    counter.act(KIM, &approved, "answer-cancel", approve).await.expect(200);
    assert_eq!(counter.office.status(&approved).await, "cancelled");
    counter.act(KIM, &denied, "answer-cancel", json!({"answer": "deny"})).await.names("/note");
    let deny = json!({"answer": "deny", "note": "the patient has it already"});
    counter.act(KIM, &denied, "answer-cancel", deny).await.expect(200);
    let body = counter.office.get(&denied).await.body;
    let reason = "the pharmacist denied it: the patient has it already";
    assert_eq!((&body["status"], &body["reason"]), (&json!("cancel_denied"), &json!(reason)));
    assert_eq!(counter.office.items("/v1/tasks?kind=cancel_denied").await.len(), 1);
    counter.act(KIM, &denied, "dispense", Counter::fill(1, "30")).await.expect(200);
    assert_eq!(counter.office.status(&denied).await, "dispensed");
    counter.act(KIM, &returned, "return", json!({})).await.expect(200);
    assert_eq!(counter.office.status(&returned).await, "cancelled");
    counter
        .act(KIM, &returned, "answer-cancel", json!({"answer": "approve"}))
        .await
        .refused(409, "no-cancel-requested");
}

#[actix_web::test]
async fn refills_that_are_left_are_cancelled_and_a_last_fill_is_not() {
    let counter = Counter::open().await;
    let (some, all) = (counter.signed_with_refills(2).await, counter.signed().await);
    for id in [&some, &all] {
        counter.take(KIM, id).await.expect(200);
        counter.act(KIM, id, "dispense", Counter::fill(1, "30")).await.expect(200);
    }
    let body = cancel(&counter, &some).await;
    assert_eq!(body["status"], "cancelled");
    let note = body["note"].as_str().expect("a note");
    assert!(note.contains("first on") && note.ends_with("refills remaining: 2"), "{note}");
    counter.take(KIM, &some).await.refused(409, "wrong-status");
    let body = cancel(&counter, &all).await;
    assert_eq!(body["status"], "cancel_denied");
    assert!(body["reason"].as_str().is_some_and(|reason| reason.starts_with("all of it was dispensed")));
    counter.office.act(&all, "cancel", json!({})).await.expect(200);
    assert_eq!(counter.office.status(&all).await, "cancel_denied");
}
