//! Several starts, several processes, several answers at once.

use super::{announced, answer, cancel, give_up, offers, open_offer, settle, starts, time, waiting};
use crate::office::open;
use chrono::Duration;
use futures_util::future::join_all;
use kit::eventually;
use platform::{Db, Stop};
use scheduling::waitlist::due::{run, tick};
use serde_json::{Value, json};

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
