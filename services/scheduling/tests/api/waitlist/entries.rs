//! Who waits, and who may see it.

use super::{entry, give_up, offers, open_offer, settle, starts, status, waiting};
use crate::office::open;
use chrono::Duration;
use futures_util::future::join_all;
use serde_json::{Value, json};

#[actix_web::test]
async fn a_patient_waits_once_for_one_kind_of_visit() {
    let office = open().await;
    let said = entry(&office, &office.patient);
    let id = office.house.post("/v1/waitlist", said.clone()).await.expect(201).id();
    let again = office.house.post("/v1/waitlist", said.clone()).await;
    again.refused(409, "waits-already");
    assert_eq!(again.body["blocked_by"], json!(id));
    let both = join_all((0..4).map(|_| office.house.post("/v1/waitlist", said.clone()))).await;
    assert!(both.iter().all(|answer| answer.status == 409));
    let path = format!("/v1/waitlist/{id}/withdraw");
    office.house.if_match(1).post(&path, json!({})).await.expect(200);
    let new = join_all((0..4).map(|_| office.house.post("/v1/waitlist", said.clone()))).await;
    assert_eq!(new.iter().filter(|answer| answer.status == 201).count(), 1);
}

#[actix_web::test]
async fn wishes_are_checked_and_can_be_changed() {
    let office = open().await;
    let yesterday = (platform::now() - Duration::days(2)).date_naive();
    for (field, value, named) in [
        ("latest", json!(yesterday), "/latest"),
        ("earliest", json!("2990-01-01"), "/latest"),
        ("practitioner_ids", json!([office.practitioner, office.patient]), "/practitioner_ids/1"),
        ("location_ids", json!([office.patient]), "/location_ids/0"),
        ("visit_type_id", json!(office.patient), "/visit_type_id"),
        ("minimum_notice_minutes", json!(-1), "/minimum_notice_minutes"),
        ("windows", json!([{"from": "12:00:00", "to": "09:00:00"}]), "/windows/0/to"),
    ] {
        let mut said = entry(&office, &office.patient);
        said[field] = value;
        office.house.post("/v1/waitlist", said).await.names(named);
    }
    let starts = starts(&office).await;
    let none = json!({"windows": [{"weekdays": [], "from": "00:00:00", "to": "00:10:00"}]});
    let entry = waiting(&office, none).await;
    give_up(&office, &starts[0]).await;
    settle(&office, platform::now()).await;
    assert_eq!(offers(&office, "open").await, Vec::<Value>::new());
    let path = format!("/v1/waitlist/{}", entry.id());
    office.house.patch(&path, json!({"windows": []})).await.refused(428, "if-match-missing");
    let changed =
        office.house.if_match(1).patch(&path, json!({"windows": [], "priority": "soon"})).await.expect(200);
    assert_eq!((changed.version(), &changed.body["priority"]), (2, &json!("soon")));
    settle(&office, platform::now()).await;
    assert_eq!(open_offer(&office).await["entry_id"], json!(entry.id()));
}

#[actix_web::test]
async fn another_practice_sees_and_is_offered_nothing() {
    let office = open().await;
    let starts = starts(&office).await;
    let id = waiting(&office, json!({})).await.id();
    give_up(&office, &starts[0]).await;
    settle(&office, platform::now()).await;
    let offer = open_offer(&office).await["id"].as_str().expect("an id").to_owned();
    let other = office.house.other_practice();
    for path in ["/v1/waitlist", "/v1/waitlist/offers", "/v1/waitlist/freed-times"] {
        assert_eq!(other.get(path).await.expect(200).body["items"], json!([]));
    }
    other.get(&format!("/v1/waitlist/{id}")).await.refused(404, "not-found");
    other.get(&format!("/v1/waitlist/offers/{offer}")).await.refused(404, "not-found");
    for verb in ["accept", "decline"] {
        other
            .if_match(1)
            .post(&format!("/v1/waitlist/offers/{offer}/{verb}"), json!({}))
            .await
            .refused(404, "not-found");
    }
    other.if_match(2).post(&format!("/v1/waitlist/{id}/withdraw"), json!({})).await.refused(404, "not-found");
    assert_eq!(other.get("/v1/waitlist-settings").await.expect(200).body["version"], 0);
}

#[actix_web::test]
async fn an_entry_expires_with_its_latest_date() {
    let office = open().await;
    let now = platform::now();
    let entry = waiting(&office, json!({"latest": now.date_naive()})).await.id();
    settle(&office, now).await;
    assert_eq!(status(&office, &entry).await, "waiting");
    settle(&office, now + Duration::days(2)).await;
    assert_eq!(status(&office, &entry).await, "expired");
    let path = format!("/v1/waitlist/{entry}");
    office.house.if_match(2).patch(&path, json!({"priority": "soon"})).await.refused(409, "wrong-status");
}
