//! What member ids look like.

use crate::desk::{Desk, NOWHERE};
use serde_json::{Value, json};
use uuid::Uuid;

fn with(mut coverage: Value, member_id: &str) -> Value {
    coverage["member_id"] = json!(member_id);
    coverage
}

#[actix_web::test]
async fn a_payers_rule_warns_or_refuses_and_shows_an_example() {
    let desk = Desk::open().await;
    let payer = desk.payer(NOWHERE).await;
    let rule = format!("/v1/payers/{payer}/member-id-rule");
    desk.house.get(&rule).await.refused(404, "not-found");
    let said = json!({"pattern": "w#{9}"});
    desk.house.put(&rule, said.clone()).await.refused(428, "if-match-missing");
    let set = desk.house.if_match(0).put(&rule, said.clone()).await.expect(200);
    assert_eq!((&set.body["pattern"], &set.body["example"]), (&json!("W#{9}"), &json!("W123456789")));
    assert_eq!(desk.house.get(&rule).await.expect(200).body, set.body);
    desk.house.if_match(0).put(&rule, said).await.refused(412, "stale");

    let warned = desk.house.post("/v1/coverages", with(desk.coverage(&payer), "12 34-5")).await.expect(201);
    assert_eq!(
        (&warned.body["member_id"], &warned.body["warnings"][0]["pointer"]),
        (&json!("1234-5"), &json!("/member_id"))
    );
    assert!(
        warned.body["warnings"][0]["detail"].as_str().is_some_and(|detail| detail.contains("W123456789"))
    );

    desk.house.if_match(1).put(&rule, json!({"pattern": "W#{9}", "enforced": true})).await.expect(200);
    let place = format!("/v1/coverages/{}", warned.id());
    let refused = desk.house.if_match(1).patch(&place, json!({"group_number": "7"})).await;
    refused.refused(400, "invalid-request");
    refused.names("/member_id");
    assert!(refused.text.contains("W123456789") && !refused.text.contains("1234-5"), "{}", refused.text);
    let mended =
        desk.house.if_match(1).patch(&place, json!({"member_id": "w 987 654 321"})).await.expect(200);
    assert_eq!((&mended.body["member_id"], &mended.body["warnings"]), (&json!("W987654321"), &Value::Null));

    for (pattern, pointer) in [("?", "/pattern"), ("#", "/pattern"), ("#{81}", "/pattern")] {
        desk.house.if_match(2).put(&rule, json!({"pattern": pattern})).await.names(pointer);
    }
    let elsewhere = format!("/v1/payers/{}/member-id-rule", Uuid::nil());
    desk.house.if_match(0).put(&elsewhere, json!({"pattern": "##"})).await.refused(404, "not-found");
    desk.house.other_practice().get(&rule).await.refused(404, "not-found");
    let delete = desk.house.if_match(2).request(reqwest::Method::DELETE, &rule);
    delete.json(&json!({})).send().await.expect(200);
    desk.house.get(&rule).await.refused(404, "not-found");
}

#[actix_web::test]
async fn a_medicare_number_is_taken_as_the_card_shows_it() {
    let desk = Desk::open().await;
    let payer = desk.payer(NOWHERE).await;
    let medicare = |id: &str| {
        let mut coverage = with(desk.coverage(&payer), id);
        coverage["plan_kind"] = json!("medicare");
        coverage
    };
    let refused = desk.house.post("/v1/coverages", medicare("123-45-6789A")).await;
    refused.names("/member_id");
    assert!(refused.text.contains("1EG4-TE5-MK73"), "{}", refused.text);
    let kept = desk.house.post("/v1/coverages", medicare("1eg4-te5-mk72")).await.expect(201);
    assert_eq!(
        (&kept.body["member_id"], &kept.body["plan_kind"]),
        (&json!("1EG4TE5MK72"), &json!("medicare"))
    );
}
