//! Who may be the same person: candidates with reasons, and what registration makes of them.

use crate::office::patient;
use diesel::QueryableByName;
use diesel::sql_types::{Array, BigInt, Integer, Text, Uuid as SqlUuid};
use diesel_async::RunQueryDsl;
use kit::{House, eventually};
use model::scope::Service;
use platform::{Problem, Tx};
use scheduling::patient::candidate;
use serde_json::{Value, json};
use std::time::{Duration, Instant};

pub async fn house() -> House {
    kit::service(Service::Scheduling, scheduling::MIGRATIONS, scheduling::routes).await
}

pub fn someone(given: &str, family: &str, born: &str) -> Value {
    json!({"given_name": given, "family_name": family, "birth_date": born, "sex": "female"})
}

pub async fn register(house: &House, body: Value) -> String {
    house.post("/v1/patients", body).await.expect(201).id()
}

pub async fn matched(house: &House, asked: Value) -> Vec<Value> {
    let answer = house.post("/v1/patients/match", asked).await.expect(200);
    answer.body["items"].as_array().expect("items").clone()
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

pub fn patient_known() -> Value {
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

/// How often patients were found by name through the index; PostgreSQL counts a moment later.
async fn index_scans(house: &House) -> i64 {
    #[derive(QueryableByName)]
    struct Scans {
        #[diesel(sql_type = BigInt)]
        idx_scan: i64,
    }
    let sql = "SELECT idx_scan FROM pg_stat_user_indexes WHERE indexrelname = 'patients_by_name'";
    let read =
        async move |tx: &mut Tx| Ok::<_, Problem>(diesel::sql_query(sql).get_result::<Scans>(tx).await?);
    house.db().read(&house.context(), read).await.expect("counted").idx_scan
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
    house.get("/v1/patients?name=john+smith").await.expect(200);
    eventually(async || (index_scans(&house).await > 0).then_some(())).await;
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
