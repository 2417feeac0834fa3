//! What visits make of authorizations: reserved when booked, used up when completed, given back when it was not so.

use super::Covered;
use chrono::Days;
use diesel_async::{AsyncConnection as _, AsyncPgConnection, RunQueryDsl as _, SimpleAsyncConnection as _};
use eligibility::authorization::store;
use model::PatientId;
use model::event::{
    AppointmentBooked, AppointmentCancelled, AppointmentCompleted, AppointmentNoShow, AppointmentReinstated,
    AppointmentRescheduled, AppointmentSnapshot,
};
use platform::inbox::Admission;
use serde_json::json;

#[actix_web::test]
async fn a_booked_visit_reserves_and_a_completed_one_uses_up_exactly_once() {
    let open = Covered::open().await;
    let (house, listeners) = (&open.desk.house, &open.desk.listeners);
    let id = open.recorded(json!({})).await;
    let visit = open.visit();
    house.hear(listeners, &AppointmentBooked(visit.clone())).await;
    assert_eq!(open.counts(&id).await, (0, 1, 4));
    let (_, fact) = open.facts().await.pop().expect("a fact");
    assert_eq!(fact["reserved_for"], json!([visit.appointment_id]));
    house.hear(listeners, &AppointmentCompleted(visit.clone())).await;
    assert_eq!(open.counts(&id).await, (1, 0, 3));
    // The bus says it again, and a replay says it with another number.
    assert_eq!(house.hear_again(listeners).await, Admission::Known);
    house.hear(listeners, &AppointmentCompleted(visit.clone())).await;
    assert_eq!(open.counts(&id).await, (1, 0, 3));
    let uses = open.uses(&id).await;
    let [line] = &uses[..] else { panic!("one line: {uses:?}") };
    assert_eq!((&line["cause"], &line["units"]), (&json!("visit"), &json!(1)));
    assert_eq!(
        (&line["appointment_id"], &line["used_on"]),
        (&json!(visit.appointment_id), &json!(visit.service_date))
    );
    let facts = open.facts().await;
    let kinds: Vec<&str> = facts.iter().map(|(kind, _)| kind.as_str()).collect();
    assert_eq!(kinds, ["authorization.recorded", "authorization.updated", "authorization.updated"]);
    assert_eq!((&facts[2].1["used"], &facts[2].1["reserved_for"]), (&json!(1), &json!([])));
}

#[actix_web::test]
async fn what_was_not_a_visit_gives_back() {
    let open = Covered::open().await;
    let (house, listeners) = (&open.desk.house, &open.desk.listeners);
    let id = open.recorded(json!({})).await;
    let visit = open.visit();
    house.hear(listeners, &AppointmentBooked(visit.clone())).await;
    house.hear(listeners, &AppointmentCancelled(visit.clone())).await;
    assert_eq!(open.counts(&id).await, (0, 0, 4));
    house.hear(listeners, &AppointmentReinstated(visit.clone())).await;
    assert_eq!(open.counts(&id).await, (0, 1, 4));
    house.hear(listeners, &AppointmentCompleted(visit.clone())).await;
    house.hear(listeners, &AppointmentReinstated(visit.clone())).await;
    assert_eq!(open.counts(&id).await, (0, 1, 4));
    house.hear(listeners, &AppointmentNoShow(visit)).await;
    assert_eq!(open.counts(&id).await, (0, 0, 4));
    let uses = open.uses(&id).await;
    let lines: Vec<_> = uses.iter().map(|line| (line["cause"].as_str(), line["units"].as_i64())).collect();
    assert_eq!(lines, [(Some("visit"), Some(1)), (Some("visit_taken_back"), Some(-1))]);
}

#[actix_web::test]
async fn a_visit_moved_out_of_its_dates_reserves_nothing() {
    let open = Covered::open().await;
    let (house, listeners) = (&open.desk.house, &open.desk.listeners);
    let visit = open.visit();
    house.hear(listeners, &AppointmentBooked(visit.clone())).await;
    let id = open.recorded(json!({"expires": visit.service_date})).await;
    assert_eq!(open.counts(&id).await, (0, 1, 4), "also when it is recorded after the booking");
    let moved = AppointmentSnapshot { service_date: visit.service_date + Days::new(1), ..visit };
    house.hear(listeners, &AppointmentRescheduled(moved.clone())).await;
    assert_eq!(open.counts(&id).await, (0, 0, 4));
    let place = format!("/v1/authorizations/{id}");
    let seen = open.show(&id).await.version();
    house.if_match(seen).patch(&place, json!({"expires": moved.service_date})).await.expect(200);
    assert_eq!(open.counts(&id).await, (0, 1, 4));
    house.if_match(seen + 1).post(&format!("{place}/void"), json!({"reason": "x"})).await.expect(200);
    assert_eq!(open.counts(&id).await, (0, 0, 4));
}

#[actix_web::test]
async fn a_coverage_that_ends_before_a_visit_keeps_nothing_for_it() {
    let open = Covered::open().await;
    let (house, listeners) = (&open.desk.house, &open.desk.listeners);
    let id = open.recorded(json!({})).await;
    let visit = open.visit();
    house.hear(listeners, &AppointmentBooked(visit.clone())).await;
    let place = format!("/v1/coverages/{}", open.coverage);
    let ends = json!({"terminates": visit.service_date - Days::new(1)});
    house.if_match(1).patch(&place, ends).await.expect(200);
    assert_eq!(open.counts(&id).await, (0, 0, 4));
    house.if_match(2).patch(&place, json!({"terminates": null})).await.expect(200);
    assert_eq!(open.counts(&id).await, (0, 1, 4));
}

/// The policy of the table lets the tick through as well, and no index serves an alternative.
#[actix_web::test]
async fn a_patients_authorizations_are_found_by_an_index() {
    #[derive(diesel::QueryableByName)]
    struct Line {
        #[diesel(sql_type = diesel::sql_types::Text)]
        #[diesel(column_name = "QUERY PLAN")]
        line: String,
    }
    let open = Covered::open().await;
    open.recorded(json!({})).await;
    let (db, context) = (open.desk.house.db(), open.desk.house.context());
    let fill = async |tx: &mut platform::Tx| {
        let sql = "INSERT INTO authorizations (id, patient_id, coverage_id, kind, state, covers, unit, units_per_visit, \
             used, reserved, effective, expires, warn_units_left, warn_days_before, warned) \
           SELECT gen_random_uuid(), gen_random_uuid(), coverage_id, 'referral', '{\"status\": \"approved\"}', '{}', \
             'visit', 1, 0, 0, effective, expires, 2, 14, 'no' FROM authorizations, generate_series(1, 5000)";
        Ok::<_, platform::Problem>(tx.batch_execute(sql).await?)
    };
    db.transaction(&context, fill).await.expect("filled");
    let owner = open.desk.house.database().owner().expect("an owner");
    let mut owner = AsyncPgConnection::establish(owner).await.expect("the owner's connection");
    owner.batch_execute("ANALYZE authorizations").await.expect("analyzed");
    let explain = async |tx: &mut platform::Tx| {
        let query = store::of_patient(PatientId(uuid::Uuid::nil()));
        let sql = diesel::debug_query::<diesel::pg::Pg, _>(&query).to_string();
        let (sql, _) = sql.split_once(" -- ").expect("a query and what is bound");
        let sql = sql.replace("$1", "'00000000-0000-0000-0000-000000000000'");
        Ok::<_, platform::Problem>(diesel::sql_query(format!("EXPLAIN {sql}")).load::<Line>(tx).await?)
    };
    let plan = db.transaction(&context, explain).await.expect("a plan");
    let plan: String = plan.into_iter().map(|line| line.line + "\n").collect();
    assert!(plan.contains("authorizations_of_patient") && !plan.contains("Seq Scan"), "{plan}");
}

#[actix_web::test]
async fn the_next_authorization_takes_over_when_one_is_used_up() {
    let open = Covered::open().await;
    let (house, listeners) = (&open.desk.house, &open.desk.listeners);
    let today = platform::now().date_naive();
    let later = open.recorded(json!({"number": "LATER"})).await;
    let sooner =
        open.recorded(json!({"number": "SOONER", "granted": 1, "expires": today + Days::new(30)})).await;
    let referral = open.recorded(json!({"kind": "referral", "number": null, "granted": null})).await;
    let elsewhere = json!({"number": "ELSE", "covers": {"location_id": uuid::Uuid::nil()}, "expires": today + Days::new(20)});
    let elsewhere = open.recorded(elsewhere).await;
    for _ in 0..2 {
        house.hear(listeners, &AppointmentCompleted(open.visit())).await;
    }
    assert_eq!(open.counts(&sooner).await, (1, 0, 0));
    assert_eq!(open.counts(&later).await, (1, 0, 3));
    assert_eq!(open.counts(&referral).await, (2, 0, -1), "each visit uses a referral beside it");
    assert_eq!(open.counts(&elsewhere).await, (0, 0, 4));
}

/// Twelve visits end at the same moment, and two people count by hand: four units are used up, never five.
#[actix_web::test]
async fn completions_at_the_same_moment_cannot_overdraw() {
    let open = Covered::open().await;
    let id = open.recorded(json!({})).await;
    let mut tasks = Vec::new();
    for n in 0..12 {
        let (house, listeners, visit) = (open.desk.house.clone(), open.desk.listeners.clone(), open.visit());
        let place = format!("/v1/authorizations/{id}/uses");
        tasks.push(actix_web::rt::spawn(async move {
            if n % 6 == 5 {
                let by_hand = json!({"units": 1, "reason": "held at another practice"});
                house.if_match(1).post(&place, by_hand).await;
            }
            house.hear(&listeners, &AppointmentCompleted(visit)).await;
        }));
    }
    for task in tasks {
        task.await.expect("heard");
    }
    assert_eq!(open.counts(&id).await, (4, 0, 0));
    let sum: i64 = open.uses(&id).await.iter().filter_map(|line| line["units"].as_i64()).sum();
    assert_eq!(sum, 4);
    assert_eq!(open.kinds().await.iter().filter(|kind| *kind == "authorization.exhausted").count(), 1);
}

#[actix_web::test]
async fn people_correct_what_was_counted() {
    let open = Covered::open().await;
    let (house, listeners) = (&open.desk.house, &open.desk.listeners);
    let id = open.recorded(json!({})).await;
    let place = format!("/v1/authorizations/{id}/uses");
    let correct = async |version: i64, units: i64| {
        house.if_match(version).post(&place, json!({"units": units, "reason": "counted wrongly"})).await
    };
    house.post(&place, json!({"units": 1, "reason": "x"})).await.refused(428, "if-match-missing");
    correct(9, 1).await.refused(412, "stale");
    correct(1, 0).await.names("/units");
    house.if_match(1).post(&place, json!({"units": 1})).await.names("/reason");
    correct(1, 5).await.refused(409, "authorization-overdrawn");
    correct(1, -1).await.refused(409, "nothing-to-give-back");
    assert!(open.uses(&id).await.is_empty(), "nothing was kept");

    let visits = [open.visit(), open.visit()];
    for visit in &visits {
        house.hear(listeners, &AppointmentBooked(visit.clone())).await;
    }
    assert_eq!(open.counts(&id).await, (0, 2, 4));
    let version = open.show(&id).await.version();
    let corrected = correct(version, 3).await.expect(200);
    assert_eq!(corrected.body["used"], 3);
    assert_eq!(open.counts(&id).await, (3, 1, 1), "a reservation gives way to what was used");
    // One visit is completed, taken back by hand, and then turns out not to have been: nothing goes below zero.
    let back = correct(version + 1, -3).await.expect(200);
    house.hear(listeners, &AppointmentCompleted(visits[0].clone())).await;
    assert_eq!(open.counts(&id).await, (1, 1, 3));
    correct(back.version() + 1, -1).await.expect(200);
    house.hear(listeners, &AppointmentCancelled(visits[0].clone())).await;
    assert_eq!(open.counts(&id).await, (0, 1, 4));
    let uses = open.uses(&id).await;
    assert_eq!(uses.iter().filter_map(|line| line["units"].as_i64()).collect::<Vec<_>>(), [3, -3, 1, -1]);
    assert_eq!((&uses[0]["cause"], &uses[0]["client"]), (&json!("correction"), &json!("tester")));
}

#[actix_web::test]
async fn another_practices_visits_use_nothing() {
    let open = Covered::open().await;
    let id = open.recorded(json!({})).await;
    open.desk.house.other_practice().hear(&open.desk.listeners, &AppointmentCompleted(open.visit())).await;
    assert_eq!(open.counts(&id).await, (0, 0, 4));
}
