//! Good-faith estimates for whoever pays alone (45 CFR 149.610 and 149.620).

use super::Counter;
use chrono::Days;
use serde_json::{Value, json};

#[actix_web::test]
async fn it_has_what_the_rule_asks_for_on_screen_and_on_paper() {
    let open = Counter::open().await;
    let procedures = json!([
        {"procedure_code": "99213", "description": "Office visit <30 min", "diagnosis_codes": ["J02.0"]},
        {"procedure_code": "87880", "units": 2},
    ]);
    let wish = json!({"coverage_id": null, "procedures": procedures, "separately_scheduled": ["X-ray"]});
    let made = open.estimate(wish).await.expect(201);
    assert_eq!(
        (&made.body["outcome"], &made.body["patient_share"]),
        (&json!("determined"), &json!("230.00"))
    );
    let faith = &made.body["good_faith"];
    for (field, expected) in [
        ("patient_name", json!("John Smith")),
        ("birth_date", json!("1963-05-19")),
        ("primary_service", json!("Office visit <30 min")),
        ("scheduled_for", json!(open.visit.service_date)),
        ("provider", json!({"name": "Marcus Jones", "npi": open.practitioner.npi})),
        ("separately_scheduled", json!(["X-ray"])),
        ("on_time", json!(true)),
    ] {
        assert_eq!(faith[field], expected, "{field}");
    }
    let facility = &faith["facility"];
    assert_eq!((&facility["tax_id"], &facility["state"]), (&json!("123456789"), &json!("MO")));
    assert_eq!(faith["disclaimers"].as_array().map(Vec::len), Some(4));

    let page = open.desk.house.get(&format!("/v1/estimates/{}/print", made.id())).await.expect(200);
    assert_eq!(page.header("cache-control"), Some("no-store"));
    for part in [
        "Good-faith estimate of expected charges",
        "John Smith",
        "1963-05-19",
        "Office visit &lt;30 min",
        "99213",
        "J02.0",
        "$150.00",
        "Total expected charges: $230.00",
        "NPI 1993999998",
        "NPI 1234567893, TIN 123456789",
        "101 Main Street, Kansas City, MO 64108-1234",
        "X-ray",
        "at least $400 more",
        "www.cms.gov/nosurprises/consumers",
        "not a contract",
        "may differ",
    ] {
        assert!(page.text.contains(part), "{part} is missing: {}", page.text);
    }
}

#[actix_web::test]
async fn it_is_due_by_how_it_came_about() {
    let open = Counter::open().await;
    // Booked this moment for in three days: whether three business days lie between depends on the day of the week.
    let scheduled = open.estimate(json!({"coverage_id": null})).await.expect(201);
    let because = scheduled.body["good_faith"]["due"]["because"].clone();
    assert!(because == "scheduled" || because == "not_required", "{because}");
    let again = open.estimate(json!({"coverage_id": null})).await.expect(201);
    let due = &again.body["good_faith"]["due"];
    let by = model::holiday::business_day_before(open.visit.service_date);
    assert_eq!(
        (&again.body["supersedes"], due),
        (&scheduled.body["id"], &json!({"because": "changed", "by": by}))
    );
    let today = platform::now().date_naive() - Days::new(1);
    let asked = json!({"coverage_id": null, "appointment_id": null, "requested_on": today - Days::new(30),
        "practitioner_id": open.practitioner.practitioner_id, "location_id": open.desk.location.location_id});
    let late = open.estimate(asked.clone()).await.expect(201);
    let faith = &late.body["good_faith"];
    assert_eq!((&faith["due"]["because"], &faith["on_time"]), (&json!("requested"), &json!(false)));
    assert_eq!((&faith["due"]["on"], &faith["scheduled_for"]), (&json!(today - Days::new(30)), &Value::Null));
    let mut now = asked;
    now["requested_on"] = Value::Null;
    let now = open.estimate(now).await.expect(201);
    assert_eq!(
        (&now.body["good_faith"]["due"]["because"], &now.body["good_faith"]["on_time"]),
        (&json!("requested"), &json!(true))
    );
}

#[actix_web::test]
async fn what_the_rule_asks_for_and_is_not_said_is_named() {
    let open = Counter::open().await;
    let apart =
        json!({"coverage_id": null, "appointment_id": null, "location_id": open.desk.location.location_id});
    let placeless = json!({"coverage_id": null, "appointment_id": null, "practitioner_id": open.practitioner.practitioner_id});
    let unpriced = json!([{"procedure_code": "99213", "description": "Visit"}, {"procedure_code": "99999"}]);
    let tomorrow = platform::now().date_naive() + Days::new(2);
    for (changes, pointer) in [
        (apart, "/practitioner_id"),
        (placeless, "/location_id"),
        (json!({"coverage_id": null, "procedures": unpriced}), "/procedures/1/procedure_code"),
        (
            json!({"coverage_id": null, "procedures": [{"procedure_code": "99213"}]}),
            "/procedures/0/description",
        ),
        (json!({"coverage_id": null, "requested_on": tomorrow}), "/requested_on"),
    ] {
        let refused = open.estimate(changes).await;
        refused.refused(400, "invalid-request");
        refused.names(pointer);
    }
}

#[actix_web::test]
async fn a_bill_of_four_hundred_dollars_more_may_be_disputed() {
    let open = Counter::open().await;
    let house = &open.desk.house;
    let made = open.estimate(json!({"coverage_id": null})).await.expect(201).id();
    let place = format!("/v1/estimates/{made}/bill");
    let bill = |billed: &str| json!({"billed": billed, "billed_on": "2027-03-20"});
    house.post(&place, bill("1.00")).await.refused(428, "if-match-missing");
    house.if_match(7).post(&place, bill("1.00")).await.refused(412, "stale");
    house.if_match(1).post(&place, bill("-1.00")).await.names("/billed");
    house.other_practice().if_match(1).post(&place, bill("1.00")).await.refused(404, "not-found");
    let fair = house.if_match(1).post(&place, bill("549.99")).await.expect(200);
    assert_eq!(
        (&fair.body["bill"]["may_be_disputed"], &fair.body["bill"]["excess"]),
        (&json!(false), &json!("399.99"))
    );
    let much = house.if_match(2).post(&place, bill("550.00")).await.expect(200);
    let expected = json!({"billed": "550.00", "billed_on": "2027-03-20", "excess": "400.00",
        "may_be_disputed": true, "dispute_until": "2027-07-18"});
    assert_eq!((&much.body["bill"], much.version()), (&expected, 3));
    let insured = open.estimate(json!({})).await.expect(201).id();
    let refused = house.if_match(1).post(&format!("/v1/estimates/{insured}/bill"), bill("1.00")).await;
    refused.refused(409, "not-good-faith");
}
