//! Who is let in: only bearers of our own current tokens, and only with the scope.

use crate::house::{ISSUER, SEED, answer, filled, house, seed};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64;
use chrono::{TimeDelta, Utc};
use gateway::token::{Bearer, Tokens};
use jsonwebtoken::{Algorithm, EncodingKey, Header, encode};
use model::operation::OPERATIONS;
use model::{PracticeId, Scope};
use serde_json::{Value, json};
use uuid::Uuid;

fn bearer() -> anyhow::Result<Bearer> {
    Ok(Bearer {
        client: "tester".parse()?,
        practice: PracticeId(Uuid::now_v7()),
        scopes: Scope::grantable().collect(),
    })
}

fn claims(changes: Value) -> Value {
    let now = Utc::now().timestamp();
    let mut claims = json!({
        "iss": ISSUER, "aud": "praxis", "sub": "tester", "practice": Uuid::nil(), "scope": "scheduling:read",
        "iat": now, "nbf": now, "exp": now + 600, "jti": Uuid::nil(),
    });
    for (name, value) in changes.as_object().cloned().unwrap_or_default() {
        match value {
            Value::Null => drop(claims.as_object_mut().map(|claims| claims.remove(&name))),
            value => claims[name] = value,
        }
    }
    claims
}

/// Signed with the gateway's own key, so that only the claims or the type are wrong.
fn signed(typ: &str, changes: Value) -> anyhow::Result<String> {
    let prefix = BASE64.decode("MC4CAQAwBQYDK2VwBCIEIA")?;
    let key = EncodingKey::from_ed_der(&[prefix, SEED.to_vec()].concat());
    let header = Header { typ: Some(typ.to_owned()), ..Header::new(Algorithm::EdDSA) };
    Ok(encode(&header, &claims(changes), &key)?)
}

fn with_secret(secret: &[u8]) -> anyhow::Result<String> {
    let header = Header { typ: Some("at+jwt".to_owned()), ..Header::new(Algorithm::HS256) };
    Ok(encode(&header, &claims(json!({})), &EncodingKey::from_secret(secret))?)
}

fn bad_tokens() -> anyhow::Result<Vec<(&'static str, String)>> {
    let good = signed("at+jwt", json!({}))?;
    let (body, signature) = good.rsplit_once('.').unwrap_or_default();
    let payload = body.split('.').nth(1).unwrap_or_default();
    let none = BASE64.encode(r#"{"alg":"none","typ":"at+jwt"}"#);
    let public = ed25519_dalek::SigningKey::from_bytes(&SEED).verifying_key();
    let other_key =
        Tokens::new(&BASE64.encode([8; 32]), ISSUER)?.issue(&bearer()?, Uuid::nil(), Utc::now())?;
    let old = Utc::now() - TimeDelta::seconds(700);
    Ok(vec![
        ("nothing", String::new()),
        ("no token at all", "three.small.words".to_owned()),
        ("alg none", format!("{none}.{payload}.")),
        ("HS256 with the public key", with_secret(public.as_bytes())?),
        ("HS256 with the text of the public key", with_secret(BASE64.encode(public).as_bytes())?),
        ("another key", other_key),
        ("wrong issuer", signed("at+jwt", json!({"iss": "http://elsewhere.test"}))?),
        ("no issuer", signed("at+jwt", json!({"iss": null}))?),
        ("wrong audience", signed("at+jwt", json!({"aud": "scheduling"}))?),
        ("no audience", signed("at+jwt", json!({"aud": null}))?),
        ("expired", Tokens::new(&seed(), ISSUER)?.issue(&bearer()?, Uuid::nil(), old)?),
        ("never expires", signed("at+jwt", json!({"exp": null}))?),
        ("not valid yet", signed("at+jwt", json!({"nbf": Utc::now().timestamp() + 60}))?),
        ("no practice", signed("at+jwt", json!({"practice": null}))?),
        ("another type", signed("JWT", json!({}))?),
        ("stripped signature", format!("{body}.")),
        ("no signature", body.to_owned()),
        ("tampered", format!("{body}.{}", signature.chars().rev().collect::<String>())),
        ("huge", format!("{good}{}", "a".repeat(20_000))),
    ])
}

#[actix_web::test]
async fn anything_but_a_current_token_of_ours_is_401() -> anyhow::Result<()> {
    let house = house().await?;
    for (name, token) in bad_tokens()? {
        let refused = answer(house.open("GET", "/v1/patients")?.bearer_auth(token)).await?;
        assert_eq!(refused.status, 401, "{name}: {}", refused.text);
        refused.refused(401, "no-caller");
        assert!(refused.header("www-authenticate").starts_with("Bearer"), "{name}");
    }
    for header in ["Basic dGVzdGVyOng=", "Bearer", "bearer"] {
        let request = house.open("GET", "/v1/patients")?.header("authorization", header);
        answer(request).await?.refused(401, "no-caller");
    }
    let good = house.open("GET", "/v1/patients")?.bearer_auth(signed("at+jwt", json!({}))?);
    assert_eq!(answer(good).await?.status, 200);
    Ok(())
}

#[actix_web::test]
async fn every_operation_needs_a_token_and_its_scope() -> anyhow::Result<()> {
    let house = house().await?;
    for operation in OPERATIONS.iter().filter(|o| !o.is_opened_by_key() && !o.is_of_patients()) {
        let path = filled(operation.path);
        answer(house.open(operation.method, &path)?).await?.refused(401, "no-caller");
        let others: Vec<Scope> = Scope::grantable().filter(|scope| *scope != operation.scope).collect();
        let token = house.token_of(house.practice, &others)?;
        let refused = answer(house.open(operation.method, &path)?.bearer_auth(token)).await?;
        refused.refused(403, "scope-missing");
        assert!(refused.header("www-authenticate").contains(operation.scope.as_str()), "{}", operation.id);
    }
    assert!(
        house.straw.bodies.lock().is_ok_and(|bodies| bodies.is_empty()),
        "a refused request was passed on"
    );
    Ok(())
}
