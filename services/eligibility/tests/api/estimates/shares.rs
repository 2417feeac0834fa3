//! The patient's share of what the payer allows.

use super::Counter;
use crate::desk::Desk;
use crate::payer::{Payer, Says};
use kit::samples;
use model::event::PatientRegistered;
use serde_json::{Value, json};
use uuid::Uuid;

#[actix_web::test]
async fn what_a_real_answer_says_is_what_the_patient_is_told() {
    let (desk, payer) = (Desk::open().await, Payer::that(&[Says::Active]));
    let coverage = desk.covered(&desk.payer(&payer.url).await).await;
    desk.sending(&[0]);
    let day = desk.appointment().service_date;
    let check = desk.ask(&coverage, day).await.expect(202).id();
    desk.outcome(&check).await;
    desk.house.hear(&desk.listeners, &super::fees("2020-01-01", &[("99213", 15_000)])).await;
    let wish = json!({"patient_id": desk.patient.patient_id, "coverage_id": coverage, "service_date": day,
        "procedures": [{"procedure_code": "99213"}]});
    let told = desk.house.post("/v1/estimates", wish).await.expect(201);
    assert_eq!((&told.body["outcome"], &told.body["patient_share"]), (&json!("determined"), &json!("20.00")));
    assert_eq!((&told.body["charge"], &told.body["allowed"]), (&json!("150.00"), &json!("150.00")));
    let steps = told.body["explanation"].as_array().expect("steps");
    let sources: Vec<_> = steps.iter().map(|step| step["source"]["from"].as_str()).collect();
    assert_eq!(sources, ["fee_schedule", "eligibility_check", "reckoning"].map(Some));
    assert!(steps[0]["what"].as_str().is_some_and(|what| what.contains("no contract price is loaded")));
    let copay = &steps[1]["source"];
    assert_eq!((&copay["eligibility_check_id"], &copay["eb01"]), (&json!(check), &json!("B")));
    assert!(copay["answered_at"].is_string());
}

#[actix_web::test]
async fn deductible_coinsurance_and_contract_make_the_share() {
    let open = Counter::open().await;
    let benefits = json!([{"kind": "coinsurance", "service_types": ["98"], "network": "in", "percent": "20",
            "messages": [], "entities": [], "codes": {"eb01": "A", "eb03": ["98"]}}]);
    let deductible = json!({"total": "1000.00", "remaining": "30.00"});
    open.payer_says(json!({"deductible": deductible, "benefits": benefits})).await;
    let told = open.estimate(json!({})).await.expect(201);
    assert_eq!(told.body["patient_share"], "54.00", "30 and a fifth of 120");
    let prices = json!({"payer_id": open.payer, "name": "2026", "effective": "2026-01-01",
        "items": [{"procedure_code": "99213", "amount": "90.01"}]});
    open.desk.house.post("/v1/contract-prices", prices).await.expect(201);
    let told = open.estimate(json!({})).await.expect(201);
    assert_eq!((&told.body["allowed"], &told.body["charge"]), (&json!("90.01"), &json!("150.00")));
    assert_eq!(told.body["patient_share"], "42.00", "30 and a fifth of 60.01, to the cent");
    let both = json!([{"procedure_code": "99213"}, {"procedure_code": "87880", "units": 2}]);
    let told = open.estimate(json!({"procedures": both})).await.expect(201);
    assert_eq!((&told.body["allowed"], &told.body["patient_share"]), (&json!("170.01"), &json!("58.00")));
    let lines = told.body["lines"].as_array().expect("lines");
    assert_eq!((&lines[1]["charge"], lines[1].get("allowed")), (&json!("80.00"), None));
}

#[actix_web::test]
async fn what_cannot_be_known_is_not_made_up() {
    let open = Counter::open().await;
    let told = open.estimate(json!({})).await.expect(201);
    assert_eq!(
        (&told.body["outcome"], &told.body["reason"]),
        (&json!("undetermined"), &json!("not_answered"))
    );
    assert_eq!((&told.body["low"], &told.body["high"]), (&json!("0.00"), &json!("150.00")));
    open.payer_says(json!({"deductible": {"remaining": "30.00"}})).await;
    let told = open.estimate(json!({})).await.expect(201);
    assert_eq!((&told.body["reason"], &told.body["low"]), (&json!("benefits_not_stated"), &json!("30.00")));
    let told = open.estimate(json!({"procedures": [{"procedure_code": "99999"}]})).await.expect(201);
    assert_eq!((&told.body["reason"], &told.body["high"]), (&json!("price_unknown"), &Value::Null));
    assert_eq!(told.body["charge"], Value::Null);
    open.payer_says(json!({"outcome": "inactive"})).await;
    assert_eq!(open.estimate(json!({})).await.expect(201).body["patient_share"], "150.00");
}

#[actix_web::test]
async fn each_estimate_of_a_visit_supersedes_the_one_before() {
    let open = Counter::open().await;
    let house = &open.desk.house;
    let first = open.estimate(json!({})).await.expect(201);
    let second = open.estimate(json!({})).await.expect(201);
    let apart = open.estimate(json!({"appointment_id": null})).await.expect(201);
    assert_eq!((&first.body["supersedes"], &second.body["supersedes"]), (&Value::Null, &first.body["id"]));
    assert_eq!(apart.body["supersedes"], Value::Null);
    assert_eq!(house.get(&format!("/v1/estimates/{}", first.id())).await.expect(200).body, first.body);
    let items = async |filter: String| {
        let page = house.get(&format!("/v1/estimates?{filter}")).await.expect(200);
        page.body["items"].as_array().map(Vec::len)
    };
    assert_eq!(items(format!("patient_id={}", open.desk.patient.patient_id)).await, Some(3));
    assert_eq!(items(format!("appointment_id={}", open.visit.appointment_id)).await, Some(2));
    assert_eq!(items(format!("patient_id={}", Uuid::nil())).await, Some(0));
    let other = house.other_practice();
    other.get(&format!("/v1/estimates/{}", first.id())).await.refused(404, "not-found");
    other.get(&format!("/v1/estimates/{}/print", first.id())).await.refused(404, "not-found");
    let page = house.get(&format!("/v1/estimates/{}/print", first.id())).await.expect(200);
    assert!(page.text.contains("You will pay between $0.00 and $150.00"), "{}", page.text);
}

#[actix_web::test]
async fn two_at_the_same_moment_follow_each_other() {
    let open = Counter::open().await;
    let mut tasks = Vec::new();
    for _ in 0..6 {
        let (house, wish) = (open.desk.house.clone(), open.wish(json!({})));
        tasks.push(actix_web::rt::spawn(async move { house.post("/v1/estimates", wish).await.status }));
    }
    for task in tasks {
        assert_eq!(task.await.expect("an answer"), 201);
    }
    let page = open.desk.house.get("/v1/estimates").await.expect(200);
    let items = page.body["items"].as_array().expect("items").clone();
    let followed = items.iter().filter(|one| one["supersedes"].is_string()).count();
    assert_eq!((items.len(), followed), (6, 5));
}

#[actix_web::test]
async fn what_is_wrong_is_named() {
    let open = Counter::open().await;
    let other = samples::patient();
    open.desk.house.hear(&open.desk.listeners, &PatientRegistered(other.clone())).await;
    let many = vec![json!({"procedure_code": "99213"}); 51];
    for (changes, pointer) in [
        (json!({"procedures": []}), "/procedures"),
        (json!({"procedures": many}), "/procedures"),
        (json!({"procedures": [{"procedure_code": "1"}]}), "/procedures/0/procedure_code"),
        (json!({"procedures": [{"procedure_code": "99213", "units": 0}]}), "/procedures/0/units"),
        (json!({"coverage_id": Uuid::nil()}), "/coverage_id"),
        (json!({"patient_id": other.patient_id, "appointment_id": null}), "/coverage_id"),
        (json!({"patient_id": other.patient_id}), "/appointment_id"),
        (json!({"service_date": "2020-01-01"}), "/service_date"),
        (json!({"service_date": "2005-12-31", "appointment_id": null}), "/coverage_id"),
        (json!({"service_type": "office"}), "/service_type"),
        (json!({"colour": "red"}), "/colour"),
    ] {
        let refused = open.estimate(changes).await;
        refused.refused(400, "invalid-request");
        refused.names(pointer);
    }
    open.estimate(json!({"patient_id": Uuid::nil()})).await.refused(409, "not-known-yet");
    assert_eq!(open.desk.house.get("/v1/estimates").await.body["items"], json!([]));
}
