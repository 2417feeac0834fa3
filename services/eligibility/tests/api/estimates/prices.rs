//! What the practice charges and what contracts allow, by the date of service.

use super::{Counter, fees};
use chrono::Days;
use model::event::FeeScheduleUpdated;
use platform::inbox::Admission;
use serde_json::{Value, json};
use uuid::Uuid;

#[actix_web::test]
async fn of_several_schedules_the_latest_that_lists_the_procedure_decides() {
    let open = Counter::open().await;
    let (house, listeners) = (&open.desk.house, &open.desk.listeners);
    let charge = async || {
        let told = open.estimate(json!({})).await.expect(201);
        told.body["charge"].as_str().unwrap_or("none").to_owned()
    };
    assert_eq!(charge().await, "150.00");
    let day = open.visit.service_date;
    house.hear(listeners, &fees(&(day + Days::new(1)).to_string(), &[("99213", 99_900)])).await;
    assert_eq!(charge().await, "150.00", "not yet");
    let current = fees(&day.to_string(), &[("99213", 16_000)]);
    house.hear(listeners, &current).await;
    assert_eq!(house.hear_again(listeners).await, Admission::Known);
    assert_eq!(charge().await, "160.00");
    let FeeScheduleUpdated(mut changed) = current;
    changed.items[0].procedure_code = "87880".parse().expect("a code");
    house.hear(listeners, &FeeScheduleUpdated(changed)).await;
    assert_eq!(charge().await, "150.00", "what is no longer listed holds no more");
}

#[actix_web::test]
async fn contract_prices_are_loaded_and_found_again() {
    let open = Counter::open().await;
    let house = &open.desk.house;
    let listing = |items: Value| json!({"payer_id": open.payer, "name": "2027", "effective": "2027-01-01", "items": items});
    let one = |code: &str, amount: &str| json!({"procedure_code": code, "amount": amount});
    let loaded = house.post("/v1/contract-prices", listing(json!([one("99213", "88.00")]))).await.expect(201);
    let place = format!("/v1/contract-prices/{}", loaded.id());
    assert_eq!(house.get(&place).await.expect(200).body, loaded.body);
    house.other_practice().get(&place).await.refused(404, "not-found");
    let page = house.get(&format!("/v1/contract-prices?payer_id={}", open.payer)).await.expect(200);
    assert_eq!(
        (&page.body["items"][0]["id"], page.body["items"][0].get("items")),
        (&loaded.body["id"], None)
    );
    let none = house.get(&format!("/v1/contract-prices?payer_id={}", Uuid::nil())).await.expect(200);
    assert_eq!(none.body["items"], json!([]));
    for (items, pointer) in [
        (json!([]), "/items"),
        (json!([one("99213", "-1.00")]), "/items/0/amount"),
        (json!([one("99213", "1.001")]), "/items/0/amount"),
        (json!([one("99213", "1.00"), one("99213", "2.00")]), "/items/1/procedure_code"),
    ] {
        house.post("/v1/contract-prices", listing(items)).await.names(pointer);
    }
    let mut nobodys = listing(json!([one("99213", "1.00")]));
    nobodys["payer_id"] = json!(Uuid::nil());
    house.post("/v1/contract-prices", nobodys).await.names("/payer_id");
}
