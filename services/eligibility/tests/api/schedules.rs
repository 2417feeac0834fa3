//! When payers are asked about the visits to come.

use crate::desk::{Desk, NOWHERE};
use crate::payer::{Payer, Says};
use chrono::{DateTime, Days, TimeDelta, Utc};
use kit::eventually;
use model::event::{AppointmentBooked, AppointmentSnapshot};
use serde_json::json;

/// A visit in so many days, after midday so that all calendars agree on the day.
fn visit_in(desk: &Desk, days: u64) -> AppointmentSnapshot {
    let date = platform::now().date_naive() + Days::new(days);
    let start = date.and_hms_opt(18, 0, 0).expect("a time").and_utc();
    AppointmentSnapshot {
        start,
        end: start + TimeDelta::minutes(30),
        service_date: date,
        ..desk.appointment()
    }
}

/// Two hours of the morning after `hour` on the wall of the location, so many days before the visit.
fn morning_before(visit: &AppointmentSnapshot, days: u64) -> DateTime<Utc> {
    (visit.service_date - Days::new(days)).and_hms_opt(10, 0, 0).expect("a time").and_utc()
}

#[actix_web::test]
async fn a_schedule_is_kept_changed_and_refused_by_the_field() {
    let desk = Desk::open().await;
    let default = desk.house.get("/v1/eligibility-schedule").await.expect(200);
    assert_eq!(default.version(), 0);
    assert_eq!(
        default.body,
        json!({"version": 0, "on_booking": true, "booking_horizon_days": 90, "days_before": [3], "nightly_days": 7,
            "hour": 2, "on_coverage_change": true, "other_coverages": true, "max_age_hours": 72})
    );
    let said = json!({"days_before": [1, 5], "hour": 4});
    desk.house.put("/v1/eligibility-schedule", said.clone()).await.refused(428, "if-match-missing");
    let set = desk.house.if_match(0).put("/v1/eligibility-schedule", said.clone()).await.expect(200);
    assert_eq!((set.version(), &set.body["days_before"], &set.body["hour"]), (1, &json!([5, 1]), &json!(4)));
    desk.house.if_match(0).put("/v1/eligibility-schedule", said.clone()).await.refused(412, "stale");
    assert_eq!(desk.house.get("/v1/eligibility-schedule").await.body, set.body);
    let other = desk.house.other_practice().get("/v1/eligibility-schedule").await.expect(200);
    assert_eq!(other.body, default.body);
    for (said, pointer) in [
        (json!({"hour": 24}), "/hour"),
        (json!({"days_before": [3, -1]}), "/days_before/1"),
        (json!({"nightly": true}), "/nightly"),
    ] {
        desk.house.if_match(1).put("/v1/eligibility-schedule", said).await.names(pointer);
    }
}

#[actix_web::test]
async fn a_visit_is_asked_about_in_its_nights_until_the_answer_is_fresh() {
    let desk = Desk::open().await;
    desk.schedule(json!({"on_booking": false, "days_before": [3], "nightly_days": 1, "max_age_hours": 24}))
        .await;
    let payer = Payer::that(&[Says::Active]);
    desk.covered(&desk.payer(&payer.url).await).await;
    let visit = visit_in(&desk, 5);
    desk.house.hear(&desk.listeners, &AppointmentBooked(visit.clone())).await;
    let checks = format!("appointment_id={}", visit.appointment_id);
    assert_eq!(desk.plan(morning_before(&visit, 4)).await, 0, "nothing is due before its moment");
    assert!(desk.checks(&checks).await.is_empty());
    assert_eq!(desk.plan(morning_before(&visit, 3)).await, 1);
    assert_eq!(desk.checks(&checks).await.len(), 1);
    assert_eq!(desk.plan(morning_before(&visit, 3)).await, 0, "a moment is asked about once");
    // Not answered yet: the open question is not asked twice.
    assert_eq!(desk.plan(morning_before(&visit, 1)).await, 1);
    assert_eq!(desk.checks(&checks).await.len(), 1);
    assert_eq!(desk.plan(morning_before(&visit, 0)).await, 0, "nothing is to come");
    // Another practice's visits are not touched by what is set here.
    assert!(desk.house.other_practice().get("/v1/eligibility-checks").await.body["items"] == json!([]));
}

#[actix_web::test]
async fn what_nobody_could_do_in_time_is_made_up_for() {
    let desk = Desk::open().await;
    desk.schedule(json!({"on_booking": false, "days_before": [3], "nightly_days": 0})).await;
    desk.covered(&desk.payer(NOWHERE).await).await;
    // Booked two days before, when the moment three days before has passed already: asked at once.
    let late = visit_in(&desk, 2);
    desk.house.hear(&desk.listeners, &AppointmentBooked(late.clone())).await;
    assert_eq!(desk.checks(&format!("appointment_id={}", late.appointment_id)).await.len(), 1);
    // Nobody planned for days: asked when somebody does.
    let visit = visit_in(&desk, 6);
    desk.house.hear(&desk.listeners, &AppointmentBooked(visit.clone())).await;
    let checks = format!("appointment_id={}", visit.appointment_id);
    assert!(desk.checks(&checks).await.is_empty());
    desk.plan(morning_before(&visit, 1)).await;
    assert_eq!(desk.checks(&checks).await.len(), 1);
    // The day is over: too late.
    let missed = visit_in(&desk, 7);
    desk.house.hear(&desk.listeners, &AppointmentBooked(missed.clone())).await;
    desk.plan(morning_before(&missed, 0) + TimeDelta::days(2)).await;
    assert!(desk.checks(&format!("appointment_id={}", missed.appointment_id)).await.is_empty());
}

#[actix_web::test]
async fn a_new_schedule_holds_for_what_was_booked_before() {
    let desk = Desk::open().await;
    desk.schedule(json!({"on_booking": false, "days_before": [], "nightly_days": 0})).await;
    desk.covered(&desk.payer(NOWHERE).await).await;
    let visit = visit_in(&desk, 5);
    desk.house.hear(&desk.listeners, &AppointmentBooked(visit.clone())).await;
    assert_eq!(desk.plan(morning_before(&visit, 1)).await, 0);
    let said = json!({"on_booking": false, "days_before": [2], "nightly_days": 0});
    desk.house.if_match(1).put("/v1/eligibility-schedule", said).await.expect(200);
    assert_eq!(desk.plan(platform::now()).await, 1, "it is planned anew");
    assert!(desk.checks("").await.is_empty());
    assert_eq!(desk.plan(morning_before(&visit, 2)).await, 1);
    assert_eq!(desk.checks("").await.len(), 1);
}

#[actix_web::test]
async fn two_planners_beside_each_other_ask_once() {
    let desk = Desk::open().await;
    desk.schedule(json!({"on_booking": false, "days_before": [9], "nightly_days": 0})).await;
    desk.covered(&desk.payer(NOWHERE).await).await;
    let visits: Vec<_> = (0..6).map(|n| visit_in(&desk, 10 + n)).collect();
    for visit in &visits {
        desk.house.hear(&desk.listeners, &AppointmentBooked(visit.clone())).await;
    }
    let now = morning_before(&visits[5], 9);
    let turns: Vec<_> = (0..4)
        .map(|_| {
            let db = desk.house.db().clone();
            actix_web::rt::spawn(async move { eligibility::visit::planner::turn(&db, now).await.map(|_| ()) })
        })
        .collect();
    for turn in turns {
        turn.await.expect("no panic").expect("a round");
    }
    // Whatever one left to the other is there now.
    desk.plan(now).await;
    let asked = desk.checks("limit=100").await;
    let mut dates: Vec<_> = asked.iter().map(|check| check["service_date"].clone()).collect();
    dates.dedup();
    assert_eq!((asked.len(), dates.len()), (6, 6), "{asked:?}");
}

#[actix_web::test]
async fn a_failed_question_is_asked_again_at_the_next_moment_and_stays_visible() {
    let desk = Desk::open().await;
    let payer = Payer::that(&[Says::Status(503), Says::Active]);
    desk.covered(&desk.payer(&payer.url).await).await;
    let visit = visit_in(&desk, 2);
    desk.house.hear(&desk.listeners, &AppointmentBooked(visit.clone())).await;
    desk.sending(&[]);
    let filter = format!("appointment_id={}", visit.appointment_id);
    let first = desk.checks(&filter).await;
    let first = desk.outcome(first[0]["id"].as_str().expect("an id")).await;
    assert_eq!(
        (&first["outcome"], &first["reason"]["code"]),
        (&json!("undetermined"), &json!("payer_did_not_answer"))
    );
    desk.plan(morning_before(&visit, 1)).await;
    let both = eventually(async || {
        let checks = desk.checks(&filter).await;
        (checks.len() == 2 && !checks[1]["outcome"].is_null()).then_some(checks)
    })
    .await;
    assert_eq!((&both[0]["outcome"], &both[1]["outcome"]), (&json!("undetermined"), &json!("active")));
}
