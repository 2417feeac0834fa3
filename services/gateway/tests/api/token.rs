//! The token endpoint.

use crate::house::{Answer, House, SECRET, answer, house};
use model::{PracticeId, Scope};
use uuid::Uuid;

const GRANT: (&str, &str) = ("grant_type", "client_credentials");

async fn ask(house: &House, form: &[(&str, &str)]) -> anyhow::Result<Answer> {
    answer(house.open("POST", "/oauth/token")?.form(form)).await
}

#[actix_web::test]
async fn a_client_gets_a_token_that_opens_the_door() -> anyhow::Result<()> {
    let house = house().await?;
    house.add_client("desk", &[Scope::SchedulingRead, Scope::OrdersRead]).await?;
    let whole = ask(&house, &[GRANT, ("client_id", "desk"), ("client_secret", SECRET)]).await?;
    assert_eq!((whole.status, &whole.body["token_type"]), (200, &"Bearer".into()), "{}", whole.text);
    assert_eq!(whole.body["expires_in"], 600);
    assert_eq!(whole.body["scope"], "scheduling:read orders:read");
    assert_eq!(whole.header("cache-control"), "no-store");
    let token = whole.body["access_token"].as_str().unwrap_or_default();
    assert_eq!(answer(house.open("GET", "/v1/patients")?.bearer_auth(token)).await?.status, 200);
    answer(house.open("GET", "/v1/claims")?.bearer_auth(token)).await?.refused(403, "scope-missing");

    let basic = house.open("POST", "/oauth/token")?.basic_auth("desk", Some(SECRET));
    let narrow = answer(basic.form(&[GRANT, ("scope", "orders:read")])).await?;
    assert_eq!((narrow.status, &narrow.body["scope"]), (200, &"orders:read".into()));
    let token = narrow.body["access_token"].as_str().unwrap_or_default();
    answer(house.open("GET", "/v1/patients")?.bearer_auth(token)).await?.refused(403, "scope-missing");
    Ok(())
}

#[actix_web::test]
async fn refusals_are_those_of_rfc_6749() -> anyhow::Result<()> {
    let house = house().await?;
    house.add_client("desk", &[Scope::OrdersRead]).await?;
    let (id, secret) = (("client_id", "desk"), ("client_secret", SECRET));
    for (form, status, error) in [
        (&[id, secret][..], 400, "invalid_request"),
        (&[("grant_type", "password"), id, secret], 400, "unsupported_grant_type"),
        (&[GRANT, id], 401, "invalid_client"),
        (&[GRANT, id, ("client_secret", "wrong")], 401, "invalid_client"),
        (&[GRANT, ("client_id", "nobody"), secret], 401, "invalid_client"),
        (&[GRANT, id, secret, ("scope", "fly")], 400, "invalid_scope"),
        (&[GRANT, id, secret, ("scope", "orders:write")], 400, "invalid_scope"),
    ] {
        let refused = ask(&house, form).await?;
        assert_eq!(
            (refused.status, &refused.body["error"]),
            (status, &error.into()),
            "{form:?}: {}",
            refused.text
        );
        assert_eq!(refused.status == 401, !refused.header("www-authenticate").is_empty());
        assert!(refused.body["error_description"].is_string());
    }
    Ok(())
}

#[actix_web::test]
async fn the_eleventh_wrong_secret_waits_and_others_do_not() -> anyhow::Result<()> {
    let house = house().await?;
    house.add_client("desk", &[Scope::OrdersRead]).await?;
    let wrong = [GRANT, ("client_id", "desk"), ("client_secret", "wrong")];
    for _ in 0..10 {
        assert_eq!(ask(&house, &wrong).await?.status, 401);
    }
    let limited = ask(&house, &wrong).await?;
    assert_eq!((limited.status, limited.header("retry-after").is_empty()), (429, false));
    house.add_client("other", &[Scope::OrdersRead]).await?;
    assert_eq!(ask(&house, &[GRANT, ("client_id", "other"), ("client_secret", SECRET)]).await?.status, 200);
    Ok(())
}

#[actix_web::test]
async fn adding_a_client_again_changes_it_but_never_its_practice() -> anyhow::Result<()> {
    let mut house = house().await?;
    house.add_client("desk", &[Scope::OrdersRead]).await?;
    house.add_client("desk", &[Scope::BillingRead]).await?;
    let token = ask(&house, &[GRANT, ("client_id", "desk"), ("client_secret", SECRET)]).await?;
    assert_eq!(token.body["scope"], "billing:read");
    house.practice = PracticeId(Uuid::now_v7());
    assert!(house.add_client("desk", &[Scope::OrdersRead]).await.is_err());
    Ok(())
}
