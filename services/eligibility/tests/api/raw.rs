//! Inquiries that integrators wrote themselves.

use crate::desk::{Desk, NOWHERE, day};
use crate::payer::{Payer, Says};
use kit::Answer;
use reqwest::Method;
use serde_json::json;

const X12: &str = "application/edi-x12";

/// An inquiry as our own sender wrote it.
async fn inquiry() -> String {
    let (desk, payer) = (Desk::open().await, Payer::that(&[Says::Active]));
    let coverage = desk.covered(&desk.payer(&payer.url).await).await;
    desk.sending(&[]);
    let check = desk.ask(&coverage, day("2026-11-24")).await.expect(202).id();
    desk.outcome(&check).await;
    payer.asked()[0].text.clone()
}

async fn post(desk: &Desk, text: &str) -> Answer {
    desk.house.post_text("/v1/x12/270", X12, text).await
}

#[actix_web::test]
async fn a_raw_inquiry_is_answered_raw_and_a_repeated_request_is_no_second_inquiry() {
    let (text, desk, payer) = (inquiry().await, Desk::open().await, Payer::that(&[Says::Active]));
    desk.payer(&payer.url).await;
    desk.sending(&[]);
    let answer = post(&desk, &text).await.expect(200);
    assert!(answer.text.starts_with("ISA*") && answer.text.contains("EB*1**30"));
    assert_eq!(answer.header("content-type"), Some(X12));
    assert_eq!(payer.asked()[0].text, text);
    let keyed = async || {
        let request = desk.house.request(Method::POST, "/v1/x12/270").header("content-type", X12);
        request.header("idempotency-key", "one").text(&text).send().await.expect(200)
    };
    let (first, second) = (keyed().await, keyed().await);
    assert_eq!((first.text, payer.asked().len()), (second.text, 2));
    assert_eq!(desk.checks("limit=1").await.len(), 0, "nothing of it is a check");
}

#[actix_web::test]
async fn what_keeps_an_answer_away_is_told() {
    let text = inquiry().await;
    for (says, status, code) in [
        (Says::Nothing, 504, "payer-did-not-answer"),
        (Says::LeaveAlone(60), 503, "payer-not-asked"),
        (Says::Status(403), 502, "payer-not-reached"),
        (Says::TooMuch, 502, "payer-answer-unusable"),
    ] {
        let (desk, payer) = (Desk::open().await, Payer::that(&[says]));
        desk.payer(&payer.url).await;
        desk.sending(&[0, 0]);
        let answer = post(&desk, &text).await;
        answer.refused(status, code);
        assert!(answer.body["next_step"].is_string());
        assert_eq!(payer.asked().len(), 1, "asked once, whatever came");
    }
}

#[actix_web::test]
async fn what_is_no_inquiry_or_for_nobody_is_refused_and_nothing_is_sent() {
    let (text, desk) = (inquiry().await, Desk::open().await);
    post(&desk, &text).await.expect(400).names("2100A/NM109");
    desk.payer(NOWHERE).await;
    let second = desk.payer(NOWHERE).await;
    post(&desk, &text).await.expect(400).names("?payer");
    desk.sending(&[]);
    let chosen = format!("/v1/x12/270?payer={second}");
    desk.house.post_text(&chosen, X12, text.clone()).await.refused(502, "payer-not-reached");
    for wrong in
        ["", "hello", &text[..text.len() / 2], &format!("{text}{text}"), &text.replace("ST*270*", "ST*276*")]
    {
        let refused = post(&desk, wrong).await;
        refused.refused(400, "invalid-request");
        assert!(!refused.text.contains("11122333301"), "no health data in a problem");
    }
    let json = desk.house.post("/v1/x12/270?colour=red", json!({})).await;
    json.refused(400, "invalid-request");
}
