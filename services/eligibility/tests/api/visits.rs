//! What appointments make of coverages, and coverages of appointments.

use crate::desk::{Desk, NOWHERE};
use crate::payer::{Payer, Says};
use chrono::{Days, TimeDelta};
use model::event::{
    AppointmentBooked, AppointmentCancelled, AppointmentCompleted, AppointmentReinstated,
    AppointmentRescheduled, AppointmentSnapshot, VisitTypeSnapshot, VisitTypeUpdated,
};
use platform::inbox::Admission;
use serde_json::json;

#[actix_web::test]
async fn a_booking_asks_the_payer_once() {
    let desk = Desk::open().await;
    let payer = desk.payer(NOWHERE).await;
    let coverage = desk.covered(&payer).await;
    let visit = desk.appointment();
    desk.house.hear(&desk.listeners, &AppointmentBooked(visit.clone())).await;
    assert_eq!(desk.house.hear_again(&desk.listeners).await, Admission::Known);
    let later = AppointmentSnapshot { start: visit.start + chrono::TimeDelta::minutes(15), ..visit.clone() };
    desk.house.hear(&desk.listeners, &AppointmentRescheduled(later)).await;
    let checks = desk.checks(&format!("appointment_id={}", visit.appointment_id)).await;
    let [check] = &checks[..] else { panic!("one check: {checks:?}") };
    assert_eq!((&check["coverage_id"], &check["state"]), (&json!(coverage), &json!("queued")));
    assert_eq!(check["service_date"], json!(visit.service_date));
}

#[actix_web::test]
async fn another_day_is_another_question() {
    let desk = Desk::open().await;
    let payer = desk.payer(NOWHERE).await;
    desk.covered(&payer).await;
    let visit = desk.appointment();
    desk.house.hear(&desk.listeners, &AppointmentBooked(visit.clone())).await;
    let moved = AppointmentSnapshot { service_date: visit.service_date + Days::new(1), ..visit };
    desk.house.hear(&desk.listeners, &AppointmentRescheduled(moved)).await;
    let checks = desk.checks("").await;
    let states: Vec<_> = checks.iter().map(|check| (&check["state"], &check["reason"]["code"])).collect();
    // What was to be asked about the day before had not been sent, and is not any more.
    assert_eq!(states, [(&json!("unknown"), &json!("withdrawn")), (&json!("queued"), &json!(null))]);
}

#[actix_web::test]
async fn each_coverage_active_on_the_day_is_asked_about_unless_the_practice_wants_the_primary_alone() {
    let desk = Desk::open().await;
    let payer = desk.payer(NOWHERE).await;
    let mut secondary = desk.coverage(&payer);
    secondary["rank"] = json!("secondary");
    desk.house.post("/v1/coverages", secondary).await.expect(201);
    let mut over = desk.coverage(&payer);
    over["terminates"] = json!("2006-12-31");
    desk.house.post("/v1/coverages", over).await.expect(201);
    desk.house.hear(&desk.listeners, &AppointmentBooked(desk.appointment())).await;
    let checks = desk.checks("").await;
    let [check] = &checks[..] else { panic!("one check: {checks:?}") };
    assert_eq!(check["rank"], "secondary");
    desk.schedule(json!({"other_coverages": false})).await;
    desk.house.hear(&desk.listeners, &AppointmentBooked(desk.appointment())).await;
    assert_eq!(desk.checks("").await.len(), 1);
}

#[actix_web::test]
async fn a_cancelled_visit_is_not_asked_about_any_more() {
    let desk = Desk::open().await;
    let (payer, visit) = (Payer::that(&[Says::Active]), desk.appointment());
    desk.covered(&desk.payer(&payer.url).await).await;
    desk.house.hear(&desk.listeners, &AppointmentBooked(visit.clone())).await;
    desk.house.hear(&desk.listeners, &AppointmentCancelled(visit.clone())).await;
    assert_eq!(desk.house.hear_again(&desk.listeners).await, Admission::Known);
    desk.sending(&[]);
    let checks = desk.checks(&format!("appointment_id={}", visit.appointment_id)).await;
    let check = desk.outcome(checks[0]["id"].as_str().expect("an id")).await;
    assert_eq!((&check["state"], &check["reason"]["code"]), (&json!("unknown"), &json!("withdrawn")));
    assert_eq!(desk.plan(platform::now() + TimeDelta::days(2)).await, 0);
    // What is asked later is sent, so the sender has passed it by.
    let other = desk.appointment();
    desk.house.hear(&desk.listeners, &AppointmentBooked(other.clone())).await;
    let checks = desk.checks(&format!("appointment_id={}", other.appointment_id)).await;
    desk.outcome(checks[0]["id"].as_str().expect("an id")).await;
    assert_eq!(payer.asked().len(), 1);
}

#[actix_web::test]
async fn what_is_asked_about_is_what_the_kind_of_visit_says() {
    let desk = Desk::open().await;
    let payer = desk.payer(NOWHERE).await;
    desk.covered(&payer).await;
    let (before, after) = (desk.appointment(), desk.appointment());
    let kind = |id, codes: &[&str]| {
        let service_types = codes.iter().map(|code| code.parse().expect("a code")).collect();
        let name = "Office visit".parse().expect("a name");
        VisitTypeUpdated(VisitTypeSnapshot {
            visit_type_id: id,
            name,
            minutes: 30,
            telehealth: false,
            service_types,
        })
    };
    desk.house.hear(&desk.listeners, &AppointmentBooked(before.clone())).await;
    desk.house.hear(&desk.listeners, &kind(after.visit_type_id, &["98", "MH"])).await;
    desk.house.hear(&desk.listeners, &AppointmentBooked(after.clone())).await;
    let asked = async |visit: &AppointmentSnapshot| {
        let checks = desk.checks(&format!("appointment_id={}", visit.appointment_id)).await;
        checks.iter().map(|check| check["service_types"].clone()).collect::<Vec<_>>()
    };
    assert_eq!(asked(&before).await, [json!(["30"])]);
    assert_eq!(asked(&after).await, [json!(["30", "98", "MH"])]);
    // Who asks for the visit asks the same, unless told.
    let coverage = desk.checks("").await[0]["coverage_id"].clone();
    let for_visit = json!({"coverage_id": coverage, "service_date": after.service_date, "appointment_id": after.appointment_id});
    let asked_for = desk.house.post("/v1/eligibility-checks", for_visit).await.expect(202).body;
    assert_eq!(
        (&asked_for["service_types"], &asked_for["shared"]),
        (&json!(["30", "98", "MH"]), &json!(true))
    );
    // A kind announced after the booking: what is missing is asked at the next moment of the schedule.
    desk.house.hear(&desk.listeners, &kind(before.visit_type_id, &["98"])).await;
    assert_eq!(desk.house.hear_again(&desk.listeners).await, Admission::Known);
    assert_eq!(desk.plan(platform::now()).await, 1);
    assert_eq!(asked(&before).await.len(), 1);
    let night = platform::now() + TimeDelta::days(1);
    desk.plan(night).await;
    assert_eq!(asked(&before).await, [json!(["30"]), json!(["30", "98"])]);
}

#[actix_web::test]
async fn a_visit_that_is_on_again_is_asked_about_again() {
    let desk = Desk::open().await;
    let payer = desk.payer(NOWHERE).await;
    let visit = desk.appointment();
    desk.house.hear(&desk.listeners, &AppointmentBooked(visit.clone())).await;
    desk.house.hear(&desk.listeners, &AppointmentCancelled(visit.clone())).await;
    desk.house.hear(&desk.listeners, &AppointmentReinstated(visit.clone())).await;
    desk.covered(&payer).await;
    let checks = desk.checks(&format!("appointment_id={}", visit.appointment_id)).await;
    assert_eq!(checks.len(), 1, "{checks:?}");
}

#[actix_web::test]
async fn a_coverage_recorded_later_is_asked_about_for_the_visits_to_come() {
    let desk = Desk::open().await;
    let payer = desk.payer(NOWHERE).await;
    let (kept, cancelled, completed) = (desk.appointment(), desk.appointment(), desk.appointment());
    let past = desk.appointment();
    let past = AppointmentSnapshot { service_date: past.service_date - Days::new(30), ..past };
    for visit in [&kept, &cancelled, &completed, &past] {
        desk.house.hear(&desk.listeners, &AppointmentBooked(visit.clone())).await;
    }
    desk.house.hear(&desk.listeners, &AppointmentCancelled(cancelled)).await;
    desk.house.hear(&desk.listeners, &AppointmentCompleted(completed)).await;
    assert!(desk.checks("").await.is_empty());
    let coverage = desk.covered(&payer).await;
    let checks = desk.checks("").await;
    let [check] = &checks[..] else { panic!("one check: {checks:?}") };
    assert_eq!(check["appointment_id"], json!(kept.appointment_id));
    let place = format!("/v1/coverages/{coverage}");
    desk.house.if_match(1).patch(&place, json!({"group_number": "7"})).await.expect(200);
    assert_eq!(desk.checks("").await.len(), 1);
}

#[actix_web::test]
async fn a_booking_and_a_coverage_at_the_same_moment_see_each_other() {
    for _ in 0..5 {
        let desk = Desk::open().await;
        let payer = desk.payer(NOWHERE).await;
        let (house, coverage) = (desk.house.clone(), desk.coverage(&payer));
        let recording =
            actix_web::rt::spawn(async move { house.post("/v1/coverages", coverage).await.status });
        desk.house.hear(&desk.listeners, &AppointmentBooked(desk.appointment())).await;
        assert_eq!(recording.await.expect("an answer"), 201);
        assert_eq!(desk.checks("").await.len(), 1);
    }
}
