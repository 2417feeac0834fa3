//! Asking for a check; nothing is sent here.

use crate::desk::{Desk, NOWHERE, day};
use kit::samples;
use model::PatientId;
use model::event::AppointmentBooked;
use serde_json::{Value, json};
use uuid::Uuid;

#[actix_web::test]
async fn a_check_is_queued_and_found_again() {
    let desk = Desk::open().await;
    let payer = desk.payer(NOWHERE).await;
    let coverage = desk.covered(&payer).await;
    let queued = desk.ask(&coverage, day("2026-11-24")).await.expect(202);
    assert_eq!((&queued.body["state"], &queued.body["service_types"]), (&json!("queued"), &json!(["30"])));
    assert_eq!((&queued.body["attempts"], &queued.body["outcome"]), (&json!([]), &Value::Null));
    let place = queued.header("location").expect("its place").to_owned();
    let mut shown = desk.house.get(&place).await.expect(200).body;
    (shown["shared"], shown["age_seconds"]) = (json!(false), Value::Null);
    assert_eq!(shown, queued.body);
    let messages = desk.house.get(&format!("{place}/x12")).await.expect(200);
    assert_eq!(messages.body, json!({"request": null, "response": null, "exchanges": []}));
    let patient = desk.patient.patient_id;
    for (filter, found) in [
        (format!("coverage_id={coverage}"), 1),
        (format!("patient_id={patient}"), 1),
        (format!("appointment_id={coverage}"), 0),
        (format!("patient_id={patient}&coverage_id={patient}"), 0),
    ] {
        assert_eq!(desk.checks(&filter).await.len(), found, "{filter}");
    }
    let other = desk.house.other_practice();
    other.get(&place).await.refused(404, "not-found");
    other.get(&format!("{place}/x12")).await.refused(404, "not-found");
    other
        .post("/v1/eligibility-checks", json!({"coverage_id": coverage, "service_date": "2026-11-24"}))
        .await
        .names("/coverage_id");
}

#[actix_web::test]
async fn equal_questions_share_one_inquiry() {
    let desk = Desk::open().await;
    let payer = desk.payer(NOWHERE).await;
    let coverage = desk.covered(&payer).await;
    let requests: Vec<_> = (0..8)
        .map(|n| {
            let types = if n % 2 == 0 { json!(["98", "30"]) } else { json!(["30", "98", "30"]) };
            let asked =
                json!({"coverage_id": coverage, "service_date": "2026-11-24", "service_types": types});
            let house = desk.house.clone();
            actix_web::rt::spawn(
                async move { house.post("/v1/eligibility-checks", asked).await.expect(202).id() },
            )
        })
        .collect();
    let mut ids = Vec::new();
    for request in requests {
        ids.push(request.await.expect("an answer"));
    }
    ids.dedup();
    assert_eq!(ids.len(), 1);
    let otherwise = desk.ask(&coverage, day("2026-11-24")).await.expect(202);
    let another_day = desk.ask(&coverage, day("2026-11-25")).await.expect(202);
    assert!(!ids.contains(&otherwise.id()) && !ids.contains(&another_day.id()));
}

#[actix_web::test]
async fn what_is_wrong_is_named_and_nothing_is_queued() {
    let desk = Desk::open().await;
    let payer = desk.payer(NOWHERE).await;
    let coverage = desk.covered(&payer).await;
    let theirs = samples::appointment(
        PatientId(Uuid::nil()),
        samples::practitioner().practitioner_id,
        desk.location.location_id,
    );
    desk.house.hear(&desk.listeners, &AppointmentBooked(theirs.clone())).await;
    for (asked, pointer) in [
        (json!({"coverage_id": Uuid::nil(), "service_date": "2026-11-24"}), "/coverage_id"),
        (json!({"coverage_id": coverage, "service_date": "tomorrow"}), "/service_date"),
        (json!({"coverage_id": coverage, "service_date": "20261-11-24"}), "/service_date"),
        (json!({"coverage_id": coverage, "service_date": "0206-11-24"}), "/service_date"),
        (
            json!({"coverage_id": coverage, "service_date": "2026-11-24", "service_types": []}),
            "/service_types",
        ),
        (
            json!({"coverage_id": coverage, "service_date": "2026-11-24", "service_types": ["dental"]}),
            "/service_types/0",
        ),
        (
            json!({"coverage_id": coverage, "service_date": "2026-11-24", "appointment_id": theirs.appointment_id}),
            "/appointment_id",
        ),
    ] {
        let refused = desk.house.post("/v1/eligibility-checks", asked).await;
        refused.refused(400, "invalid-request");
        refused.names(pointer);
    }
    let unheard =
        json!({"coverage_id": coverage, "service_date": "2026-11-24", "appointment_id": Uuid::nil()});
    desk.house.post("/v1/eligibility-checks", unheard).await.refused(409, "not-known-yet");
    assert!(desk.checks("").await.is_empty());
}

#[actix_web::test]
async fn a_payer_that_takes_no_inquiries_is_not_asked() {
    let desk = Desk::open().await;
    let payer = json!({"name": "Paper Only", "payer_id": "PAPER", "transactions": ["837P"],
        "connection": {"kind": "https", "url": NOWHERE}});
    let payer = desk.house.post("/v1/payers", payer).await.expect(201).id();
    let coverage = desk.covered(&payer).await;
    desk.ask(&coverage, day("2026-11-24")).await.refused(409, "payer-not-asked");
    desk.house.hear(&desk.listeners, &AppointmentBooked(desk.appointment())).await;
    assert!(desk.checks("").await.is_empty());
}
