//! What passes between client and service, and what does not.

use crate::house::{Answer, answer, house};
use serde_json::json;

const TRACE: &str = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

#[actix_web::test]
async fn a_service_sees_the_caller_the_trace_and_only_the_headers_meant_for_it() -> anyhow::Result<()> {
    let house = house().await?;
    let request = house
        .request("POST", "/v1/patients?a=b%20c")?
        .header("praxis-caller", "forged")
        .header("traceparent", TRACE)
        .header("idempotency-key", "k-1")
        .header("if-match", "\"1\"")
        .header("cookie", "a=b")
        .header("x-forwarded-for", "10.0.0.1")
        .header("x-practice", "other")
        .header("connection", "keep-alive, x-hop")
        .header("x-hop", "1")
        .json(&json!({"given_name": "Ada"}));
    let seen = answer(request).await?;
    assert_eq!(seen.status, 200, "{}", seen.text);
    assert_eq!((&seen.body["target"], &seen.body["length"]), (&"/v1/patients?a=b%20c".into(), &20.into()));
    let headers = seen.body["headers"].as_object().cloned().unwrap_or_default();
    let mut names: Vec<&str> = headers.keys().map(String::as_str).collect();
    names.sort_unstable();
    let allowed = [
        "accept",
        "content-length",
        "content-type",
        "host",
        "idempotency-key",
        "if-match",
        "praxis-caller",
        "traceparent",
    ];
    assert_eq!(names, allowed);
    assert_eq!((&headers["traceparent"], &headers["idempotency-key"]), (&TRACE.into(), &"k-1".into()));
    assert!(headers["praxis-caller"].as_str().is_some_and(|token| token.split('.').count() == 3));
    assert_eq!((seen.header("traceparent"), seen.header("x-request-id")), (TRACE, &TRACE[3..35]));
    Ok(())
}

#[actix_web::test]
async fn a_client_sees_the_answer_and_only_the_headers_meant_for_it() -> anyhow::Result<()> {
    let house = house().await?;
    let created = answer(house.request("POST", "/v1/patients?tagged")?.json(&json!({}))).await?;
    assert_eq!((created.status, created.header("etag")), (201, "\"3\""));
    assert_eq!(created.header("location"), "/v1/patients/7");
    for absent in ["server", "set-cookie"] {
        assert_eq!(created.header(absent), "", "{absent}");
    }
    for (name, value) in
        [("cache-control", "no-store"), ("x-content-type-options", "nosniff"), ("x-frame-options", "DENY")]
    {
        assert_eq!(created.header(name), value);
    }
    let policy = |answer: &Answer| answer.header("content-security-policy").to_owned();
    assert!(policy(&created).starts_with("default-src 'none'; frame-ancestors"), "{}", policy(&created));
    let page = house.get("/v1/patients?page").await?;
    assert!(policy(&page).contains("style-src 'unsafe-inline'") && !policy(&page).contains("script"));
    let broken = house.get("/v1/patients?broken").await?;
    assert_eq!((broken.status, &broken.body["code"]), (500, &"failed".into()));
    house.get("/v1/patients?stranger").await?.refused(502, "caller-refused");
    Ok(())
}

/// What an HTTP server says on a connection nobody has used since it was opened.
#[actix_web::test]
async fn a_bare_408_is_no_answer_but_a_request_nobody_read() -> anyhow::Result<()> {
    let house = house().await?;
    for request in [
        house.request("GET", "/v1/patients?unread")?,
        house.request("POST", "/v1/patients?unread")?.json(&json!({})),
    ] {
        let refused = answer(request).await?;
        refused.refused(503, "upstream-unread");
        assert_eq!(refused.header("retry-after"), "2");
    }
    Ok(())
}

#[actix_web::test]
async fn unknown_paths_are_404_and_other_methods_405() -> anyhow::Result<()> {
    let house = house().await?;
    for path in [
        "/",
        "/v1",
        "/v1/",
        "/v1/nothing",
        "/v2/patients",
        "/v1/patients/%2e%2e",
        "/v1/patients/a%2Fb",
        "/v1//patients",
    ] {
        house.get(path).await?.refused(404, "not-found");
    }
    let other = answer(house.request("DELETE", "/v1/encounters/1")?).await?;
    other.refused(405, "method-not-allowed");
    assert_eq!(other.header("allow"), "GET, PUT");
    Ok(())
}
