//! When the rules do not hold: absences, closures, holidays, other hours on a date; and who is licensed where.

use crate::office::{Office, open, patient};
use chrono::{DateTime, Utc};
use serde_json::{Value, json};

fn time(text: &str) -> DateTime<Utc> {
    text.parse().expect("a time")
}

async fn explained(office: &Office, start: &str) -> Value {
    let path = format!(
        "/v1/slots/explain?practitioner_id={}&visit_type_id={}&location_id={}&start={start}",
        office.practitioner, office.visit_type, office.location
    );
    office.house.get(&path).await.expect(200).body["items"][0].clone()
}

#[actix_web::test]
async fn who_is_away_sees_nobody_and_what_is_booked_then_is_named() {
    let office = open().await;
    let slots = office.slots().await;
    let booked = office.book(&slots[2]).await.expect(201).id();
    let path = format!("/v1/practitioners/{}/absences", office.practitioner);
    let away = json!({"start": slots[1], "end": slots[4], "reason": "Jury duty"});
    let absence = office.house.post(&path, away).await.expect(201);
    assert_eq!(absence.body["affected"][0]["id"], json!(booked));
    let left = office.slots().await;
    assert_eq!(left[..2], [slots[0].clone(), slots[4].clone()]);
    let wish = office.wish(&office.another_patient().await, &slots[3]);
    office.house.post("/v1/appointments", wish.clone()).await.refused(409, "not-offered");
    let why = explained(&office, &slots[3]).await;
    assert_eq!((&why["bookable"], &why["absences"][0]["absence_id"]), (&json!(false), &absence.body["id"]));

    let listed = office.house.get(&path).await.expect(200);
    assert_eq!(listed.body["items"][0]["id"], absence.body["id"]);
    let gone = format!("/v1/absences/{}", absence.id());
    office.house.request(reqwest::Method::DELETE, &gone).send().await.refused(428, "if-match-missing");
    office
        .house
        .other_practice()
        .if_match(1)
        .request(reqwest::Method::DELETE, &gone)
        .send()
        .await
        .refused(404, "not-found");
    office.house.if_match(1).request(reqwest::Method::DELETE, &gone).send().await.expect(200);
    office.house.post("/v1/appointments", wish).await.expect(201);
    let backwards = json!({"start": slots[4], "end": slots[1]});
    office.house.post(&path, backwards).await.names("/end");
}

#[actix_web::test]
async fn closed_days_and_public_holidays_offer_nothing() {
    let office = open().await;
    let house = &office.house;
    let holidays = house.post("/v1/closures/federal-holidays", json!({"year": 2035})).await.expect(200);
    assert_eq!(holidays.body["items"].as_array().map(Vec::len), Some(11));
    let again = house.post("/v1/closures/federal-holidays", json!({"year": 2035})).await.expect(200);
    assert_eq!(again.body["items"], json!([]), "none twice");
    let storm = json!({"name": "Storm", "first_day": "2035-07-05", "last_day": "2035-07-06", "location_id": office.location});
    let storm = house.post("/v1/closures", storm).await.expect(201);
    let days = async || {
        let path = format!(
            "/v1/slots?visit_type_id={}&from=2035-07-03T06:00:00Z&to=2035-07-08T06:00:00Z&limit=100",
            office.visit_type
        );
        let found = house.get(&path).await.expect(200);
        let start = |slot: &Value| slot["start"].as_str().expect("a start")[..10].to_owned();
        let mut days: Vec<String> =
            found.body["items"].as_array().expect("slots").iter().map(start).collect();
        days.dedup();
        days
    };
    assert_eq!(days().await, ["2035-07-03", "2035-07-07"], "the fourth is a holiday, then the storm");
    let why = explained(&office, "2035-07-05T10:00:00").await;
    assert_eq!((&why["bookable"], &why["closures"][0]["closure_id"]), (&json!(false), &storm.body["id"]));
    let path = format!("/v1/closures/{}", storm.id());
    house.if_match(1).request(reqwest::Method::DELETE, &path).send().await.expect(200);
    assert_eq!(days().await.len(), 4);
    for (field, said) in [
        ("/last_day", json!({"name": "Odd", "first_day": "2035-07-05", "last_day": "2035-07-04"})),
        ("/location_id", json!({"name": "Odd", "first_day": "2035-07-05", "location_id": office.patient})),
    ] {
        house.post("/v1/closures", said).await.names(field);
    }
    house.post("/v1/closures/federal-holidays", json!({"year": 12})).await.names("/year");
}

#[actix_web::test]
async fn other_hours_on_a_date_and_hours_kept_for_the_day_itself() {
    let office = open().await;
    let rule = json!({"location_id": office.location, "rrule": "FREQ=DAILY", "start_time": "09:00:00",
        "end_time": "10:00:00", "effective_from": "2026-01-01"});
    let mut urgent = rule.clone();
    (urgent["start_time"], urgent["end_time"], urgent["release"]) =
        (json!("11:00:00"), json!("12:00:00"), json!("same_day"));
    let hours = json!([{"location_id": office.location, "start_time": "13:00:00", "end_time": "13:30:00"}]);
    let said = json!({"rules": [rule, urgent], "exceptions": [{"date": "2035-01-10", "hours": hours}, {"date": "2035-01-11", "hours": []}]});
    let path = format!("/v1/practitioners/{}/availability", office.practitioner);
    let set = office.house.put(&path, said.clone()).await.expect(200);
    assert_eq!(set.body["exceptions"][0]["date"], "2035-01-10");
    let slots = format!(
        "/v1/slots?visit_type_id={}&from=2035-01-09T06:00:00Z&to=2035-01-13T06:00:00Z",
        office.visit_type
    );
    let found = office.house.get(&slots).await.expect(200);
    let starts: Vec<&str> = found.body["items"]
        .as_array()
        .expect("slots")
        .iter()
        .map(|slot| slot["start"].as_str().expect("a start"))
        .collect();
    assert_eq!(
        starts,
        [
            "2035-01-09T15:00:00Z",
            "2035-01-09T15:30:00Z",
            "2035-01-10T19:00:00Z",
            "2035-01-12T15:00:00Z",
            "2035-01-12T15:30:00Z"
        ]
    );
    let why = explained(&office, "2035-01-10T09:00:00").await;
    assert_eq!(
        (&why["rules"][0]["because"], &why["exceptions"][0]["because"]),
        (&json!(["exception"]), &json!(["outside_hours"]))
    );
    let why = explained(&office, "2035-01-12T11:00:00").await;
    assert_eq!(why["rules"][1]["because"], json!(["not_yet_released"]));
    let mut bad = said;
    bad["exceptions"][0]["hours"][0]["location_id"] = json!(office.patient);
    office.house.put(&path, bad.clone()).await.names("/exceptions/0/hours/0/location_id");
    bad["exceptions"][0]["hours"][0]["location_id"] = json!(office.location);
    bad["exceptions"][1]["date"] = json!("2035-01-10");
    office.house.put(&path, bad).await.names("/exceptions/1/date");
}

#[actix_web::test]
async fn who_is_seen_from_afar_is_seen_by_somebody_licensed_where_they_are() {
    let office = open().await;
    let house = &office.house;
    let said = json!({"name": "Video visit", "minutes": 30, "telehealth": true});
    let video = house.post("/v1/visit-types", said).await.expect(201).id();
    let mut kansan = patient();
    kansan["address"]["state"] = json!("KS");
    let kansan = house.post("/v1/patients", kansan).await.expect(201).id();
    let slots = async |patient: &str| {
        let path = format!("/v1/slots?visit_type_id={video}&patient_id={patient}");
        house.get(&path).await.expect(200).body["items"].as_array().map(Vec::len)
    };
    assert_eq!((slots(&kansan).await, slots(&office.patient).await), (Some(0), Some(25)));
    let mut wish = office.wish(&kansan, &office.slots().await[0]);
    wish["visit_type_id"] = json!(video);
    house.post("/v1/appointments", wish.clone()).await.refused(409, "not-licensed");
    wish["patient_id"] = json!(office.patient);
    house.post("/v1/appointments", wish).await.expect(201);
}

#[actix_web::test]
async fn slots_come_by_pages_and_parts_of_the_day_and_nobody_is_always_first() {
    let office = open().await;
    let house = &office.house;
    for npi in ["1234567893", "1679576722"] {
        let said = json!({"given_name": "Ann", "family_name": "Bell", "npi": npi, "taxonomy": "207Q00000X", "license_states": ["MO"]});
        let id = house.post("/v1/practitioners", said).await.expect(201).id();
        let rules = json!({"rules": [{"location_id": office.location, "rrule": "FREQ=DAILY", "start_time": "09:00:00",
            "end_time": "17:00:00", "effective_from": "2026-01-01"}]});
        house.put(&format!("/v1/practitioners/{id}/availability"), rules).await.expect(200);
    }
    let span = "from=2035-01-09T06:00:00Z&to=2035-01-13T06:00:00Z";
    let all = format!("/v1/slots?visit_type_id={}&{span}&limit=100", office.visit_type);
    let whole = house.get(&all).await.expect(200);
    let whole_items = whole.body["items"].as_array().expect("slots").clone();
    let (mut pages, mut path) =
        (Vec::new(), format!("/v1/slots?visit_type_id={}&{span}&limit=7", office.visit_type));
    let first = path.clone();
    while pages.len() < 100 {
        let page = house.get(&path).await.expect(200);
        pages.extend(page.body["items"].as_array().expect("slots").clone());
        path = format!("{first}&cursor={}", page.body["next"].as_str().expect("more"));
    }
    assert_eq!(pages[..100], whole_items[..]);
    assert!(whole_items.is_sorted_by_key(|slot| time(slot["start"].as_str().expect("a start"))));
    let firsts: std::collections::HashSet<&str> =
        whole_items.chunks(3).map(|at_once| at_once[0]["practitioner_id"].as_str().expect("an id")).collect();
    assert_eq!(firsts.len(), 3, "each of the three is first at some start");

    let evening = house.get(&format!("{all}&part=evening")).await.expect(200);
    assert_eq!(evening.body["items"], json!([]));
    let morning = house.get(&format!("{all}&part=morning")).await.expect(200);
    let noon = time("2035-01-09T18:00:00Z");
    let of_day =
        |slot: &Value| (time(slot["start"].as_str().expect("a start")) - noon).num_minutes().rem_euclid(1440);
    assert_eq!(
        morning.body["items"].as_array().map(Vec::len),
        Some(72),
        "six starts, three people, four days"
    );
    assert!(morning.body["items"].as_array().expect("slots").iter().all(|slot| of_day(slot) >= 1440 - 180));
    assert_eq!(morning.body["next"], Value::Null);
    house.get(&format!("{all}&cursor=nonsense")).await.names("?cursor");
    house
        .get(&format!(
            "/v1/slots?visit_type_id={}&from=2035-01-01T00:00:00Z&to=2035-04-04T00:00:01Z",
            office.visit_type
        ))
        .await
        .names("?to");
}
