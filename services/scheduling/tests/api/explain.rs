//! Why a start can or cannot be had.

use crate::office::{Office, open};
use serde_json::{Value, json};

async fn explained(office: &Office, start: &str) -> Vec<Value> {
    let path = format!(
        "/v1/slots/explain?practitioner_id={}&visit_type_id={}&location_id={}&start={start}",
        office.practitioner, office.visit_type, office.location
    );
    office.house.get(&path).await.expect(200).body["items"].as_array().expect("items").clone()
}

#[actix_web::test]
async fn names_the_booking_that_has_the_time() {
    let office = open().await;
    let start = office.slots().await[0].clone();
    let free = explained(&office, &start).await;
    assert_eq!((&free[0]["bookable"], &free[0]["rules"][0]["offers"]), (&json!(true), &json!(true)));
    let booked = office.book(&start).await.expect(201).id();
    let taken = explained(&office, &start).await;
    assert_eq!((&taken[0]["bookable"], &taken[0]["taken"][0]["blocked_by"]), (&json!(false), &json!(booked)));
}

#[actix_web::test]
async fn names_every_rule_that_does_not_offer_it_and_clocks_that_skip_it() {
    let office = open().await;
    let night = explained(&office, "2035-01-10T03:07:00").await;
    assert_eq!(night[0]["rules"][0]["because"], json!(["outside_hours", "off_grid"]));
    let skipped = explained(&office, "2035-03-11T02:30:00").await;
    assert_eq!((skipped.len(), &skipped[0]["obstacles"]), (1, &json!(["clock_change"])));
    let twice = explained(&office, "2035-11-04T01:30:00").await;
    assert_eq!((twice.len(), twice[0]["start"] == twice[1]["start"]), (2, false));
    let past = explained(&office, "2026-01-05T15:00:00Z").await;
    assert_eq!(past[0]["obstacles"], json!(["past"]));
    let nowhere = format!(
        "/v1/slots/explain?practitioner_id={}&visit_type_id={}&start=2035-01-10T09:00:00",
        office.practitioner, office.visit_type
    );
    office.house.get(&nowhere).await.names("?location_id");
    let stranger = nowhere.replace(&office.practitioner, &office.patient);
    office.house.get(&format!("{stranger}&location_id={}", office.location)).await.names("?practitioner_id");
    office.house.get(&format!("{nowhere}&location_id={}", office.patient)).await.names("?location_id");
    office.house.get(&nowhere.replace("2035-01-10T09:00:00", "tomorrow")).await.names("?start");
}
