//! Which start is offered, to whom, and why.

use super::{announced, cancel, entry, give_up, offers, open_offer, settle, starts, status, time, waiting};
use crate::office::open;
use chrono::{DateTime, Duration, Utc};
use kit::Answer;
use serde_json::{Value, json};

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
