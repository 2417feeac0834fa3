//! Recording, changing and finding authorizations.

use super::Covered;
use chrono::Days;
use kit::samples;
use model::event::PatientRegistered;
use serde_json::{Value, json};
use uuid::Uuid;

#[actix_web::test]
async fn an_authorization_is_recorded_announced_and_found_again() {
    let open = Covered::open().await;
    let covers = json!({"procedure_codes": ["97110"], "service_types": ["PT"], "practitioner_id": Uuid::nil(),
        "location_id": null, "visit_type_ids": [Uuid::nil()]});
    let asked = open.authorization(json!({"covers": covers}));
    let recorded = open.desk.house.post("/v1/authorizations", asked.clone()).await.expect(201);
    for (field, value) in asked.as_object().expect("fields") {
        assert_eq!(&recorded.body[field], value, "{field}");
    }
    let counts = ["used", "reserved", "remaining", "unreserved", "warn_units_left", "warn_days_before"];
    assert_eq!(counts.map(|field| recorded.body[field].as_i64()), [0, 0, 4, 4, 2, 14].map(Some));
    let facts = open.facts().await;
    let [(kind, fact)] = &facts[..] else { panic!("one fact: {facts:?}") };
    assert_eq!(
        (kind.as_str(), &fact["number"], &fact["remaining"]),
        ("authorization.recorded", &json!("A-100"), &json!(4))
    );
    assert!(!fact.to_string().contains("97110"), "what is treated stays here");

    let (house, place) = (&open.desk.house, format!("/v1/authorizations/{}", recorded.id()));
    assert_eq!(house.get(&place).await.expect(200).body, recorded.body);
    house.other_practice().get(&place).await.refused(404, "not-found");
    house.other_practice().get(&format!("{place}/uses")).await.refused(404, "not-found");
    assert_eq!(house.other_practice().get("/v1/authorizations").await.body["items"], json!([]));
}

#[actix_web::test]
async fn what_is_wrong_is_named_and_nothing_is_kept() {
    let open = Covered::open().await;
    let other = samples::patient();
    open.desk.house.hear(&open.desk.listeners, &PatientRegistered(other.clone())).await;
    for (change, pointer) in [
        (json!({"coverage_id": Uuid::nil()}), "/coverage_id"),
        (json!({"patient_id": other.patient_id}), "/patient_id"),
        (json!({"number": null}), "/number"),
        (json!({"number": "A*1"}), "/number"),
        (json!({"status": "requested"}), "/number"),
        (json!({"status": "void"}), "/status"),
        (json!({"kind": "permission"}), "/kind"),
        (json!({"granted": 0}), "/granted"),
        (json!({"granted": 10000}), "/granted"),
        (json!({"expires": "2001-01-01"}), "/expires"),
        (json!({"covers": {"procedure_codes": ["1"]}}), "/covers/procedure_codes/0"),
        (json!({"covers": {"colour": "red"}}), "/covers/colour"),
        (json!({"warn_days_before": 400}), "/warn_days_before"),
    ] {
        let refused = open.record(change).await;
        refused.refused(400, "invalid-request");
        refused.names(pointer);
    }
    assert!(open.facts().await.is_empty());
    open.record(json!({})).await.expect(201);
    open.record(json!({})).await.refused(409, "number-taken");
    open.record(json!({"kind": "referral"})).await.expect(201);
}

#[actix_web::test]
async fn a_request_is_approved_denied_and_made_void() {
    let open = Covered::open().await;
    let house = &open.desk.house;
    let id = open.recorded(json!({"status": "requested", "number": null})).await;
    let place = format!("/v1/authorizations/{id}");
    let act = async |version: i64, verb: &str, body: Value| {
        house.if_match(version).post(&format!("{place}/{verb}"), body).await
    };
    house.post(&format!("{place}/deny"), json!({"reason": "x"})).await.refused(428, "if-match-missing");
    act(9, "deny", json!({"reason": "x"})).await.refused(412, "stale");
    act(1, "deny", json!({})).await.names("/reason");
    let denied = act(1, "deny", json!({"reason": "more records wanted"})).await.expect(200);
    assert_eq!(
        (&denied.body["status"], &denied.body["reason"]),
        (&json!("denied"), &json!("more records wanted"))
    );
    act(2, "approve", json!({})).await.names("/number");
    let approved = act(2, "approve", json!({"number": "77", "granted": 6})).await.expect(200);
    assert_eq!((&approved.body["number"], &approved.body["remaining"]), (&json!("77"), &json!(6)));
    act(3, "deny", json!({"reason": "x"})).await.refused(409, "wrong-status");
    let void = act(3, "void", json!({"reason": "wrong patient"})).await.expect(200);
    assert_eq!(void.body["status"], "void");
    house.if_match(4).patch(&place, json!({"granted": 1})).await.refused(409, "wrong-status");
    let updated = "authorization.updated";
    assert_eq!(open.kinds().await, ["authorization.recorded", updated, updated, updated]);
}

#[actix_web::test]
async fn a_change_is_checked_like_the_first_word() {
    let open = Covered::open().await;
    let house = &open.desk.house;
    let place = format!("/v1/authorizations/{}", open.recorded(json!({})).await);
    open.recorded(json!({"number": "B-2"})).await;
    house.patch(&place, json!({"granted": 5})).await.refused(428, "if-match-missing");
    house.other_practice().if_match(1).patch(&place, json!({"granted": 5})).await.refused(404, "not-found");
    house.if_match(1).patch(&place, json!({"number": "B-2"})).await.refused(409, "number-taken");
    house.if_match(1).patch(&place, json!({"expires": "2001-01-01"})).await.names("/expires");
    house.if_match(1).patch(&place, json!({"expires": null})).await.names("/expires");
    house.if_match(1).patch(&place, json!({"used": 3})).await.names("/used");
    let changed =
        house.if_match(1).patch(&place, json!({"granted": null, "number": "C-3"})).await.expect(200);
    assert_eq!((&changed.body["remaining"], &changed.body["number"]), (&Value::Null, &json!("C-3")));
    assert_eq!(changed.version(), 2);
}

#[actix_web::test]
async fn the_list_hides_what_has_expired_and_filters() {
    let open = Covered::open().await;
    let today = platform::now().date_naive();
    let old = json!({"number": "OLD", "effective": "2020-01-01", "expires": today - Days::new(1)});
    let soon = json!({"number": "SOON", "expires": today + Days::new(10)});
    let asked = json!({"status": "requested", "number": null, "kind": "referral"});
    for changes in [old, soon, asked, json!({"number": "LONG"})] {
        open.recorded(changes).await;
    }
    let numbers = async |filter: &str| {
        let page = open.desk.house.get(&format!("/v1/authorizations?{filter}")).await.expect(200);
        let items = page.body["items"].as_array().expect("items").clone();
        items.iter().map(|one| one["number"].as_str().unwrap_or("-").to_owned()).collect::<Vec<_>>().join(" ")
    };
    let (patient, coverage) = (open.desk.patient.patient_id, &open.coverage);
    let before = today + Days::new(11);
    for (filter, expected) in [
        (String::new(), "SOON - LONG"),
        ("expired=true".to_owned(), "OLD SOON - LONG"),
        (format!("patient_id={patient}"), "SOON - LONG"),
        (format!("patient_id={}", Uuid::nil()), ""),
        (format!("coverage_id={coverage}&status=requested"), "-"),
        (format!("expiring_before={before}"), "SOON"),
        (format!("expiring_before={before}&expired=true"), "OLD SOON"),
        ("status=denied".to_owned(), ""),
    ] {
        assert_eq!(numbers(&filter).await, expected, "{filter}");
    }
    let house = &open.desk.house;
    house.get("/v1/authorizations?status=used").await.names("?status");
    house.get("/v1/authorizations?number=1").await.refused(400, "invalid-request");
    let first = house.get("/v1/authorizations?limit=2").await.expect(200);
    let next = first.body["next"].as_str().expect("a next page");
    let second = house.get(&format!("/v1/authorizations?limit=2&cursor={next}")).await.expect(200);
    assert_eq!(
        (second.body["items"].as_array().map(Vec::len), &second.body["next"]),
        (Some(1), &Value::Null)
    );
}
