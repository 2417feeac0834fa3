//! The same visit again and again.

use crate::office::{Office, open};
use chrono::{DateTime, Datelike, Duration, Utc};
use futures_util::future::join_all;
use serde_json::{Value, json};

/// The first start of a day in a January to come, when no clock changes: days are days then.
async fn begin(office: &Office) -> DateTime<Utc> {
    let year = (platform::now() + Duration::days(2)).year() + 1;
    let path = format!(
        "/v1/slots?visit_type_id={}&from={year}-01-10T00:00:00Z&to={year}-01-12T00:00:00Z&limit=1",
        office.visit_type
    );
    let slots = office.house.get(&path).await.expect(200);
    slots.body["items"][0]["start"].as_str().expect("a start").parse().expect("a time")
}

fn wish(office: &Office, start: DateTime<Utc>, rrule: &str) -> Value {
    let mut wish = office.wish(&office.patient, &start.to_rfc3339());
    wish["rrule"] = json!(rrule);
    wish
}

fn choosing(mut wish: Value, on_conflict: &str) -> Value {
    wish["on_conflict"] = json!(on_conflict);
    wish
}

fn outcomes(body: &Value) -> Vec<&str> {
    body["outcomes"]
        .as_array()
        .expect("outcomes")
        .iter()
        .map(|o| o["outcome"].as_str().expect("one"))
        .collect()
}

fn ids(body: &Value) -> Vec<Value> {
    body["outcomes"].as_array().expect("outcomes").iter().map(|o| o["appointment_id"].clone()).collect()
}

async fn kinds(office: &Office, kind: &str) -> usize {
    office.house.announced().await.iter().filter(|(one, _)| one == kind).count()
}

#[actix_web::test]
async fn every_occurrence_is_booked_and_announced() {
    let office = open().await;
    let start = begin(&office).await;
    let said = choosing(wish(&office, start, "FREQ=DAILY;COUNT=6"), "refuse_all");
    let booked = office.house.post("/v1/appointment-series", said).await.expect(201);
    assert_eq!(outcomes(&booked.body), ["booked"; 6]);
    assert_eq!(kinds(&office, "appointment.booked").await, 6);
    let read = office.house.get(&format!("/v1/appointment-series/{}", booked.id())).await.expect(200);
    let appointments = read.body["appointments"].as_array().expect("appointments");
    assert_eq!((appointments.len(), read.version()), (6, 1));
    assert!(
        appointments.iter().all(|one| one["series_id"] == booked.body["id"] && one["status"] == "booked")
    );
    let first = appointments[0]["id"].as_str().expect("an id");
    let history = office.house.get(&format!("/v1/appointments/{first}/history")).await.expect(200);
    assert_eq!(history.body["items"][0]["change"], "booked");
}

#[actix_web::test]
async fn a_taken_date_refuses_all_or_is_left_out_with_what_blocks_and_what_is_near() {
    let office = open().await;
    let start = begin(&office).await;
    let blocker = office.book(&(start + Duration::days(2)).to_rfc3339()).await.expect(201).id();
    let said = wish(&office, start, "FREQ=DAILY;COUNT=4");

    let preview = office
        .house
        .post("/v1/appointment-series/preview", choosing(said.clone(), "refuse_all"))
        .await
        .expect(200);
    assert_eq!(outcomes(&preview.body), ["free", "free", "blocked", "free"]);
    assert_eq!(kinds(&office, "appointment.booked").await, 1, "a preview books nothing");

    let refused = office.house.post("/v1/appointment-series", choosing(said.clone(), "refuse_all")).await;
    refused.refused(409, "series-blocked");
    let date = preview.body["outcomes"][2]["date"].as_str().expect("a date");
    refused.names(&format!("/occurrences/{date}"));
    assert!(refused.text.contains(&blocker));
    assert_eq!(kinds(&office, "appointment.booked").await, 1, "nothing is half booked");

    let booked = office.house.post("/v1/appointment-series", choosing(said, "accept_free")).await.expect(201);
    assert_eq!(outcomes(&booked.body), ["booked", "booked", "blocked", "booked"]);
    let blocked = &booked.body["outcomes"][2];
    assert_eq!(
        (&blocked["blocked_by"], &blocked["because"]),
        (&json!(blocker), &json!("practitioner_taken"))
    );
    let near: DateTime<Utc> = blocked["nearest"]["start"].as_str().expect("near").parse().expect("a time");
    assert!((near - start - Duration::days(2)).abs() <= Duration::hours(1), "{near}");
    office.book(&near.to_rfc3339()).await.expect(201);
}

#[actix_web::test]
async fn bad_rules_are_named_and_nothing_is_booked() {
    let office = open().await;
    let start = begin(&office).await;
    for (rrule, field) in [
        ("FREQ=DAILY", "/rrule"),
        ("FREQ=DAILY;UNTIL=20400101T000000Z", "/rrule"),
        ("FREQ=DAILY;COUNT=105", "/rrule"),
        ("FREQ=MINUTELY;COUNT=3", "/rrule"),
        ("FREQ=YEARLY;BYMONTH=1;BYMONTHDAY=1;COUNT=2", "/start"),
    ] {
        let said = choosing(wish(&office, start, rrule), "accept_free");
        office.house.post("/v1/appointment-series", said).await.names(field);
    }
    let past = choosing(wish(&office, start - Duration::days(400), "FREQ=DAILY;COUNT=3"), "accept_free");
    office.house.post("/v1/appointment-series", past).await.names("/start");
    let odd = choosing(wish(&office, start + Duration::minutes(7), "FREQ=DAILY;COUNT=3"), "accept_free");
    office.house.post("/v1/appointment-series", odd).await.refused(409, "series-blocked");
    assert_eq!(kinds(&office, "appointment.booked").await, 0);
}

#[actix_web::test]
async fn this_this_and_following_or_all_are_called_off() {
    let office = open().await;
    let start = begin(&office).await;
    let said = choosing(wish(&office, start, "FREQ=DAILY;COUNT=5"), "refuse_all");
    let booked = office.house.post("/v1/appointment-series", said).await.expect(201);
    let path = format!("/v1/appointment-series/{}/cancel", booked.id());
    let ids = ids(&booked.body);
    let cancel = |scope: &str, n: usize| json!({"scope": scope, "appointment_id": ids[n], "reason_code": "patient_request"});
    office.house.post(&path, cancel("this", 1)).await.refused(428, "if-match-missing");
    let one = office.house.if_match(1).post(&path, cancel("this", 1)).await.expect(200);
    assert_eq!((outcomes(&one.body), one.version()), (vec!["cancelled"], 2));
    office.house.if_match(1).post(&path, cancel("all", 0)).await.refused(412, "stale");
    let rest = office.house.if_match(2).post(&path, cancel("this_and_following", 3)).await.expect(200);
    assert_eq!(outcomes(&rest.body), ["cancelled", "cancelled"]);
    office
        .house
        .if_match(3)
        .post(&path, json!({"scope": "all", "appointment_id": office.patient, "reason_code": "other"}))
        .await
        .names("/appointment_id");
    let all = office.house.if_match(3).post(&path, cancel("all", 0)).await.expect(200);
    assert_eq!(outcomes(&all.body), ["cancelled", "kept", "cancelled", "kept", "kept"]);
    assert_eq!(kinds(&office, "appointment.cancelled").await, 5);
    office.book(&start.to_rfc3339()).await.expect(201);
}

#[actix_web::test]
async fn a_moved_series_never_blocks_itself_and_who_cannot_move_stays() {
    let office = open().await;
    let start = begin(&office).await;
    let said = choosing(wish(&office, start, "FREQ=DAILY;COUNT=4"), "refuse_all");
    let booked = office.house.post("/v1/appointment-series", said).await.expect(201);
    let path = format!("/v1/appointment-series/{}/reschedule", booked.id());
    let ids = ids(&booked.body);
    let to = |scope: &str, n: usize, start: DateTime<Utc>, on_conflict: &str| json!({"scope": scope, "appointment_id": ids[n], "start": start.to_rfc3339(), "on_conflict": on_conflict});
    // By a day, onto each other's times.
    let next_day = start + Duration::days(1);
    let moved = office.house.if_match(1).post(&path, to("all", 0, next_day, "refuse_all")).await.expect(200);
    assert_eq!(outcomes(&moved.body), ["rescheduled"; 4]);
    assert_eq!(kinds(&office, "appointment.rescheduled").await, 4);

    // The third cannot go half an hour later, since somebody else is there.
    let other = office.another_patient().await;
    let late = Duration::minutes(30);
    let taken = office.wish(&other, &(next_day + Duration::days(2) + late).to_rfc3339());
    let blocker = office.house.post("/v1/appointments", taken).await.expect(201).id();
    let refused = office
        .house
        .if_match(2)
        .post(&path, to("this_and_following", 1, next_day + Duration::days(1) + late, "refuse_all"))
        .await;
    refused.refused(409, "series-blocked");
    assert!(refused.text.contains(&blocker));
    let some = office
        .house
        .if_match(2)
        .post(&path, to("this_and_following", 1, next_day + Duration::days(1) + late, "accept_free"))
        .await
        .expect(200);
    assert_eq!(outcomes(&some.body), ["rescheduled", "blocked", "rescheduled"]);
    assert_eq!(some.body["outcomes"][1]["appointment_id"], ids[2]);
    // The one that stayed still has its time.
    let clash = office.wish(&other, &(next_day + Duration::days(2)).to_rfc3339());
    office.house.post("/v1/appointments", clash).await.refused(409, "slot-taken");
}

/// Many series over the same weeks at once, each for another patient: no time is given twice, and every one that was
/// acknowledged is there.
#[actix_web::test]
async fn of_many_series_at_once_each_time_goes_to_one() {
    let office = open().await;
    let start = begin(&office).await;
    let mut patients = Vec::new();
    for _ in 0..12 {
        patients.push(office.another_patient().await);
    }
    let tries = patients.iter().enumerate().map(|(n, patient)| {
        let from = start + Duration::days(i64::try_from(n % 3).expect("small"));
        let mut said = choosing(wish(&office, from, "FREQ=DAILY;COUNT=8"), "accept_free");
        said["patient_id"] = json!(patient);
        office.house.post("/v1/appointment-series", said)
    });
    let answers = join_all(tries).await;
    let mut booked: Vec<Value> = Vec::new();
    for answer in &answers {
        match answer.status {
            201 => booked.extend(
                answer.body["outcomes"]
                    .as_array()
                    .expect("outcomes")
                    .iter()
                    .filter(|o| o["outcome"] == "booked")
                    .cloned(),
            ),
            _ => answer.refused(409, "series-blocked"),
        }
    }
    let mut starts: Vec<&str> = booked.iter().map(|o| o["start"].as_str().expect("a start")).collect();
    let count = starts.len();
    starts.sort_unstable();
    starts.dedup();
    assert_eq!(starts.len(), count, "a time was given twice");
    assert_eq!(count, 10, "ten days are asked for, and each goes to one of them");
    let listed = office.house.get("/v1/appointments?status=booked&limit=100").await.expect(200);
    assert_eq!(listed.body["items"].as_array().expect("items").len(), count);
}
