//! Records merged and taken apart again.

use crate::duplicates::{house, matched, patient_known, register, someone};
use crate::office::{Office, open, patient};
use diesel::QueryableByName;
use diesel::sql_types::{BigInt, Text, Uuid as SqlUuid};
use diesel_async::{RunQueryDsl, SimpleAsyncConnection};
use kit::{Answer, House, eventually};
use platform::{Problem, Tx};
use serde_json::{Value, json};
use std::sync::Arc;
use tokio::sync::Notify;

async fn merge(house: &House, id: &str, into: &str) -> Answer {
    let version = house.get(&format!("/v1/patients/{id}")).await.expect(200).version();
    house.if_match(version).post(&format!("/v1/patients/{id}/merge"), json!({"into": into})).await
}

async fn unmerge(house: &House, id: &str) -> Answer {
    let version = house.get(&format!("/v1/patients/{id}")).await.expect(200).version();
    house.if_match(version).post(&format!("/v1/patients/{id}/unmerge"), json!({})).await
}

/// The survivor a record names.
async fn survivor(house: &House, id: &str) -> Value {
    house.get(&format!("/v1/patients/{id}")).await.expect(200).body["merged_into"].clone()
}

/// The patients under whom the time of appointments is taken, in the order given.
async fn taken_by(office: &Office, appointments: &[&str]) -> Vec<String> {
    #[derive(QueryableByName)]
    struct Taken {
        #[diesel(sql_type = Text)]
        resource: String,
    }
    let mut all = Vec::new();
    for id in appointments {
        let (id, practitioner) = (id.parse::<uuid::Uuid>().expect("an id"), office.practitioner.clone());
        let read = async move |tx: &mut Tx| {
            let sql = "SELECT resource_id::text AS resource FROM occupancy WHERE appointment_id = $1 AND resource_id::text <> $2";
            let query = diesel::sql_query(sql).bind::<SqlUuid, _>(id).bind::<Text, _>(&practitioner);
            Ok::<_, Problem>(query.get_result::<Taken>(tx).await?)
        };
        all.push(office.house.db().read(&office.house.context(), read).await.expect("taken").resource);
    }
    all
}

async fn of_patient(house: &House, id: &str) -> Vec<String> {
    let listed = house.get(&format!("/v1/appointments?patient_id={id}")).await.expect(200);
    let items = listed.body["items"].as_array().expect("items").clone();
    items.iter().map(|one| one["id"].as_str().expect("an id").to_owned()).collect()
}

async fn book(office: &Office, patient: &str, start: &str) -> String {
    office.house.post("/v1/appointments", office.wish(patient, start)).await.expect(201).id()
}

#[actix_web::test]
async fn a_merged_patient_stays_readable_and_leads_to_the_survivor() {
    let house = house().await;
    let (old, new) =
        (register(&house, patient()).await, register(&house, someone("Ada", "Lovelace", "1990-12-10")).await);
    let path = format!("/v1/patients/{old}/merge");
    house.post(&path, json!({"into": new})).await.refused(428, "if-match-missing");
    house.if_match(9).post(&path, json!({"into": new})).await.refused(412, "stale");
    let merged = merge(&house, &old, &new).await.expect(200);
    assert_eq!((&merged.body["merged_into"], merged.version()), (&json!(new), 2));
    assert_eq!(survivor(&house, &old).await, json!(new));
    let ids = async |query: &str| {
        let listed = house.get(&format!("/v1/patients{query}")).await.expect(200);
        listed.body["items"].as_array().expect("items").len()
    };
    assert_eq!(
        (ids("").await, ids("?include_merged=true").await, ids("?include_merged=false").await),
        (1, 2, 1)
    );
    // Known by the old record still, and answered as the survivor.
    let found = matched(&house, patient_known()).await;
    assert_eq!(
        (found.len(), &found[0]["patient"]["id"], &found[0]["by_record"]),
        (1, &json!(new), &json!(old))
    );
    let apart = unmerge(&house, &old).await.expect(200);
    assert_eq!((apart.body.get("merged_into"), apart.version()), (None, 3));
    assert_eq!(ids("").await, 2);
    let facts = house.announced().await;
    let told = json!({"patient_id": old, "into": new});
    assert_eq!(
        facts[2..],
        [("patient.merged".to_owned(), told.clone()), ("patient.unmerged".to_owned(), told)]
    );
    house
        .if_match(3)
        .post(&format!("/v1/patients/{old}/unmerge"), json!({}))
        .await
        .refused(409, "not-merged");
}

#[actix_web::test]
async fn merges_that_make_no_sense_are_refused() {
    let house = house().await;
    let mut ids = Vec::new();
    for _ in 0..3 {
        ids.push(register(&house, patient()).await);
    }
    merge(&house, &ids[0], &ids[0]).await.names("/into");
    merge(&house, &ids[0], &uuid::Uuid::nil().to_string()).await.names("/into");
    merge(&house, &ids[0], &ids[1]).await.expect(200);
    let into_merged = merge(&house, &ids[2], &ids[0]).await;
    into_merged.refused(409, "survivor-merged");
    assert_eq!(into_merged.body["blocked_by"], json!(ids[1]));
    let again = merge(&house, &ids[0], &ids[2]).await;
    again.refused(409, "already-merged");
    assert_eq!(again.body["blocked_by"], json!(ids[1]));
    merge(&house, &ids[1], &ids[0]).await.refused(409, "survivor-merged");
}

#[actix_web::test]
async fn practices_are_never_merged() {
    let house = house().await;
    let other = house.other_practice();
    let (ours, theirs) = (register(&house, patient()).await, register(&other, patient()).await);
    merge(&house, &ours, &theirs).await.names("/into");
    let path = format!("/v1/patients/{theirs}/merge");
    house.if_match(1).post(&path, json!({"into": ours})).await.refused(404, "not-found");
    house
        .if_match(1)
        .post(&format!("/v1/patients/{theirs}/unmerge"), json!({}))
        .await
        .refused(404, "not-found");
    // Whatever the code above believes, the database refuses it, too: it names the practice in its reference.
    let (ours, theirs) =
        (ours.parse::<uuid::Uuid>().expect("an id"), theirs.parse::<uuid::Uuid>().expect("an id"));
    let point = async move |tx: &mut Tx| {
        tx.batch_execute("SET CONSTRAINTS ALL IMMEDIATE").await?;
        let sql = "UPDATE patients SET merged_into = $2 WHERE id = $1";
        let done =
            diesel::sql_query(sql).bind::<SqlUuid, _>(ours).bind::<SqlUuid, _>(theirs).execute(tx).await?;
        Ok::<_, anyhow::Error>(done)
    };
    let refused = house.db().transaction(&house.context(), point).await.expect_err("refused");
    assert!(refused.to_string().contains("patients_merged_into_survivor"), "{refused}");
}

#[actix_web::test]
async fn pointers_always_name_the_survivor_and_an_undo_restores_what_was() {
    let house = house().await;
    let mut ids = Vec::new();
    for _ in 0..4 {
        ids.push(register(&house, patient()).await);
    }
    let [a, b, c, d] = &ids[..] else { panic!("four") };
    let pointers = async || {
        let mut all = Vec::new();
        for id in &ids {
            all.push(survivor(&house, id).await);
        }
        all
    };
    merge(&house, a, b).await.expect(200);
    merge(&house, b, c).await.expect(200);
    merge(&house, c, d).await.expect(200);
    assert_eq!(pointers().await, [json!(d), json!(d), json!(d), Value::Null]);
    // The middle of the chain comes out with what had been merged into it, and goes in again elsewhere.
    unmerge(&house, b).await.expect(200);
    assert_eq!(pointers().await, [json!(b), Value::Null, json!(d), Value::Null]);
    unmerge(&house, c).await.expect(200);
    assert_eq!(pointers().await, [json!(b), Value::Null, Value::Null, Value::Null]);
    merge(&house, b, d).await.expect(200);
    unmerge(&house, a).await.expect(200);
    assert_eq!(pointers().await, [Value::Null, json!(d), Value::Null, Value::Null]);
    let told: Vec<(String, Value)> = house.announced().await.split_off(4);
    let last = |id: &String| told.iter().rev().find(|(_, fact)| fact["patient_id"] == json!(id)).cloned();
    assert_eq!(last(a), Some(("patient.unmerged".to_owned(), json!({"patient_id": a, "into": d}))));
    assert_eq!(last(b), Some(("patient.merged".to_owned(), json!({"patient_id": b, "into": d}))));
}

#[actix_web::test]
async fn the_time_of_appointments_moves_with_a_merge_and_back() {
    let office = open().await;
    let house = &office.house;
    let (a, b) = (office.patient.clone(), office.another_patient().await);
    let c = office.another_patient().await;
    let starts = office.slots().await;
    let of_a = book(&office, &a, &starts[0]).await;
    let of_b = book(&office, &b, &starts[1]).await;
    let of_c = book(&office, &c, &starts[2]).await;
    let all = [of_a.as_str(), of_b.as_str(), of_c.as_str()];
    merge(house, &a, &b).await.expect(200);
    assert_eq!(taken_by(&office, &all).await, [&b, &b, &c].map(String::as_str));
    merge(house, &b, &c).await.expect(200);
    assert_eq!(taken_by(&office, &all).await, [&c, &c, &c].map(String::as_str));
    assert_eq!(of_patient(house, &c).await, all);
    assert_eq!(of_patient(house, &a).await, [of_a.as_str()]);
    unmerge(house, &a).await.expect(200);
    assert_eq!(taken_by(&office, &all).await, [&a, &c, &c].map(String::as_str));
    assert_eq!(of_patient(house, &c).await, [of_b.as_str(), of_c.as_str()]);
    unmerge(house, &b).await.expect(200);
    assert_eq!(taken_by(&office, &all).await, [&a, &b, &c].map(String::as_str));
}

#[actix_web::test]
async fn nobody_is_put_in_two_places_at_once() {
    let office = open().await;
    let house = &office.house;
    let second = json!({"given_name": "Ann", "family_name": "Bell", "npi": "1234567893",
        "taxonomy": "207Q00000X", "license_states": ["MO"]});
    let second = house.post("/v1/practitioners", second).await.expect(201).id();
    let rules = json!({"rules": [{"location_id": office.location, "rrule": "FREQ=DAILY", "start_time": "09:00:00",
        "end_time": "17:00:00", "effective_from": "2026-01-01"}]});
    house.put(&format!("/v1/practitioners/{second}/availability"), rules).await.expect(200);
    let (a, b) = (office.patient.clone(), office.another_patient().await);
    let starts = office.slots().await;
    let of_a = book(&office, &a, &starts[0]).await;
    let mut wish = office.wish(&b, &starts[0]);
    wish["practitioner_id"] = json!(second);
    let of_b = house.post("/v1/appointments", wish).await.expect(201).id();
    let facts = house.announced().await.len();
    let refused = merge(house, &a, &b).await;
    refused.refused(409, "appointments-overlap");
    assert_eq!(refused.body["blocked_by"], json!(of_b));
    assert!(refused.body["next_step"].as_str().is_some_and(|step| step.contains(&of_a)), "{}", refused.text);
    assert_eq!((survivor(house, &a).await, house.announced().await.len()), (Value::Null, facts));
    let path = format!("/v1/appointments/{of_b}/cancel");
    house.if_match(1).post(&path, json!({"reason_code": "other"})).await.expect(200);
    merge(house, &a, &b).await.expect(200);
    assert_eq!(taken_by(&office, &[&of_a]).await, [b]);
}

/// A booking asks whose time it takes; a merge at the same moment waits for it, and then finds and moves that time.
#[actix_web::test]
async fn a_merge_waits_for_who_has_asked_whose_time_it_is() {
    let house = house().await;
    let (a, b) = (register(&house, patient()).await, register(&house, patient()).await);
    let (asked, id) = (Arc::new(Notify::new()), a.parse().expect("an id"));
    let (go_on, told) = (Arc::new(Notify::new()), asked.clone());
    let wait = go_on.clone();
    let booking = async move |tx: &mut Tx| {
        let person = scheduling::patient::store::person(tx, id).await?;
        told.notify_one();
        wait.notified().await;
        Ok::<_, Problem>(person)
    };
    let (db, context) = (house.db().clone(), house.context());
    let booking = actix_web::rt::spawn(async move { db.transaction(&context, booking).await });
    asked.notified().await;
    let merging = {
        let (house, a, b) = (house.clone(), a.clone(), b.clone());
        actix_web::rt::spawn(async move { merge(&house, &a, &b).await })
    };
    eventually(async || waiting(&house).await.then_some(())).await;
    assert_eq!(survivor(&house, &a).await, Value::Null, "the merge has not happened");
    go_on.notify_one();
    assert_eq!(booking.await.expect("done").expect("asked"), Some(id));
    merging.await.expect("done").expect(200);
    let again = async move |tx: &mut Tx| Ok::<_, Problem>(scheduling::patient::store::person(tx, id).await?);
    let person = house.db().transaction(&house.context(), again).await.expect("asked");
    assert_eq!(person.map(|person| person.to_string()), Some(b));
}

/// Whether somebody waits for a lock on a row.
async fn waiting(house: &House) -> bool {
    let sql = "SELECT count(*) AS count FROM pg_locks l JOIN pg_stat_activity a USING (pid) \
               WHERE NOT l.granted AND a.datname = current_database()";
    let read =
        async move |tx: &mut Tx| Ok::<_, Problem>(diesel::sql_query(sql).get_result::<Count>(tx).await?);
    house.db().read(&house.context(), read).await.expect("counted").count > 0
}

#[derive(QueryableByName)]
struct Count {
    #[diesel(sql_type = BigInt)]
    count: i64,
}

/// Two clients merge the same two into each other: one wins, and nobody is merged into somebody who is gone.
#[actix_web::test]
async fn merges_at_the_same_moment_leave_one_survivor() {
    let house = house().await;
    for _ in 0..5 {
        let (a, b) = (register(&house, patient()).await, register(&house, patient()).await);
        let one = house.if_match(1);
        let (there, back) = (format!("/v1/patients/{a}/merge"), format!("/v1/patients/{b}/merge"));
        let (there, back) = futures_util::future::join(
            one.post(&there, json!({"into": b})),
            one.post(&back, json!({"into": a})),
        )
        .await;
        let mut statuses = [there.status, back.status];
        statuses.sort_unstable();
        assert_eq!(statuses, [200, 409], "{} {}", there.text, back.text);
    }
}

/// Chance that a seed replays.
struct Chance(u64);

impl Chance {
    fn below(&mut self, most: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from((self.0 >> 33) % most as u64).expect("small")
    }
}

/// Who stands under whom: the merges in force.
#[derive(Default)]
struct Forest(Vec<Option<usize>>);

impl Forest {
    fn root(&self, n: usize) -> usize {
        self.0[n].map_or(n, |above| self.root(above))
    }
}

/// Whatever is merged and taken apart, in whatever order: every record points to its root, whose time is taken.
#[actix_web::test]
async fn any_merges_and_undos_keep_pointers_and_time_with_the_survivor() {
    let given = std::env::var("MERGE_SEED").ok().and_then(|seed| seed.parse().ok());
    let seed: u64 = given.unwrap_or_else(|| platform::mint::<uuid::Uuid>().as_u64_pair().1);
    println!("MERGE_SEED={seed} replays it");
    let (mut chance, office) = (Chance(seed), open().await);
    let house = &office.house;
    let starts = office.slots().await;
    let (mut people, mut booked) = (Vec::new(), Vec::new());
    for start in &starts[..7] {
        people.push(office.another_patient().await);
        booked.push(book(&office, &people[people.len() - 1], start).await);
    }
    let booked: Vec<&str> = booked.iter().map(String::as_str).collect();
    let mut forest = Forest(vec![None; people.len()]);
    for step in 0..60 {
        let (n, into) = (chance.below(people.len()), chance.below(people.len()));
        if chance.below(3) == 0 {
            let answer = unmerge(house, &people[n]).await;
            assert_eq!(
                answer.status,
                if forest.0[n].is_some() { 200 } else { 409 },
                "{step}: {}",
                answer.text
            );
            forest.0[n] = None;
        } else {
            let answer = merge(house, &people[n], &people[into]).await;
            let fair = n != into && forest.0[n].is_none() && forest.0[into].is_none();
            assert_eq!(answer.status == 200, fair, "{step}: {}", answer.text);
            forest.0[n] = if fair { Some(into) } else { forest.0[n] };
        }
        let roots: Vec<&String> = (0..people.len()).map(|n| &people[forest.root(n)]).collect();
        for (n, root) in roots.iter().enumerate() {
            let pointer = if forest.0[n].is_some() { json!(root) } else { Value::Null };
            assert_eq!(survivor(house, &people[n]).await, pointer, "{step}");
        }
        assert_eq!(taken_by(&office, &booked).await.iter().collect::<Vec<_>>(), roots, "{step}");
    }
    let told = house.announced().await;
    for (n, id) in people.iter().enumerate() {
        let of_them =
            |(kind, fact): &&(String, Value)| kind.starts_with("patient.") && fact["patient_id"] == json!(id);
        let (kind, fact) = told.iter().rev().find(of_them).expect("registered at least");
        match forest.0[n] {
            Some(_) => {
                assert_eq!((kind.as_str(), &fact["into"]), ("patient.merged", &json!(people[forest.root(n)])))
            }
            None => assert_ne!(kind, "patient.merged"),
        }
    }
}

#[actix_web::test]
async fn whoever_books_or_moves_for_a_merged_record_takes_the_survivors_time() {
    let office = open().await;
    let (old, new) = (office.another_patient().await, office.patient.clone());
    let slots = office.slots().await;
    let before = book(&office, &old, &slots[0]).await;
    merge(&office.house, &old, &new).await.expect(200);
    let after = book(&office, &old, &slots[1]).await;
    let path = format!("/v1/appointments/{before}/reschedule");
    office.house.if_match(1).post(&path, json!({"start": slots[2]})).await.expect(200);
    let mut series = office.wish(&old, &slots[3]);
    (series["rrule"], series["on_conflict"]) = (json!("FREQ=DAILY;COUNT=2"), json!("refuse_all"));
    let series = office.house.post("/v1/appointment-series", series).await.expect(201);
    let of_series = series.body["outcomes"][1]["appointment_id"].as_str().expect("an id").to_owned();
    assert_eq!(taken_by(&office, &[&before, &after, &of_series]).await, vec![new.clone(); 3]);

    let said = json!({"given_name": "Ann", "family_name": "Bell", "npi": "1234567893", "taxonomy": "207Q00000X",
        "license_states": ["MO"]});
    let second = office.house.post("/v1/practitioners", said).await.expect(201).id();
    let rules = json!({"rules": [{"location_id": office.location, "rrule": "FREQ=DAILY", "start_time": "09:00:00",
        "end_time": "17:00:00", "effective_from": "2026-01-01"}]});
    office.house.put(&format!("/v1/practitioners/{second}/availability"), rules).await.expect(200);
    for (slot, appointment) in [(&slots[1], &after), (&slots[2], &before)] {
        let mut wish = office.wish(&new, slot);
        wish["practitioner_id"] = json!(second);
        let clash = office.house.post("/v1/appointments", wish).await;
        clash.refused(409, "slot-taken");
        assert_eq!(clash.body["blocked_by"], json!(appointment));
    }
    // Taken apart, each has its own time again.
    unmerge(&office.house, &old).await.expect(200);
    assert_eq!(taken_by(&office, &[&before, &after, &of_series]).await, vec![old; 3]);
}
