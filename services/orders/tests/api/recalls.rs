//! Cancelling: at once while it is in the house, by asking once it is not.

use crate::office::Office;
use crate::pharmacy::{self, Pharmacy, Says, written};
use script::{Body, FillStatus, Message};
use serde_json::json;

async fn accepted(says: &[Says]) -> (Office, Pharmacy, String) {
    let office = Office::open().await.with_courier();
    office.no_known_allergies().await;
    let pharmacy = Pharmacy::that(says);
    let place = office.pharmacy(&pharmacy.url).await;
    let id = office.signed(&place).await;
    office.becomes(&id, "accepted_by_pharmacy").await;
    (office, pharmacy, id)
}

async fn cancel_of(pharmacy: &Pharmacy, number: usize) -> Message {
    let raw = kit::eventually(async || pharmacy.received().get(number).cloned()).await;
    script::parse(&raw).expect("a SCRIPT message")
}

#[actix_web::test]
async fn what_never_left_the_house_is_cancelled_at_once() {
    let office = Office::open().await;
    office.no_known_allergies().await;
    let pharmacy = Pharmacy::that(&[Says::Status("010")]);
    let place = office.pharmacy(&pharmacy.url).await;
    let draft = office.draft(office.wish(&place)).await;
    let signed = office.signed(&place).await;
    for id in [&draft, &signed] {
        let body = json!({"reason_code": "prescribing_error", "note": "wrong patient"});
        let cancelled = office.act(id, "cancel", body).await.expect(200);
        assert_eq!(
            (&cancelled.body["status"], &cancelled.body["note"]),
            (&json!("cancelled"), &json!("wrong patient"))
        );
        office.act(id, "cancel", json!({})).await.refused(409, "wrong-status");
    }
    office.act(&draft, "sign", json!({})).await.refused(409, "wrong-status");
    let later = office.signed(&place).await;
    let office = office.with_courier();
    office.becomes(&later, "accepted_by_pharmacy").await;
    assert_eq!((pharmacy.received().len(), office.status(&signed).await.as_str()), (1, "cancelled"));
}

#[actix_web::test]
async fn cancelled_only_when_the_pharmacy_approves() {
    let (office, pharmacy, id) = accepted(&[Says::Status("010")]).await;
    let pending = office.act(&id, "cancel", json!({"reason_code": "therapy_changed"})).await.expect(200);
    assert_eq!(pending.body["status"], "cancel_pending");
    office.act(&id, "cancel", json!({})).await.refused(409, "wrong-status");
    let cancel = cancel_of(&pharmacy, 1).await;
    assert!(matches!(cancel.body, Body::CancelRx(_)));
    let first = pharmacy.first().await;
    assert_eq!(cancel.header.relates_to, Some(first.header.message_id.clone()));
    assert_ne!(cancel.header.message_id, first.header.message_id);
    assert_eq!(cancel.header.prescriber_order_number, first.header.prescriber_order_number);
    kit::eventually(async || (office.messages(&id).await.len() == 4).then_some(())).await;
    assert_eq!(office.status(&id).await, "cancel_pending");

    let approval = written(&pharmacy::cancel_response(&cancel, true));
    office.door(approval.clone()).await.expect(200);
    office.door(approval).await.expect(200);
    let cancelled = office.get(&id).await.body;
    assert_eq!((&cancelled["status"], &cancelled["note"]), (&json!("cancelled"), &json!("never dispensed")));
    let kinds = ["signed", "accepted", "cancelled"].map(|kind| format!("prescription.{kind}"));
    assert_eq!(office.announced().await, kinds);
}

#[actix_web::test]
async fn an_approval_may_come_as_the_direct_answer() {
    let (office, _, id) = accepted(&[Says::Status("010"), Says::Approved]).await;
    office.act(&id, "cancel", json!({})).await.expect(200);
    office.becomes(&id, "cancelled").await;
}

#[actix_web::test]
async fn a_denial_is_shown_and_may_be_followed_by_another_try() {
    let (office, pharmacy, id) = accepted(&[Says::Status("010")]).await;
    office.act(&id, "cancel", json!({})).await.expect(200);
    let cancel = cancel_of(&pharmacy, 1).await;
    office.door(written(&pharmacy::cancel_response(&cancel, false))).await.expect(200);
    let denied = office.get(&id).await.body;
    assert_eq!((&denied["status"], &denied["reason"]), (&json!("cancel_denied"), &json!("was picked up")));
    assert_eq!(office.tasks("cancel_denied").await.len(), 1);
    office.act(&id, "cancel", json!({})).await.expect(200);
    let second = cancel_of(&pharmacy, 2).await;
    assert_ne!(second.header.message_id, cancel.header.message_id);
    office.door(written(&pharmacy::fill(&pharmacy.first().await, FillStatus::Dispensed))).await.expect(200);
    let pending = office.get(&id).await.body;
    assert_eq!(
        (&pending["status"], &pending["progress"]["status"]),
        (&json!("cancel_pending"), &json!("dispensed"))
    );
}

#[actix_web::test]
async fn a_cancel_that_cannot_be_delivered_is_denied_with_that_reason() {
    let (office, _, id) = accepted(&[Says::Status("010"), Says::Error("900")]).await;
    office.act(&id, "cancel", json!({})).await.expect(200);
    let denied = office.becomes(&id, "cancel_denied").await;
    assert!(denied["reason"].as_str().is_some_and(|reason| reason.contains("could not be delivered")));
}

#[actix_web::test]
async fn a_cancel_never_overtakes_its_prescription() {
    let office = Office::open().await.with_courier();
    office.no_known_allergies().await;
    let pharmacy = Pharmacy::that(&[Says::Held, Says::Status("010")]);
    let place = office.pharmacy(&pharmacy.url).await;
    let id = office.signed(&place).await;
    pharmacy.first().await;
    office.act(&id, "cancel", json!({})).await.expect(200);
    assert_eq!(office.status(&id).await, "cancel_pending");
    assert_eq!(pharmacy.received().len(), 1);
    pharmacy.release();
    let cancel = cancel_of(&pharmacy, 1).await;
    assert!(matches!(cancel.body, Body::CancelRx(_)));
}

#[actix_web::test]
async fn a_prescription_that_was_rejected_needs_no_cancel_at_the_pharmacy() {
    let office = Office::open().await.with_courier();
    office.no_known_allergies().await;
    let pharmacy = Pharmacy::that(&[Says::Error("900")]);
    let place = office.pharmacy(&pharmacy.url).await;
    let id = office.signed(&place).await;
    office.becomes(&id, "failed").await;
    let cancelled = office.act(&id, "cancel", json!({})).await.expect(200);
    assert_eq!(cancelled.body["status"], "cancelled");
    assert_eq!(pharmacy.received().len(), 1);
}

#[actix_web::test]
async fn a_pharmacy_that_takes_no_cancel_is_called_instead() {
    let office = Office::open().await.with_courier();
    office.no_known_allergies().await;
    let pharmacy = Pharmacy::that(&[Says::Status("010")]);
    let mut body = office.pharmacy_body(&pharmacy.url);
    body["service_levels"] = json!(["new_rx"]);
    let place = office.house.post("/v1/pharmacies", body).await.expect(201).id();
    let id = office.signed(&place).await;
    office.becomes(&id, "accepted_by_pharmacy").await;
    office.act(&id, "cancel", json!({})).await.refused(409, "cancel-not-taken");
    assert_eq!(office.status(&id).await, "accepted_by_pharmacy");
    let levels = json!({"service_levels": ["new_rx", "cancel"]});
    office.house.if_match(1).patch(&format!("/v1/pharmacies/{place}"), levels).await.expect(200);
    office.act(&id, "cancel", json!({})).await.expect(200);
    assert!(matches!(cancel_of(&pharmacy, 1).await.body, Body::CancelRx(_)));
}
