//! Rooms, devices, groups, overbooking, and one practitioner at two places.

use crate::office::{Office, open};
use futures_util::future::join_all;
use model::Scope;
use reqwest::Method;
use serde_json::{Value, json};

async fn created(office: &Office, path: &str, body: Value) -> String {
    office.house.post(path, body).await.expect(201).id()
}

async fn visit_type(office: &Office, more: Value) -> String {
    let mut body = json!({"name": "Another visit", "minutes": 30});
    let fields = body.as_object_mut().expect("an object");
    fields.extend(more.as_object().expect("an object").clone());
    created(office, "/v1/visit-types", body).await
}

async fn practitioner(office: &Office, npi: &str, location: &str) -> String {
    let said = json!({"given_name": "Ann", "family_name": "Bell", "npi": npi, "taxonomy": "207Q00000X",
        "license_states": ["MO"]});
    let id = created(office, "/v1/practitioners", said).await;
    set_hours(office, &id, &[location]).await;
    id
}

async fn set_hours(office: &Office, practitioner: &str, locations: &[&str]) {
    let rule = |location: &&str| {
        json!({"location_id": location, "rrule": "FREQ=DAILY", "start_time": "09:00:00",
        "end_time": "17:00:00", "effective_from": "2026-01-01"})
    };
    let rules: Vec<Value> = locations.iter().map(rule).collect();
    let path = format!("/v1/practitioners/{practitioner}/availability");
    office.house.put(&path, json!({"rules": rules})).await.expect(200);
}

async fn slots(office: &Office, query: &str) -> Vec<Value> {
    let found = office.house.get(&format!("/v1/slots?{query}")).await.expect(200);
    found.body["items"].as_array().expect("slots").clone()
}

/// A wish of a new patient.
async fn wish(office: &Office, visit: &str, practitioner: &str, start: &Value) -> Value {
    let mut wish = office.wish(&office.another_patient().await, start.as_str().expect("a start"));
    (wish["visit_type_id"], wish["practitioner_id"]) = (json!(visit), json!(practitioner));
    wish
}

#[actix_web::test]
async fn a_visit_takes_one_of_its_rooms_and_its_device_and_waits_for_none_that_is_taken() {
    let office = open().await;
    let place = json!({"name": "Exam room", "location_id": office.location});
    let rooms = [
        created(&office, "/v1/rooms", place.clone()).await,
        created(&office, "/v1/rooms", place.clone()).await,
    ];
    let scanner = created(&office, "/v1/devices", place).await;
    let second = practitioner(&office, "1234567893", &office.location).await;
    let third = practitioner(&office, "1679576722", &office.location).await;
    let plain = visit_type(&office, json!({"room_ids": rooms})).await;
    let scan = visit_type(&office, json!({"room_ids": rooms, "device_ids": [scanner]})).await;

    let free = slots(&office, &format!("visit_type_id={scan}&practitioner_id={second}&limit=1")).await;
    assert_eq!((&free[0]["room_id"], &free[0]["device_id"]), (&json!(rooms[0]), &json!(scanner)));
    let start = &free[0]["start"];
    let first =
        office.house.post("/v1/appointments", wish(&office, &scan, &second, start).await).await.expect(201);
    assert_eq!((&first.body["room_id"], &first.body["device_id"]), (&json!(rooms[0]), &json!(scanner)));

    // Another practitioner, the other room; but there is one device only.
    let device = office.house.post("/v1/appointments", wish(&office, &scan, &third, start).await).await;
    device.refused(409, "slot-taken");
    assert_eq!(device.body["blocked_by"], first.body["id"]);
    let mut named = wish(&office, &plain, &third, start).await;
    named["room_id"] = json!(rooms[0]);
    office.house.post("/v1/appointments", named.clone()).await.refused(409, "slot-taken");
    named["room_id"] = json!(scanner);
    office.house.post("/v1/appointments", named.clone()).await.names("/room_id");
    named["room_id"] = Value::Null;
    let other = office.house.post("/v1/appointments", named).await.expect(201);
    assert_eq!(other.body["room_id"], json!(rooms[1]));

    // Both rooms are taken now, so nobody has this start any more; and it is said why.
    let query = format!("visit_type_id={plain}&limit=1&from={}", start.as_str().expect("a start"));
    assert_ne!(slots(&office, &query).await[0]["start"], *start);
    office
        .house
        .post("/v1/appointments", wish(&office, &plain, &office.practitioner, start).await)
        .await
        .refused(409, "slot-taken");
    let path = format!(
        "/v1/slots/explain?practitioner_id={}&visit_type_id={plain}&start={}",
        office.practitioner,
        start.as_str().expect("a start")
    );
    let why = office.house.get(&path).await.expect(200).body["items"][0].clone();
    assert_eq!((&why["bookable"], &why["taken"]), (&json!(false), &json!([])));
    assert_eq!(why["rooms"][0]["taken"][0]["blocked_by"], first.body["id"]);
    assert_eq!(why["rooms"][1]["taken"][0]["blocked_by"], other.body["id"]);

    // A room that is given up is to be had at once.
    let cancel = json!({"reason_code": "patient_request"});
    office
        .house
        .if_match(1)
        .post(&format!("/v1/appointments/{}/cancel", other.id()), cancel)
        .await
        .expect(200);
    assert_eq!(slots(&office, &query).await[0]["start"], *start);
}

#[actix_web::test]
async fn nothing_unknown_can_be_named_and_a_place_without_the_room_offers_nothing() {
    let office = open().await;
    let elsewhere = created(
        &office,
        "/v1/locations",
        json!({"name": "Second site", "time_zone": "America/Chicago",
        "address": {"line1": "2 Main Street", "city": "Kansas City", "state": "MO", "postal_code": "64108"},
        "npi": "1234567893", "tax_id": "123456789", "phone": "8165550111", "place_of_service": "11"}),
    )
    .await;
    let room = created(&office, "/v1/rooms", json!({"name": "Theatre", "location_id": elsewhere})).await;
    for (field, body) in [
        ("/room_ids/0", json!({"name": "Odd", "minutes": 30, "room_ids": [office.patient]})),
        ("/device_ids/0", json!({"name": "Odd", "minutes": 30, "device_ids": [room]})),
        ("/location_ids/0", json!({"name": "Odd", "minutes": 30, "location_ids": [room]})),
        (
            "/practitioner_ids/1",
            json!({"name": "Odd", "minutes": 30, "practitioner_ids": [office.practitioner, room]}),
        ),
        ("/capacity", json!({"name": "Odd", "minutes": 30, "capacity": 0})),
        ("/start_every_minutes", json!({"name": "Odd", "minutes": 30, "start_every_minutes": 7})),
    ] {
        office.house.post("/v1/visit-types", body).await.names(field);
    }
    office.house.post("/v1/rooms", json!({"name": "Odd", "location_id": room})).await.names("/location_id");
    let visit = visit_type(&office, json!({"room_ids": [room]})).await;
    assert_eq!(slots(&office, &format!("visit_type_id={visit}")).await, Vec::<Value>::new());
    let start = json!(office.slots().await[0]);
    office
        .house
        .post("/v1/appointments", wish(&office, &visit, &office.practitioner, &start).await)
        .await
        .refused(409, "not-offered");
    let other = office.house.other_practice();
    other.get(&format!("/v1/rooms/{room}")).await.refused(404, "not-found");
    office.house.get(&format!("/v1/devices/{room}")).await.refused(404, "not-found");
}

#[actix_web::test]
async fn a_group_takes_as_many_as_it_has_seats_and_nobody_else_the_time() {
    let office = open().await;
    let group = visit_type(&office, json!({"capacity": 3, "minutes": 60})).await;
    let free = slots(&office, &format!("visit_type_id={group}&limit=1&from=2035-01-09T06:00:00Z")).await;
    let start = &free[0]["start"];
    let mut wishes = Vec::new();
    for _ in 0..8 {
        wishes.push(wish(&office, &group, &office.practitioner, start).await);
    }
    let answers = join_all(wishes.into_iter().map(|wish| office.house.post("/v1/appointments", wish))).await;
    let booked: Vec<_> = answers.iter().filter(|answer| answer.status == 201).collect();
    assert_eq!(booked.len(), 3, "eight at once for three seats");
    answers.iter().filter(|answer| answer.status != 201).for_each(|answer| {
        answer.refused(409, "slot-taken");
    });
    assert_ne!(
        slots(&office, &format!("visit_type_id={group}&limit=1&from=2035-01-09T06:00:00Z")).await[0]["start"],
        *start
    );

    let cancel = json!({"reason_code": "patient_ill"});
    let path = format!("/v1/appointments/{}/cancel", booked[1].id());
    office.house.if_match(1).post(&path, cancel).await.expect(200);
    assert_eq!(
        slots(&office, &format!("visit_type_id={group}&limit=1&from=2035-01-09T06:00:00Z")).await[0]["start"],
        *start
    );
    let alone = wish(&office, &office.visit_type, &office.practitioner, start).await;
    office.house.post("/v1/appointments", alone).await.refused(409, "slot-taken");
    office
        .house
        .post("/v1/appointments", wish(&office, &group, &office.practitioner, start).await)
        .await
        .expect(201);
    // Half an hour later would be another group at the same time.
    let later: chrono::DateTime<chrono::Utc> = start.as_str().expect("a start").parse().expect("a time");
    let later = json!((later + chrono::Duration::hours(1)).to_rfc3339());
    office
        .house
        .post("/v1/appointments", wish(&office, &group, &office.practitioner, &later).await)
        .await
        .expect(201);
}

#[actix_web::test]
async fn overbooking_needs_its_permission_and_a_reason_and_stays_in_the_way_of_others() {
    let office = open().await;
    let start = json!(office.slots().await[0]);
    let first = office.book(start.as_str().expect("a start")).await.expect(201);
    let mut over = wish(&office, &office.visit_type, &office.practitioner, &start).await;
    office.house.post("/v1/appointments/overbook", over.clone()).await.names("/overbook_reason");
    over["overbook_reason"] = json!("Sutures have to come out today.");
    let unasked = office.house.request(Method::POST, "/v1/appointments/overbook").json(&over);
    unasked
        .scopes(&[Scope::SchedulingRead, Scope::SchedulingWrite])
        .send()
        .await
        .refused(403, "scope-missing");
    let second = office.house.post("/v1/appointments/overbook", over.clone()).await.expect(201);
    assert_eq!(second.body["overbook_reason"], over["overbook_reason"]);
    office.house.post("/v1/appointments/overbook", over).await.refused(409, "slot-taken");

    // The first is called off: the time is the second's all the same.
    let cancel = json!({"reason_code": "patient_request"});
    office
        .house
        .if_match(1)
        .post(&format!("/v1/appointments/{}/cancel", first.id()), cancel)
        .await
        .expect(200);
    assert!(!office.slots().await.contains(&start.as_str().expect("a start").to_owned()));
    let clash = wish(&office, &office.visit_type, &office.practitioner, &start).await;
    let clash = office.house.post("/v1/appointments", clash).await;
    clash.refused(409, "slot-taken");
    assert_eq!(clash.body["blocked_by"], second.body["id"]);

    // Outside of all hours it is possible, too; rescheduled it is one like any other.
    let mut night =
        wish(&office, &office.visit_type, &office.practitioner, &json!("2035-01-10T09:00:00Z")).await;
    night["overbook_reason"] = json!("The plane lands at two.");
    let night = office.house.post("/v1/appointments/overbook", night).await.expect(201);
    let to = json!({"start": office.slots().await[3]});
    let moved =
        office.house.if_match(1).post(&format!("/v1/appointments/{}/reschedule", night.id()), to).await;
    assert_eq!(moved.expect(200).body.get("overbook_reason"), None);
}

#[actix_web::test]
async fn a_practitioner_of_two_places_has_time_for_the_way() {
    let office = open().await;
    let far = |name: &str, minutes: i32| {
        json!({"name": name, "time_zone": "America/Chicago", "travel_minutes": minutes,
        "address": {"line1": "2 Main Street", "city": "Kansas City", "state": "MO", "postal_code": "64108"},
        "npi": "1234567893", "tax_id": "123456789", "phone": "8165550111", "place_of_service": "11"})
    };
    office.house.post("/v1/locations", far("Moon", 241)).await.names("/travel_minutes");
    let [north, south] = [
        created(&office, "/v1/locations", far("North", 20)).await,
        created(&office, "/v1/locations", far("South", 25)).await,
    ];
    set_hours(&office, &office.practitioner, &[&north, &south]).await;
    let free = slots(
        &office,
        &format!("visit_type_id={}&location_id={north}&limit=8&from=2035-01-09T06:00:00Z", office.visit_type),
    )
    .await;
    let at = |n: usize, location: &str, patient: &str| {
        let mut wish = office.wish(patient, free[n]["start"].as_str().expect("a start"));
        wish["location_id"] = json!(location);
        wish
    };
    let booked = office.house.post("/v1/appointments", at(3, &north, &office.patient)).await.expect(201);
    let other = office.another_patient().await;
    for n in [1, 2, 3, 4, 5] {
        let refused = office.house.post("/v1/appointments", at(n, &south, &other)).await;
        refused.refused(409, "slot-taken");
        assert_eq!(refused.body["blocked_by"], booked.body["id"], "{n}");
    }
    let there =
        format!("visit_type_id={}&location_id={south}&limit=4&from=2035-01-09T06:00:00Z", office.visit_type);
    let there: Vec<Value> = slots(&office, &there).await.iter().map(|slot| slot["start"].clone()).collect();
    assert_eq!(there[..2], [free[0]["start"].clone(), free[6]["start"].clone()], "forty-five minutes of way");
    office.house.post("/v1/appointments", at(4, &north, &other)).await.expect(201);
    let path = format!(
        "/v1/slots/explain?practitioner_id={}&visit_type_id={}&location_id={south}&start={}",
        office.practitioner,
        office.visit_type,
        free[1]["start"].as_str().expect("a start")
    );
    let why = office.house.get(&path).await.expect(200).body["items"][0].clone();
    assert_eq!((&why["bookable"], &why["taken"][0]["elsewhere"]), (&json!(false), &json!(north)));

    // Moved to the other place, the appointment keeps its id and never blocks itself.
    let path = format!("/v1/appointments/{}/reschedule", booked.id());
    let there = json!({"start": free[0]["start"], "location_id": south});
    let moved = office.house.if_match(1).post(&path, there).await.expect(200);
    assert_eq!((&moved.body["id"], &moved.body["location_id"]), (&booked.body["id"], &json!(south)));
}

#[actix_web::test]
async fn a_cancellation_can_be_taken_back_as_long_as_the_time_is_free() {
    let office = open().await;
    let start = office.slots().await[0].clone();
    let id = office.book(&start).await.expect(201).id();
    let path = |verb: &str| format!("/v1/appointments/{id}/{verb}");
    office.house.if_match(1).post(&path("reinstate"), json!({})).await.refused(409, "wrong-status");
    let cancel = json!({"reason_code": "patient_request"});
    office.house.if_match(1).post(&path("cancel"), cancel).await.expect(200);
    let back = office.house.if_match(2).post(&path("reinstate"), json!({})).await.expect(200);
    assert_eq!((back.body["status"].as_str(), back.version()), (Some("booked"), 3));
    assert_eq!(office.house.announced().await.last().expect("an event").0, "appointment.reinstated");
    assert!(!office.slots().await.contains(&start));
    let cancel = json!({"reason_code": "weather"});
    office.house.if_match(3).post(&path("cancel"), cancel).await.expect(200);
    let wish = office.wish(&office.another_patient().await, &start);
    let other = office.house.post("/v1/appointments", wish).await.expect(201);
    let refused = office.house.if_match(4).post(&path("reinstate"), json!({})).await;
    refused.refused(409, "slot-taken");
    assert_eq!(refused.body["blocked_by"], other.body["id"]);
    assert_eq!(
        office.house.get(&format!("/v1/appointments/{id}")).await.expect(200).body["status"],
        "cancelled"
    );
}
