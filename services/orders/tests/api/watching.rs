//! The watch: nobody waits for an answer that does not come without a person being asked.

use crate::office::{NOWHERE, Office};
use crate::pharmacy::{self, Pharmacy, Says, written};
use chrono::{DateTime, TimeDelta, Utc};
use orders::{task::escalation, watch::tick};
use serde_json::json;

async fn look(office: &Office, now: DateTime<Utc>) -> usize {
    let seen = tick::tick(office.house.db(), now).await.expect("looked");
    escalation::tick(office.house.db(), now).await.expect("escalated");
    seen
}

fn in_minutes(minutes: i64) -> DateTime<Utc> {
    platform::now() + TimeDelta::minutes(minutes)
}

#[actix_web::test]
async fn what_nobody_confirms_is_a_task_after_a_quarter_of_an_hour_and_announced_after_an_hour() {
    let office = Office::open().await;
    office.no_known_allergies().await;
    let place = office.pharmacy(NOWHERE).await;
    let id = office.signed(&place).await;
    assert_eq!(look(&office, in_minutes(14)).await, 0);
    assert!(office.tasks("transmission_unknown").await.is_empty());
    assert_eq!(look(&office, in_minutes(16)).await, 1);
    let tasks = office.tasks("transmission_unknown").await;
    assert_eq!(tasks.len(), 1);
    assert_eq!((&tasks[0]["owner"], &tasks[0]["escalated_at"]), (&json!("tester"), &json!(null)));
    assert!(office.history(&id).await.iter().any(|entry| entry["change"] == "a person was asked to look"));
    // The state is the courier's: a cancel must still not overtake it.
    assert_eq!(office.status(&id).await, "signed");

    look(&office, in_minutes(59)).await;
    assert!(!office.announced().await.contains(&"task.escalated".to_owned()));
    for _ in 0..2 {
        assert_eq!(look(&office, in_minutes(61)).await, 0);
    }
    let count = office.house.get("/v1/tasks/count").await.expect(200).body;
    assert_eq!((&count["open"], &count["escalated"]), (&json!(1), &json!(1)));
    let announced = office.house.announced().await;
    let escalated: Vec<_> = announced.iter().filter(|(kind, _)| kind == "task.escalated").collect();
    assert_eq!(escalated.len(), 1);
    assert_eq!(escalated[0].1["subject"], format!("prescription/{id}"));
    assert!(escalated[0].1.get("what").is_none(), "{}", escalated[0].1);
}

#[actix_web::test]
async fn what_was_confirmed_is_left_alone() {
    let office = Office::open().await.with_courier();
    office.no_known_allergies().await;
    let pharmacy = Pharmacy::that(&[Says::Status("010")]);
    let place = office.pharmacy(&pharmacy.url).await;
    let id = office.signed(&place).await;
    office.becomes(&id, "accepted_by_pharmacy").await;
    assert_eq!(look(&office, in_minutes(16)).await, 1);
    assert_eq!(look(&office, in_minutes(120)).await, 0);
    assert!(office.items("/v1/tasks").await.is_empty());
}

#[actix_web::test]
async fn what_only_the_network_has_is_asked_for_after_an_hour() {
    let office = Office::open().await.with_courier();
    office.no_known_allergies().await;
    let pharmacy = Pharmacy::that(&[Says::Status("000")]);
    let place = office.pharmacy(&pharmacy.url).await;
    let id = office.signed(&place).await;
    office.becomes(&id, "accepted_by_network").await;
    look(&office, in_minutes(16)).await;
    assert!(office.items("/v1/tasks").await.is_empty());
    look(&office, in_minutes(61)).await;
    assert_eq!(office.tasks("transmission_unknown").await.len(), 1);
    office.door(written(&pharmacy::verify(&pharmacy.first().await))).await.expect(200);
    assert!(office.items("/v1/tasks").await.is_empty());
}

#[actix_web::test]
async fn a_cancel_nobody_answers_is_a_task_until_it_is_answered() {
    let office = Office::open().await.with_courier();
    office.no_known_allergies().await;
    let pharmacy = Pharmacy::that(&[Says::Status("010")]);
    let place = office.pharmacy(&pharmacy.url).await;
    let id = office.signed(&place).await;
    office.becomes(&id, "accepted_by_pharmacy").await;
    office.act(&id, "cancel", json!({})).await.expect(200);
    look(&office, in_minutes(16)).await;
    assert_eq!(office.tasks("cancel_unanswered").await.len(), 1);
    let cancel = kit::eventually(async || pharmacy.received().get(1).cloned()).await;
    let cancel = script::parse(&cancel).expect("a SCRIPT message");
    office.door(written(&pharmacy::cancel_response(&cancel, true))).await.expect(200);
    assert_eq!(office.status(&id).await, "cancelled");
    assert!(office.items("/v1/tasks").await.is_empty());
}
