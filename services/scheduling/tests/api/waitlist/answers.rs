//! What becomes of an offer.

use super::{answer, give_up, offers, open_offer, settle, starts, status, time, waiting};
use crate::office::open;
use chrono::Duration;
use serde_json::{Value, json};

#[actix_web::test]
async fn nobody_else_can_have_a_start_while_it_is_offered() {
    let office = open().await;
    let starts = starts(&office).await;
    waiting(&office, json!({})).await;
    give_up(&office, &starts[0]).await;
    settle(&office, platform::now()).await;
    let offer = open_offer(&office).await;
    let refused = office.book(&starts[0]).await;
    refused.refused(409, "slot-taken");
    assert_eq!(refused.body["blocked_by"], offer["hold_id"]);
    // Nor can the patient be booked elsewhere then.
    let accepted = answer(&office, &offer, "accept").await.expect(200);
    let id = accepted.body["appointment_id"].as_str().expect("an appointment").to_owned();
    let booked = office.house.get(&format!("/v1/appointments/{id}")).await.expect(200);
    assert_eq!(
        (&booked.body["status"], &booked.body["patient_id"]),
        (&json!("booked"), &offer["patient_id"])
    );
    assert_eq!(time(&booked.body["start"]), time(&offer["start"]));
}

#[actix_web::test]
async fn who_declines_is_followed_by_the_next_and_not_asked_again_for_that_start() {
    let office = open().await;
    let starts = starts(&office).await;
    let first = waiting(&office, json!({"priority": "soon"})).await.id();
    let second = waiting(&office, json!({})).await.id();
    give_up(&office, &starts[0]).await;
    settle(&office, platform::now()).await;
    let offer = open_offer(&office).await;
    assert_eq!(offer["entry_id"], json!(first));
    let declined = answer(&office, &offer, "decline").await.expect(200);
    assert_eq!(declined.body["status"], "declined");
    assert_eq!(status(&office, &first).await, "waiting");
    answer(&office, &offer, "accept").await.refused(409, "offer-closed");

    settle(&office, platform::now()).await;
    let next = open_offer(&office).await;
    assert_eq!((&next["entry_id"], &next["start"]), (&json!(second), &offer["start"]));
    let passed_over = &next["ranking"][1];
    assert_eq!(passed_over["reasons"][0]["because"], "was_offered");
    answer(&office, &next, "decline").await.expect(200);
    settle(&office, platform::now()).await;
    assert_eq!(offers(&office, "open").await, Vec::<Value>::new(), "nobody is left");
    let freed = office.house.get("/v1/waitlist/freed-times").await.expect(200);
    assert_eq!(freed.body["items"][0]["ranking"][0]["verdict"], "passed_over");
    office.book(&starts[0]).await.expect(201);

    // Another start is another question.
    give_up(&office, &starts[1]).await;
    settle(&office, platform::now()).await;
    assert_eq!(open_offer(&office).await["entry_id"], json!(first));
}

#[actix_web::test]
async fn a_deadline_that_passes_hands_the_start_to_the_next() {
    let office = open().await;
    let starts = starts(&office).await;
    let first = waiting(&office, json!({"priority": "soon"})).await.id();
    let second = waiting(&office, json!({})).await.id();
    give_up(&office, &starts[0]).await;
    let now = platform::now();
    settle(&office, now).await;
    let offer = open_offer(&office).await;
    settle(&office, now + Duration::minutes(59)).await;
    assert_eq!(open_offer(&office).await["id"], offer["id"]);
    settle(&office, now + Duration::minutes(60)).await;
    assert_eq!(offers(&office, "lapsed").await[0]["id"], offer["id"]);
    assert_eq!(status(&office, &first).await, "waiting");
    let next = open_offer(&office).await;
    assert_eq!((&next["entry_id"], &next["start"]), (&json!(second), &offer["start"]));
    answer(&office, &offer, "accept").await.refused(409, "offer-closed");
}

#[actix_web::test]
async fn once_taken_nobody_is_asked_any_more() {
    let office = open().await;
    let starts = starts(&office).await;
    let first = waiting(&office, json!({"priority": "soon"})).await.id();
    let second = waiting(&office, json!({})).await.id();
    give_up(&office, &starts[0]).await;
    settle(&office, platform::now()).await;
    let offer = open_offer(&office).await;
    answer(&office, &offer, "accept").await.expect(200);
    let again = answer(&office, &offer, "accept").await;
    again.refused(409, "offer-closed");
    assert!(again.text.contains("accepted") && again.body["blocked_by"].is_string());
    settle(&office, platform::now() + Duration::hours(2)).await;
    assert_eq!(offers(&office, "open").await, Vec::<Value>::new());
    assert_eq!(
        (status(&office, &first).await, status(&office, &second).await),
        (json!("booked"), json!("waiting"))
    );
    // Nor is the one who is booked, for another start.
    give_up(&office, &starts[5]).await;
    settle(&office, platform::now()).await;
    assert_eq!(open_offer(&office).await["entry_id"], json!(second));
}

#[actix_web::test]
async fn who_withdraws_is_asked_no_more_and_what_was_kept_goes_to_the_next() {
    let office = open().await;
    let starts = starts(&office).await;
    let first = waiting(&office, json!({"priority": "soon"})).await;
    let gone = waiting(&office, json!({"priority": "urgent"})).await.id();
    let second = waiting(&office, json!({})).await.id();
    let path = |id: &str| format!("/v1/waitlist/{id}/withdraw");
    office.house.if_match(1).post(&path(&gone), json!({})).await.expect(200);
    give_up(&office, &starts[0]).await;
    settle(&office, platform::now()).await;
    let offer = open_offer(&office).await;
    assert_eq!(offer["entry_id"], json!(first.id()));
    office.house.if_match(1).post(&path(&first.id()), json!({})).await.refused(412, "stale");
    let withdrawn = office.house.if_match(2).post(&path(&first.id()), json!({})).await.expect(200);
    assert_eq!(withdrawn.body["status"], "withdrawn");
    office.house.if_match(3).post(&path(&first.id()), json!({})).await.refused(409, "wrong-status");
    answer(&office, &offer, "accept").await.refused(409, "offer-closed");
    settle(&office, platform::now()).await;
    assert_eq!(open_offer(&office).await["entry_id"], json!(second));
}

#[actix_web::test]
async fn who_comes_sooner_gives_the_later_time_to_the_next() {
    let office = open().await;
    let starts = starts(&office).await;
    let first = waiting(&office, json!({"priority": "urgent"})).await;
    let second = waiting(&office, json!({})).await.id();
    let patient = first.body["patient_id"].as_str().expect("a patient");
    let later =
        office.house.post("/v1/appointments", office.wish(patient, &starts[9])).await.expect(201).id();
    let others = office.book(&starts[4]).await.expect(201).id();
    give_up(&office, &starts[1]).await;
    settle(&office, platform::now()).await;
    let offer = open_offer(&office).await;
    assert_eq!(offer["entry_id"], json!(first.id()));
    let path = format!("/v1/waitlist/offers/{}/accept", offer["id"].as_str().expect("an id"));
    let house = office.house.if_match(1);
    house.post(&path, json!({"instead_of": others})).await.names("/instead_of");
    assert_eq!(open_offer(&office).await["id"], offer["id"], "nothing has changed");
    house.post(&path, json!({"instead_of": later})).await.expect(200);
    let called_off = office.house.get(&format!("/v1/appointments/{later}")).await.expect(200);
    assert_eq!(called_off.body["status"], "cancelled");
    settle(&office, platform::now()).await;
    let next = open_offer(&office).await;
    assert_eq!((&next["entry_id"], time(&next["start"])), (&json!(second), time(&json!(starts[9]))));
}

#[actix_web::test]
async fn who_waits_under_a_merged_record_is_offered_as_the_survivor_and_may_give_up_what_either_has() {
    let office = open().await;
    let starts = starts(&office).await;
    let entry = waiting(&office, json!({})).await;
    let old = entry.body["patient_id"].as_str().expect("a patient").to_owned();
    let new = office.another_patient().await;
    let later = office.house.post("/v1/appointments", office.wish(&old, &starts[9])).await.expect(201).id();
    let merge = format!("/v1/patients/{old}/merge");
    office.house.if_match(1).post(&merge, json!({"into": new})).await.expect(200);
    give_up(&office, &starts[1]).await;
    settle(&office, platform::now()).await;
    let offer = open_offer(&office).await;
    assert_eq!((&offer["entry_id"], &offer["patient_id"]), (&json!(entry.id()), &json!(new)));
    let path = format!("/v1/waitlist/offers/{}/accept", offer["id"].as_str().expect("an id"));
    office.house.if_match(1).post(&path, json!({"instead_of": later})).await.expect(200);
    let called_off = office.house.get(&format!("/v1/appointments/{later}")).await.expect(200);
    assert_eq!(called_off.body["status"], "cancelled");
}
