//! Recording fills: never more than allowed, never twice, and withdrawn only as the rules allow.

use crate::counter::{CLIENT, Clerk, Counter, KIM, LOU};
use kit::Answer;
use serde_json::{Value, json};

async fn taken(refills: u16) -> (Counter, String) {
    let counter = Counter::open().await;
    let id = counter.signed_with_refills(refills).await;
    counter.take(KIM, &id).await.expect(200);
    (counter, id)
}

async fn fills(counter: &Counter, id: &str) -> Vec<Value> {
    counter.read(id).await.expect(200).body["fills"].as_array().expect("a list").clone()
}

#[actix_web::test]
async fn a_fill_is_recorded_with_all_that_counts() {
    let (counter, id) = taken(0).await;
    let mut said = Counter::fill(1, "30");
    said["substitution"] = json!({"kind": "generic", "reason": "out_of_stock"});
    counter.act(KIM, &id, "dispense", said).await.expect(200);
    let fill = fills(&counter, &id).await.remove(0);
    for (field, expected) in [
        ("number", json!(1)),
        ("kind", json!("complete")),
        ("quantity", json!("30")),
        ("days_supply", json!(10)),
        ("ndc", json!("00093310905")),
        ("lot", json!("A17")),
        ("operator", json!("Kim Park")),
        ("terminal", json!("counter 1")),
        ("recorded_by", json!(CLIENT)),
        ("substitution", json!({"kind": "generic", "reason": "out_of_stock"})),
    ] {
        assert_eq!(fill[field], expected, "{field}");
    }
}

#[actix_web::test]
async fn what_is_too_much_or_out_of_time_is_refused_by_name() {
    let (counter, id) = taken(0).await;
    let dispense = async |said: Value| counter.act(KIM, &id, "dispense", said).await;
    let dated = |day: &str| {
        let mut said = Counter::fill(1, "30");
        said["dispensed_on"] = day.into();
        said
    };
    for (said, status, code, field) in [
        (Counter::fill(1, "30.5"), 409, "too-much", "/quantity"),
        (Counter::fill(2, "30"), 409, "fill-number", "/fill_number"),
        (dated("2099-01-01"), 409, "dispense-date", "/dispensed_on"),
        (dated("2001-01-01"), 409, "dispense-date", "/dispensed_on"),
        (Counter::fill(1, "0"), 400, "invalid-request", "/quantity"),
        (Counter::fill(1, "-3"), 400, "invalid-request", "/quantity"),
    ] {
        let answer = dispense(said.clone()).await;
        answer.refused(status, code);
        answer.names(field);
    }
    counter.act(KIM, &id, "partial", Counter::fill(1, "30")).await.refused(409, "fill-complete");
    assert!(fills(&counter, &id).await.is_empty());
    let mut wish = counter.office.wish(&counter.place);
    wish["substitution_allowed"] = false.into();
    let strict = counter.signed_as(wish).await;
    counter.take(KIM, &strict).await.expect(200);
    let mut said = Counter::fill(1, "30");
    said["substitution"] = json!({"kind": "generic", "reason": "out_of_stock"});
    counter.act(KIM, &strict, "dispense", said).await.refused(409, "substitution-forbidden");
    let stale = counter.office.get(&id).await.version() - 1;
    counter.send(KIM, (&id, "dispense"), (stale, None), Counter::fill(1, "30")).await.refused(412, "stale");
}

#[actix_web::test]
async fn what_was_altered_in_the_database_is_neither_shown_nor_dispensed() {
    let (counter, id) = taken(0).await;
    let version = counter.office.get(&id).await.version();
    // As the owner of the database could, and the program never would.
    let owner = counter.office.house.database().owner_url.clone().expect("an owner");
    use diesel_async::{AsyncConnection, AsyncPgConnection, SimpleAsyncConnection};
    let mut owner = AsyncPgConnection::establish(owner.expose()).await.expect("PostgreSQL answers");
    let more = "ALTER TABLE prescriptions DISABLE TRIGGER USER; ALTER TABLE prescriptions NO FORCE ROW LEVEL SECURITY; \
                UPDATE prescriptions SET content = jsonb_set(content, '{quantity,value}', '\"300\"'); \
                ALTER TABLE prescriptions FORCE ROW LEVEL SECURITY";
    owner.batch_execute(more).await.expect("it runs");
    let dispense = counter.send(KIM, (&id, "dispense"), (version, None), Counter::fill(1, "30")).await;
    dispense.refused(409, "signature-broken");
    counter.read(&id).await.refused(409, "signature-broken");
}

#[actix_web::test]
async fn a_fill_by_mistake_is_withdrawn_and_may_be_dispensed_again() {
    let (counter, id) = taken(0).await;
    counter.act(KIM, &id, "dispense", Counter::fill(1, "30")).await.expect(200);
    let withdraw = |number: i32| json!({"fill_number": number, "reason_code": "not_picked_up"});
    counter.act(KIM, &id, "withdraw", withdraw(2)).await.refused(409, "fill-not-withdrawable");
    let answer = counter.act(KIM, &id, "withdraw", withdraw(1)).await.expect(200);
    assert_eq!((&answer.body["status"], &answer.body["next_fill_number"]), (&json!("verified"), &json!(2)));
    assert_eq!(answer.body["fills"][0]["withdrawal"]["reason"], "not_picked_up");
    counter.act(KIM, &id, "withdraw", withdraw(1)).await.refused(409, "fill-not-withdrawable");
    counter.take(LOU, &id).await.expect(200);
    counter.act(KIM, &id, "withdraw", withdraw(1)).await.refused(409, "held");
    counter.act(LOU, &id, "dispense", Counter::fill(1, "30")).await.refused(409, "fill-recorded");
    counter.act(LOU, &id, "dispense", Counter::fill(2, "30")).await.expect(200);
    assert_eq!(counter.office.status(&id).await, "dispensed");
    let kinds = ["signed", "transmitted", "accepted", "dispensed", "fill-withdrawn", "dispensed"];
    assert_eq!(counter.announced().await, kinds);
}

#[actix_web::test]
async fn the_same_again_is_answered_the_same_and_another_key_is_refused() {
    let (counter, id) = taken(1).await;
    let version = counter.office.get(&id).await.version();
    let send = async |key: &str, version: i64| {
        counter.send(KIM, (&id, "dispense"), (version, Some(key)), Counter::fill(1, "30")).await
    };
    let first = send("fill-1", version).await.expect(200);
    let again = send("fill-1", version).await.expect(200);
    assert_eq!((first.text, again.header("idempotent-replayed")), (again.text.clone(), Some("true")));
    send("fill-1b", version).await.refused(412, "stale");
    counter.take(KIM, &id).await.expect(200);
    let version = counter.office.get(&id).await.version();
    let known = send("fill-1c", version).await;
    known.refused(409, "fill-recorded");
    assert_eq!(known.body["blocked_by"], fills(&counter, &id).await[0]["id"]);
    let more = counter.send(KIM, (&id, "dispense"), (version, Some("fill-1")), Counter::fill(2, "30")).await;
    more.refused(422, "key-reused");
    assert_eq!(fills(&counter, &id).await.len(), 1);
}

#[actix_web::test]
async fn the_database_refuses_what_the_program_would_not() {
    let (counter, id) = taken(0).await;
    counter.act(KIM, &id, "dispense", Counter::fill(1, "30")).await.expect(200);
    let house = &counter.office.house;
    let refused = async |sql: &'static str| {
        let run = async move |tx: &mut platform::Tx| {
            use diesel_async::RunQueryDsl;
            anyhow::Ok(diesel::sql_query(sql).execute(tx).await?)
        };
        let error = house.db().transaction(&house.context(), run).await.expect_err(sql);
        error.to_string()
    };
    let again = "INSERT INTO fills (id, prescription_id, number, kind, quantity, handout, recorded_at, recorded_by) \
                 SELECT gen_random_uuid(), prescription_id, number + 1, kind, 1, handout, now(), 'x' FROM fills";
    assert!(refused(again).await.contains("queue_entries_never_more_than_allowed"));
    let same = "INSERT INTO fills (id, prescription_id, number, kind, quantity, handout, recorded_at, recorded_by) \
                SELECT gen_random_uuid(), prescription_id, number, kind, 1, handout, now(), 'x' FROM fills";
    assert!(refused(same).await.contains("fills_number_unique"));
    assert!(refused("UPDATE fills SET quantity = 1").await.contains("does not change"));
    assert_eq!(fills(&counter, &id).await.len(), 1);
}

/// As a client does that is told to come back: again until it is answered.
async fn answered(ask: impl AsyncFn() -> Answer) -> Answer {
    kit::eventually(async || Some(ask().await).filter(|answer| answer.status != 503)).await
}

/// One of sixteen at each of two clients: takes it if it can, and dispenses it under a key of its own or one it shares.
async fn hurry(counter: &Counter, id: &str, n: usize) -> Answer {
    const NAMES: [&str; 4] = ["Ann", "Bea", "Cam", "Dan"];
    let clerk =
        Clerk { client: ["drugstore", "drugstore-2"][n % 2], operator: NAMES[n / 2 % 4], terminal: "1" };
    let key = format!("{}-{}", clerk.operator, n / 16);
    let mut last = None;
    for _ in 0..3 {
        let take = async || counter.send(clerk, (id, "take"), (0, None), json!({})).await;
        let version = match answered(take).await {
            taken if taken.status == 200 => taken.version(),
            _ => 0,
        };
        let dispense = async || {
            let said = Counter::fill(1, "30");
            counter.send(clerk, (id, "dispense"), (version, Some(&key)), said).await
        };
        let answer = answered(dispense).await;
        let done = answer.status == 200;
        last = Some(answer);
        if done {
            break;
        }
    }
    last.expect("three tries")
}

#[actix_web::test]
async fn a_crowd_of_two_clients_dispenses_it_once() {
    let counter = Counter::open().await;
    counter.bind(&counter.place, &[CLIENT, "drugstore-2"]).await.expect(200);
    let id = counter.signed().await;
    let answers = futures_util::future::join_all((0..32).map(|n| hurry(&counter, &id, n))).await;
    let done: Vec<&Answer> = answers.iter().filter(|answer| answer.status == 200).collect();
    let fresh = done.iter().filter(|answer| answer.header("idempotent-replayed").is_none()).count();
    assert_eq!(fresh, 1, "one of them recorded it, the others were refused or heard the same answer again");
    assert!(answers.iter().all(|answer| answer.status < 500), "nothing broke");
    let recorded = fills(&counter, &id).await;
    assert_eq!((recorded.len(), &recorded[0]["quantity"]), (1, &json!("30")));
    assert_eq!(counter.announced().await.iter().filter(|kind| *kind == "dispensed").count(), 1);
    let dispensed = counter.office.history(&id).await.iter().filter(|e| e["change"] == "dispensed").count();
    assert_eq!(dispensed, 1);
}

#[actix_web::test]
async fn a_connection_killed_in_the_middle_leaves_it_done_once_or_not_at_all() {
    let (counter, id) = taken(1).await;
    let kill = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity \
                WHERE usename = current_user AND datname = current_database() AND pid <> pg_backend_pid()";
    for number in 1..=2 {
        counter.take(KIM, &id).await.expect(200);
        let version = counter.office.get(&id).await.version();
        let key = format!("fill-{number}");
        let send = async || {
            counter.send(KIM, (&id, "dispense"), (version, Some(&key)), Counter::fill(number, "30")).await
        };
        let killing = async {
            for _ in 0..4 {
                counter.run(kill).await;
            }
        };
        let (_, ()) = tokio::join!(send(), killing);
        let answer = kit::eventually(async || Some(send().await).filter(|answer| answer.status < 500)).await;
        answer.expect(200);
        assert_eq!(fills(&counter, &id).await.len(), number as usize);
    }
    let sum = counter.read(&id).await.expect(200).body["quantity_left"].clone();
    assert_eq!(sum, json!("0"));
    assert_eq!(counter.announced().await.iter().filter(|kind| *kind == "dispensed").count(), 1);
}
