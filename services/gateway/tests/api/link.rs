//! Operations a key opens: no token, one scope, one practice, and the key is written down nowhere.

use crate::house::{House, answer, filled, house};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64;
use model::operation::OPERATIONS;
use model::{LinkKey, PracticeId, Scope};
use serde_json::{Value, json};
use uuid::Uuid;

const CALENDAR: &str = "/v1/practitioners/0190b7a2-6f3e-7c11-9d43-0a1b2c3d4e5f/calendar.ics";

fn key(house: &House) -> String {
    LinkKey::new(house.practice, [5; 20]).expose()
}

/// What the service of straw was told about its caller.
fn claims(seen: &Value) -> anyhow::Result<Value> {
    let token = seen["headers"]["praxis-caller"].as_str().unwrap_or_default();
    Ok(serde_json::from_slice(&BASE64.decode(token.split('.').nth(1).unwrap_or_default())?)?)
}

#[actix_web::test]
async fn a_key_opens_its_operation_with_one_scope_in_its_own_practice() -> anyhow::Result<()> {
    let house = house().await?;
    let target = format!("{CALENDAR}?key={}", key(&house));
    let stranger = house.token_of(PracticeId(Uuid::now_v7()), &[Scope::SchedulingRead])?;
    let alone = house.open("GET", &target)?.header("if-none-match", "\"7\"");
    let beside = house.open("GET", &target)?.bearer_auth(stranger);
    for request in [alone, beside] {
        let seen = answer(request).await?;
        assert_eq!((seen.status, &seen.body["target"]), (200, &target.as_str().into()), "{}", seen.text);
        assert!(seen.body["headers"]["authorization"].is_null());
        let claims = claims(&seen.body)?;
        assert_eq!((&claims["sub"], &claims["scope"]), (&"link".into(), &"link:holder".into()));
        assert_eq!(claims["practice"], json!(house.practice));
    }
    Ok(())
}

#[actix_web::test]
async fn a_malformed_key_opens_nothing_and_reaches_nobody() -> anyhow::Result<()> {
    let house = house().await?;
    let good = key(&house);
    let (short, twice) = (format!("key={}", &good[1..]), format!("key={good}&key={good}"));
    let escaped = format!("key={good}%00");
    for query in ["", "key=", "key=x", &short, &twice, &escaped, &format!("token={good}")] {
        let request = house.open("GET", &format!("{CALENDAR}?{query}"))?;
        let refused = answer(request).await?;
        refused.refused(404, "not-found");
        assert!(!refused.text.contains(&good), "{}", refused.text);
        assert_eq!(refused.header("www-authenticate"), "");
    }
    // A token does not stand in for the key, whatever it allows.
    house.get(CALENDAR).await?.refused(404, "not-found");
    assert!(house.straw.bodies.lock().is_ok_and(|bodies| bodies.is_empty()), "it was passed on");
    Ok(())
}

#[actix_web::test]
async fn a_key_opens_nothing_that_needs_a_token() -> anyhow::Result<()> {
    let house = house().await?;
    let key = key(&house);
    for operation in OPERATIONS.iter().filter(|o| !o.is_opened_by_key()) {
        let path = filled(operation.path);
        let request = house.open(operation.method, &format!("{path}?key={key}"))?;
        answer(request).await?.refused(401, "no-caller");
    }
    Ok(())
}

#[actix_web::test]
async fn no_client_gets_the_scope_of_a_link() -> anyhow::Result<()> {
    let house = house().await?;
    let refused = house.add_client("desk", &[Scope::LinkHolder]).await;
    assert!(refused.is_err_and(|error| error.to_string().contains("link:holder")));
    house.add_client("desk", &[Scope::SchedulingRead]).await?;
    let form = [
        ("grant_type", "client_credentials"),
        ("client_id", "desk"),
        ("client_secret", crate::house::SECRET),
        ("scope", "link:holder"),
    ];
    let refused = answer(house.open("POST", "/oauth/token")?.form(&form)).await?;
    assert_eq!((refused.status, &refused.body["error"]), (400, &"invalid_scope".into()));
    // Not even a token with our own signature may carry it.
    let forged = house.token_of(house.practice, &[Scope::LinkHolder])?;
    answer(house.open("GET", "/v1/patients")?.bearer_auth(forged)).await?.refused(401, "no-caller");
    let document = gateway::document::openapi("http://gateway.test")?.to_string();
    assert!(!document.contains("link:holder"), "the document offers a scope nobody can have");
    Ok(())
}

#[actix_web::test]
async fn the_key_is_in_no_audit_entry_and_in_no_problem() -> anyhow::Result<()> {
    let house = house().await?;
    let key = key(&house);
    for misbehaviour in ["", "&down", "&broken"] {
        let seen = answer(house.open("GET", &format!("{CALENDAR}?key={key}{misbehaviour}"))?).await?;
        assert!(seen.status == 200 || !seen.text.contains(&key), "{}", seen.text);
    }
    let rows = kit::eventually(async || {
        crate::audit::rows(&house.db, house.practice).await.ok().filter(|rows| rows.len() == 3)
    })
    .await;
    for row in rows {
        assert_eq!((row.operation.as_str(), row.path.as_str()), ("get_calendar", CALENDAR));
        assert_eq!(row.client_id, "link");
    }
    let metrics = answer(house.open("GET", "/metrics")?).await?;
    assert!(!metrics.text.contains(&key));
    Ok(())
}

#[actix_web::test]
async fn a_patients_key_is_a_bearer_of_the_portal_alone_and_stays_at_the_door() -> anyhow::Result<()> {
    let house = house().await?;
    let key = key(&house);
    let seen = answer(house.open("GET", "/v1/portal/appointments")?.bearer_auth(&key)).await?;
    assert_eq!(seen.status, 200, "{}", seen.text);
    assert!(!seen.text.contains(&key), "the service sees the hash");
    let claims = claims(&seen.body)?;
    let hash = LinkKey::new(house.practice, [5; 20]).hash();
    assert_eq!(
        (&claims["sub"], &claims["scope"]),
        (&json!(format!("patient.{hash}")), &json!("patient:portal"))
    );
    assert_eq!(claims["practice"], json!(house.practice));

    let token = house.token_of(house.practice, &[Scope::SchedulingRead, Scope::SchedulingWrite])?;
    answer(house.open("GET", "/v1/portal/appointments")?.bearer_auth(token)).await?.refused(401, "no-caller");
    answer(house.open("GET", "/v1/portal/appointments")?).await?.refused(401, "no-caller");
    answer(house.open("GET", "/v1/patients")?.bearer_auth(&key)).await?.refused(401, "no-caller");
    Ok(())
}
