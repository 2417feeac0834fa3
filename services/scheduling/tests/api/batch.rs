//! One step for many appointments: by a request, and by a practice's marking policy.

use crate::office::{Office, open, patient};
use futures_util::future::join;
use kit::Answer;
use platform::Stop;
use reqwest::Method;
use scheduling::marking::tick::tick;
use serde_json::{Value, json};
use uuid::Uuid;

const PATH: &str = "/v1/appointments/batch";

impl Office {
    /// Visits of as many patients, one after the other.
    async fn visits(&self, count: usize) -> Vec<Answer> {
        let slots = self.slots().await;
        let mut visits = Vec::new();
        for slot in &slots[..count] {
            let wish = self.wish(&self.another_patient().await, slot);
            visits.push(self.house.post("/v1/appointments", wish).await.expect(201));
        }
        visits
    }

    async fn batch(&self, action: &str, items: Value) -> Answer {
        self.house.post(PATH, json!({"action": action, "items": items})).await
    }

    async fn history(&self, id: &str) -> Vec<(String, String)> {
        let history = self.house.get(&format!("/v1/appointments/{id}/history")).await.expect(200);
        let changes = history.body["items"].as_array().expect("items").clone();
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        changes.iter().map(|change| (text(&change["change"]), text(&change["client"]))).collect()
    }

    async fn kinds(&self) -> Vec<String> {
        self.house.announced().await.into_iter().map(|(kind, _)| kind).collect()
    }
}

fn item(visit: &Answer, version: i64) -> Value {
    json!({"appointment_id": visit.id(), "version": version})
}

#[actix_web::test]
async fn each_of_a_batch_has_its_own_outcome() {
    let office = open().await;
    let visits = office.visits(4).await;
    let path = format!("/v1/appointments/{}/arrive", visits[3].id());
    office.house.if_match(1).post(&path, json!({})).await.expect(200);
    let unknown = Uuid::nil();
    let items = json!([item(&visits[2], 1), item(&visits[1], 7), item(&visits[3], 2),
        {"appointment_id": unknown, "version": 1}, item(&visits[0], 1)]);
    let answer = office.batch("arrive", items).await.expect(200);
    let expected = json!([
        {"outcome": "done", "appointment_id": visits[2].id(), "version": 2, "status": "arrived"},
        {"outcome": "refused", "appointment_id": visits[1].id(), "code": "stale",
         "detail": "It was changed after you read it."},
        {"outcome": "refused", "appointment_id": visits[3].id(), "code": "wrong-status",
         "detail": "An appointment that is arrived cannot be marked as arrived."},
        {"outcome": "refused", "appointment_id": unknown, "code": "not-found",
         "detail": "There is no such appointment."},
        {"outcome": "done", "appointment_id": visits[0].id(), "version": 2, "status": "arrived"},
    ]);
    assert_eq!(answer.body["items"], expected);
    let untouched = office.house.get(&format!("/v1/appointments/{}", visits[1].id())).await.expect(200);
    assert_eq!((untouched.version(), &untouched.body["status"]), (1, &json!("booked")));
}

#[actix_web::test]
async fn a_batch_leaves_the_same_history_and_events_as_single_actions() {
    let office = open().await;
    let visits = office.visits(2).await;
    let single = async |verb: &str, version: i64| {
        let path = format!("/v1/appointments/{}/{verb}", visits[0].id());
        office.house.if_match(version).post(&path, json!({})).await.expect(200);
    };
    for (action, verb, version) in
        [("arrive", "arrive", 1), ("begin", "begin", 2), ("complete", "complete", 3)]
    {
        single(verb, version).await;
        let answer = office.batch(action, json!([item(&visits[1], version)])).await.expect(200);
        assert_eq!(answer.body["items"][0]["version"], json!(version + 1));
    }
    assert_eq!(office.history(&visits[0].id()).await, office.history(&visits[1].id()).await);
    for kind in ["appointment.arrived", "appointment.begun", "appointment.completed"] {
        assert_eq!(office.kinds().await.iter().filter(|one| *one == kind).count(), 2, "{kind}");
    }
}

#[actix_web::test]
async fn cancelling_a_batch_says_why_and_frees_the_time() {
    let office = open().await;
    let slots = office.slots().await;
    let visits = office.visits(2).await;
    let items = json!([item(&visits[0], 1), item(&visits[1], 1)]);
    office.batch("cancel", items.clone()).await.names("/reason_code");
    let body = json!({"action": "cancel", "reason_code": "weather", "note": "Snow", "items": items});
    let answer = office.house.post(PATH, body).await.expect(200);
    assert!(answer.body["items"].as_array().expect("items").iter().all(|one| one["status"] == "cancelled"));
    let free = office.slots().await;
    assert!(free.contains(&slots[0]) && free.contains(&slots[1]));
    let kept = office.house.get(&format!("/v1/appointments/{}", visits[0].id())).await.expect(200);
    assert_eq!((&kept.body["reason_code"], &kept.body["note"]), (&json!("weather"), &json!("Snow")));
    let early = office.visits(1).await;
    let refused = office.batch("no_show", json!([item(&early[0], 1)])).await.expect(200);
    assert_eq!(refused.body["items"][0]["code"], "not-yet");
}

#[actix_web::test]
async fn a_batch_that_makes_no_sense_is_refused_whole() {
    let office = open().await;
    let visits = office.visits(1).await;
    let one = item(&visits[0], 1);
    office.batch("arrive", json!([])).await.names("/items");
    let many: Vec<Value> =
        (0..101).map(|n| json!({"appointment_id": Uuid::from_u128(n), "version": 1})).collect();
    office.batch("arrive", json!(many)).await.names("/items");
    office.batch("arrive", json!(many[..100])).await.expect(200);
    office.batch("arrive", json!([one, one])).await.names("/items/1/appointment_id");
    office.batch("fly", json!([one])).await.names("/action");
    let reason = json!({"action": "arrive", "reason_code": "other", "items": [one]});
    office.house.post(PATH, reason).await.names("/reason_code");
    let note = json!({"action": "arrive", "note": "x", "items": [one]});
    office.house.post(PATH, note).await.names("/note");
    let elsewhere = office.house.other_practice();
    let answer = elsewhere.post(PATH, json!({"action": "arrive", "items": [one]})).await.expect(200);
    assert_eq!(answer.body["items"][0]["code"], "not-found");
    assert_eq!(office.history(&visits[0].id()).await.len(), 1);
}

#[actix_web::test]
async fn a_batch_takes_effect_once_a_key() {
    let office = open().await;
    let visits = office.visits(1).await;
    let body = json!({"action": "arrive", "items": [item(&visits[0], 1)]});
    let post = || {
        let request = office.house.request(Method::POST, PATH).header("idempotency-key", "k1");
        request.json(&body).send()
    };
    let (first, again) = (post().await.expect(200), post().await.expect(200));
    assert_eq!(first.body, again.body);
    assert_eq!(office.kinds().await.iter().filter(|kind| *kind == "appointment.arrived").count(), 1);
}

#[actix_web::test]
async fn batches_that_meet_never_wait_in_a_circle() {
    let office = open().await;
    let visits = office.visits(12).await;
    let there: Vec<Value> = visits.iter().map(|visit| item(visit, 1)).collect();
    let back: Vec<Value> = there.iter().rev().cloned().collect();
    let (one, other) = join(office.batch("arrive", json!(there)), office.batch("arrive", json!(back))).await;
    let done = |answer: Answer| {
        let items = answer.expect(200).body["items"].as_array().expect("items").clone();
        items.iter().filter(|item| item["outcome"] == "done").count()
    };
    assert_eq!(done(one) + done(other), 12, "each arrives once");
    assert_eq!(office.kinds().await.iter().filter(|kind| *kind == "appointment.arrived").count(), 12);
}

/// The ids of a practice's appointments with their states, by start.
async fn states(office: &Office) -> Vec<(String, String)> {
    let listed = office.house.get("/v1/appointments?limit=100").await.expect(200);
    let mut items = listed.body["items"].as_array().expect("items").clone();
    items.sort_by_key(|item| item["start"].to_string());
    let text = |value: &Value| value.as_str().expect("text").to_owned();
    items.iter().map(|item| (text(&item["id"]), text(&item["status"]))).collect()
}

#[actix_web::test]
async fn a_policy_marks_what_nobody_marked() {
    let office = open().await;
    let house = &office.house;
    let one = office.practitioner.clone();
    for (start, status) in [
        ("2026-03-02T15:00", "booked"),
        ("2026-03-02T16:00", "arrived"),
        ("2026-03-02T17:00", "in_progress"),
        ("2026-03-02T18:00", "completed"),
        ("2026-03-02T21:00", "booked"),
        ("2026-03-02T22:00", "arrived"),
    ] {
        office.past(&one, start, 30, json!({"status": status})).await;
    }
    let now = "2026-03-02T22:00:00Z".parse().expect("a time");
    let run = async || tick(house.db(), now, &Stop::default()).await.expect("a tick");
    assert_eq!(run().await, 0, "no policy, no marks");

    let unset = house.get("/v1/marking-policy").await.expect(200);
    assert_eq!((unset.version(), &unset.body), (0, &json!({"version": 0})));
    let path = "/v1/marking-policy";
    let policy = json!({"no_show_after_minutes": 60, "complete_after_minutes": 120});
    house.put(path, policy.clone()).await.refused(428, "if-match-missing");
    house.if_match(3).put(path, policy.clone()).await.refused(412, "stale");
    house
        .if_match(0)
        .put(path, json!({"no_show_after_minutes": 10081}))
        .await
        .names("/no_show_after_minutes");
    let set = house.if_match(0).put(path, policy.clone()).await.expect(200);
    assert_eq!(set.version(), 1);
    house.if_match(0).put(path, policy.clone()).await.refused(412, "stale");
    assert_eq!(house.get(path).await.expect(200).body["complete_after_minutes"], json!(120));

    assert_eq!((run().await, run().await), (3, 0), "once, however often it ticks");
    let states = states(&office).await;
    let told: Vec<&str> = states.iter().map(|(_, status)| status.as_str()).collect();
    assert_eq!(told, ["no_show", "completed", "completed", "completed", "booked", "arrived"]);
    let history = office.history(&states[0].0).await;
    assert_eq!(history, [("mark_no_show".to_owned(), "marking-policy".to_owned())]);
    let history = office.history(&states[2].0).await;
    assert_eq!(history, [("complete_appointment".to_owned(), "marking-policy".to_owned())]);
    let mut kinds = office.kinds().await;
    kinds.retain(|kind| kind.starts_with("appointment."));
    kinds.sort_unstable();
    assert_eq!(kinds, ["appointment.completed", "appointment.completed", "appointment.no-show"]);
}

#[actix_web::test]
async fn each_practice_has_its_own_policy_and_long_arrears_are_worked_off() {
    let office = open().await;
    let other = elsewhere(&office).await;
    let start = |n: i64| {
        let first: chrono::DateTime<chrono::Utc> = "2026-03-02T15:00:00Z".parse().expect("a time");
        (first + chrono::Duration::hours(n)).format("%Y-%m-%dT%H:%M").to_string()
    };
    for n in 0..130 {
        office.past(&office.practitioner, &start(n), 30, json!({"status": "booked"})).await;
    }
    other.past(&other.practitioner, &start(0), 30, json!({"status": "booked"})).await;
    other.past(&other.practitioner, &start(1), 30, json!({"status": "in_progress"})).await;
    let set = async |office: &Office, policy: Value| {
        office.house.if_match(0).put("/v1/marking-policy", policy).await.expect(200);
    };
    set(&office, json!({"no_show_after_minutes": 0})).await;
    set(&other, json!({"complete_after_minutes": 0})).await;
    let now = "2026-04-01T00:00:00Z".parse().expect("a time");
    let marked = tick(office.house.db(), now, &Stop::default()).await.expect("a tick");
    assert_eq!(marked, 131, "more than a batch of the one, one of the other");
    let states = states(&other).await;
    assert_eq!((states[0].1.as_str(), states[1].1.as_str()), ("booked", "completed"));
    let report = office.house.get("/v1/reports/utilization?from=2026-03-02&to=2026-03-31").await.expect(200);
    assert_eq!(report.body["total"]["no_shows"], json!(130));
}

/// The same service, another practice.
async fn elsewhere(office: &Office) -> Office {
    let house = office.house.other_practice();
    let created = async |path: &str, body: Value| house.post(path, body).await.expect(201).id();
    let practitioner = json!({"given_name": "Ann", "family_name": "Bell", "npi": "1993999998",
        "taxonomy": "207Q00000X", "license_states": ["MO"]});
    let practitioner = created("/v1/practitioners", practitioner).await;
    let location = json!({"name": "Elsewhere", "time_zone": "America/Chicago",
        "address": {"line1": "1 Main Street", "city": "Kansas City", "state": "MO", "postal_code": "64108"},
        "npi": "1234567893", "tax_id": "123456789", "phone": "8165550111", "place_of_service": "11"});
    let location = created("/v1/locations", location).await;
    let visit_type = created("/v1/visit-types", json!({"name": "Office visit", "minutes": 30})).await;
    let patient = created("/v1/patients", patient()).await;
    Office { house, practitioner, location, visit_type, patient }
}
