//! That an authorization runs out is said in time, and once.

use super::Covered;
use chrono::{Days, Duration};
use eligibility::authorization::due;
use model::event::AppointmentCompleted;
use serde_json::json;

#[actix_web::test]
async fn it_is_said_that_few_are_left_and_that_none_is() {
    let open = Covered::open().await;
    let id = open.recorded(json!({})).await;
    for _ in 0..4 {
        open.desk.house.hear(&open.desk.listeners, &AppointmentCompleted(open.visit())).await;
    }
    let kinds = open.kinds().await;
    let said: Vec<&str> = kinds.iter().map(|kind| kind.trim_start_matches("authorization.")).collect();
    assert_eq!(
        said,
        ["recorded", "updated", "updated", "running-low", "updated", "updated", "exhausted"],
        "two left, then none"
    );
    let place = format!("/v1/authorizations/{id}");
    let seen = open.show(&id).await.version();
    open.desk.house.if_match(seen).patch(&place, json!({"granted": 5})).await.expect(200);
    assert_eq!(open.kinds().await.last().map(String::as_str), Some("authorization.updated"));
    open.desk.house.hear(&open.desk.listeners, &AppointmentCompleted(open.visit())).await;
    assert_eq!(open.kinds().await.last().map(String::as_str), Some("authorization.exhausted"), "said again");
}

#[actix_web::test]
async fn the_last_days_are_said_by_the_clock() {
    let open = Covered::open().await;
    let (db, now) = (open.desk.house.db(), platform::now());
    let today = now.date_naive();
    open.recorded(json!({"expires": today + Days::new(20)})).await;
    open.recorded(json!({"number": "LONG"})).await;
    assert_eq!(due::tick(db, now).await.expect("a tick"), 0);
    let then = now + Duration::days(6);
    assert_eq!(due::tick(db, then).await.expect("a tick"), 1);
    assert_eq!(due::tick(db, then).await.expect("a tick"), 0, "said once");
    let facts = open.facts().await;
    let low: Vec<_> = facts.iter().filter(|(kind, _)| kind == "authorization.running-low").collect();
    let [(_, fact)] = &low[..] else { panic!("one warning: {facts:?}") };
    assert_eq!((&fact["number"], &fact["remaining"]), (&json!("A-100"), &json!(4)));
}

#[actix_web::test]
async fn a_practice_and_an_authorization_say_when() {
    let open = Covered::open().await;
    let house = &open.desk.house;
    let place = "/v1/authorization-settings";
    let unset = house.get(place).await.expect(200);
    assert_eq!(unset.body, json!({"version": 0, "warn_units_left": 2, "warn_days_before": 14}));
    let wish = json!({"warn_units_left": 3, "warn_days_before": 30});
    house.put(place, wish.clone()).await.refused(428, "if-match-missing");
    house
        .if_match(0)
        .put(place, json!({"warn_units_left": -1, "warn_days_before": 30}))
        .await
        .names("/warn_units_left");
    assert_eq!(house.if_match(0).put(place, wish.clone()).await.expect(200).version(), 1);
    house.if_match(0).put(place, wish).await.refused(412, "stale");
    assert_eq!(house.other_practice().get(place).await.body["version"], 0);

    let recorded = open.record(json!({})).await.expect(201);
    assert_eq!(
        (&recorded.body["warn_units_left"], &recorded.body["warn_days_before"]),
        (&json!(3), &json!(30))
    );
    let own = json!({"number": "B", "kind": "referral", "warn_units_left": 0, "warn_days_before": 1});
    let own = open.record(own).await.expect(201);
    assert_eq!((&own.body["warn_units_left"], &own.body["warn_days_before"]), (&json!(0), &json!(1)));
    house.hear(&open.desk.listeners, &AppointmentCompleted(open.visit())).await;
    let facts = open.facts().await;
    let low: Vec<_> = facts.iter().filter(|(kind, _)| kind == "authorization.running-low").collect();
    assert_eq!(low.len(), 1, "three are few for the practice: {facts:?}");
}
