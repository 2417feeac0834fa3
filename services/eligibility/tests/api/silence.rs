//! Payers that do not answer: asked again, always with the same trace number.

use crate::desk::{Desk, NOWHERE, day};
use crate::payer::{Payer, Says};
use kit::eventually;
use serde_json::{Value, json};
use std::net::TcpListener;

async fn check_with(desk: &Desk, payer: &Payer) -> Value {
    let coverage = desk.covered(&desk.payer(&payer.url).await).await;
    let id = desk.ask(&coverage, day("2026-11-24")).await.expect(202).id();
    desk.outcome(&id).await
}

fn attempts(check: &Value) -> Vec<&str> {
    let attempts = check["attempts"].as_array().expect("attempts");
    attempts.iter().filter_map(|attempt| attempt["outcome"].as_str()).collect()
}

#[actix_web::test]
async fn after_a_time_out_the_same_bytes_are_sent_again() {
    let (desk, payer) = (Desk::open().await, Payer::that(&[Says::Nothing, Says::Active]));
    desk.sending(&[0, 0]);
    let check = check_with(&desk, &payer).await;
    assert_eq!((&check["outcome"], attempts(&check)), (&json!("active"), vec!["timed_out", "answered"]));
    let [first, second] = &payer.asked()[..] else { panic!("asked twice") };
    assert_eq!((&first.text, &first.trace_header), (&second.text, &second.trace_header));
}

#[actix_web::test]
async fn patience_with_a_silent_payer_ends() {
    let (desk, payer) = (Desk::open().await, Payer::that(&[Says::Status(503), Says::Nothing]));
    desk.sending(&[0]);
    let check = check_with(&desk, &payer).await;
    assert_eq!((&check["state"], &check["outcome"]), (&json!("unknown"), &json!("undetermined")));
    assert_eq!(check["reason"]["code"], "payer_did_not_answer");
    assert_eq!((attempts(&check), payer.asked().len()), (vec!["unreachable", "timed_out"], 2));
    assert_eq!(check["answered_at"], Value::Null);
}

#[actix_web::test]
async fn a_payer_that_cannot_answer_now_is_asked_again_as_a_new_message() {
    let (desk, payer) = (Desk::open().await, Payer::that(&[Says::Aaa("42"), Says::Active]));
    desk.sending(&[0, 0]);
    let check = check_with(&desk, &payer).await;
    assert_eq!((&check["outcome"], attempts(&check)), (&json!("active"), vec!["unavailable", "answered"]));
    let [first, second] = &payer.asked()[..] else { panic!("asked twice") };
    assert_eq!(first.inquiry.trace(), second.inquiry.trace());
    assert_eq!((first.control.as_str(), second.control.as_str()), ("000000001", "000000002"));
}

#[actix_web::test]
async fn after_three_more_tries_the_rejection_stands() {
    let (desk, payer) = (Desk::open().await, Payer::that(&[Says::Aaa("42")]));
    desk.sending(&[0; 10]);
    let check = check_with(&desk, &payer).await;
    assert_eq!((&check["state"], attempts(&check)), (&json!("rejected"), vec!["unavailable"; 4]));
    assert_eq!(check["rejections"][0]["code"], "42");
}

#[actix_web::test]
async fn a_payer_that_was_away_is_found_again() {
    let desk = Desk::open().await;
    let port =
        TcpListener::bind(("127.0.0.1", 0)).and_then(|free| free.local_addr()).expect("a free port").port();
    let coverage = desk.covered(&desk.payer(&format!("http://127.0.0.1:{port}/x12")).await).await;
    let id = desk.ask(&coverage, day("2026-11-24")).await.expect(202).id();
    desk.sending(&[1; 20]);
    let place = format!("/v1/eligibility-checks/{id}");
    eventually(async || {
        let check = desk.house.get(&place).await.body;
        attempts(&check).contains(&"unreachable").then_some(())
    })
    .await;
    let payer = Payer::at(port, &[Says::Active]);
    let check = desk.outcome(&id).await;
    assert_eq!((&check["outcome"], attempts(&check).pop()), (&json!("active"), Some("answered")));
    assert_eq!(payer.asked().len(), 1);
}

#[actix_web::test]
async fn without_a_location_nothing_is_sent() {
    let desk = Desk::open().await;
    let elsewhere = desk.house.other_practice();
    let desk = Desk { house: elsewhere, ..desk };
    desk.house.hear(&desk.listeners, &model::event::PatientRegistered(desk.patient.clone())).await;
    desk.sending(&[0]);
    let coverage = desk.covered(&desk.payer(NOWHERE).await).await;
    let id = desk.ask(&coverage, day("2026-11-24")).await.expect(202).id();
    let check = desk.outcome(&id).await;
    assert_eq!((&check["reason"]["code"], attempts(&check)), (&json!("no_location"), vec!["not_sent"; 2]));
}
