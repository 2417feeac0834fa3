//! Ways to payers: what they carry, what they keep secret, and how they fare.

use crate::desk::{Desk, NOWHERE, day};
use crate::payer::{Payer, Says};
use diesel::sql_types::Bytea;
use diesel_async::RunQueryDsl;
use kit::eventually;
use serde_json::{Value, json};

fn clearinghouse() -> Value {
    json!({"name": "Clearinghouse", "kind": "https", "url": "https://ch.example/x12",
        "limits": {"at_once": 4, "per_minute": 600}})
}

#[actix_web::test]
async fn many_payers_share_a_connection() {
    let Desk { house, .. } = Desk::open().await;
    let way = house.post("/v1/connections", clearinghouse()).await.expect(201);
    assert_eq!((way.version(), &way.body["limits"]["at_once"]), (1, &json!(4)));
    assert_eq!((&way.body["breaker"]["state"], &way.body["credentials"]), (&json!("closed"), &Value::Null));
    for name in ["Blue Lake Health", "Red Hill Mutual"] {
        let payer =
            json!({"name": name, "payer_id": "P1", "transactions": ["270"], "connection": {"id": way.id()}});
        let payer = house.post("/v1/payers", payer).await.expect(201);
        assert_eq!(
            payer.body["connection"],
            json!({"id": way.id(), "kind": "https", "url": "https://ch.example/x12"})
        );
    }
    let list = async |filter: &str| {
        let page = house.get(&format!("/v1/payers?{filter}")).await.expect(200).body;
        page["items"].as_array().map(Vec::len)
    };
    assert_eq!(list(&format!("connection_id={}", way.id())).await, Some(2));
    assert_eq!(
        (list("name=lake").await, list("name=%25").await, list("payer_id=P1").await),
        (Some(1), Some(0), Some(2))
    );
    let unknown = json!({"name": "N", "payer_id": "P1", "transactions": ["270"], "connection": {"id": uuid::Uuid::nil()}});
    house.post("/v1/payers", unknown).await.expect(400).names("/connection");
    let both = json!({"name": "N", "payer_id": "P1", "transactions": ["270"],
        "connection": {"id": way.id(), "url": "https://ch.example/x12"}});
    house.post("/v1/payers", both).await.expect(400).names("/connection");
    house.other_practice().get(&format!("/v1/connections/{}", way.id())).await.refused(404, "not-found");
}

#[actix_web::test]
async fn a_secret_is_sealed_and_never_told() {
    let Desk { house, .. } = Desk::open().await;
    let mut asked = clearinghouse();
    asked["credentials"] = json!({"kind": "header", "name": "X-Api-Key", "value": "open sesame"});
    let way = house.post("/v1/connections", asked).await.expect(201);
    assert_eq!(way.body["credentials"], json!("header"));
    let place = format!("/v1/connections/{}", way.id());
    let everywhere =
        [way.text.clone(), house.get(&place).await.text, house.get("/v1/connections").await.text];
    assert!(everywhere.iter().all(|text| !text.contains("sesame")));

    #[derive(diesel::QueryableByName)]
    struct Kept {
        #[diesel(sql_type = Bytea)]
        secret: Vec<u8>,
    }
    let read = async |tx: &mut platform::Tx| {
        let kept: Kept = diesel::sql_query("SELECT secret FROM connections").get_result(tx).await?;
        anyhow::Ok(kept.secret)
    };
    let kept = house.db().read(&house.context(), read).await.expect("a row");
    assert!(!String::from_utf8_lossy(&kept).contains("sesame"));

    let cleared = house.if_match(1).patch(&place, json!({"credentials": null})).await.expect(200);
    assert_eq!((cleared.version(), &cleared.body["credentials"]), (2, &Value::Null));
    house.if_match(1).patch(&place, json!({"name": "Stale"})).await.expect(412);
    house.patch(&place, json!({"name": "Blind"})).await.expect(428);
}

#[actix_web::test]
async fn what_is_wrong_is_named_and_nothing_is_kept() {
    let Desk { house, .. } = Desk::open().await;
    for (field, value, pointer) in [
        ("kind", json!("carrier_pigeon"), "/kind"),
        ("kind", json!("core_soap"), "/credentials"),
        ("limits", json!({"at_once": 0}), "/limits/at_once"),
        ("limits", json!({"colour": 1}), "/limits/colour"),
        ("identity", json!({"sender_id": "A B"}), "/identity/sender_id"),
        ("url", json!("ftp://ch.example"), "/url"),
    ] {
        let mut asked = clearinghouse();
        asked[field] = value;
        house.post("/v1/connections", asked).await.expect(400).names(pointer);
    }
    let mut open = clearinghouse();
    open["url"] = json!("http://ch.example/x12");
    open["credentials"] = json!({"kind": "bearer", "token": "open sesame"});
    let refused = house.post("/v1/connections", open).await;
    refused.refused(400, "invalid-request");
    refused.names("/credentials");
    assert!(!refused.text.contains("sesame"));
    let inline = json!({"name": "N", "payer_id": "P1", "transactions": ["270"],
        "connection": {"kind": "core_mime", "url": "https://ch.example"}});
    house.post("/v1/payers", inline).await.expect(400).names("/connection/credentials");
    for list in ["/v1/connections", "/v1/payers"] {
        assert_eq!(house.get(list).await.body["items"], json!([]));
    }
}

#[actix_web::test]
async fn each_kind_of_connection_carries_a_question_and_its_answer() {
    let basic = json!({"kind": "basic", "user": "praxis", "password": "p&w"});
    let identity = json!({"sender_id": "PRACTICE1", "receiver_id": "CH01", "receiver_qualifier": "30"});
    let ways = [
        (json!({"credentials": {"kind": "bearer", "token": "t0k"}}), "Bearer t0k"),
        (json!({"credentials": {"kind": "header", "name": "x-api-key", "value": "k3y"}}), "k3y"),
        (json!({"credentials": basic}), "Basic cHJheGlzOnAmdw=="),
        (json!({"kind": "core_soap", "credentials": basic, "identity": identity}), "<wsse:Username>praxis<"),
        (
            json!({"kind": "core_mime", "credentials": basic, "identity": identity}),
            "name=\"UserName\"\r\n\r\npraxis",
        ),
    ];
    for (way, secret) in ways {
        let (desk, payer) = (Desk::open().await, Payer::that(&[Says::Active]));
        let added = desk.payer_with(&payer.url, way.clone(), json!({})).await;
        let coverage = desk.covered(added["id"].as_str().expect("an id")).await;
        desk.sending(&[]);
        let check = desk.ask(&coverage, day("2026-11-24")).await.expect(202).id();
        assert_eq!(desk.outcome(&check).await["outcome"], "active", "{way}");
        let [asked] = &payer.asked()[..] else { panic!("asked once") };
        assert!(asked.secrets.iter().any(|said| said == secret) || asked.body.contains(secret), "{way}");
        if way["identity"].is_object() {
            assert!(asked.text.contains("*ZZ*PRACTICE1      *30*CH01           *"));
            assert!(asked.body.contains("PayloadID"));
        }
    }
}

#[actix_web::test]
async fn how_a_payer_fares_is_seen_from_our_own_traffic() {
    let (desk, payer) = (Desk::open().await, Payer::that(&[Says::Status(500), Says::Active]));
    let added = desk.payer_with(&payer.url, json!({}), json!({})).await;
    let place = format!("/v1/payers/{}/status", added["id"].as_str().expect("an id"));
    assert_eq!(desk.house.get(&place).await.expect(200).body["health"], "unknown");
    let coverage = desk.covered(added["id"].as_str().expect("an id")).await;
    desk.sending(&[0, 0]);
    let check = desk.ask(&coverage, day("2026-11-24")).await.expect(202).id();
    let check = desk.outcome(&check).await;
    assert!(check["attempts"][1]["milliseconds"].is_number());
    let status = desk.house.get(&place).await.expect(200).body;
    assert_eq!(status["hour"]["outcomes"], json!({"answered": 1, "unreachable": 1}));
    assert_eq!((&status["hour"]["answered_percent"], &status["health"]), (&json!(50), &json!("degraded")));
    let way = format!("/v1/connections/{}/status", added["connection"]["id"].as_str().expect("an id"));
    assert_eq!(desk.house.get(&way).await.expect(200).body, status);
}

#[actix_web::test]
async fn a_payer_that_moves_is_asked_at_its_new_place() {
    let (desk, payer) = (Desk::open().await, Payer::that(&[Says::Active]));
    let added = desk.payer_with(NOWHERE, json!({}), json!({})).await;
    let id = added["id"].as_str().expect("an id");
    let coverage = desk.covered(id).await;
    let check = desk.ask(&coverage, day("2026-11-24")).await.expect(202).id();
    let moved = json!({"connection": {"kind": "https", "url": payer.url}, "name": "ABC moved"});
    let moved = desk.house.if_match(1).patch(&format!("/v1/payers/{id}"), moved).await.expect(200);
    assert_eq!(
        (moved.version(), &moved.body["name"], &moved.body["connection"]["url"]),
        (2, &json!("ABC moved"), &json!(payer.url))
    );
    desk.sending(&[]);
    assert_eq!(desk.outcome(&check).await["outcome"], "active");
}

#[actix_web::test]
async fn a_breaker_opens_is_seen_and_closes_with_another_address() {
    let desk = Desk::open().await;
    let limits = json!({"limits": {"breaker_failures": 2, "breaker_seconds": 900}});
    let added = desk.payer_with(NOWHERE, limits, json!({})).await;
    let coverage = desk.covered(added["id"].as_str().expect("an id")).await;
    desk.sending(&[0; 20]);
    let check = desk.ask(&coverage, day("2026-11-24")).await.expect(202).id();
    let way = added["connection"]["id"].as_str().expect("an id");
    let place = format!("/v1/connections/{way}");
    let open = eventually(async || {
        let seen = desk.house.get(&place).await.expect(200);
        (seen.body["breaker"]["state"] == "open").then_some(seen)
    })
    .await;
    assert_eq!(desk.house.get(&format!("{place}/status")).await.body["health"], "down");
    let waits = desk.house.get(&format!("/v1/eligibility-checks/{check}")).await.body;
    assert!(waits["outcome"].is_null(), "it waits for its time to be over, and is shown as waiting");
    assert_eq!(waits["attempts"].as_array().map(Vec::len), Some(2), "nothing is sent into an open breaker");

    let payer = Payer::that(&[Says::Active]);
    let moved =
        desk.house.if_match(open.version()).patch(&place, json!({"url": payer.url})).await.expect(200);
    assert_eq!(moved.body["breaker"]["state"], "closed");
    assert_eq!(desk.outcome(&check).await["outcome"], "active");
}
