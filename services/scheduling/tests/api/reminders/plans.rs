//! What is planned, moved, dropped and skipped.

use super::desk::{Desk, outcome, time};
use crate::servers::Mail;
use chrono::Duration;
use diesel_async::RunQueryDsl;
use platform::{Problem, Tx};
use scheduling::reminder::store::LOOK;
use serde_json::json;

async fn desk() -> Desk {
    Desk::open(&[Mail::Takes], &[200]).await
}

#[actix_web::test]
async fn bookings_of_other_programs_and_every_occurrence_of_a_series_are_reminded_of() {
    let desk = desk().await;
    desk.before(24, "email").await;
    desk.on("booked", "sms").await;
    let starts = desk.starts().await;
    let single = desk.book(starts[0]).await;
    let mut series = desk.office.wish(&desk.office.patient, &starts[1].to_rfc3339());
    series["rrule"] = json!("FREQ=DAILY;COUNT=4");
    series["on_conflict"] = json!("refuse_all");
    let series = desk.house().post("/v1/appointment-series", series).await.expect(201);
    desk.plan().await;
    let occurrences = series.body["outcomes"].as_array().expect("outcomes");
    let of_series = occurrences.iter().map(|one| one["appointment_id"].as_str().expect("an id"));
    for appointment in of_series.chain([single.as_str()]) {
        let expected = [outcome("24 h before", "planned"), outcome("booked", "planned")];
        assert_eq!(desk.outcomes(appointment).await, expected);
    }
    assert_eq!(desk.reminders(&format!("patient_id={}", desk.office.patient)).await.len(), 10);
    let page = desk.house().get("/v1/reminders?limit=3").await.expect(200);
    let next = page.body["next"].as_str().expect("more");
    let rest = desk.house().get(&format!("/v1/reminders?limit=100&cursor={next}")).await.expect(200);
    assert_eq!(rest.body["items"].as_array().expect("items").len(), 7);
}

#[actix_web::test]
async fn when_nothing_is_due_nothing_happens() {
    let desk = desk().await;
    let nothing = desk.turn(platform::now()).await;
    assert_eq!((nothing.done, nothing.failed), (0, 0), "no rule, no appointment");
    desk.before(24, "email").await;
    desk.book(desk.starts().await[0]).await;
    assert_eq!(desk.turn(platform::now()).await.done, 1, "planned");
    let nothing = desk.turn(platform::now()).await;
    assert_eq!((nothing.done, nothing.failed), (0, 0), "and not due");
}

#[actix_web::test]
async fn a_look_reads_two_indexes_that_hold_what_is_to_be_done_and_nothing_else() {
    let desk = desk().await;
    #[derive(diesel::QueryableByName)]
    struct Line {
        #[diesel(sql_type = diesel::sql_types::Text)]
        #[diesel(column_name = "QUERY PLAN")]
        line: String,
    }
    let explain = async move |tx: &mut Tx| {
        diesel::sql_query("SET LOCAL enable_seqscan = off").execute(tx).await?;
        let nil = "'00000000-0000-0000-0000-000000000000'::uuid";
        let mut look = LOOK.replace("$3", "now()").replace("$4", "now()").replace("$6", "200");
        ["$1", "$2", "$5"].iter().for_each(|place| look = look.replace(place, nil));
        Ok::<_, Problem>(diesel::sql_query(format!("EXPLAIN {look}")).load::<Line>(tx).await?)
    };
    let plan: Vec<String> =
        desk.house().db().system(explain).await.expect("a plan").into_iter().map(|line| line.line).collect();
    let plan = plan.join("\n");
    for index in ["appointments_to_plan", "reminders_due"] {
        assert!(plan.contains(index), "{index}: {plan}");
    }
    assert!(!plan.contains("Seq Scan"), "{plan}");
}

#[actix_web::test]
async fn a_move_and_a_cancellation_take_along_what_was_planned() {
    let desk = desk().await;
    for rule in [desk.before(24, "email"), desk.before(2, "email")] {
        rule.await;
    }
    desk.on("rescheduled", "email").await;
    desk.on("cancelled", "email").await;
    let starts = desk.starts().await;
    let appointment = desk.book(starts[0]).await;
    desk.plan().await;
    let path = |verb: &str| format!("/v1/appointments/{appointment}/{verb}");
    let house = desk.house();
    house.if_match(1).post(&path("reschedule"), json!({"start": starts[1]})).await.expect(200);
    desk.plan().await;
    let (two, day) = ("2 h before", "24 h before");
    let moved = [
        (two, "planned"),
        (two, "superseded"),
        (day, "planned"),
        (day, "superseded"),
        ("rescheduled", "planned"),
    ];
    assert_eq!(desk.outcomes(&appointment).await, moved.map(|(what, status)| outcome(what, status)));
    let back = house.if_match(2).post(&path("reschedule"), json!({"start": starts[0]})).await.expect(200);
    desk.plan().await;
    assert_eq!(
        desk.reminders(&format!("appointment_id={appointment}&status=planned")).await.len(),
        3,
        "with the news of the later move alone"
    );
    house.if_match(back.version()).post(&path("cancel"), json!({"reason_code": "weather"})).await.expect(200);
    desk.pass(platform::now()).await;
    let left = desk.only("status=sent").await;
    assert_eq!(left["occasion"], "cancelled");
    assert_eq!(desk.reminders("status=planned").await.len(), 0);
    assert_eq!(desk.mail.got().len(), 1);
    assert!(desk.mail.got()[0].body().contains("is cancelled"));
}

#[actix_web::test]
async fn a_late_booking_skips_what_was_due_before_it_and_an_outage_is_owned_up_to() {
    let desk = desk().await;
    for hours in [72, 336] {
        desk.before(hours, "email").await;
    }
    let appointment = desk.book(desk.starts().await[0]).await;
    desk.plan().await;
    assert_eq!(
        desk.outcomes(&appointment).await,
        [outcome("336 h before", "skipped"), outcome("72 h before", "planned")]
    );
    let planned = desk.only("status=planned").await;
    desk.turn(time(&planned["due"]) + Duration::hours(3)).await;
    assert_eq!(desk.outcomes(&appointment).await[1], outcome("72 h before", "missed"));
    assert!(desk.mail.got().is_empty());
}

#[actix_web::test]
async fn quiet_hours_are_the_patients_and_another_zone_moves_what_is_planned() {
    let desk = desk().await;
    desk.quiet("21:00:00", "08:00:00").await;
    desk.before(2, "email").await;
    let start = desk.starts().await[0];
    desk.book(start).await;
    desk.plan().await;
    let due = async || time(&desk.only("status=planned").await["due"]) - start;
    assert_eq!(due().await, -Duration::hours(1), "seven in the morning is quiet, eight is soon enough");
    desk.prefer(json!({"email": true, "sms": true, "time_zone": "America/Los_Angeles"})).await;
    desk.plan().await;
    let evening = -(Duration::hours(10) + Duration::minutes(15));
    assert_eq!(
        due().await,
        evening,
        "seven in the morning there is the start: a quarter to nine the evening before"
    );
    desk.prefer(json!({"email": true, "sms": true, "time_zone": "America/New_York"})).await;
    desk.plan().await;
    assert_eq!(due().await, -Duration::hours(2), "eight in the morning there");
}

#[actix_web::test]
async fn a_rule_that_is_disabled_drops_its_plans_and_enabled_again_makes_new_ones() {
    let desk = desk().await;
    let rule = desk.before(24, "email").await;
    let appointment = desk.book(desk.starts().await[0]).await;
    desk.plan().await;
    let path = format!("/v1/reminder-rules/{rule}");
    desk.house().patch(&path, json!({"enabled": false})).await.refused(428, "if-match-missing");
    desk.house().if_match(1).patch(&path, json!({"enabled": false})).await.expect(200);
    desk.plan().await;
    let dropped = desk.only("").await;
    assert_eq!((&dropped["status"], &dropped["reason"]), (&json!("dropped"), &json!("rule_disabled")));
    desk.house().if_match(2).patch(&path, json!({"enabled": true})).await.expect(200);
    desk.plan().await;
    let both = [outcome("24 h before", "dropped"), outcome("24 h before", "planned")];
    assert_eq!(desk.outcomes(&appointment).await, both);
}

/// Breaks a plan so that it cannot even be read.
async fn spoil(tx: &mut Tx) -> Result<usize, Problem> {
    let sql = "UPDATE reminders SET occasion = '{\"occasion\": \"never\"}' WHERE id IN (SELECT id FROM reminders ORDER BY id LIMIT 1)";
    Ok(diesel::sql_query(sql).execute(tx).await?)
}

#[actix_web::test]
async fn one_that_fails_stops_no_other() {
    let desk = desk().await;
    desk.before(24, "email").await;
    let starts = desk.starts().await;
    for start in &starts[..3] {
        desk.book(*start).await;
    }
    desk.plan().await;
    assert_eq!(desk.house().db().transaction(&desk.house().context(), spoil).await.expect("spoilt"), 1);
    // The first is due first, so it stands before the others whenever they come.
    let mut failed = 0;
    for start in &starts[..3] {
        failed += desk.turn(*start - Duration::hours(24)).await.failed;
    }
    assert_eq!(failed, 3, "at every turn");
    let kinds = "SELECT count(*) AS count FROM outbound WHERE kind = 'send_reminder_email'";
    #[derive(diesel::QueryableByName)]
    struct Count {
        #[diesel(sql_type = diesel::sql_types::BigInt)]
        count: i64,
    }
    let count = async move |tx: &mut Tx| {
        Ok::<_, Problem>(diesel::sql_query(kinds).get_result::<Count>(tx).await?.count)
    };
    assert_eq!(
        desk.house().db().read(&desk.house().context(), count).await.expect("counted"),
        2,
        "the others"
    );
}

#[actix_web::test]
async fn two_planners_plan_and_hand_over_once() {
    let desk = desk().await;
    desk.before(24, "email").await;
    desk.on("booked", "email").await;
    let start = desk.starts().await[0];
    let appointment = desk.book(start).await;
    let now = platform::now();
    futures_util::future::join_all((0..4).map(|_| desk.turn(now))).await;
    futures_util::future::join_all((0..4).map(|_| desk.turn(platform::now()))).await;
    desk.send(now).await;
    assert_eq!(
        desk.outcomes(&appointment).await,
        [outcome("24 h before", "planned"), outcome("booked", "sent")]
    );
    assert_eq!(desk.mail.got().len(), 1);
}

#[actix_web::test]
async fn rules_and_settings_are_refused_where_they_make_no_sense() {
    let desk = desk().await;
    let house = desk.house();
    let rule = async |said| house.post("/v1/reminder-rules", said).await;
    rule(json!({"occasion": "before", "channel": "sms"})).await.names("/minutes_before");
    rule(json!({"occasion": "booked", "channel": "pigeon"})).await.names("/channel");
    let unknown = json!({"occasion": "booked", "channel": "sms", "visit_type_ids": [desk.office.patient]});
    rule(unknown).await.names("/visit_type_ids/0");
    rule(json!({"occasion": "booked", "channel": "sms", "template": "{reason}"})).await.names("/template");
    let set = async |said| house.if_match(1).put("/v1/reminder-settings", said).await;
    set(json!({"webhook": {"url": "http://practice.example/", "secret": super::desk::SECRET}}))
        .await
        .names("/webhook/url");
    set(json!({"quiet_hours": {"from": "08:00:00", "to": "08:00:00"}})).await.names("/quiet_hours");
    house.if_match(0).put("/v1/reminder-settings", json!({})).await.refused(412, "stale");
    let shown = house.get("/v1/reminder-settings").await.expect(200);
    assert!(!shown.text.contains("whsec_"), "the secret is never answered");
    let other = house.other_practice();
    assert_eq!(other.get("/v1/reminder-settings").await.expect(200).version(), 0);
    let preferences = format!("/v1/patients/{}/reminder-preferences", desk.office.patient);
    other.get(&preferences).await.refused(404, "not-found");
    assert_eq!(other.get("/v1/reminder-rules").await.body["items"], json!([]));
}
