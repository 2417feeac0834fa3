//! Changing practitioners, locations and visit types.

use crate::office::open;
use model::event::VisitTypeSnapshot;
use serde_json::json;

#[actix_web::test]
async fn what_the_practice_says_of_itself_can_be_changed_and_is_announced() {
    let office = open().await;
    let house = &office.house;
    let practitioner = format!("/v1/practitioners/{}", office.practitioner);
    let said = json!({"license_states": ["MO", "KS"], "dea_number": "AB1234563"});
    house.patch(&practitioner, said.clone()).await.refused(428, "if-match-missing");
    let changed = house.if_match(1).patch(&practitioner, said).await.expect(200);
    assert_eq!((&changed.body["license_states"], changed.version()), (&json!(["MO", "KS"]), 2));
    assert_eq!(changed.body["family_name"], "Jones");
    house.if_match(2).patch(&practitioner, json!({"npi": "1234567893"})).await.names("/npi");
    let cleared = house.if_match(2).patch(&practitioner, json!({"dea_number": null})).await.expect(200);
    assert_eq!(cleared.body.get("dea_number"), None);
    house.if_match(1).patch(&practitioner, json!({"family_name": "Smith"})).await.refused(412, "stale");

    let location = format!("/v1/locations/{}", office.location);
    house.if_match(1).patch(&location, json!({"travel_minutes": 300})).await.names("/travel_minutes");
    house.if_match(1).patch(&location, json!({"time_zone": "America/Denver"})).await.names("/time_zone");
    let changed = house.if_match(1).patch(&location, json!({"travel_minutes": 30})).await.expect(200);
    assert_eq!(
        (&changed.body["travel_minutes"], &changed.body["name"]),
        (&json!(30), &json!("Bone and Joint Clinic"))
    );
    let announced: Vec<String> = house.announced().await.into_iter().map(|(kind, _)| kind).collect();
    assert_eq!(
        announced[announced.len() - 3..],
        ["practitioner.updated", "practitioner.updated", "location.updated"]
    );

    let visit_type = format!("/v1/visit-types/{}", office.visit_type);
    house.if_match(1).patch(&visit_type, json!({"minutes": 60})).await.names("/minutes");
    house.if_match(1).patch(&visit_type, json!({"capacity": 101})).await.names("/capacity");
    house.if_match(1).patch(&visit_type, json!({"room_ids": [office.patient]})).await.names("/room_ids/0");
    let only =
        json!({"start_every_minutes": 15, "location_ids": [office.location], "buffer_after_minutes": 15});
    let changed = house.if_match(1).patch(&visit_type, only).await.expect(200);
    assert_eq!((&changed.body["minutes"], &changed.body["start_every_minutes"]), (&json!(30), &json!(15)));
    let cleared =
        house.if_match(2).patch(&visit_type, json!({"start_every_minutes": null})).await.expect(200);
    assert_eq!(cleared.body.get("start_every_minutes"), None);
    house
        .other_practice()
        .if_match(3)
        .patch(&visit_type, json!({"capacity": 2}))
        .await
        .refused(404, "not-found");
}

#[actix_web::test]
async fn what_payers_are_asked_about_before_a_kind_of_visit_is_announced() {
    let office = open().await;
    let house = &office.house;
    let told = async || {
        let facts = house.announced().await;
        let of_types = facts.into_iter().filter(|(kind, _)| kind == "visit-type.updated");
        of_types
            .map(|(_, data)| serde_json::from_value::<VisitTypeSnapshot>(data).expect("the event's shape"))
            .next_back()
    };
    let new = told().await.expect("said when it was added");
    assert_eq!((new.visit_type_id.to_string(), new.minutes), (office.visit_type.clone(), 30));
    assert!(new.service_types.is_empty());
    let place = format!("/v1/visit-types/{}", office.visit_type);
    let changed =
        house.if_match(1).patch(&place, json!({"service_types": ["98", "30", "98"]})).await.expect(200);
    assert_eq!(changed.body["service_types"], json!(["30", "98"]));
    let changed = told().await.expect("said when it was changed");
    assert_eq!(changed.service_types.iter().map(|code| code.as_str()).collect::<Vec<_>>(), ["30", "98"]);
    house.if_match(2).patch(&place, json!({"service_types": ["office"]})).await.names("/service_types/0");
    let many: Vec<String> = (10..31).map(|n| n.to_string()).collect();
    house.if_match(2).patch(&place, json!({"service_types": many})).await.names("/service_types");
}

#[actix_web::test]
async fn a_location_has_a_wall_clock_there_is_and_rules_end_after_they_begin() {
    let office = open().await;
    let house = &office.house;
    let mut place = json!({"name": "Olympus", "time_zone": "Mars/Olympus", "npi": "1234567893", "tax_id": "123456789",
        "address": {"line1": "2 Main Street", "city": "Kansas City", "state": "MO", "postal_code": "64108"},
        "phone": "8165550111", "place_of_service": "11"});
    for zone in ["Mars/Olympus", "", "CST6CDT7", "America/chicago town"] {
        place["time_zone"] = json!(zone);
        house.post("/v1/locations", place.clone()).await.names("/time_zone");
    }
    assert_eq!(house.get("/v1/locations").await.expect(200).body["items"].as_array().map(Vec::len), Some(1));
    let availability = format!("/v1/practitioners/{}/availability", office.practitioner);
    let rule = |field: &str, value: &str| {
        let mut rule = json!({"location_id": office.location, "rrule": "FREQ=DAILY", "start_time": "09:00:00",
            "end_time": "17:00:00", "effective_from": "2026-01-01"});
        rule[field] = json!(value);
        json!({"rules": [rule]})
    };
    for (field, value, named) in [
        ("end_time", "08:59:59", "/rules/0/end_time"),
        ("effective_to", "2025-12-31", "/rules/0/effective_to"),
        ("rrule", "FREQ=SECONDLY", "/rules/0/rrule"),
        ("location_id", office.patient.as_str(), "/rules/0/location_id"),
    ] {
        house.put(&availability, rule(field, value)).await.names(named);
    }
    let kept = house.get(&availability).await.expect(200);
    assert_eq!(kept.version(), 1, "nothing of it is stored");
}
