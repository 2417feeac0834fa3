//! Booking and what becomes of it.

use crate::office::open;
use futures_util::future::join_all;
use serde_json::json;

#[actix_web::test]
async fn a_slot_found_can_be_booked_and_is_then_gone() {
    let office = open().await;
    let slots = office.slots().await;
    let booked = office.book(&slots[0]).await.expect(201);
    assert_eq!((booked.body["status"].as_str(), booked.version()), (Some("booked"), 1));
    assert!(!office.slots().await.contains(&slots[0]));
    let clash =
        office.house.post("/v1/appointments", office.wish(&office.another_patient().await, &slots[0])).await;
    clash.refused(409, "slot-taken");
    assert_eq!(clash.body["blocked_by"], booked.body["id"]);
    let kinds: Vec<String> = office.house.announced().await.into_iter().map(|(kind, _)| kind).collect();
    assert_eq!(kinds.iter().filter(|kind| *kind == "appointment.booked").count(), 1);
}

#[actix_web::test]
async fn of_many_at_once_one_gets_the_slot() {
    let office = open().await;
    let slots = office.slots().await;
    let mut patients = Vec::new();
    for _ in 0..16 {
        patients.push(office.another_patient().await);
    }
    let tries =
        patients.iter().map(|patient| office.house.post("/v1/appointments", office.wish(patient, &slots[3])));
    let answers = join_all(tries).await;
    assert_eq!(answers.iter().filter(|a| a.status == 201).count(), 1);
    for answer in answers.iter().filter(|a| a.status != 201) {
        answer.refused(409, "slot-taken");
    }
}

#[actix_web::test]
async fn a_patient_is_never_in_two_places() {
    let office = open().await;
    let house = &office.house;
    let slots = office.slots().await;
    office.book(&slots[0]).await.expect(201);
    let second = house
        .post(
            "/v1/practitioners",
            json!({"given_name": "Ann", "family_name": "Bell", "npi": "1234567893",
        "taxonomy": "207Q00000X", "license_states": ["MO"]}),
        )
        .await
        .expect(201)
        .id();
    let rules = json!({"rules": [{"location_id": office.location, "rrule": "FREQ=DAILY", "start_time": "09:00:00",
        "end_time": "17:00:00", "effective_from": "2026-01-01"}]});
    house.put(&format!("/v1/practitioners/{second}/availability"), rules).await.expect(200);
    let mut wish = office.wish(&office.patient, &slots[0]);
    wish["practitioner_id"] = json!(second);
    house.post("/v1/appointments", wish).await.refused(409, "slot-taken");
}

#[actix_web::test]
async fn a_start_nobody_offers_is_refused() {
    let office = open().await;
    let slot: chrono::DateTime<chrono::Utc> = office.slots().await[0].parse().expect("a time");
    let odd = (slot + chrono::Duration::minutes(7)).to_rfc3339();
    office.book(&odd).await.refused(409, "not-offered");
    office.book("2026-01-05T15:00:00Z").await.names("/start");
    let mut wish = office.wish(&office.patient, &slot.to_rfc3339());
    wish["visit_type_id"] = json!(office.patient);
    office.house.post("/v1/appointments", wish).await.names("/visit_type_id");
}

#[actix_web::test]
async fn a_hold_keeps_the_time_for_its_owner() {
    let office = open().await;
    let house = &office.house;
    let slots = office.slots().await;
    let mut wish = json!({"practitioner_id": office.practitioner, "location_id": office.location,
        "visit_type_id": office.visit_type, "start": slots[0]});
    let hold = house.post("/v1/holds", wish.clone()).await.expect(201);
    assert!(hold.body["expires_at"].is_string());
    house.post("/v1/holds", wish.clone()).await.refused(409, "slot-taken");
    let refused = office.book(&slots[0]).await;
    refused.refused(409, "slot-taken");
    assert_eq!(refused.body["blocked_by"], hold.body["id"]);
    wish = office.wish(&office.patient, &slots[0]);
    wish["hold_id"] = hold.body["id"].clone();
    house.post("/v1/appointments", wish.clone()).await.expect(201);
    house.post("/v1/appointments", wish).await.names("/hold_id");
}

#[actix_web::test]
async fn the_way_through_a_visit_and_its_history() {
    let office = open().await;
    let house = &office.house;
    let slots = office.slots().await;
    let id = office.book(&slots[0]).await.expect(201).id();
    let path = |verb: &str| format!("/v1/appointments/{id}/{verb}");
    house.post(&path("arrive"), json!({})).await.refused(428, "if-match-missing");
    let arrived = house.if_match(1).post(&path("arrive"), json!({})).await.expect(200);
    house.if_match(1).post(&path("begin"), json!({})).await.refused(412, "stale");
    house.if_match(2).post(&path("begin"), json!({})).await.expect(200);
    let done = house.if_match(3).post(&path("complete"), json!({})).await.expect(200);
    assert_eq!(
        (arrived.body["status"].as_str(), done.body["status"].as_str()),
        (Some("arrived"), Some("completed"))
    );
    let cancel = json!({"reason_code": "patient_ill"});
    house.if_match(4).post(&path("cancel"), cancel).await.refused(409, "wrong-status");
    let history = house.get(&path("history")).await.expect(200);
    let changes: Vec<_> =
        history.body["items"].as_array().expect("items").iter().map(|c| c["change"].clone()).collect();
    assert_eq!(changes, ["booked", "arrive_appointment", "begin_appointment", "complete_appointment"]);
    assert_eq!(house.announced().await.last().expect("an event").0, "appointment.completed");
}

#[actix_web::test]
async fn cancelling_frees_and_rescheduling_never_blocks_itself() {
    let office = open().await;
    let house = &office.house;
    let slots = office.slots().await;
    let id = office.book(&slots[0]).await.expect(201).id();
    let moved = house
        .if_match(1)
        .post(&format!("/v1/appointments/{id}/reschedule"), json!({"start": slots[0]}))
        .await;
    assert_eq!(moved.expect(200).body["id"], id);
    house
        .if_match(2)
        .post(&format!("/v1/appointments/{id}/reschedule"), json!({"start": slots[1]}))
        .await
        .expect(200);
    assert!(office.slots().await.contains(&slots[0]));
    let cancel = json!({"reason_code": "patient_request", "note": "moved away"});
    let cancelled =
        house.if_match(3).post(&format!("/v1/appointments/{id}/cancel"), cancel).await.expect(200);
    assert_eq!(cancelled.body["status"], "cancelled");
    assert!(office.slots().await.contains(&slots[1]));
    let listed = house.get("/v1/appointments?status=cancelled").await.expect(200);
    assert_eq!(listed.body["items"][0]["id"], json!(id));
    assert_eq!(house.get("/v1/appointments?status=booked").await.body["items"], json!([]));
}

#[actix_web::test]
async fn another_practice_cannot_book_here() {
    let office = open().await;
    let slots = office.slots().await;
    let id = office.book(&slots[0]).await.expect(201).id();
    let other = office.house.other_practice();
    other.get(&format!("/v1/appointments/{id}")).await.refused(404, "not-found");
    other.get(&format!("/v1/appointments/{id}/history")).await.refused(404, "not-found");
    other.post("/v1/appointments", office.wish(&office.patient, &slots[1])).await.names("/visit_type_id");
}
