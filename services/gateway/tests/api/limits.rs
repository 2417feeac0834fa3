//! Bodies that are too large, services that are late, away or failing.

use crate::house::{House, answer, house, house_where};
use futures_util::stream;
use reqwest::{Body, RequestBuilder};
use std::io;

const MEGABYTE: usize = 1 << 20;

/// Without a Content-Length.
fn chunks(total: usize) -> Body {
    let chunk = vec![b'x'; 64 << 10];
    let count = total / chunk.len();
    Body::wrap_stream(stream::iter(std::iter::repeat_n(chunk, count).map(Ok::<_, io::Error>)))
}

fn post(house: &House, path: &str) -> anyhow::Result<RequestBuilder> {
    house.request("POST", path)
}

#[actix_web::test]
async fn a_body_over_its_limit_is_refused_by_its_length_and_while_it_streams() -> anyhow::Result<()> {
    let house = house().await?;
    answer(post(&house, "/v1/patients")?.body(vec![b'x'; MEGABYTE + 1]))
        .await?
        .refused(413, "body-too-large");
    answer(post(&house, "/v1/patients")?.body(chunks(2 * MEGABYTE))).await?.refused(413, "body-too-large");
    let whole = answer(post(&house, "/v1/patients")?.body(chunks(MEGABYTE))).await?;
    assert_eq!((whole.status, &whole.body["length"]), (200, &MEGABYTE.into()), "{}", whole.text);
    let x12 = answer(post(&house, "/v1/acknowledgements")?.body(chunks(3 * MEGABYTE))).await?;
    assert_eq!((x12.status, &x12.body["length"]), (200, &(3 * MEGABYTE).into()), "{}", x12.text);
    let ends = house.straw.bodies.lock().map(|ends| ends.clone()).unwrap_or_default();
    assert!(
        ends.iter().all(|end| end.is_none_or(|length| [MEGABYTE, 3 * MEGABYTE].contains(&length))),
        "a cut body looked whole: {ends:?}"
    );
    Ok(())
}

#[actix_web::test]
async fn a_late_service_is_504_and_a_halting_answer_breaks_off() -> anyhow::Result<()> {
    let house = house().await?;
    let late = house.get("/v1/patients?late").await?;
    late.refused(504, "upstream-late");
    assert_eq!(late.header("retry-after"), "2");
    let late = answer(post(&house, "/v1/patients?late")?.body("{}")).await?;
    late.refused(504, "upstream-late");
    let stuck = answer(post(&house, "/v1/patients?late")?.body(chunks(MEGABYTE))).await?;
    stuck.refused(504, "upstream-late");
    assert!(house.get("/v1/patients?halting").await.is_err(), "half an answer must not look whole");
    Ok(())
}

#[actix_web::test]
async fn a_service_that_is_away_is_503_and_takes_nothing_from_the_others() -> anyhow::Result<()> {
    // Nothing listens on the discard port of this machine.
    let house = house_where(|settings| settings.upstreams.billing = "http://127.0.0.1:9".to_owned()).await?;
    let away = house.get("/v1/claims").await?;
    away.refused(503, "upstream-unreachable");
    assert_eq!(away.header("retry-after"), "2");
    assert_eq!(house.get("/v1/patients").await?.status, 200);
    let ready = answer(house.open("GET", "/readyz")?).await?;
    assert_eq!((ready.status, &ready.body["upstreams"]["billing"]), (200, &"unreachable".into()));
    assert_eq!(ready.body["upstreams"]["orders"], "reachable");
    Ok(())
}

#[actix_web::test]
async fn a_failing_service_is_left_alone_and_no_other() -> anyhow::Result<()> {
    let house = house().await?;
    for _ in 0..20 {
        assert_eq!(house.get("/v1/patients?down").await?.status, 503);
    }
    let left_alone = house.get("/v1/patients").await?;
    left_alone.refused(503, "upstream-down");
    assert!(!left_alone.header("retry-after").is_empty());
    assert_eq!(house.get("/v1/pharmacies").await?.status, 200);
    let metrics = answer(house.open("GET", "/metrics")?).await?.text;
    assert!(metrics.contains("gateway_breaker_state{upstream=\"scheduling\"} 2"), "{metrics}");
    assert!(
        metrics.contains("gateway_requests_total{upstream=\"scheduling\",class=\"5xx\"} 21"),
        "{metrics}"
    );
    Ok(())
}

#[actix_web::test]
async fn what_a_service_cannot_take_at_once_is_refused_at_once() -> anyhow::Result<()> {
    let house = house_where(|settings| settings.limits.concurrent = 1).await?;
    let (one, two) = tokio::join!(house.get("/v1/patients?late"), house.get("/v1/patients?late"));
    let mut codes = [one?, two?].map(|answer| answer.body["code"].as_str().unwrap_or_default().to_owned());
    codes.sort_unstable();
    assert_eq!(codes, ["overloaded", "upstream-late"]);
    assert_eq!(house.get("/v1/patients").await?.status, 200);
    Ok(())
}
