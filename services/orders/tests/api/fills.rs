//! From the pharmacy's acceptance to the fill, in whatever order the messages come.

use crate::office::Office;
use crate::pharmacy::{self, Pharmacy, Says, written};
use script::{FillStatus, Message};
use serde_json::json;

async fn accepted() -> (Office, Message, String) {
    let office = Office::open().await.with_courier();
    office.no_known_allergies().await;
    let pharmacy = Pharmacy::that(&[Says::Status("010")]);
    let place = office.pharmacy(&pharmacy.url).await;
    let id = office.signed(&place).await;
    office.becomes(&id, "accepted_by_pharmacy").await;
    (office, pharmacy.first().await, id)
}

#[actix_web::test]
async fn status_then_verify_then_fill() {
    let (office, new_rx, id) = accepted().await;
    let answer = office.door(written(&pharmacy::verify(&new_rx))).await.expect(200);
    assert!(answer.header("content-type").is_some_and(|kind| kind.starts_with("application/xml")));
    let status = script::parse(&answer.text).expect("a SCRIPT message");
    assert!(matches!(&status.body, script::Body::Status(status) if status.code.code() == "010"));
    assert_eq!(office.status(&id).await, "verified");
    office.door(written(&pharmacy::fill(&new_rx, FillStatus::Dispensed))).await.expect(200);
    assert_eq!(office.status(&id).await, "dispensed");
    let kinds = ["signed", "accepted", "verified", "dispensed"].map(|kind| format!("prescription.{kind}"));
    assert_eq!(office.announced().await, kinds);
    let transactions: Vec<_> = office.messages(&id).await.iter().map(|m| m["transaction"].clone()).collect();
    assert_eq!(transactions, ["NewRx", "Status", "Verify", "RxFill"]);
    assert!(office.history(&id).await.iter().any(|entry| entry["actor"] == "pharmacy 9900011"));
}

#[actix_web::test]
async fn the_same_message_again_gets_the_same_answer_and_changes_nothing() {
    let (office, new_rx, id) = accepted().await;
    for message in [pharmacy::verify(&new_rx), pharmacy::fill(&new_rx, FillStatus::Dispensed)] {
        let first = office.door(written(&message)).await.expect(200);
        let version = office.get(&id).await.version();
        let again = office.door(written(&message)).await.expect(200);
        assert_eq!(first.text, again.text);
        assert_eq!(office.get(&id).await.version(), version);
    }
    assert_eq!(office.announced().await.len(), 4);
    assert_eq!(office.messages(&id).await.len(), 4);
}

#[actix_web::test]
async fn a_status_that_comes_again_through_the_door_changes_nothing() {
    let (office, _, id) = accepted().await;
    let status = office.messages(&id).await[1]["body"].as_str().expect("XML").to_owned();
    let first = office.door(status.clone()).await.expect(200);
    assert_eq!(first.text, office.door(status).await.expect(200).text);
    assert_eq!(office.status(&id).await, "accepted_by_pharmacy");
    assert_eq!(office.announced().await, ["prescription.signed", "prescription.accepted"]);
}

#[actix_web::test]
async fn a_fill_before_verify_and_before_the_status_stays_a_fill() {
    let office = Office::open().await.with_courier();
    office.no_known_allergies().await;
    let pharmacy = Pharmacy::that(&[Says::Held]);
    let place = office.pharmacy(&pharmacy.url).await;
    let id = office.signed(&place).await;
    let new_rx = pharmacy.first().await;
    office.door(written(&pharmacy::fill(&new_rx, FillStatus::Dispensed))).await.expect(200);
    assert_eq!(office.status(&id).await, "dispensed");
    office.door(written(&pharmacy::verify(&new_rx))).await.expect(200);
    pharmacy.release();
    kit::eventually(async || {
        office.messages(&id).await.iter().any(|m| m["transaction"] == "Status").then_some(())
    })
    .await;
    assert_eq!(office.status(&id).await, "dispensed");
    // What fills it has it: others hear of the acceptance too, once, though the Status itself came last.
    let kinds = ["signed", "accepted", "dispensed"];
    assert_eq!(office.announced().await, kinds.map(|kind| format!("prescription.{kind}")));
    assert_eq!(pharmacy.received().len(), 1);
}

#[actix_web::test]
async fn partial_and_missing_fills_have_their_own_status() {
    let (office, new_rx, id) = accepted().await;
    office.door(written(&pharmacy::fill(&new_rx, FillStatus::NotDispensed))).await.expect(200);
    let missing = office.get(&id).await.body;
    assert_eq!((&missing["status"], &missing["reason"]), (&json!("not_dispensed"), &json!("as told")));
    assert_eq!(office.tasks("not_dispensed").await.len(), 1, "the practice must do something");
    office.door(written(&pharmacy::fill(&new_rx, FillStatus::PartiallyDispensed))).await.expect(200);
    assert_eq!(office.status(&id).await, "partially_dispensed");
    assert!(office.tasks("not_dispensed").await.is_empty());
    office.door(written(&pharmacy::fill(&new_rx, FillStatus::Dispensed))).await.expect(200);
    assert_eq!(office.status(&id).await, "dispensed");
    let kinds = ["signed", "accepted", "not-dispensed", "dispensed", "dispensed"];
    assert_eq!(office.announced().await, kinds.map(|kind| format!("prescription.{kind}")));
}

#[actix_web::test]
async fn a_late_error_of_the_network_fails_what_nobody_looked_at() {
    let (office, new_rx, id) = accepted().await;
    office.door(written(&pharmacy::error(&new_rx, "900"))).await.expect(200);
    assert_eq!(office.status(&id).await, "failed");
    office.door(written(&pharmacy::status(&new_rx, "010"))).await.expect(200);
    assert_eq!(office.status(&id).await, "failed");
    office.door(written(&pharmacy::verify(&new_rx))).await.expect(200);
    assert_eq!(office.status(&id).await, "verified");
}
