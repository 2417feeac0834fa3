//! Recording and changing coverages.

use crate::desk::{Desk, NOWHERE};
use kit::samples;
use model::Relationship;
use model::event::{CoverageSnapshot, PatientRegistered};
use serde_json::{Value, json};
use uuid::Uuid;

fn with(mut coverage: Value, changes: Value) -> Value {
    for (field, value) in changes.as_object().expect("fields") {
        coverage[field] = value.clone();
    }
    coverage
}

#[actix_web::test]
async fn a_coverage_is_recorded_announced_and_found_again() {
    let desk = Desk::open().await;
    let payer = desk.payer(NOWHERE).await;
    let subscriber = serde_json::to_value(samples::demographics()).expect("JSON");
    let through_parent =
        with(desk.coverage(&payer), json!({"relationship": "child", "subscriber": subscriber}));
    let recorded = desk.house.post("/v1/coverages", through_parent.clone()).await.expect(201);
    assert_eq!(recorded.version(), 1);
    for (field, value) in through_parent.as_object().expect("fields") {
        assert_eq!(&recorded.body[field], value, "{field}");
    }
    let facts = desk.house.announced().await;
    assert_eq!(facts[0].0, "coverage.recorded");
    let fact: CoverageSnapshot = serde_json::from_value(facts[0].1.clone()).expect("the event's shape");
    assert_eq!((fact.payer_code.as_str(), fact.relationship), ("842610001", Relationship::Child));
    assert!(fact.subscriber.is_some());

    let place = format!("/v1/coverages/{}", recorded.id());
    assert_eq!(desk.house.get(&place).await.expect(200).body, recorded.body);
    desk.house.other_practice().get(&place).await.refused(404, "not-found");
    let mine = format!("/v1/coverages?patient_id={}", desk.patient.patient_id);
    assert_eq!(desk.house.get(&mine).await.body["items"], json!([recorded.body]));
    let nobodys = format!("/v1/coverages?patient_id={}", Uuid::nil());
    assert_eq!(desk.house.get(&nobodys).await.body["items"], json!([]));
}

#[actix_web::test]
async fn what_is_wrong_is_named_and_nothing_is_kept() {
    let desk = Desk::open().await;
    let payer = desk.payer(NOWHERE).await;
    let subscriber = serde_json::to_value(samples::demographics()).expect("JSON");
    for (change, pointer) in [
        (json!({"terminates": "2005-12-31"}), "/terminates"),
        (json!({"effective": "2006-02-30"}), "/effective"),
        (json!({"relationship": "child"}), "/subscriber"),
        (json!({"subscriber": subscriber}), "/subscriber"),
        (json!({"payer_id": Uuid::nil()}), "/payer_id"),
        (json!({"member_id": "1/2"}), "/member_id"),
        (json!({"member_id": "W12", "plan_kind": "medicare"}), "/member_id"),
        (json!({"plan_kind": "hmo"}), "/plan_kind"),
        (json!({"coordination": {"employment": "active", "size": 3}}), "/coordination/size"),
        (json!({"rank": "fourth"}), "/rank"),
    ] {
        let refused = desk.house.post("/v1/coverages", with(desk.coverage(&payer), change)).await;
        refused.refused(400, "invalid-request");
        refused.names(pointer);
    }
    let unknown = with(desk.coverage(&payer), json!({"patient_id": Uuid::nil()}));
    let waited = desk.house.post("/v1/coverages", unknown).await;
    waited.refused(409, "not-known-yet");
    assert_eq!(waited.header("retry-after"), Some("1"));
    assert_eq!(desk.house.get("/v1/coverages").await.body["items"], json!([]));
    assert!(desk.house.announced().await.is_empty());
}

#[actix_web::test]
async fn a_patient_has_one_coverage_of_a_rank_at_a_time() {
    let desk = Desk::open().await;
    let payer = desk.payer(NOWHERE).await;
    let record =
        async |changes: Value| desk.house.post("/v1/coverages", with(desk.coverage(&payer), changes)).await;
    let first = record(json!({"terminates": "2020-12-31"})).await.expect(201);
    for changes in [json!({}), json!({"effective": "2020-12-31"}), json!({"terminates": "2006-01-01"})] {
        let refused = record(changes).await;
        refused.refused(409, "coverage-overlaps");
        assert_eq!(refused.body["blocked_by"], first.body["id"]);
    }
    record(json!({"effective": "2021-01-01"})).await.expect(201);
    record(json!({"rank": "secondary"})).await.expect(201);
    let other = samples::patient();
    desk.house.hear(&desk.listeners, &PatientRegistered(other.clone())).await;
    record(json!({"patient_id": other.patient_id})).await.expect(201);
}

#[actix_web::test]
async fn of_two_at_the_same_moment_one_is_recorded() {
    let desk = Desk::open().await;
    let payer = desk.payer(NOWHERE).await;
    let requests: Vec<_> = (0..6)
        .map(|_| {
            let (house, coverage) = (desk.house.clone(), desk.coverage(&payer));
            actix_web::rt::spawn(async move { house.post("/v1/coverages", coverage).await.status })
        })
        .collect();
    let mut statuses = Vec::new();
    for request in requests {
        statuses.push(request.await.expect("an answer"));
    }
    statuses.sort_unstable();
    assert_eq!(statuses, [201, 409, 409, 409, 409, 409]);
}

#[actix_web::test]
async fn a_change_says_what_it_saw() {
    let desk = Desk::open().await;
    let payer = desk.payer(NOWHERE).await;
    let place = format!("/v1/coverages/{}", desk.covered(&payer).await);
    let change = json!({"member_id": "W77", "terminates": "2030-12-31"});
    desk.house.patch(&place, change.clone()).await.refused(428, "if-match-missing");
    desk.house.if_match(7).patch(&place, change.clone()).await.refused(412, "stale");
    desk.house.other_practice().if_match(1).patch(&place, change.clone()).await.refused(404, "not-found");
    let changed = desk.house.if_match(1).patch(&place, change.clone()).await.expect(200);
    assert_eq!((changed.version(), &changed.body["member_id"]), (2, &json!("W77")));
    assert_eq!(desk.house.get(&place).await.body, changed.body);
    desk.house.if_match(1).patch(&place, change).await.refused(412, "stale");
    let backwards = desk.house.if_match(2).patch(&place, json!({"terminates": "2005-01-01"})).await;
    backwards.names("/terminates");
    let open = desk.house.if_match(2).patch(&place, json!({"terminates": null})).await.expect(200);
    assert_eq!(open.body["terminates"], Value::Null);
    let kinds: Vec<_> = desk.house.announced().await.into_iter().map(|(kind, _)| kind).collect();
    assert_eq!(kinds, ["coverage.recorded", "coverage.updated", "coverage.updated"]);
}
