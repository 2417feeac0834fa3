//! The earliest day a prescription may be filled: asked for, shown everywhere, and held at the counter.

use crate::counter::{Counter, KIM};
use crate::office::{NOWHERE, Office};
use crate::pharmacy::{self, Pharmacy, Says, written};
use script::{Body, FillStatus};
use serde_json::{Value, json};

fn beginning(office: &Office, pharmacy: &str, days: i64) -> Value {
    let mut wish = office.wish(pharmacy);
    wish["earliest_fill_date"] = json!(office.day(days));
    wish
}

#[actix_web::test]
async fn it_is_drafted_for_today_or_as_long_as_it_can_be_filled() {
    let office = Office::open().await;
    let pharmacy = office.pharmacy(NOWHERE).await;
    office.draft(beginning(&office, &pharmacy, 0)).await;
    for days in [-1, 367] {
        let refused = office.house.post("/v1/prescriptions", beginning(&office, &pharmacy, days)).await;
        refused.refused(400, "invalid-request");
        refused.names("/earliest_fill_date");
    }
    let mut wish = office.wish(&pharmacy);
    wish["earliest_fill_date"] = json!("tomorrow");
    office.house.post("/v1/prescriptions", wish).await.names("/earliest_fill_date");
}

#[actix_web::test]
async fn the_pharmacy_sees_it_and_dispenses_nothing_before() {
    let counter = Counter::open().await;
    let (office, day) = (&counter.office, json!(counter.office.day(3)));
    let id = counter.signed_as(beginning(office, &counter.place, 3)).await;
    assert_eq!(counter.queue("").await[0]["earliest_fill_date"], day);
    counter.take(KIM, &id).await.expect(200);
    assert_eq!(counter.read(&id).await.expect(200).body["earliest_fill_date"], day);
    counter.act(KIM, &id, "accept", json!({})).await.expect(200);
    for verb in ["dispense", "partial"] {
        let refused = counter.act(KIM, &id, verb, Counter::fill(1, "10")).await;
        refused.refused(409, "before-earliest-fill-date");
        refused.names("/dispensed_on");
        let told = refused.body["detail"].as_str().expect("a detail");
        assert!(told.contains(day.as_str().expect("a day")), "{told}");
    }
    assert_eq!(office.status(&id).await, "verified");
    assert!(counter.queue("?overdue=true").await.is_empty());
    let papers = [
        counter.get(&format!("/v1/pharmacy/prescriptions/{id}/print")).await.expect(200).text,
        office.house.get(&format!("/v1/prescriptions/{id}/print")).await.expect(200).text,
    ];
    for paper in papers {
        let row = format!("<td>{}</td>", office.day(3));
        assert!(paper.contains("Not to be filled before") && paper.contains(&row), "{paper}");
    }
}

#[actix_web::test]
async fn it_is_not_taken_before_its_day_but_everything_else_must_agree_with_it() {
    let office = Office::open().await;
    office.no_known_allergies().await;
    let pharmacy = office.pharmacy(NOWHERE).await;
    office.signed_as(beginning(&office, &pharmacy, 30)).await;
    let listed = office.items(&office.path("medications")).await.remove(0);
    assert_eq!((&listed["active"], &listed["earliest_fill_date"]), (&json!(false), &json!(office.day(30))));
    assert_eq!(listed["lasts_until"], json!(office.day(39)));
    // Ten days of the same that end before: no duplicate. Forty days would still be taken.
    let alerts = async |days: u16| {
        let mut wish = office.wish(&pharmacy);
        wish["days_supply"] = days.into();
        wish["sig"]["text"] = "Take 1 by mouth daily".into();
        let id = office.draft(wish).await;
        let report = office.check(&id).await.expect(200).body;
        let alerts = report["alerts"].as_array().expect("a list");
        alerts.iter().filter(|alert| alert["kind"] == "duplicate_therapy").count()
    };
    assert_eq!((alerts(10).await, alerts(40).await), (0, 1));
}

#[actix_web::test]
async fn a_fill_before_its_day_is_kept_and_somebody_must_ask() {
    let office = Office::open().await.with_courier();
    office.no_known_allergies().await;
    let pharmacy = Pharmacy::that(&[Says::Status("010")]);
    let place = office.pharmacy(&pharmacy.url).await;
    let id = office.signed_as(beginning(&office, &place, 3)).await;
    office.becomes(&id, "accepted_by_pharmacy").await;
    let new_rx = pharmacy.first().await;
    office.door(written(&pharmacy::fill(&new_rx, FillStatus::NotDispensed))).await.expect(200);
    assert!(office.tasks("dispensed_early").await.is_empty());
    for _ in 0..2 {
        office.door(written(&pharmacy::fill(&new_rx, FillStatus::Dispensed))).await.expect(200);
    }
    assert_eq!(office.status(&id).await, "dispensed");
    let tasks = office.tasks("dispensed_early").await;
    assert_eq!(tasks.len(), 1);
    let what = tasks[0]["what"].as_str().expect("words");
    assert!(what.contains(&office.day(3).to_string()), "{what}");
    assert_eq!(tasks[0]["subject"], format!("prescription/{id}"));
}

#[actix_web::test]
async fn a_fill_on_its_day_or_without_any_asks_nobody() {
    let office = Office::open().await.with_courier();
    office.no_known_allergies().await;
    let pharmacy = Pharmacy::that(&[Says::Status("010")]);
    let place = office.pharmacy(&pharmacy.url).await;
    let id = office.signed_as(beginning(&office, &place, 3)).await;
    office.becomes(&id, "accepted_by_pharmacy").await;
    let mut fill = pharmacy::fill(&pharmacy.first().await, FillStatus::Dispensed);
    let Body::RxFill(body) = &mut fill.body else { panic!("a fill") };
    let handed_out = body.dispensed.as_mut().expect("a drug");
    handed_out.last_fill = Some(script::When::Day(office.day(3)));
    office.door(written(&fill)).await.expect(200);
    assert_eq!(office.status(&id).await, "dispensed");
    assert!(office.tasks("dispensed_early").await.is_empty());
}

#[actix_web::test]
async fn another_pharmacy_gets_it_with_its_day() {
    let office = Office::open().await;
    office.no_known_allergies().await;
    let (place, elsewhere) = (office.pharmacy(NOWHERE).await, office.pharmacy_as("9900012", NOWHERE).await);
    let id = office.signed_as(beginning(&office, &place, 5)).await;
    let moved = office.act(&id, "change-pharmacy", json!({"pharmacy_id": elsewhere})).await.expect(201).body;
    assert_eq!(moved["prescription"]["earliest_fill_date"], json!(office.day(5)));
}
