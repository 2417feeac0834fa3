//! Many questions with one request.

use crate::desk::{Desk, NOWHERE};
use crate::payer::{Payer, Says};
use diesel::sql_types::{BigInt, Text, Uuid as SqlUuid};
use diesel_async::RunQueryDsl;
use eligibility::batch::work::{self, work};
use kit::eventually;
use model::event::{AppointmentBooked, AppointmentSnapshot, EligibilityBatchSnapshot, PatientRegistered};
use platform::outbound::Intent;
use platform::{Problem, Tx};
use serde_json::{Value, json};
use std::time::Instant;
use uuid::Uuid;

/// So many patients with a primary coverage each, without asking about any.
async fn many_coverages(desk: &Desk, payer: &str, number: i64) -> Vec<Uuid> {
    #[derive(diesel::QueryableByName)]
    struct One {
        #[diesel(sql_type = SqlUuid)]
        id: Uuid,
    }
    let payer: Uuid = payer.parse().expect("an id");
    let insert = async move |tx: &mut Tx| {
        let sql = "INSERT INTO coverages (id, patient_id, payer_id, member_id, rank, holder, effective) \
            SELECT gen_random_uuid(), gen_random_uuid(), $1, 'W' || n, 'primary', '{\"relationship\":\"self\"}', '2006-01-01' \
            FROM generate_series(1, $2) n RETURNING id";
        let query = diesel::sql_query(sql).bind::<SqlUuid, _>(payer).bind::<BigInt, _>(number);
        Ok::<_, Problem>(query.load::<One>(tx).await?)
    };
    let all = desk.house.db().transaction(&desk.house.context(), insert).await.expect("coverages");
    all.into_iter().map(|one| one.id).collect()
}

async fn counted(desk: &Desk, sql: &'static str) -> i64 {
    #[derive(diesel::QueryableByName)]
    struct Counted {
        #[diesel(sql_type = BigInt)]
        n: i64,
    }
    let count =
        async move |tx: &mut Tx| Ok::<_, Problem>(diesel::sql_query(sql).get_result::<Counted>(tx).await?);
    desk.house.db().read(&desk.house.context(), count).await.expect("a number").n
}

/// Works on the batch once, as a worker would that dies afterwards.
async fn work_once(desk: &Desk) {
    let take = async move |tx: &mut Tx| {
        let sql = "SELECT id, practice_id, subject, key, attempts, trace, cause FROM outbound WHERE kind = $1 AND done_at IS NULL";
        Ok::<_, Problem>(diesel::sql_query(sql).bind::<Text, _>(work::KIND).load::<Intent>(tx).await?)
    };
    for intent in desk.house.db().read(&desk.house.context(), take).await.expect("intents") {
        work(desk.house.db(), intent, platform::now()).await.expect("worked on");
    }
}

async fn batch(desk: &Desk, asked: Value) -> String {
    let kept = desk.house.post("/v1/eligibility-batches", asked).await.expect(202);
    assert_eq!((kept.version(), &kept.body["state"]), (1, &json!("queued")));
    let place = kept.header("location").expect("its place").to_owned();
    assert_eq!(place, format!("/v1/eligibility-batches/{}", kept.id()));
    place
}

async fn finished(desk: &Desk, place: &str) -> Value {
    eventually(async || {
        let batch = desk.house.get(place).await.expect(200).body;
        (batch["state"] == "finished").then_some(batch)
    })
    .await
}

/// The visit of a patient with a coverage of this payer.
async fn visitor(desk: &Desk, payer: &str, visit: &AppointmentSnapshot) -> AppointmentSnapshot {
    let patient = kit::samples::patient();
    desk.house.hear(&desk.listeners, &PatientRegistered(patient.clone())).await;
    let mut coverage = desk.coverage(payer);
    coverage["patient_id"] = json!(patient.patient_id);
    desk.house.post("/v1/coverages", coverage).await.expect(201);
    AppointmentSnapshot {
        patient_id: patient.patient_id,
        service_date: visit.service_date,
        ..desk.appointment()
    }
}

#[actix_web::test]
async fn ten_thousand_questions_stand_in_the_queue_in_about_a_second() {
    let desk = Desk::open().await;
    let payer = desk.payer(NOWHERE).await;
    let coverages = many_coverages(&desk, &payer, 10_000).await;
    let asked =
        json!({"coverage_ids": coverages, "service_date": "2026-12-01", "service_types": ["30", "98"]});
    let begin = Instant::now();
    let place = batch(&desk, asked).await;
    let requested = begin.elapsed();
    work_once(&desk).await;
    let queued = begin.elapsed();
    println!("10,000 questions: answered after {requested:?}, all in the queue after {queued:?}");
    let progress = desk.house.get(&place).await.expect(200).body;
    assert_eq!(
        (&progress["total"], &progress["queued"], &progress["waiting"]),
        (&json!(10_000), &json!(10_000), &json!(0))
    );
    assert_eq!((&progress["state"], &progress["estimated_seconds_left"]), (&json!("running"), &Value::Null));
    assert_eq!(progress["payers"][0]["queued"], json!(10_000));
    let intents =
        counted(&desk, "SELECT count(*) AS n FROM outbound WHERE kind = 'send_inquiry' AND done_at IS NULL")
            .await;
    assert_eq!(intents, 10_000);
    // Far above what it takes, and far below what one by one would.
    assert!(queued.as_secs() < 30, "{queued:?}");
}

#[actix_web::test]
async fn a_batch_goes_on_where_a_worker_died_and_asks_nothing_twice() {
    let desk = Desk::open().await;
    let payer = Payer::that(&[Says::Active, Says::Inactive, Says::Aaa("72"), Says::Active]);
    let id = desk.payer(&payer.url).await;
    let coverages: Vec<Uuid> = many_coverages(&desk, &id, 6).await;
    // The patients must be known for their payer to be asked.
    let patients = "UPDATE coverages SET patient_id = $1::uuid, rank = 'primary', effective = date '2000-01-01' + \
        (substr(member_id, 2)::int * 400), terminates = date '2000-01-01' + (substr(member_id, 2)::int * 400 + 300)";
    let patient = desk.patient.patient_id;
    let update = async move |tx: &mut Tx| {
        let query = diesel::sql_query(patients).bind::<SqlUuid, _>(patient);
        Ok::<_, Problem>(query.execute(tx).await?)
    };
    desk.house.db().transaction(&desk.house.context(), update).await.expect("patients");
    let place = batch(&desk, json!({"coverage_ids": coverages, "service_date": "2026-12-01"})).await;
    work_once(&desk).await;
    work_once(&desk).await;
    assert_eq!(desk.checks("limit=100").await.len(), 6);
    desk.sending(&[]);
    desk.batching();
    let done = finished(&desk, &place).await;
    for (count, number) in [
        ("total", 6),
        ("answered", 5),
        ("rejected", 1),
        ("active", 4),
        ("inactive", 1),
        ("undetermined", 1),
        ("shared", 0),
    ] {
        assert_eq!(done[count], json!(number), "{count}: {done}");
    }
    assert!(done["finished_at"].is_string() && done["estimated_seconds_left"].is_null());
    assert_eq!(payer.asked().len(), 6);
    let told: Vec<_> = desk
        .house
        .announced()
        .await
        .into_iter()
        .filter(|(kind, _)| kind == "eligibility-batch.finished")
        .collect();
    let [(_, fact)] = &told[..] else { panic!("told once: {told:?}") };
    let fact: EligibilityBatchSnapshot = serde_json::from_value(fact.clone()).expect("the event's shape");
    assert_eq!((fact.total, fact.active, fact.inactive, fact.undetermined), (6, 4, 1, 1));

    let id = done["id"].as_str().expect("an id");
    for (outcome, number) in [("active", 4), ("inactive", 1), ("undetermined", 1)] {
        assert_eq!(desk.checks(&format!("batch_id={id}&outcome={outcome}")).await.len(), number);
    }
    let table = desk.house.get(&format!("{place}/results.csv")).await.expect(200);
    assert!(table.header("content-type").is_some_and(|media| media.starts_with("text/csv")));
    let lines: Vec<&str> = table.text.split_terminator("\r\n").collect();
    assert_eq!(lines.len(), 7, "{}", table.text);
    assert!(lines[0].starts_with("number,service_date,"));
    assert!(lines.iter().all(|line| line.split(',').count() == 17), "{}", table.text);
    assert_eq!(lines.iter().filter(|line| line.contains(",GOLD 123,20.00,")).count(), 4, "{}", table.text);
    desk.house.other_practice().get(&place).await.refused(404, "not-found");
    desk.house.other_practice().get(&format!("{place}/results.csv")).await.refused(404, "not-found");

    // The same again: what was answered serves, and only what was rejected is asked once more.
    let place = batch(&desk, json!({"coverage_ids": coverages, "service_date": "2026-12-02"})).await;
    let done = finished(&desk, &place).await;
    assert_eq!((&done["shared"], &done["active"], &done["inactive"]), (&json!(5), &json!(5), &json!(1)));
    assert_eq!(payer.asked().len(), 7);
}

#[actix_web::test]
async fn a_day_is_asked_about_by_its_visits() {
    let desk = Desk::open().await;
    desk.schedule(
        json!({"on_booking": false, "days_before": [], "nightly_days": 0, "on_coverage_change": false}),
    )
    .await;
    let payer = Payer::that(&[Says::Active]);
    let (id, paper) = (
        desk.payer(&payer.url).await,
        json!({"name": "Paper Only", "payer_id": "PAPER",
        "transactions": ["837P"], "connection": {"kind": "https", "url": NOWHERE}}),
    );
    let paper = desk.house.post("/v1/payers", paper).await.expect(201).id();
    let visit = desk.appointment();
    let (one, other, unasked) = (
        visitor(&desk, &id, &visit).await,
        visitor(&desk, &id, &visit).await,
        visitor(&desk, &paper, &visit).await,
    );
    let later = AppointmentSnapshot {
        service_date: visit.service_date + chrono::Days::new(1),
        ..visitor(&desk, &id, &visit).await
    };
    for visit in [&one, &other, &unasked, &later] {
        desk.house.hear(&desk.listeners, &AppointmentBooked(visit.clone())).await;
    }
    assert!(desk.checks("").await.is_empty());
    let place = batch(&desk, json!({"date": visit.service_date})).await;
    desk.batching();
    desk.sending(&[]);
    let done = finished(&desk, &place).await;
    assert_eq!((&done["total"], &done["active"], &done["not_asked"]), (&json!(3), &json!(2), &json!(1)));
    let checks = desk.checks(&format!("appointment_id={}", one.appointment_id)).await;
    assert_eq!((checks.len(), &checks[0]["outcome"]), (1, &json!("active")));
    // A week: the day's answers serve, also for who comes twice that day; the other day is new.
    let again = AppointmentSnapshot { appointment_id: desk.appointment().appointment_id, ..one.clone() };
    desk.house.hear(&desk.listeners, &AppointmentBooked(again.clone())).await;
    let place = batch(&desk, json!({"from": visit.service_date, "to": later.service_date})).await;
    let done = finished(&desk, &place).await;
    assert_eq!((&done["total"], &done["shared"], &done["active"]), (&json!(5), &json!(3), &json!(4)));
    assert_eq!(payer.asked().len(), 3);
    assert_eq!(desk.checks(&format!("appointment_id={}", one.appointment_id)).await.len(), 1);
    let taken = desk.checks(&format!("appointment_id={}", again.appointment_id)).await;
    assert_eq!((taken.len(), &taken[0]["shared_from"]), (1, &checks[0]["id"]));
}

#[actix_web::test]
async fn what_was_not_sent_is_taken_back() {
    let desk = Desk::open().await;
    let payer = desk.payer(NOWHERE).await;
    let coverages = many_coverages(&desk, &payer, 5).await;
    let place = batch(&desk, json!({"coverage_ids": coverages, "service_date": "2026-12-01"})).await;
    work_once(&desk).await;
    let version = desk.house.get(&place).await.version();
    let cancel = format!("{place}/cancel");
    desk.house.post(&cancel, json!({})).await.refused(428, "if-match-missing");
    desk.house.if_match(1).post(&cancel, json!({})).await.refused(412, "stale");
    let cancelled = desk.house.if_match(version).post(&cancel, json!({})).await.expect(200);
    assert_eq!(cancelled.body["state"], "cancelling");
    desk.house.if_match(cancelled.version()).post(&cancel, json!({})).await.refused(409, "batch-over");
    work_once(&desk).await;
    let done = finished(&desk, &place).await;
    assert_eq!(
        (&done["total"], &done["withdrawn"], &done["undetermined"]),
        (&json!(5), &json!(5), &json!(0))
    );
    assert!(done["cancelled_at"].is_string());
    let (kind, fact) = desk.house.announced().await.pop().expect("a fact");
    assert_eq!((kind.as_str(), &fact["withdrawn"]), ("eligibility-batch.finished", &json!(5)));
    // One that was called off before anything was spelled out asks nothing at all.
    let place = batch(&desk, json!({"coverage_ids": coverages, "service_date": "2026-12-03"})).await;
    desk.house.if_match(1).post(&format!("{place}/cancel"), json!({})).await.expect(200);
    work_once(&desk).await;
    assert_eq!(finished(&desk, &place).await["total"], json!(0));
}

#[actix_web::test]
async fn what_is_wrong_is_named_and_nothing_is_kept() {
    let desk = Desk::open().await;
    let coverage = desk.covered(&desk.payer(NOWHERE).await).await;
    for (asked, pointer) in [
        (json!({}), "/date"),
        (json!({"date": "tomorrow"}), "/date"),
        (json!({"from": "2026-12-02", "to": "2026-12-01"}), "/to"),
        (json!({"coverage_ids": [coverage]}), "/service_date"),
        (json!({"coverage_ids": [coverage, Uuid::nil()], "service_date": "2026-12-01"}), "/coverage_ids/1"),
        (json!({"coverage_ids": [coverage, coverage], "service_date": "2026-12-01"}), "/coverage_ids/1"),
        (json!({"coverage_ids": [], "service_date": "2026-12-01"}), "/coverage_ids"),
        (json!({"coverage_ids": vec![Uuid::nil(); 20_001], "service_date": "2026-12-01"}), "/coverage_ids"),
        (json!({"date": "2026-12-01", "max_age_hours": 1000}), "/max_age_hours"),
        (json!({"date": "2026-12-01", "service_types": ["dental"]}), "/service_types/0"),
        (json!({"dates": ["2026-12-01"]}), "/dates"),
    ] {
        let refused = desk.house.post("/v1/eligibility-batches", asked).await;
        refused.refused(400, "invalid-request");
        refused.names(pointer);
    }
    let theirs = json!({"coverage_ids": [coverage], "service_date": "2026-12-01"});
    desk.house.other_practice().post("/v1/eligibility-batches", theirs).await.names("/coverage_ids/0");
    assert_eq!(desk.house.get("/v1/eligibility-batches").await.body["items"], json!([]));
}

#[actix_web::test]
async fn two_batches_and_single_questions_at_one_moment_ask_each_thing_once() {
    let (desk, payer) = (Desk::open().await, Payer::that(&[Says::Active]));
    let id = desk.payer(&payer.url).await;
    let coverages = many_coverages(&desk, &id, 60).await;
    let backwards: Vec<Uuid> = coverages.iter().rev().copied().collect();
    let places = [
        batch(&desk, json!({"coverage_ids": coverages, "service_date": "2026-12-01"})).await,
        batch(&desk, json!({"coverage_ids": backwards, "service_date": "2026-12-01"})).await,
    ];
    desk.batching();
    desk.batching();
    let single: Vec<_> = coverages
        .iter()
        .map(|coverage| {
            let asked = json!({"coverage_id": coverage, "service_date": "2026-12-01"});
            let house = desk.house.clone();
            actix_web::rt::spawn(async move { house.post("/v1/eligibility-checks", asked).await.status })
        })
        .collect();
    for answer in single {
        assert_eq!(answer.await.expect("an answer"), 202);
    }
    eventually(async || {
        let waiting = async |place: &str| desk.house.get(place).await.expect(200).body["waiting"].clone();
        let running = async |place: &str| desk.house.get(place).await.body["state"] == "running";
        let filled = running(&places[0]).await && running(&places[1]).await;
        (filled && waiting(&places[0]).await == 0 && waiting(&places[1]).await == 0).then_some(())
    })
    .await;
    assert_eq!(counted(&desk, "SELECT count(*) AS n FROM checks").await, 60);
    assert_eq!(counted(&desk, "SELECT count(*) AS n FROM outbound WHERE kind = 'send_inquiry'").await, 60);
    assert_eq!(counted(&desk, "SELECT count(*) AS n FROM batch_items WHERE check_id IS NOT NULL").await, 120);
}
