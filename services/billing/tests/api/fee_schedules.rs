use crate::office::{Office, visit_day};
use serde_json::json;

fn listing(effective: &str, charge: &str) -> serde_json::Value {
    json!({"name": "Standard", "effective": effective, "items": [{"procedure_code": "99213", "charge": charge}]})
}

#[actix_web::test]
async fn prices_what_an_encounter_leaves_out() {
    let office = Office::open().await;
    office.house.post("/v1/fee-schedules", listing("2020-01-01", "120.00")).await.expect(201);
    let later = office.house.post("/v1/fee-schedules", listing("2025-01-01", "130.50")).await.expect(201);
    office.house.post("/v1/fee-schedules", listing("2999-01-01", "999.00")).await.expect(201);
    let facts = office.house.announced().await;
    let told: Vec<_> = facts.iter().filter(|(kind, _)| kind == "fee-schedule.updated").collect();
    assert_eq!((told.len(), &told[1].1["fee_schedule_id"]), (3, &json!(later.id())));
    assert_eq!(told[1].1["items"], json!([{"procedure_code": "99213", "charge": "130.50"}]));
    let mut visit = office.visit();
    visit["lines"] = json!([{"procedure_code": "99213", "units": 2, "diagnosis_pointers": [1]}]);
    let encounter = office.house.post("/v1/encounters", visit.clone()).await.expect(201);
    assert_eq!(encounter.body["lines"][0]["charge"], "261.00");
    assert_eq!(encounter.body["service_date"], json!(visit_day()));

    visit["lines"][0]["procedure_code"] = json!("87880");
    let refused = office.house.post("/v1/encounters", visit).await;
    refused.refused(400, "invalid-coding");
    refused.names("/lines/0/charge");

    let shown = office.house.get(&format!("/v1/fee-schedules/{}", later.id())).await.expect(200);
    assert_eq!(shown.body["items"][0]["charge"], "130.50");
    let page = office.house.get("/v1/fee-schedules?limit=2").await.expect(200);
    let next = page.body["next"].as_str().expect("more");
    let rest = office.house.get(&format!("/v1/fee-schedules?limit=2&cursor={next}")).await.expect(200);
    assert_eq!(
        (page.body["items"].as_array().map(Vec::len), rest.body["items"].as_array().map(Vec::len)),
        (Some(2), Some(1))
    );
}

#[actix_web::test]
async fn refuses_what_cannot_be_a_price() {
    let office = Office::without_coverage().await;
    for (charge, pointer) in
        [("1.234", "/items/0/charge"), ("-1.00", "/items/0/charge"), ("free", "/items/0/charge")]
    {
        office.house.post("/v1/fee-schedules", listing("2020-01-01", charge)).await.names(pointer);
    }
    let unknown = json!({"name": "X", "effective": "2020-01-01", "items": [], "colour": 1});
    office.house.post("/v1/fee-schedules", unknown).await.refused(400, "invalid-request");
    office.house.get("/v1/fee-schedules?page=2").await.refused(400, "invalid-request");
    let none = office.house.get("/v1/fee-schedules").await.expect(200);
    assert_eq!(none.body["items"], json!([]));
}
