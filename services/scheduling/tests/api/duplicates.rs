//! Who may be the same person, and records merged and taken apart.

use crate::office::{Office, open, patient};
use diesel::QueryableByName;
use diesel::sql_types::{Array, BigInt, Integer, Text, Uuid as SqlUuid};
use diesel_async::{RunQueryDsl, SimpleAsyncConnection};
use kit::{Answer, House, eventually};
use model::scope::Service;
use platform::{Problem, Tx};
use scheduling::patient::candidate;
use serde_json::{Value, json};
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::sync::Notify;

async fn house() -> House {
    kit::service(Service::Scheduling, scheduling::MIGRATIONS, scheduling::routes).await
}

fn someone(given: &str, family: &str, born: &str) -> Value {
    json!({"given_name": given, "family_name": family, "birth_date": born, "sex": "female"})
}

async fn register(house: &House, body: Value) -> String {
    house.post("/v1/patients", body).await.expect(201).id()
}

async fn matched(house: &House, asked: Value) -> Vec<Value> {
    let answer = house.post("/v1/patients/match", asked).await.expect(200);
    answer.body["items"].as_array().expect("items").clone()
}

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
async fn a_match_is_scored_with_its_reasons() {
    let house = house().await;
    let id = register(&house, patient()).await;
    register(&house, someone("Ada", "Lovelace", "1990-12-10")).await;
    let asked = json!({"given_name": "Johnny", "family_name": "Smyth", "birth_date": "1963-05-19", "phone": "816-555-0100"});
    let found = matched(&house, asked).await;
    assert_eq!((found.len(), &found[0]["patient"]["id"]), (1, &json!(id)));
    assert_eq!((&found[0]["grade"], &found[0]["score"]), (&json!("probable"), &json!(82)));
    let reasons = found[0]["reasons"].as_array().expect("reasons");
    let how = |field: &str| reasons.iter().find(|one| one["field"] == field).map(|one| one["how"].clone());
    assert_eq!(how("given_name"), Some(json!("nickname")));
    assert_eq!(how("family_name"), Some(json!("similar")));
    assert_eq!((how("birth_date"), how("phone")), (Some(json!("same")), Some(json!("same"))));
    assert_eq!(reasons.iter().map(|one| one["points"].as_i64().expect("points")).sum::<i64>(), 82);
    for asked in
        [json!({"phone": "8165550100"}), json!({"birth_date": "1963-05-19"}), json!({"family_name": "smith"})]
    {
        assert_eq!(matched(&house, asked.clone()).await[0]["patient"]["id"], json!(id), "{asked}");
    }
    house.post("/v1/patients/match", json!({"sex": "male"})).await.refused(400, "invalid-request");
    house.post("/v1/patients/match", json!({"name": "x"})).await.refused(400, "invalid-request");
    assert_eq!(
        house.other_practice().post("/v1/patients/match", patient_known()).await.expect(200).body["items"],
        json!([])
    );
}

fn patient_known() -> Value {
    json!({"given_name": "John", "family_name": "Smith", "birth_date": "1963-05-19", "sex": "male", "phone": "8165550100"})
}

#[actix_web::test]
async fn slips_nicknames_and_changed_names_are_found() {
    let house = house().await;
    let with = |mut body: Value, field: &str, value: Value| {
        body[field] = value;
        body
    };
    let maria = with(someone("María", "García López", "1984-03-09"), "phone", json!("8165550177"));
    let id =
        register(&house, with(maria, "identifiers", json!([{"system": "passport", "value": "X 123-456"}])))
            .await;
    let cases = [
        (json!({"given_name": "Maria", "family_name": "Garcia", "birth_date": "1984-03-09"}), "probable"),
        (
            json!({"given_name": "Maria", "family_name": "Garcia", "birth_date": "1984-09-03", "sex": "female"}),
            "possible",
        ),
        (
            json!({"given_name": "Mari", "family_name": "Lopez", "birth_date": "1984-03-09", "sex": "female"}),
            "probable",
        ),
        (
            json!({"given_name": "Maria", "family_name": "Ortiz", "birth_date": "1984-03-09", "phone": "8165550177"}),
            "probable",
        ),
        (
            json!({"given_name": "Maria", "family_name": "Garcia Lopez", "birth_date": "1983-03-09", "phone": "8165550177"}),
            "probable",
        ),
        (json!({"identifiers": [{"system": "passport", "value": "x123456", "issuer": "MX"}]}), "possible"),
    ];
    for (asked, grade) in cases {
        let found = matched(&house, asked.clone()).await;
        let [likeliest, ..] = &found[..] else { panic!("nobody: {asked}") };
        assert_eq!(
            (&likeliest["patient"]["id"], &likeliest["grade"]),
            (&json!(id), &json!(grade)),
            "{asked}"
        );
    }
    // A changed record is found by what it says now, and no longer by what it said.
    let path = format!("/v1/patients/{id}");
    house.if_match(1).patch(&path, json!({"phone": "8165550133"})).await.expect(200);
    assert_eq!(matched(&house, json!({"phone": "8165550177"})).await, Vec::<Value>::new());
    assert_eq!(matched(&house, json!({"phone": "8165550133"})).await[0]["patient"]["id"], json!(id));
}

#[actix_web::test]
async fn registration_names_who_may_be_the_same_and_can_refuse() {
    let house = house().await;
    let first = house.post("/v1/patients", patient()).await.expect(201);
    assert_eq!(first.body.get("possible_duplicates"), None);
    let again = house.post("/v1/patients", patient()).await.expect(201);
    assert_eq!(
        again.body["possible_duplicates"],
        json!([{"patient_id": first.id(), "score": 100, "grade": "certain"}])
    );
    let refusing = |given: &str, born: &str| {
        let mut body = patient();
        body["on_duplicate"] = json!("refuse");
        body["given_name"] = json!(given);
        body["birth_date"] = json!(born);
        body
    };
    let refused = house.post("/v1/patients", refusing("Johnny", "1963-05-19")).await;
    refused.refused(409, "possible-duplicate");
    assert_eq!(refused.body["blocked_by"], json!(first.id()));
    assert!(refused.body["next_step"].is_string() && !refused.text.contains("Smith"), "{}", refused.text);
    assert_eq!(house.announced().await.len(), 2, "nothing was registered");
    // A twin is no duplicate; a namesake is none either.
    let twin = house.post("/v1/patients", refusing("Peter", "1963-05-19")).await.expect(201);
    assert_eq!(twin.body["possible_duplicates"][0]["grade"], "possible");
    house.post("/v1/patients", refusing("John", "1999-11-30")).await.expect(201);
    house.post("/v1/patients", json!({"on_duplicate": "ask"})).await.refused(400, "invalid-request");
}

/// A double click is one registration, even without a key.
#[actix_web::test]
async fn of_many_refusing_registrations_at_once_one_is_made() {
    let house = house().await;
    let mut body = patient();
    body["on_duplicate"] = json!("refuse");
    let all = futures_util::future::join_all((0..6).map(|_| house.post("/v1/patients", body.clone()))).await;
    let mut statuses: Vec<u16> = all.iter().map(|answer| answer.status).collect();
    statuses.sort_unstable();
    assert_eq!(statuses, [201, 409, 409, 409, 409, 409]);
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

const NAMES: [&str; 12] =
    ["Ann", "Bea", "Carl", "Dora", "Emil", "Fay", "Gus", "Hugo", "Ida", "Jon", "Kim", "Leo"];
const FAMILIES: [&str; 11] = [
    "Abbott", "Baker", "Chavez", "Dalton", "Engel", "Fischer", "Grant", "Hobbs", "Ibarra", "Jensen", "Keller",
];

/// Fills the practice through the store, as registrations would.
async fn fill(house: &House, count: u64, alike: bool) {
    let work = async move |tx: &mut Tx| {
        for n in 0..count {
            let pick = |of: &[&str], n: u64| of[usize::try_from(n).expect("small") % of.len()].to_owned();
            let born = chrono::NaiveDate::default() + chrono::Days::new(n * 7 % 15_000);
            let body = if alike {
                patient()
            } else {
                json!({"given_name": pick(&NAMES, n), "family_name": pick(&FAMILIES, n / 12), "birth_date": born,
                       "sex": "unknown", "phone": format!("816{:07}", n)})
            };
            let said = serde_json::from_value(body).expect("a registration");
            let (id, mrn) = (platform::mint(), format!("F{n}").parse().expect("a number"));
            let today = platform::now().date_naive();
            let patient = scheduling::patient::Patient::register(id, mrn, said, today).expect("a patient");
            scheduling::patient::store::insert(tx, &patient).await?;
        }
        Ok::<_, Problem>(())
    };
    house.db().transaction(&house.context(), work).await.expect("filled");
}

async fn timed(house: &House, path: &str, body: &Value, times: u32) -> Duration {
    house.post(path, body.clone()).await;
    let start = Instant::now();
    for _ in 0..times {
        let answer = house.post(path, body.clone()).await;
        assert!(answer.status < 300, "{}", answer.text);
    }
    start.elapsed() / times
}

#[derive(QueryableByName)]
struct Line {
    #[diesel(sql_type = Text)]
    #[diesel(column_name = "QUERY PLAN")]
    line: String,
}

#[actix_web::test]
async fn candidates_are_found_by_index_alone_among_thousands() {
    let house = house().await;
    fill(&house, 5_000, false).await;
    let id = register(&house, patient()).await;
    let explain = async move |tx: &mut Tx| {
        let sql = format!("EXPLAIN (ANALYZE, BUFFERS) {}", candidate::store::SHARERS);
        let said = serde_json::from_value(patient()).expect("a registration");
        let (mrn, today) = ("X".parse().expect("a number"), platform::now().date_naive());
        let someone = scheduling::patient::Patient::register(platform::mint(), mrn, said, today);
        let keys = candidate::key::keys(&candidate::Known::of(&someone.expect("a patient")));
        assert!(keys.len() > 10, "all kinds of keys: {}", keys.len());
        let query = diesel::sql_query(sql)
            .bind::<Array<BigInt>, _>(keys.iter().map(|key| key.hash).collect::<Vec<_>>())
            .bind::<Array<Integer>, _>(keys.iter().map(|key| key.weight).collect::<Vec<_>>())
            .bind::<SqlUuid, _>(uuid::Uuid::nil());
        Ok::<_, Problem>(query.load::<Line>(tx).await?)
    };
    let plan = house.db().read(&house.context(), explain).await.expect("a plan");
    let plan: Vec<String> = plan.into_iter().map(|line| line.line).collect();
    println!("{}", plan.join("\n"));
    assert!(plan.iter().any(|line| line.contains("Index") && line.contains("patient_keys_pkey")), "{plan:?}");
    assert!(!plan.iter().any(|line| line.contains("Seq Scan")), "{plan:?}");
    assert!(
        plan.iter().any(|line| line.contains("Index Cond") && line.contains("key = wanted.key")),
        "{plan:?}"
    );
    let by_name = "EXPLAIN SELECT id FROM patients WHERE (plain_family >= 'smith' AND plain_family < 'smith~') \
        OR (plain_given >= 'smi' AND plain_given < 'smi~' AND plain_family >= 'th' AND plain_family < 'th~') \
        ORDER BY id LIMIT 26";
    let explain =
        async move |tx: &mut Tx| Ok::<_, Problem>(diesel::sql_query(by_name).load::<Line>(tx).await?);
    let plan = house.db().read(&house.context(), explain).await.expect("a plan");
    let plan: Vec<String> = plan.into_iter().map(|line| line.line).collect();
    assert!(plan.iter().any(|line| line.contains("patients_by_name")), "{plan:?}");
    let found = matched(&house, patient_known()).await;
    assert_eq!(found[0]["patient"]["id"], json!(id));
    println!("a match among 5,000: {:?}", timed(&house, "/v1/patients/match", &patient_known(), 20).await);
}

#[actix_web::test]
async fn thousands_of_one_name_and_birth_date_do_not_slow_a_registration_down() {
    let house = house().await;
    let first = timed(&house, "/v1/patients", &patient(), 20).await;
    fill(&house, 3_000, true).await;
    let later = timed(&house, "/v1/patients", &patient(), 20).await;
    println!("a registration beside 20 of the same name: {first:?}, beside 3,000: {later:?}");
    assert!(later < Duration::from_secs(1), "{later:?}");
}
