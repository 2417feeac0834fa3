//! The medication list: what was reported, going through it, and stopping what the pharmacy still may hand out.

use crate::office::{NOWHERE, Office};
use crate::pharmacy::{self, Pharmacy, Says};
use kit::Answer;
use serde_json::{Value, json};

const SIMVASTATIN: &str = "312961";
const CLARITHROMYCIN: &str = "197517";

async fn report(office: &Office, medication: Value) -> Answer {
    let body = json!({"medication": medication, "source": "patient", "sig": "1 at night", "started_on": "2025-01-01",
        "taking_as_directed": true});
    office.house.post(&office.path("medications"), body).await
}

/// Reconciles a line as the list shows it now.
async fn reconcile(office: &Office, line: &str, body: Value) -> Answer {
    let listed = office.items(&office.path("medications")).await;
    let version = listed.iter().find(|one| one["id"] == line).expect("the line")["version"]
        .as_i64()
        .expect("a version");
    office.house.if_match(version).post(&office.path(&format!("medications/{line}/reconcile")), body).await
}

fn kinds<'a>(report: &'a Value, kind: &str) -> Vec<&'a Value> {
    report["alerts"].as_array().expect("alerts").iter().filter(|alert| alert["kind"] == kind).collect()
}

fn outcome<'a>(report: &'a Value, kind: &str) -> &'a Value {
    let kinds = report["kinds"].as_array().expect("kinds");
    &kinds.iter().find(|one| one["kind"] == kind).expect("the kind")["outcome"]
}

#[actix_web::test]
async fn reported_medicines_stand_on_the_list_and_in_every_check() {
    let office = Office::open().await;
    office.no_known_allergies().await;
    let pharmacy = office.pharmacy(NOWHERE).await;
    let line = report(&office, json!({"rxcui": SIMVASTATIN})).await.expect(201).id();
    let id = office.signed(&pharmacy).await;
    let listed = office.items(&office.path("medications")).await;
    assert_eq!(listed.len(), 2);
    assert_eq!(
        (&listed[0]["id"], &listed[0]["source"], &listed[0]["active"]),
        (&json!(line), &json!("patient"), &json!(true))
    );
    assert_eq!(listed[0]["medication"]["description"], "simvastatin 20 MG Oral Tablet");
    assert_eq!(listed[1]["prescription_id"], json!(id));
    let first = office.house.get(&office.path("medications?limit=1")).await.expect(200).body;
    let next = first["next"].as_str().expect("more");
    let second = office.items(&office.path(&format!("medications?limit=1&cursor={next}"))).await;
    assert_eq!(second[0]["id"], json!(id));

    let draft = office.draft(office.wish_of(&pharmacy, CLARITHROMYCIN, "tablet")).await;
    let checked = office.check(&draft).await.expect(200);
    assert_eq!(kinds(&checked.body, "interaction").len(), 1);
    let stop = json!({"action": "stop", "reason_code": "not_taking"});
    let stopped = reconcile(&office, &line, stop).await.expect(200).body;
    assert_eq!(stopped["medication"]["active"], false);
    assert!(stopped["proposal"].is_null());
    let checked = office.check(&draft).await.expect(200);
    assert_eq!(outcome(&checked.body, "interaction"), "clear");
    reconcile(&office, &line, json!({"action": "keep", "taking_as_directed": false})).await.expect(200);
    let checked = office.check(&draft).await.expect(200);
    assert_eq!(outcome(&checked.body, "interaction"), "alerts");
}

#[actix_web::test]
async fn a_medicine_in_words_keeps_checks_from_being_clear() {
    let office = Office::open().await;
    office.no_known_allergies().await;
    let pharmacy = office.pharmacy(NOWHERE).await;
    report(&office, json!({"description": "St. Mary's drops"})).await.expect(201);
    let draft = office.draft(office.wish(&pharmacy)).await;
    let checked = office.check(&draft).await.expect(200).body;
    for kind in ["interaction", "duplicate_therapy"] {
        assert_eq!(outcome(&checked, kind), "could_not_check", "{kind}");
    }
    let product = office.items("/v1/medications?q=metoprolol%20succinate%20er%2025").await[0].clone();
    let reported = json!({"ndc_product": product["ndc_product"]});
    let listed = report(&office, reported).await.expect(201).body;
    assert_eq!(listed["medication"]["description"], product["description"]);
    for (medication, pointer) in [
        (json!({}), "/medication/description"),
        (json!({"rxcui": "1"}), "/medication/rxcui"),
        (json!({"ndc": "x"}), "/medication/ndc"),
    ] {
        report(&office, medication).await.names(pointer);
    }
    office.house.other_practice().get(&office.path("medications")).await.refused(404, "not-found");
}

#[actix_web::test]
async fn who_decided_what_is_kept_and_needs_the_version() {
    let office = Office::open().await;
    let line = report(&office, json!({"rxcui": SIMVASTATIN})).await.expect(201).id();
    let path = office.path(&format!("medications/{line}/reconcile"));
    office.house.post(&path, json!({"action": "keep"})).await.refused(428, "if-match-missing");
    office.house.if_match(9).post(&path, json!({"action": "keep"})).await.refused(412, "stale");
    reconcile(&office, &line, json!({"action": "keep", "taking_as_directed": true})).await.expect(200);
    let changed =
        reconcile(&office, &line, json!({"action": "change", "sig": "2 at night"})).await.expect(200).body;
    assert_eq!(
        (&changed["medication"]["sig"]["text"], &changed["medication"]["version"]),
        (&json!("2 at night"), &json!(2))
    );
    reconcile(&office, &line, json!({"action": "stop", "reason_code": "because"}))
        .await
        .names("/reason_code");
    for (body, pointer) in [
        (json!({"action": "stop"}), "/reason_code"),
        (json!({"action": "keep", "cancel": true}), "/cancel"),
        (json!({"action": "change"}), "/sig"),
    ] {
        reconcile(&office, &line, body).await.names(pointer);
    }
    reconcile(&office, &line, json!({"action": "stop", "reason_code": "completed", "note": "done"}))
        .await
        .expect(200);
    let decisions = office.items(&office.path(&format!("medications/{line}/decisions"))).await;
    let actions: Vec<&Value> = decisions.iter().map(|one| &one["action"]).collect();
    assert_eq!(actions, ["keep", "change", "stop"]);
    assert!(decisions.iter().all(|one| one["decided_by"] == "tester" && one["at"].is_string()));
    let nobody = office.path(&format!("medications/{}/reconcile", uuid::Uuid::nil()));
    office.house.if_match(1).post(&nobody, json!({"action": "keep"})).await.refused(404, "not-found");
    office
        .house
        .other_practice()
        .if_match(2)
        .post(&path, json!({"action": "keep"}))
        .await
        .refused(404, "not-found");
}

#[actix_web::test]
async fn stopping_proposes_the_cancel_and_waits_for_the_pharmacys_answer() {
    let office = Office::open().await.with_courier();
    office.no_known_allergies().await;
    let pharmacy = Pharmacy::that(&[Says::Status("010")]);
    let place = office.pharmacy(&pharmacy.url).await;
    let id = office.signed(&place).await;
    office.becomes(&id, "accepted_by_pharmacy").await;
    let stop = json!({"action": "stop", "reason_code": "adverse_reaction"});
    let stopped = reconcile(&office, &id, stop).await.expect(200).body;
    assert_eq!(stopped["proposal"]["action"], "cancel");
    assert_eq!(
        (&stopped["medication"]["active"], &stopped["medication"]["still_at_pharmacy"]),
        (&json!(false), &json!(true))
    );
    assert_eq!(office.status(&id).await, "accepted_by_pharmacy");
    let open = office.items("/v1/medication-stops").await;
    assert_eq!((open.len(), &open[0]["cancellation"]), (1, &json!("not_asked")));
    assert_eq!(open[0]["stopped"]["reason_code"], "adverse_reaction");
    assert!(
        office.house.other_practice().get("/v1/medication-stops").await.expect(200).body["items"]
            == json!([])
    );

    let both = json!({"action": "stop", "reason_code": "adverse_reaction", "cancel": true});
    let asked = reconcile(&office, &id, both).await.expect(200).body;
    assert_eq!(asked["medication"]["status"], "cancel_pending");
    assert!(asked["proposal"].is_null());
    assert_eq!(office.items("/v1/medication-stops").await[0]["cancellation"], "asked");
    let raw = kit::eventually(async || pharmacy.received().get(1).cloned()).await;
    let cancel = script::parse(&raw).expect("a SCRIPT message");
    office.door(pharmacy::written(&pharmacy::cancel_response(&cancel, false))).await.expect(200);
    assert_eq!(office.items("/v1/medication-stops").await[0]["cancellation"], "denied");
    office.act(&id, "cancel", json!({})).await.expect(200);
    let raw = kit::eventually(async || pharmacy.received().get(2).cloned()).await;
    let cancel = script::parse(&raw).expect("a SCRIPT message");
    office.door(pharmacy::written(&pharmacy::cancel_response(&cancel, true))).await.expect(200);
    assert!(office.items("/v1/medication-stops").await.is_empty());
    let listed = office.items(&office.path("medications")).await;
    assert_eq!((&listed[0]["status"], &listed[0]["still_at_pharmacy"]), (&json!("cancelled"), &json!(false)));
}

#[actix_web::test]
async fn cancelling_needs_the_prescribers_scope() {
    let office = Office::open().await;
    office.no_known_allergies().await;
    let pharmacy = office.pharmacy(NOWHERE).await;
    let id = office.signed(&pharmacy).await;
    let version = office.get(&id).await.version();
    let path = office.path(&format!("medications/{id}/reconcile"));
    let body = json!({"action": "stop", "reason_code": "completed", "cancel": true});
    let scopes = [model::Scope::OrdersWrite];
    let request =
        office.house.if_match(version).request(reqwest::Method::POST, &path).json(&body).scopes(&scopes);
    request.send().await.refused(403, "scope-missing");
    assert!(office.items("/v1/medication-stops").await.is_empty());
    reconcile(&office, &id, body).await.expect(200);
    assert_eq!(office.status(&id).await, "cancelled");
    let changes: Vec<Value> =
        office.history(&id).await.into_iter().map(|entry| entry["change"].clone()).collect();
    assert_eq!(changes, ["drafted", "checked", "signed", "stopped on the list", "cancelled"]);
}

#[actix_web::test]
async fn a_new_dose_proposes_to_stop_the_old_one() {
    let office = Office::open().await;
    office.no_known_allergies().await;
    let pharmacy = office.pharmacy(NOWHERE).await;
    let old = office.signed_as(office.wish_of(&pharmacy, "314076", "tablet")).await;
    let change = json!({"action": "change", "sig": "2 daily"});
    reconcile(&office, &old, change).await.refused(409, "prescribed-here");
    let new = office.draft(office.wish_of(&pharmacy, "314077", "tablet")).await;
    let checked = office.check(&new).await.expect(200).body;
    let duplicate = kinds(&checked, "duplicate_therapy")[0].clone();
    assert_eq!(duplicate["proposal"], json!({"medication_id": old, "cancel": true}));
    office.act(&new, "sign", json!({})).await.refused(409, "alerts-open");
    let stop = json!({"action": "stop", "reason_code": "dose_changed", "cancel": true});
    reconcile(&office, &old, stop).await.expect(200);
    let checked = office.check(&new).await.expect(200).body;
    assert!(kinds(&checked, "duplicate_therapy").is_empty());
    office.act(&new, "sign", json!({})).await.expect(200);
}
