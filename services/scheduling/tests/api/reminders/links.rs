//! Links in messages: what whoever holds one can see and do.

use super::desk::{Desk, LINKS, text, time};
use crate::servers::Mail;
use chrono::{DateTime, Duration, Utc};
use kit::Answer;
use model::Scope;
use reqwest::Method;
use serde_json::{Value, json};

struct Linked {
    desk: Desk,
    appointment: String,
    start: DateTime<Utc>,
    key: String,
}

/// An appointment whose patient has a link.
async fn linked() -> Linked {
    let desk = Desk::open(&[Mail::Takes], &[200]).await;
    desk.on("booked", "sms").await;
    let start = desk.starts().await[0];
    let appointment = desk.book(start).await;
    let key = last_key(&desk).await;
    Linked { desk, appointment, start, key }
}

async fn last_key(desk: &Desk) -> String {
    desk.pass(platform::now()).await;
    let last = desk.web.got().pop().expect("a message");
    let (_, key) = last.body["text"].as_str().expect("a text").split_once(LINKS).expect("a link");
    key.to_owned()
}

impl Linked {
    /// As the gateway passes it on: with the one scope of whoever holds a link.
    async fn ask(&self, method: Method, key: &str, verb: &str) -> Answer {
        let path = format!("/v1/appointment-links/{key}{verb}");
        self.desk.house().request(method, &path).scopes(&[Scope::LinkHolder]).send().await
    }

    async fn get(&self) -> Answer {
        self.ask(Method::GET, &self.key, "").await
    }

    async fn post(&self, verb: &str) -> Answer {
        self.ask(Method::POST, &self.key, verb).await
    }

    async fn appointment(&self) -> Value {
        self.desk.house().get(&format!("/v1/appointments/{}", self.appointment)).await.expect(200).body
    }
}

#[actix_web::test]
async fn looking_changes_nothing_and_tells_nothing_of_the_patient() {
    let linked = linked().await;
    assert!(linked.key.len() == 48, "short enough for a text message");
    let before = linked.appointment().await;
    for _ in 0..3 {
        let seen = linked.get().await.expect(200);
        assert_eq!((&seen.body["status"], time(&seen.body["start"])), (&json!("booked"), linked.start));
        assert_eq!(
            (&seen.body["practice_name"], &seen.body["location_name"]),
            (&json!("Lakeside"), &json!("Bone and Joint Clinic"))
        );
        for word in ["Smith", "chest", "Jones", "Office visit", &linked.appointment] {
            assert!(!seen.text.contains(word), "{word}");
        }
    }
    assert_eq!(linked.appointment().await, before);
}

#[actix_web::test]
async fn confirming_is_kept_with_the_appointment_and_its_history_and_again_is_the_same() {
    let linked = linked().await;
    for _ in 0..2 {
        assert_eq!(linked.post("/confirm").await.expect(200).body["status"], "confirmed");
    }
    let confirmed = linked.appointment().await;
    assert!(confirmed["confirmed_at"].is_string());
    assert_eq!(confirmed["version"], 2);
    let history = linked
        .desk
        .house()
        .get(&format!("/v1/appointments/{}/history", linked.appointment))
        .await
        .expect(200);
    let changes: Vec<String> =
        history.body["items"].as_array().expect("items").iter().map(|one| text(&one["change"])).collect();
    assert_eq!(changes, ["booked", "confirm_appointment_link"]);
    assert_eq!(linked.get().await.expect(200).body["status"], "confirmed");
    assert_eq!(linked.desk.reminders("").await.len(), 1, "nobody is told what they said themselves");
}

#[actix_web::test]
async fn cancelling_frees_the_time_tells_the_others_and_again_is_the_same() {
    let linked = linked().await;
    for _ in 0..2 {
        assert_eq!(linked.post("/cancel").await.expect(200).body["status"], "cancelled");
    }
    let cancelled = linked.appointment().await;
    assert_eq!((&cancelled["reason_code"], &cancelled["late"]), (&json!("patient_request"), &json!(false)));
    let told = linked.desk.house().announced().await;
    assert_eq!(told.iter().filter(|(kind, _)| kind == "appointment.cancelled").count(), 1);
    assert_eq!(linked.desk.starts().await[0], linked.start, "the time is free");
    linked.post("/confirm").await.refused(409, "cancelled");
}

#[actix_web::test]
async fn a_late_cancellation_is_marked_as_late() {
    let desk = Desk::open(&[Mail::Takes], &[200]).await;
    desk.on("booked", "sms").await;
    let soon =
        desk.office.slots().await.into_iter().map(|start| start.parse::<DateTime<Utc>>().expect("a time"));
    let start = soon.min().expect("a start");
    assert!(start - platform::now() < Duration::hours(24), "less notice than the visit type asks");
    let appointment = desk.book(start).await;
    let key = last_key(&desk).await;
    let linked = Linked { desk, appointment, start, key };
    linked.post("/cancel").await.expect(200);
    assert_eq!(linked.appointment().await["late"], true);
}

#[actix_web::test]
async fn a_link_holds_for_the_start_it_was_sent_for() {
    let linked = linked().await;
    linked.post("/confirm").await.expect(200);
    let starts = linked.desk.starts().await;
    linked.desk.on("rescheduled", "sms").await;
    let path = format!("/v1/appointments/{}/reschedule", linked.appointment);
    let moved = linked.desk.house().if_match(2).post(&path, json!({"start": starts[1]})).await.expect(200);
    assert_eq!(moved.body["confirmed_at"], json!(null), "another start is to be confirmed anew");
    assert_eq!(linked.get().await.expect(200).body["status"], "moved");
    linked.post("/confirm").await.refused(409, "moved");
    linked.post("/cancel").await.refused(409, "moved");
    let key = last_key(&linked.desk).await;
    assert_ne!(key, linked.key);
    assert_eq!(linked.ask(Method::POST, &key, "/confirm").await.expect(200).body["status"], "confirmed");
}

#[actix_web::test]
async fn what_is_altered_or_of_another_practice_opens_nothing() {
    let linked = linked().await;
    let altered: String = linked.key.chars().rev().collect();
    let mut last = linked.key.clone();
    let other = if last.pop() == Some('A') { 'B' } else { 'A' };
    last.push(other);
    for key in [altered.as_str(), &last, &linked.key[..47], "x", "%00", "%FF"] {
        for (method, verb) in [(Method::GET, ""), (Method::POST, "/confirm"), (Method::POST, "/cancel")] {
            linked.ask(method, key, verb).await.refused(404, "not-found");
        }
    }
    let path = format!("/v1/appointment-links/{}", linked.key);
    let stranger = linked.desk.house().other_practice();
    stranger.request(Method::GET, &path).scopes(&[Scope::LinkHolder]).send().await.refused(404, "not-found");
    // The other practice has signed links of its own, and still cannot open this one.
    let clients: Vec<Scope> = Scope::grantable().collect();
    linked
        .desk
        .house()
        .request(Method::GET, &path)
        .scopes(&clients)
        .send()
        .await
        .refused(403, "scope-missing");
    linked.desk.house().request(Method::GET, &path).nobody().send().await.refused(401, "no-caller");
    assert_eq!(linked.appointment().await["status"], "booked");
}

#[actix_web::test]
async fn a_link_is_over_a_day_after_the_start() {
    let linked = linked().await;
    let key: model::LinkKey = linked.key.parse().expect("a key");
    let open = async |at: DateTime<Utc>| {
        let key = key.clone();
        let open =
            async move |tx: &mut platform::Tx| scheduling::appointment_link::store::open(tx, &key, at).await;
        linked.desk.house().db().read(&linked.desk.house().context(), open).await.expect("read").is_some()
    };
    assert!(open(linked.start + Duration::hours(23)).await);
    assert!(!open(linked.start + Duration::hours(24)).await);
}
