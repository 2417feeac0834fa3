//! The event feed and the timeline.

use crate::house::{House, answer, house};
use chrono::{TimeDelta, Utc};
use model::{Envelope, EventId, PatientId, PracticeId, Scope};
use platform::context::Trace;
use platform::inbox::Admission;
use serde_json::json;
use std::rc::Rc;
use uuid::Uuid;

fn envelope(practice: PracticeId, patient: PatientId, sequence: i64) -> Envelope {
    Envelope {
        specversion: "1.0".to_owned(),
        id: EventId(Uuid::now_v7()),
        source: "/scheduling".to_owned(),
        kind: "patient.updated".to_owned(),
        subject: format!("patient/{patient}"),
        sequence,
        time: Utc::now() - TimeDelta::seconds(100 - sequence),
        practice,
        traceparent: Trace::begin().as_str().to_owned(),
        cause: None,
        data: json!({"patient_id": patient}),
    }
}

/// Heard by the gateway as the bus would have it; answers their ids.
async fn heard(
    house: &House,
    practice: PracticeId,
    patient: PatientId,
    count: i64,
) -> anyhow::Result<Vec<String>> {
    let listeners = Rc::new(gateway::listeners());
    let mut ids = Vec::new();
    for sequence in 1..=count {
        let envelope = envelope(practice, patient, sequence);
        ids.push(envelope.id.to_string());
        assert_eq!(listeners.hear(&house.db, envelope.clone()).await?, Admission::Apply);
        assert_eq!(listeners.hear(&house.db, envelope).await?, Admission::Known);
    }
    Ok(ids)
}

fn ids(items: &serde_json::Value, name: &str) -> Vec<String> {
    let items = items.as_array().cloned().unwrap_or_default();
    items.iter().map(|item| item[name].as_str().unwrap_or_default().to_owned()).collect()
}

#[actix_web::test]
async fn the_feed_goes_on_where_its_reader_stopped() -> anyhow::Result<()> {
    let house = house().await?;
    let sent = heard(&house, house.practice, PatientId(Uuid::now_v7()), 5).await?;
    let first = house.get("/v1/events?limit=3").await?;
    assert_eq!((first.status, ids(&first.body["items"], "id")), (200, sent[..3].to_vec()), "{}", first.text);
    assert_eq!(first.body["items"][0]["type"], "patient.updated");
    let next = first.body["next"].as_str().unwrap_or_default().to_owned();
    assert_eq!(next, sent[2]);
    let second = house.get(&format!("/v1/events?after={next}&limit=3")).await?;
    assert_eq!((ids(&second.body["items"], "id"), second.body["next"].is_null()), (sent[3..].to_vec(), true));
    let end = house.get(&format!("/v1/events?after={}", sent[4])).await?;
    assert_eq!(end.body, json!({"items": [], "next": null}));
    for bad in ["after=x", &format!("after={}", Uuid::nil()), "limit=0", "limit=101", "colour=red"] {
        house.get(&format!("/v1/events?{bad}")).await?.refused(400, "invalid-request");
    }
    Ok(())
}

#[actix_web::test]
async fn the_timeline_tells_a_patients_story_in_order() -> anyhow::Result<()> {
    let house = house().await?;
    let (patient, other) = (PatientId(Uuid::now_v7()), PatientId(Uuid::now_v7()));
    let sent = heard(&house, house.practice, patient, 3).await?;
    heard(&house, house.practice, other, 2).await?;
    let first = house.get(&format!("/v1/patients/{patient}/timeline?limit=2")).await?;
    assert_eq!(
        (first.status, ids(&first.body["items"], "event_id")),
        (200, sent[..2].to_vec()),
        "{}",
        first.text
    );
    let item = &first.body["items"][0];
    assert_eq!((&item["source"], &item["kind"]), (&"scheduling".into(), &"patient.updated".into()));
    assert_eq!((&item["subject"], item["cause"].is_null()), (&format!("patient/{patient}").into(), true));
    let next = first.body["next"].as_str().unwrap_or_default();
    let second = house.get(&format!("/v1/patients/{patient}/timeline?cursor={next}")).await?;
    assert_eq!(
        (ids(&second.body["items"], "event_id"), second.body["next"].is_null()),
        (sent[2..].to_vec(), true)
    );
    let unknown = platform::Cursor(Uuid::nil());
    let refused =
        house.get(&format!("/v1/patients/{patient}/timeline?cursor={}", String::from(unknown))).await?;
    refused.refused(400, "invalid-request");
    Ok(())
}

#[actix_web::test]
async fn nothing_of_another_practice_is_seen() -> anyhow::Result<()> {
    let house = house().await?;
    let (stranger, patient) = (PracticeId(Uuid::now_v7()), PatientId(Uuid::now_v7()));
    let theirs = heard(&house, stranger, patient, 2).await?;
    assert_eq!(house.get("/v1/events").await?.body["items"], json!([]));
    house.get(&format!("/v1/events?after={}", theirs[0])).await?.refused(400, "invalid-request");
    house.get(&format!("/v1/patients/{patient}/timeline")).await?.refused(404, "not-found");
    let token = house.token_of(stranger, &[Scope::AuditRead])?;
    let own = answer(house.open("GET", "/v1/events")?.bearer_auth(token)).await?;
    assert_eq!(ids(&own.body["items"], "id"), theirs);
    Ok(())
}

#[actix_web::test]
async fn every_table_is_isolated_by_practice() -> anyhow::Result<()> {
    kit::checks::isolated(&crate::house::house().await?.db).await;
    Ok(())
}
