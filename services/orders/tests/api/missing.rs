//! "We never got it": what can be shown, and the same message once more.

use crate::office::Office;
use crate::pharmacy::{Pharmacy, Says};
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

#[actix_web::test]
async fn the_evidence_says_what_was_sent_and_answered() {
    let (office, pharmacy, id) = accepted(&[Says::Status("010")]).await;
    let body = json!({"told_by": "Ann at the counter"});
    let noted = office.act(&id, "report-not-received", body).await.expect(200).body;
    assert_eq!((&noted["resent"], &noted["warning"]), (&json!(false), &json!(null)));
    let messages = noted["evidence"]["messages"].as_array().expect("messages");
    let told: Vec<_> = messages.iter().map(|m| (m["transaction"].clone(), m["code"].clone())).collect();
    assert_eq!(told, [(json!("NewRx"), json!(null)), (json!("Status"), json!("010"))]);
    assert_eq!(messages[0]["message_id"], pharmacy.message_ids()[0]);
    assert_eq!(messages[0]["to"], "9900011");
    let last = office.history(&id).await.pop().expect("an entry");
    assert_eq!(last["note"], "told by Ann at the counter");
    let page = office.house.get(&format!("/v1/prescriptions/{id}/evidence")).await.expect(200);
    assert!(page.header("content-type").is_some_and(|kind| kind.starts_with("text/html")));
    assert!(page.text.contains(&pharmacy.message_ids()[0]) && !page.text.contains("Smith"));
    assert_eq!(pharmacy.received().len(), 1);
}

#[actix_web::test]
async fn it_is_sent_again_under_the_same_message_id_with_a_warning() {
    let (office, pharmacy, id) = accepted(&[Says::Status("010")]).await;
    let body = json!({"told_by": "Ann", "resend": true});
    let noted = office.act(&id, "report-not-received", body).await.expect(200).body;
    assert_eq!(noted["resent"], true);
    assert!(
        noted["warning"].as_str().is_some_and(|warning| warning.contains("may already be at the pharmacy"))
    );
    kit::eventually(async || (pharmacy.received().len() == 2).then_some(())).await;
    assert_eq!(pharmacy.received()[0], pharmacy.received()[1]);
    assert_eq!(office.status(&id).await, "accepted_by_pharmacy");
}

#[actix_web::test]
async fn a_repetition_that_is_refused_does_not_undo_what_was_accepted() {
    let (office, pharmacy, id) = accepted(&[Says::Status("010"), Says::Error("900")]).await;
    let body = json!({"told_by": "Ann", "resend": true});
    office.act(&id, "report-not-received", body).await.expect(200);
    kit::eventually(async || (office.tasks("transmission_failed").await.len() == 1).then_some(())).await;
    assert_eq!((office.status(&id).await.as_str(), pharmacy.received().len()), ("accepted_by_pharmacy", 2));
}

#[actix_web::test]
async fn nothing_is_missing_that_was_never_sent() {
    let office = Office::open().await;
    let place = office.pharmacy(crate::office::NOWHERE).await;
    let id = office.draft(office.wish(&place)).await;
    office.act(&id, "report-not-received", json!({"told_by": "Ann"})).await.refused(409, "not-sent");
}
