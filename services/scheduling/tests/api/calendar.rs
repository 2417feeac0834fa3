//! The iCalendar feed of a practitioner and the links that open it.

use crate::office::{Office, open};
use icalendar::{Calendar, Component as _, Event, EventLike as _, EventStatus};
use kit::Answer;
use reqwest::Method;
use serde_json::{Value, json};

impl Office {
    fn links(&self) -> String {
        format!("/v1/practitioners/{}/calendar-links", self.practitioner)
    }

    /// A new link and the address that opens it.
    async fn link(&self, show_patients: bool) -> (Answer, String) {
        let link = self.house.post(&self.links(), json!({"show_patients": show_patients})).await.expect(201);
        let url = link.body["url"].as_str().expect("a url").to_owned();
        (link, url)
    }

    async fn feed(&self, url: &str) -> (Answer, Vec<Event>) {
        let answer = self.house.get(url).await.expect(200);
        assert_eq!(answer.header("content-type"), Some("text/calendar; charset=utf-8"));
        let calendar: Calendar = answer.text.parse().expect("a calendar");
        let events = calendar.events().cloned().collect();
        (answer, events)
    }
}

fn status_of<'a>(events: &'a [Event], appointment: &Answer) -> Option<&'a Event> {
    events.iter().find(|event| event.get_uid() == appointment.body["id"].as_str())
}

#[actix_web::test]
async fn a_feed_shows_what_is_booked_and_what_was_called_off() {
    let office = open().await;
    let house = &office.house;
    let slots = office.slots().await;
    let (_, url) = office.link(false).await;
    assert_eq!(office.feed(&url).await.1.len(), 0, "a calendar without events is one, too");
    let kept = office.book(&slots[0]).await.expect(201);
    let called_off = office.book(&slots[1]).await.expect(201);
    let done = office.book(&slots[2]).await.expect(201);
    let act = async |appointment: &Answer, version: i64, verb: &str, body: Value| {
        let path = format!("/v1/appointments/{}/{verb}", appointment.id());
        house.if_match(version).post(&path, body).await.expect(200)
    };
    act(&called_off, 1, "cancel", json!({"reason_code": "patient_ill"})).await;
    act(&done, 1, "arrive", json!({})).await;
    act(&done, 2, "complete", json!({})).await;
    act(&kept, 1, "arrive", json!({})).await;

    let (answer, events) = office.feed(&url).await;
    assert_eq!(events.len(), 2);
    let event = status_of(&events, &kept).expect("the one that is kept");
    assert_eq!((event.get_status(), event.get_sequence()), (Some(EventStatus::Confirmed), Some(2)));
    assert_eq!(event.get_summary(), Some("Office visit"));
    assert_eq!(event.get_location(), Some("Bone and Joint Clinic, 101 Main Street, Kansas City, MO"));
    let start: chrono::DateTime<chrono::Utc> = slots[0].parse().expect("a time");
    assert!(answer.text.contains(&format!("DTSTART:{}\r\n", start.format("%Y%m%dT%H%M%SZ"))));
    let cancelled = status_of(&events, &called_off).expect("the one that was called off");
    assert_eq!(cancelled.get_status(), Some(EventStatus::Cancelled));
    assert!(answer.text.split("\r\n").all(|line| line.len() <= 75));
    // The same id, moved: a calendar program replaces what it has.
    assert_eq!(
        office.feed(&url).await.0.text,
        answer.text,
        "the feed is the same as long as nothing changes"
    );
}

#[actix_web::test]
async fn patients_are_named_only_where_it_is_allowed() {
    let office = open().await;
    let slots = office.slots().await;
    let mut wish = office.wish(&office.patient, &slots[0]);
    wish["reason"] = json!("A delicate matter");
    office.house.post("/v1/appointments", wish).await.expect(201);
    let (without, url) = office.link(false).await;
    assert_eq!(without.body["show_patients"], json!(false));
    let answer = office.feed(&url).await.0;
    for name in ["John", "Smith", &office.patient, "delicate"] {
        assert!(!answer.text.contains(name), "{name}: {}", answer.text);
    }
    let (_, url) = office.link(true).await;
    let (answer, events) = office.feed(&url).await;
    assert_eq!(events[0].get_summary(), Some("Office visit: John Smith"));
    assert!(!answer.text.contains("delicate"), "the reason is nobody's business");
}

#[actix_web::test]
async fn an_unchanged_feed_is_not_sent_again() {
    let office = open().await;
    let slots = office.slots().await;
    office.book(&slots[0]).await.expect(201);
    let (_, url) = office.link(false).await;
    let tag = office.feed(&url).await.0.header("etag").expect("a tag").to_owned();
    let ask = async |known: &str| {
        office.house.request(Method::GET, &url).header("if-none-match", known).send().await
    };
    for known in [tag.clone(), format!("W/{tag}"), format!("\"other\", {tag}"), "*".to_owned()] {
        let unchanged = ask(&known).await;
        assert_eq!((unchanged.status, unchanged.text.as_str()), (304, ""), "{known}");
        assert_eq!(unchanged.header("etag"), Some(tag.as_str()));
    }
    let patient = format!("/v1/patients/{}", office.patient);
    office.house.if_match(1).patch(&patient, json!({"family_name": "Stone"})).await.expect(200);
    let renamed = ask(&tag).await.expect(200);
    let tag = renamed.header("etag").expect("a tag").to_owned();
    office.book(&slots[1]).await.expect(201);
    assert_ne!(ask(&tag).await.expect(200).header("etag"), Some(tag.as_str()));
}

#[actix_web::test]
async fn a_key_opens_its_own_calendar_until_it_is_revoked() {
    let office = open().await;
    let house = &office.house;
    let (link, url) = office.link(false).await;
    let (_, key) = url.split_once("key=").expect("a key");
    house.other_practice().get(&url).await.refused(404, "not-found");
    let another = house
        .post(
            "/v1/practitioners",
            json!({"given_name": "Ann", "family_name": "Bell", "npi": "1234567893",
            "taxonomy": "207Q00000X", "license_states": ["MO"]}),
        )
        .await
        .expect(201)
        .id();
    let path =
        |practitioner: &str, key: &str| format!("/v1/practitioners/{practitioner}/calendar.ics?key={key}");
    house.get(&path(&another, key)).await.refused(404, "not-found");
    let guessed = format!("{}{}", &key[..47], if key.ends_with('A') { "B" } else { "A" });
    house.get(&path(&office.practitioner, &guessed)).await.refused(404, "not-found");
    let malformed = house.get(&path(&office.practitioner, "x")).await;
    malformed.names("?key");
    assert!(!malformed.text.contains("key=x"));

    let revoke = format!("{}/{}/revoke", office.links(), link.id());
    house.post(&revoke, json!({})).await.refused(428, "if-match-missing");
    house.other_practice().if_match(1).post(&revoke, json!({})).await.refused(404, "not-found");
    let elsewhere = revoke.replace(&office.practitioner, &another);
    house.if_match(1).post(&elsewhere, json!({})).await.refused(404, "not-found");
    office.feed(&url).await;
    let revoked = house.if_match(1).post(&revoke, json!({})).await.expect(200);
    assert!(revoked.body["revoked_at"].is_string());
    house.get(&url).await.refused(404, "not-found");
    house.if_match(2).post(&revoke, json!({})).await.refused(409, "already-revoked");
}

#[actix_web::test]
async fn a_key_is_shown_once_and_kept_nowhere() {
    let office = open().await;
    let house = &office.house;
    let post = || {
        let request = house.request(Method::POST, &office.links());
        request.header("idempotency-key", "k1").json(&json!({})).send()
    };
    let first = post().await.expect(201);
    let url = first.body["url"].as_str().expect("a url").to_owned();
    let again = post().await.expect(201);
    assert_eq!((again.id(), &again.body["url"]), (first.id(), &Value::Null));
    assert_eq!(again.header("idempotent-replayed"), Some("true"));
    let listed = house.get(&office.links()).await.expect(200);
    assert_eq!(listed.body["items"].as_array().map(Vec::len), Some(1));
    let secret = url.split_once("key=").expect("a key").1;
    assert!(!listed.text.contains(secret) && !listed.text.contains("url"));
    assert!(!everything_kept(&office).await.contains(secret), "the key is in the database");
    house
        .post(&format!("/v1/practitioners/{}/calendar-links", office.patient), json!({}))
        .await
        .refused(404, "not-found");
}

/// Every row this practice has of what could hold a key.
async fn everything_kept(office: &Office) -> String {
    #[derive(diesel::QueryableByName)]
    struct Text {
        #[diesel(sql_type = diesel::sql_types::Text)]
        row: String,
    }
    let read = async |tx: &mut platform::Tx| {
        use diesel_async::RunQueryDsl as _;
        let sql = "SELECT i::text AS row FROM idempotency i UNION ALL SELECT o::text FROM outbox o \
                   UNION ALL SELECT c::text FROM calendar_links c";
        Ok::<_, platform::Problem>(diesel::sql_query(sql).load::<Text>(tx).await?)
    };
    let rows = office.house.db().transaction(&office.house.context(), read).await.expect("the rows");
    assert!(rows.len() >= 2);
    rows.into_iter().map(|text| text.row).collect()
}

#[actix_web::test]
async fn a_long_feed_comes_whole() {
    let office = open().await;
    let (_, url) = office.link(false).await;
    // Twelve hundred cancelled visits at two starts only, so that pages end among equal starts.
    let ids = (
        office.practitioner.clone(),
        office.patient.clone(),
        office.location.clone(),
        office.visit_type.clone(),
    );
    let insert = async move |tx: &mut platform::Tx| {
        use diesel_async::RunQueryDsl as _;
        let sql = format!(
            "INSERT INTO appointments (id, patient_id, practitioner_id, location_id, visit_type_id, start_at, end_at, \
               service_date, state) \
             SELECT gen_random_uuid(), '{}', '{}', '{}', '{}', day, day + interval '30 minutes', day::date, \
               '{{\"status\": \"cancelled\", \"reason_code\": \"other\", \"late\": false}}' \
             FROM generate_series(1, 1200) n, LATERAL (SELECT date_trunc('day', now()) + n % 2 * interval '1 hour' AS day) d",
            ids.1, ids.0, ids.2, ids.3
        );
        Ok::<_, platform::Problem>(diesel::sql_query(sql).execute(tx).await?)
    };
    office.house.db().transaction(&office.house.context(), insert).await.expect("inserted");
    let (_, events) = office.feed(&url).await;
    let ids: std::collections::BTreeSet<_> = events.iter().filter_map(|event| event.get_uid()).collect();
    assert_eq!((events.len(), ids.len()), (1200, 1200));
}
