//! In which order coverages pay, renewals, and what became of a coverage over time.

use crate::desk::{Desk, NOWHERE};
use serde_json::{Value, json};
use uuid::Uuid;

async fn record(desk: &Desk, payer: &str, changes: Value) -> kit::Answer {
    let mut coverage = desk.coverage(payer);
    for (field, value) in changes.as_object().expect("fields") {
        coverage[field] = value.clone();
    }
    desk.house.post("/v1/coverages", coverage).await.expect(201)
}

#[actix_web::test]
async fn the_order_says_its_rule_and_where_the_ranks_differ() {
    let desk = Desk::open().await;
    let payer = desk.payer(NOWHERE).await;
    let medicaid = record(&desk, &payer, json!({"plan_kind": "medicaid", "member_id": "MC1"})).await;
    assert_eq!(medicaid.body["warnings"], Value::Null);
    let group = json!({"plan_kind": "commercial_group", "rank": "secondary", "member_id": "W1",
        "coordination": {"employment": "active", "employer_size": "20_to_99"}});
    let group = record(&desk, &payer, group).await;
    assert_eq!(group.body["warnings"][0]["pointer"], "/rank", "told when it is recorded: {}", group.text);
    assert_eq!(group.body["coordination"], json!({"employment": "active", "employer_size": "20_to_99"}));

    let place = format!("/v1/patients/{}/coverage-order", desk.patient.patient_id);
    let order = desk.house.get(&place).await.expect(200).body;
    assert_eq!(order["agrees"], false);
    let [first, second] = &order["coverages"].as_array().expect("places")[..] else { panic!("two: {order}") };
    assert_eq!(
        first,
        &json!({"coverage_id": group.id(), "proposed": "primary", "recorded": "secondary", "agrees": false})
    );
    assert_eq!((&second["coverage_id"], &second["proposed"]), (&json!(medicaid.id()), &json!("secondary")));
    let pair = &order["pairs"][0];
    assert_eq!(
        (&pair["first"], &pair["rule"], &pair["missing"]),
        (&json!(group.id()), &json!("medicaid_last"), &json!([]))
    );
    assert!(pair["because"].as_str().is_some_and(|why| why.contains("433.139")));

    let before = desk.house.get(&format!("{place}?on=2005-12-31")).await.expect(200).body;
    assert_eq!((&before["coverages"], &before["agrees"]), (&json!([]), &json!(true)));
    desk.house.get(&format!("{place}?on=never")).await.names("?on");
    desk.house.get(&format!("/v1/patients/{}/coverage-order", Uuid::nil())).await.refused(404, "not-found");
    desk.house.other_practice().get(&place).await.refused(404, "not-found");
}

#[actix_web::test]
async fn a_renewal_is_both_or_neither() {
    let desk = Desk::open().await;
    let payer = desk.payer(NOWHERE).await;
    let old = desk.covered(&payer).await;
    let place = format!("/v1/coverages/{old}");
    let renew = format!("{place}/renew");
    let asked = json!({"effective": "2026-07-01", "member_id": "N7"});
    desk.house.post(&renew, asked.clone()).await.refused(428, "if-match-missing");
    desk.house.if_match(1).post(&renew, json!({"effective": "2006-01-01"})).await.names("/effective");
    let unknown = json!({"effective": "2026-07-01", "payer_id": Uuid::nil()});
    desk.house.if_match(1).post(&renew, unknown).await.names("/payer_id");
    assert_eq!(desk.house.get(&place).await.version(), 1, "nothing was changed");
    let next = desk.house.if_match(1).post(&renew, asked.clone()).await.expect(201);
    assert_eq!((&next.body["effective"], &next.body["member_id"]), (&json!("2026-07-01"), &json!("N7")));
    assert_eq!((&next.body["rank"], &next.body["group_number"]), (&json!("primary"), &json!("599119")));
    let ended = desk.house.get(&place).await.expect(200);
    assert_eq!((ended.version(), &ended.body["terminates"]), (2, &json!("2026-06-30")));
    desk.house.if_match(1).post(&renew, asked).await.refused(412, "stale");
    let kinds: Vec<_> = desk.house.announced().await.into_iter().map(|(kind, _)| kind).collect();
    assert_eq!(kinds, ["coverage.recorded", "coverage.updated", "coverage.recorded"]);
    // One in the way: neither is changed.
    let blocked = desk.house.if_match(2).post(&renew, json!({"effective": "2026-03-01"})).await;
    blocked.refused(409, "coverage-overlaps");
    assert_eq!((&blocked.body["blocked_by"], desk.house.get(&place).await.version()), (&next.body["id"], 2));
}

#[actix_web::test]
async fn a_history_says_who_when_from_and_to() {
    let desk = Desk::open().await;
    let payer = desk.payer(NOWHERE).await;
    let recorded = desk.house.post("/v1/coverages", desk.coverage(&payer)).await.expect(201);
    let place = format!("/v1/coverages/{}", recorded.id());
    let change = desk.house.if_match(1).request(reqwest::Method::PATCH, &place).client("front-desk");
    let changed = change.json(&json!({"member_id": "W77"})).send().await.expect(200);
    let renewed = desk
        .house
        .if_match(2)
        .post(&format!("{place}/renew"), json!({"effective": "2027-01-01"}))
        .await
        .expect(201);
    let history = desk.house.get(&format!("{place}/history")).await.expect(200).body;
    let items = history["items"].as_array().expect("items");
    let changes: Vec<_> = items.iter().map(|item| (item["change"].clone(), item["client"].clone())).collect();
    assert_eq!(
        changes,
        [
            (json!("recorded"), json!("tester")),
            (json!("changed"), json!("front-desk")),
            (json!("ended"), json!("tester"))
        ]
    );
    assert_eq!((&items[0]["before"], &items[0]["after"]), (&Value::Null, &recorded.body));
    assert_eq!((&items[1]["before"], &items[1]["after"]), (&recorded.body, &changed.body));
    assert_eq!(items[2]["after"]["terminates"], "2026-12-31");
    let next = desk.house.get(&format!("/v1/coverages/{}/history", renewed.id())).await.expect(200).body;
    assert_eq!((&next["items"][0]["change"], &next["items"][0]["before"]), (&json!("renewed"), &Value::Null));
    desk.house.other_practice().get(&format!("{place}/history")).await.refused(404, "not-found");
}
