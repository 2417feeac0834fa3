//! Time that is given up finds its way to those who wait.

use crate::office::{Office, open};
use chrono::{DateTime, Duration, Utc};
use futures_util::future::join_all;
use kit::Answer;
use kit::eventually;
use platform::{Db, Stop};
use scheduling::waitlist::due::{run, tick};
use serde_json::{Value, json};

/// Free starts from two days ahead on, so that there is time to ask.
async fn starts(office: &Office) -> Vec<String> {
    let from = (platform::now() + Duration::days(2)).format("%Y-%m-%dT%H:%M:%SZ");
    let path = format!("/v1/slots?visit_type_id={}&from={from}&limit=20", office.visit_type);
    let slots = office.house.get(&path).await.expect(200);
    let items = slots.body["items"].as_array().expect("slots").clone();
    items.iter().map(|slot| slot["start"].as_str().expect("a start").to_owned()).collect()
}

fn entry(office: &Office, patient: &str) -> Value {
    let latest = (platform::now() + Duration::days(30)).date_naive();
    json!({"patient_id": patient, "visit_type_id": office.visit_type, "latest": latest})
}

/// Another patient who waits, with these wishes.
async fn waiting(office: &Office, wishes: Value) -> Answer {
    let mut said = entry(office, &office.another_patient().await);
    for (field, value) in wishes.as_object().expect("wishes") {
        said[field] = value.clone();
    }
    office.house.post("/v1/waitlist", said).await.expect(201)
}

/// Books a start and calls it off.
async fn give_up(office: &Office, start: &str) {
    let id = office.book(start).await.expect(201).id();
    cancel(office, &id).await;
}

async fn cancel(office: &Office, id: &str) {
    let path = format!("/v1/appointments/{id}/cancel");
    office.house.if_match(1).post(&path, json!({"reason_code": "patient_request"})).await.expect(200);
}

/// Ticks until nothing is left to do.
async fn settle(office: &Office, now: DateTime<Utc>) {
    for _ in 0..50 {
        if tick(office.house.db(), now).await.expect("a tick") == 0 {
            return;
        }
    }
    panic!("the waitlist does not come to rest");
}

async fn offers(office: &Office, status: &str) -> Vec<Value> {
    let listed = office.house.get(&format!("/v1/waitlist/offers?status={status}")).await.expect(200);
    listed.body["items"].as_array().expect("items").clone()
}

/// The one offer that is open.
async fn open_offer(office: &Office) -> Value {
    let mut open = offers(office, "open").await;
    assert_eq!(open.len(), 1, "{open:?}");
    open.remove(0)
}

async fn answer(office: &Office, offer: &Value, verb: &str) -> Answer {
    let path = format!("/v1/waitlist/offers/{}/{verb}", offer["id"].as_str().expect("an id"));
    office.house.if_match(offer["version"].as_i64().expect("a version")).post(&path, json!({})).await
}

async fn status(office: &Office, entry: &str) -> Value {
    office.house.get(&format!("/v1/waitlist/{entry}")).await.expect(200).body["status"].clone()
}

async fn announced(office: &Office) -> Vec<Value> {
    let facts = office.house.announced().await;
    facts.into_iter().filter(|(kind, _)| kind == "waitlist.offered").map(|(_, data)| data).collect()
}

fn time(value: &Value) -> DateTime<Utc> {
    value.as_str().expect("a time").parse().expect("a time")
}

#[actix_web::test]
async fn a_cancellation_is_offered_to_the_first_in_rank_with_the_reasons_written_down() {
    let office = open().await;
    let starts = starts(&office).await;
    let routine = waiting(&office, json!({})).await.id();
    let urgent = waiting(&office, json!({"priority": "urgent"})).await.id();
    let late = (platform::now() + Duration::days(20)).date_naive();
    let other_dates = waiting(&office, json!({"earliest": late})).await.id();
    settle(&office, platform::now()).await;
    assert_eq!(offers(&office, "open").await, Vec::<Value>::new(), "nothing was given up yet");

    give_up(&office, &starts[3]).await;
    let now = platform::now();
    settle(&office, now).await;
    let offer = open_offer(&office).await;
    assert_eq!(
        (&offer["entry_id"], time(&offer["start"])),
        (&json!(urgent), starts[3].parse().expect("a time"))
    );
    assert_eq!(time(&offer["deadline"]), now + Duration::minutes(60));
    let ranking = offer["ranking"].as_array().expect("a ranking");
    let ranked: Vec<&Value> = ranking.iter().map(|one| &one["entry_id"]).collect();
    assert_eq!(ranked, [&json!(urgent), &json!(routine)], "{ranking:?}");
    let first = &ranking[0];
    let points: i64 =
        first["reasons"].as_array().expect("reasons").iter().map(|r| r["points"].as_i64().unwrap()).sum();
    assert_eq!(first["points"], json!(points));
    assert_eq!(
        first["reasons"][0],
        json!({"because": "priority", "priority": "urgent", "points": 2_000_000})
    );
    assert_eq!(status(&office, &other_dates).await, "waiting");

    let facts = announced(&office).await;
    assert_eq!(facts.len(), 1);
    assert_eq!((&facts[0]["offer_id"], &facts[0]["entry_id"]), (&offer["id"], &json!(urgent)));
    let read = office.house.get(&format!("/v1/waitlist/{urgent}")).await.expect(200);
    assert_eq!((&read.body["status"], &read.body["offers"][0]["id"]), (&json!("offered"), &offer["id"]));
}

#[actix_web::test]
async fn nobody_else_can_have_a_start_while_it_is_offered() {
    let office = open().await;
    let starts = starts(&office).await;
    waiting(&office, json!({})).await;
    give_up(&office, &starts[0]).await;
    settle(&office, platform::now()).await;
    let offer = open_offer(&office).await;
    let refused = office.book(&starts[0]).await;
    refused.refused(409, "slot-taken");
    assert_eq!(refused.body["blocked_by"], offer["hold_id"]);
    // Nor can the patient be booked elsewhere then.
    let accepted = answer(&office, &offer, "accept").await.expect(200);
    let id = accepted.body["appointment_id"].as_str().expect("an appointment").to_owned();
    let booked = office.house.get(&format!("/v1/appointments/{id}")).await.expect(200);
    assert_eq!(
        (&booked.body["status"], &booked.body["patient_id"]),
        (&json!("booked"), &offer["patient_id"])
    );
    assert_eq!(time(&booked.body["start"]), time(&offer["start"]));
}

#[actix_web::test]
async fn who_declines_is_followed_by_the_next_and_not_asked_again_for_that_start() {
    let office = open().await;
    let starts = starts(&office).await;
    let first = waiting(&office, json!({"priority": "soon"})).await.id();
    let second = waiting(&office, json!({})).await.id();
    give_up(&office, &starts[0]).await;
    settle(&office, platform::now()).await;
    let offer = open_offer(&office).await;
    assert_eq!(offer["entry_id"], json!(first));
    let declined = answer(&office, &offer, "decline").await.expect(200);
    assert_eq!(declined.body["status"], "declined");
    assert_eq!(status(&office, &first).await, "waiting");
    answer(&office, &offer, "accept").await.refused(409, "offer-closed");

    settle(&office, platform::now()).await;
    let next = open_offer(&office).await;
    assert_eq!((&next["entry_id"], &next["start"]), (&json!(second), &offer["start"]));
    let passed_over = &next["ranking"][1];
    assert_eq!(passed_over["reasons"][0]["because"], "was_offered");
    answer(&office, &next, "decline").await.expect(200);
    settle(&office, platform::now()).await;
    assert_eq!(offers(&office, "open").await, Vec::<Value>::new(), "nobody is left");
    let freed = office.house.get("/v1/waitlist/freed-times").await.expect(200);
    assert_eq!(freed.body["items"][0]["ranking"][0]["verdict"], "passed_over");
    office.book(&starts[0]).await.expect(201);

    // Another start is another question.
    give_up(&office, &starts[1]).await;
    settle(&office, platform::now()).await;
    assert_eq!(open_offer(&office).await["entry_id"], json!(first));
}

#[actix_web::test]
async fn a_deadline_that_passes_hands_the_start_to_the_next() {
    let office = open().await;
    let starts = starts(&office).await;
    let first = waiting(&office, json!({"priority": "soon"})).await.id();
    let second = waiting(&office, json!({})).await.id();
    give_up(&office, &starts[0]).await;
    let now = platform::now();
    settle(&office, now).await;
    let offer = open_offer(&office).await;
    settle(&office, now + Duration::minutes(59)).await;
    assert_eq!(open_offer(&office).await["id"], offer["id"]);
    settle(&office, now + Duration::minutes(60)).await;
    assert_eq!(offers(&office, "lapsed").await[0]["id"], offer["id"]);
    assert_eq!(status(&office, &first).await, "waiting");
    let next = open_offer(&office).await;
    assert_eq!((&next["entry_id"], &next["start"]), (&json!(second), &offer["start"]));
    answer(&office, &offer, "accept").await.refused(409, "offer-closed");
}

#[actix_web::test]
async fn once_taken_nobody_is_asked_any_more() {
    let office = open().await;
    let starts = starts(&office).await;
    let first = waiting(&office, json!({"priority": "soon"})).await.id();
    let second = waiting(&office, json!({})).await.id();
    give_up(&office, &starts[0]).await;
    settle(&office, platform::now()).await;
    let offer = open_offer(&office).await;
    answer(&office, &offer, "accept").await.expect(200);
    let again = answer(&office, &offer, "accept").await;
    again.refused(409, "offer-closed");
    assert!(again.text.contains("accepted") && again.body["blocked_by"].is_string());
    settle(&office, platform::now() + Duration::hours(2)).await;
    assert_eq!(offers(&office, "open").await, Vec::<Value>::new());
    assert_eq!(
        (status(&office, &first).await, status(&office, &second).await),
        (json!("booked"), json!("waiting"))
    );
    // Nor is the one who is booked, for another start.
    give_up(&office, &starts[5]).await;
    settle(&office, platform::now()).await;
    assert_eq!(open_offer(&office).await["entry_id"], json!(second));
}

#[actix_web::test]
async fn two_starts_given_up_at_once_never_ask_the_same_patient_twice() {
    let office = open().await;
    let starts = starts(&office).await;
    let only = waiting(&office, json!({})).await.id();
    give_up(&office, &starts[0]).await;
    give_up(&office, &starts[6]).await;
    settle(&office, platform::now()).await;
    let offer = open_offer(&office).await;
    let freed = office.house.get("/v1/waitlist/freed-times").await.expect(200);
    let reasons: Vec<&Value> = freed.body["items"]
        .as_array()
        .expect("items")
        .iter()
        .map(|one| &one["ranking"][0]["reasons"][0]["because"])
        .collect();
    assert!(reasons.contains(&&json!("has_open_offer")), "{reasons:?}");
    // The other one follows when the first is declined.
    answer(&office, &offer, "decline").await.expect(200);
    settle(&office, platform::now()).await;
    let other = open_offer(&office).await;
    assert_eq!(other["entry_id"], json!(only));
    assert_ne!(other["start"], offer["start"]);
}

#[actix_web::test]
async fn processes_that_tick_at_once_make_no_offer_twice() {
    let office = open().await;
    let starts = starts(&office).await;
    for _ in 0..3 {
        waiting(&office, json!({})).await;
    }
    for start in &starts[..5] {
        give_up(&office, start).await;
    }
    let dbs: Vec<Db> = (0..6).map(|_| Db::open(office.house.database())).collect();
    for _ in 0..4 {
        let ticks = join_all(dbs.iter().map(|db| tick(db, platform::now()))).await;
        assert!(ticks.iter().all(Result::is_ok), "{ticks:?}");
    }
    let open = offers(&office, "open").await;
    let distinct = |field: &str| {
        let mut all: Vec<String> = open.iter().map(|offer| offer[field].to_string()).collect();
        all.sort_unstable();
        all.dedup();
        all.len()
    };
    assert_eq!((open.len(), distinct("patient_id"), distinct("start")), (3, 3, 3), "{open:?}");
    assert_eq!(announced(&office).await.len(), 3);
    // And of those who lapse them at once, one does it.
    let later = platform::now() + Duration::minutes(61);
    join_all(dbs.iter().map(|db| tick(db, later))).await;
    assert_eq!(offers(&office, "lapsed").await.len(), 3);
}

#[actix_web::test]
async fn of_those_who_accept_one_offer_at_once_one_books() {
    let office = open().await;
    let starts = starts(&office).await;
    waiting(&office, json!({})).await;
    give_up(&office, &starts[0]).await;
    settle(&office, platform::now()).await;
    let offer = open_offer(&office).await;
    let answers =
        join_all((0..8).map(|n| answer(&office, &offer, if n % 4 == 3 { "decline" } else { "accept" })))
            .await;
    assert_eq!(answers.iter().filter(|answer| answer.status == 200).count(), 1);
    for refused in answers.iter().filter(|answer| answer.status != 200) {
        refused.refused(409, "offer-closed");
    }
}

#[actix_web::test]
async fn who_withdraws_is_asked_no_more_and_what_was_kept_goes_to_the_next() {
    let office = open().await;
    let starts = starts(&office).await;
    let first = waiting(&office, json!({"priority": "soon"})).await;
    let gone = waiting(&office, json!({"priority": "urgent"})).await.id();
    let second = waiting(&office, json!({})).await.id();
    let path = |id: &str| format!("/v1/waitlist/{id}/withdraw");
    office.house.if_match(1).post(&path(&gone), json!({})).await.expect(200);
    give_up(&office, &starts[0]).await;
    settle(&office, platform::now()).await;
    let offer = open_offer(&office).await;
    assert_eq!(offer["entry_id"], json!(first.id()));
    office.house.if_match(1).post(&path(&first.id()), json!({})).await.refused(412, "stale");
    let withdrawn = office.house.if_match(2).post(&path(&first.id()), json!({})).await.expect(200);
    assert_eq!(withdrawn.body["status"], "withdrawn");
    office.house.if_match(3).post(&path(&first.id()), json!({})).await.refused(409, "wrong-status");
    answer(&office, &offer, "accept").await.refused(409, "offer-closed");
    settle(&office, platform::now()).await;
    assert_eq!(open_offer(&office).await["entry_id"], json!(second));
}

#[actix_web::test]
async fn a_patient_waits_once_for_one_kind_of_visit() {
    let office = open().await;
    let said = entry(&office, &office.patient);
    let id = office.house.post("/v1/waitlist", said.clone()).await.expect(201).id();
    let again = office.house.post("/v1/waitlist", said.clone()).await;
    again.refused(409, "waits-already");
    assert_eq!(again.body["blocked_by"], json!(id));
    let both = join_all((0..4).map(|_| office.house.post("/v1/waitlist", said.clone()))).await;
    assert!(both.iter().all(|answer| answer.status == 409));
    let path = format!("/v1/waitlist/{id}/withdraw");
    office.house.if_match(1).post(&path, json!({})).await.expect(200);
    let new = join_all((0..4).map(|_| office.house.post("/v1/waitlist", said.clone()))).await;
    assert_eq!(new.iter().filter(|answer| answer.status == 201).count(), 1);
}

#[actix_web::test]
async fn wishes_are_checked_and_can_be_changed() {
    let office = open().await;
    let yesterday = (platform::now() - Duration::days(2)).date_naive();
    for (field, value, named) in [
        ("latest", json!(yesterday), "/latest"),
        ("earliest", json!("2990-01-01"), "/latest"),
        ("practitioner_ids", json!([office.practitioner, office.patient]), "/practitioner_ids/1"),
        ("location_ids", json!([office.patient]), "/location_ids/0"),
        ("visit_type_id", json!(office.patient), "/visit_type_id"),
        ("minimum_notice_minutes", json!(-1), "/minimum_notice_minutes"),
        ("windows", json!([{"from": "12:00:00", "to": "09:00:00"}]), "/windows/0/to"),
    ] {
        let mut said = entry(&office, &office.patient);
        said[field] = value;
        office.house.post("/v1/waitlist", said).await.names(named);
    }
    let starts = starts(&office).await;
    let none = json!({"windows": [{"weekdays": [], "from": "00:00:00", "to": "00:10:00"}]});
    let entry = waiting(&office, none).await;
    give_up(&office, &starts[0]).await;
    settle(&office, platform::now()).await;
    assert_eq!(offers(&office, "open").await, Vec::<Value>::new());
    let path = format!("/v1/waitlist/{}", entry.id());
    office.house.patch(&path, json!({"windows": []})).await.refused(428, "if-match-missing");
    let changed =
        office.house.if_match(1).patch(&path, json!({"windows": [], "priority": "soon"})).await.expect(200);
    assert_eq!((changed.version(), &changed.body["priority"]), (2, &json!("soon")));
    settle(&office, platform::now()).await;
    assert_eq!(open_offer(&office).await["entry_id"], json!(entry.id()));
}

#[actix_web::test]
async fn another_practice_sees_and_is_offered_nothing() {
    let office = open().await;
    let starts = starts(&office).await;
    let id = waiting(&office, json!({})).await.id();
    give_up(&office, &starts[0]).await;
    settle(&office, platform::now()).await;
    let offer = open_offer(&office).await["id"].as_str().expect("an id").to_owned();
    let other = office.house.other_practice();
    for path in ["/v1/waitlist", "/v1/waitlist/offers", "/v1/waitlist/freed-times"] {
        assert_eq!(other.get(path).await.expect(200).body["items"], json!([]));
    }
    other.get(&format!("/v1/waitlist/{id}")).await.refused(404, "not-found");
    other.get(&format!("/v1/waitlist/offers/{offer}")).await.refused(404, "not-found");
    for verb in ["accept", "decline"] {
        other
            .if_match(1)
            .post(&format!("/v1/waitlist/offers/{offer}/{verb}"), json!({}))
            .await
            .refused(404, "not-found");
    }
    other.if_match(2).post(&format!("/v1/waitlist/{id}/withdraw"), json!({})).await.refused(404, "not-found");
    assert_eq!(other.get("/v1/waitlist-settings").await.expect(200).body["version"], 0);
}

#[actix_web::test]
async fn settings_say_whether_when_and_for_how_long() {
    let office = open().await;
    let house = &office.house;
    let starts = starts(&office).await;
    waiting(&office, json!({})).await;
    let path = "/v1/waitlist-settings";
    house.if_match(0).put(path, json!({"enabled": true, "offer_minutes": 4})).await.names("/offer_minutes");
    house.if_match(0).put(path, json!({"enabled": false})).await.expect(200);
    house.if_match(0).put(path, json!({"enabled": false})).await.refused(412, "stale");
    give_up(&office, &starts[0]).await;
    settle(&office, platform::now()).await;
    assert_eq!(offers(&office, "open").await, Vec::<Value>::new(), "it is off");

    // It is nine in the evening at the location: patients are asked at eight in the morning.
    let hours =
        json!({"enabled": true, "offer_minutes": 30, "hours": {"from": "08:00:00", "to": "20:00:00"}});
    house.if_match(1).put(path, hours).await.expect(200);
    let zone = chrono_tz::America::Chicago;
    let day = platform::now().with_timezone(&zone).date_naive();
    let at = |day: chrono::NaiveDate, hour| {
        day.and_hms_opt(hour, 0, 0)
            .expect("an hour")
            .and_local_timezone(zone)
            .single()
            .expect("a time")
            .to_utc()
    };
    settle(&office, at(day, 21)).await;
    assert_eq!(offers(&office, "open").await, Vec::<Value>::new(), "nobody is woken");
    let morning = at(day + Duration::days(1), 8);
    settle(&office, morning - Duration::seconds(1)).await;
    assert_eq!(offers(&office, "open").await, Vec::<Value>::new());
    settle(&office, morning).await;
    assert_eq!(time(&open_offer(&office).await["deadline"]), morning + Duration::minutes(30));
}

#[actix_web::test]
async fn who_is_busy_then_or_has_a_visit_sooner_is_passed_over() {
    let office = open().await;
    let starts = starts(&office).await;
    let busy = waiting(&office, json!({"priority": "urgent"})).await;
    let sooner = waiting(&office, json!({"priority": "urgent"})).await;
    let short = waiting(&office, json!({"priority": "urgent", "minimum_notice_minutes": 43_200})).await.id();
    let last = waiting(&office, json!({})).await.id();
    let patient = |answer: &Answer| answer.body["patient_id"].as_str().expect("a patient").to_owned();
    // A visit of another kind with somebody else, at the time that will be given up.
    let other_kind = json!({"name": "Blood test", "minutes": 30});
    let other_kind = office.house.post("/v1/visit-types", other_kind).await.expect(201).id();
    let nurse = json!({"given_name": "Ann", "family_name": "Bell", "npi": "1234567893", "taxonomy": "207Q00000X",
        "license_states": ["MO"]});
    let nurse = office.house.post("/v1/practitioners", nurse).await.expect(201).id();
    let mut wish = office.wish(&patient(&busy), &starts[2]);
    (wish["visit_type_id"], wish["practitioner_id"]) = (json!(other_kind), json!(nurse));
    wish["overbook_reason"] = json!("she comes in for it");
    office.house.post("/v1/appointments/overbook", wish).await.expect(201);
    office.house.post("/v1/appointments", office.wish(&patient(&sooner), &starts[0])).await.expect(201);

    give_up(&office, &starts[2]).await;
    settle(&office, platform::now()).await;
    let offer = open_offer(&office).await;
    assert_eq!(offer["entry_id"], json!(last));
    let why = |id: &str| {
        let ranking = offer["ranking"].as_array().expect("a ranking");
        let one = ranking.iter().find(|one| one["entry_id"] == json!(id)).expect("ranked");
        one["reasons"][0]["because"].clone()
    };
    assert_eq!(why(&busy.id()), "patient_busy");
    assert_eq!(why(&sooner.id()), "has_sooner");
    assert_eq!(why(&short), "too_short");
}

#[actix_web::test]
async fn what_others_take_in_the_meantime_is_offered_to_nobody() {
    let office = open().await;
    let starts = starts(&office).await;
    waiting(&office, json!({})).await;
    give_up(&office, &starts[0]).await;
    office.book(&starts[0]).await.expect(201);
    settle(&office, platform::now()).await;
    assert_eq!(offers(&office, "open").await, Vec::<Value>::new());
    // Rescheduling gives up time, too, and the old time only.
    let id = office.book(&starts[4]).await.expect(201).id();
    let to = json!({"start": starts[8]});
    office.house.if_match(1).post(&format!("/v1/appointments/{id}/reschedule"), to).await.expect(200);
    settle(&office, platform::now()).await;
    assert_eq!(time(&open_offer(&office).await["start"]), time(&json!(starts[4])));
}

#[actix_web::test]
async fn an_entry_expires_with_its_latest_date() {
    let office = open().await;
    let now = platform::now();
    let entry = waiting(&office, json!({"latest": now.date_naive()})).await.id();
    settle(&office, now).await;
    assert_eq!(status(&office, &entry).await, "waiting");
    settle(&office, now + Duration::days(2)).await;
    assert_eq!(status(&office, &entry).await, "expired");
    let path = format!("/v1/waitlist/{entry}");
    office.house.if_match(2).patch(&path, json!({"priority": "soon"})).await.refused(409, "wrong-status");
}

#[actix_web::test]
async fn an_hour_given_up_serves_two_who_need_half_of_it() {
    let office = open().await;
    let starts = starts(&office).await;
    let long = json!({"name": "Long visit", "minutes": 60});
    let long = office.house.post("/v1/visit-types", long).await.expect(201).id();
    let path = format!("/v1/slots?visit_type_id={long}&from={}&limit=1", starts[2]);
    let start = office.house.get(&path).await.expect(200).body["items"][0]["start"]
        .as_str()
        .expect("a start")
        .to_owned();
    let mut wish = office.wish(&office.patient, &start);
    wish["visit_type_id"] = json!(long);
    let id = office.house.post("/v1/appointments", wish).await.expect(201).id();
    for _ in 0..3 {
        waiting(&office, json!({})).await;
    }
    cancel(&office, &id).await;
    settle(&office, platform::now()).await;
    let open: Vec<DateTime<Utc>> =
        offers(&office, "open").await.iter().map(|offer| time(&offer["start"])).collect();
    let first = time(&json!(start));
    assert_eq!(open, [first, first + Duration::minutes(30)]);
}

#[actix_web::test]
async fn it_works_by_itself_and_whoever_comes_after_a_process_that_died_goes_on() {
    let office = open().await;
    let starts = starts(&office).await;
    let first = waiting(&office, json!({"priority": "soon"})).await.id();
    let second = waiting(&office, json!({})).await.id();
    let running = actix_web::rt::spawn(run(Db::open(office.house.database()), Stop::default()));
    give_up(&office, &starts[0]).await;
    let offered = async |to: &str| {
        let open = offers(&office, "open").await;
        open.into_iter().find(|offer| offer["entry_id"] == json!(to))
    };
    let offer = eventually(async || offered(&first).await).await;
    running.abort();
    answer(&office, &offer, "decline").await.expect(200);
    let stop = Stop::default();
    let running = actix_web::rt::spawn(run(Db::open(office.house.database()), stop.clone()));
    eventually(async || offered(&second).await).await;
    stop.ask();
    running.await.expect("it stops when asked");
}

#[actix_web::test]
async fn who_gave_a_time_up_is_not_asked_for_it() {
    let office = open().await;
    let starts = starts(&office).await;
    let mine = office.house.post("/v1/waitlist", entry(&office, &office.patient)).await.expect(201).id();
    give_up(&office, &starts[0]).await;
    settle(&office, platform::now()).await;
    assert_eq!(offers(&office, "open").await, Vec::<Value>::new());
    let freed = office.house.get("/v1/waitlist/freed-times").await.expect(200);
    let ranked = &freed.body["items"][0]["ranking"][0];
    assert_eq!((&ranked["entry_id"], &ranked["reasons"][0]["because"]), (&json!(mine), &json!("gave_it_up")));
}

#[actix_web::test]
async fn who_comes_sooner_gives_the_later_time_to_the_next() {
    let office = open().await;
    let starts = starts(&office).await;
    let first = waiting(&office, json!({"priority": "urgent"})).await;
    let second = waiting(&office, json!({})).await.id();
    let patient = first.body["patient_id"].as_str().expect("a patient");
    let later =
        office.house.post("/v1/appointments", office.wish(patient, &starts[9])).await.expect(201).id();
    let others = office.book(&starts[4]).await.expect(201).id();
    give_up(&office, &starts[1]).await;
    settle(&office, platform::now()).await;
    let offer = open_offer(&office).await;
    assert_eq!(offer["entry_id"], json!(first.id()));
    let path = format!("/v1/waitlist/offers/{}/accept", offer["id"].as_str().expect("an id"));
    let house = office.house.if_match(1);
    house.post(&path, json!({"instead_of": others})).await.names("/instead_of");
    assert_eq!(open_offer(&office).await["id"], offer["id"], "nothing has changed");
    house.post(&path, json!({"instead_of": later})).await.expect(200);
    let called_off = office.house.get(&format!("/v1/appointments/{later}")).await.expect(200);
    assert_eq!(called_off.body["status"], "cancelled");
    settle(&office, platform::now()).await;
    let next = open_offer(&office).await;
    assert_eq!((&next["entry_id"], time(&next["start"])), (&json!(second), time(&json!(starts[9]))));
}

#[actix_web::test]
async fn seats_of_a_group_are_offered_one_after_the_other() {
    let office = open().await;
    let group = json!({"name": "Group", "minutes": 30, "capacity": 3});
    let group = office.house.post("/v1/visit-types", group).await.expect(201).id();
    let start = starts(&office).await.remove(0);
    let mut booked = Vec::new();
    for _ in 0..3 {
        let mut wish = office.wish(&office.another_patient().await, &start);
        wish["visit_type_id"] = json!(group);
        booked.push(office.house.post("/v1/appointments", wish).await.expect(201).id());
    }
    for _ in 0..3 {
        waiting(&office, json!({"visit_type_id": group})).await;
    }
    for id in &booked[..2] {
        cancel(&office, id).await;
    }
    for _ in 0..2 {
        settle(&office, platform::now()).await;
        let offer = open_offer(&office).await;
        assert_eq!(time(&offer["start"]), time(&json!(start)));
        answer(&office, &offer, "accept").await.expect(200);
    }
    settle(&office, platform::now()).await;
    assert_eq!(offers(&office, "open").await, Vec::<Value>::new(), "all three seats are taken");
}
