//! The pharmacy's HTTP, with a practice on the other side.

use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use actix_web::web::{self, Data, ServiceConfig};
use actix_web::{HttpRequest, HttpResponse};
use serde_json::{Value, json};
use simulators::pharmacy::{Account, Desk, app_config};
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};

use super::{QUICK, Running};
use crate::samples::{cancel_rx, new_rx};

/// A practice that refuses the first messages it is brought, and passes on what it takes.
pub fn practice(
    refusals: u32,
) -> (impl Fn(&mut ServiceConfig) + Clone + Send + 'static, UnboundedReceiver<(String, String)>) {
    let (taken, receiver) = unbounded_channel();
    let state = Data::new((AtomicU32::new(refusals), taken));
    let config = move |config: &mut ServiceConfig| {
        let token = async || HttpResponse::Ok().json(json!({"access_token": "T", "expires_in": 3600}));
        config
            .app_data(state.clone())
            .route("/oauth/token", web::post().to(token))
            .route("/v1/script/messages", web::post().to(take));
    };
    (config, receiver)
}

type Practice = (AtomicU32, UnboundedSender<(String, String)>);

async fn take(request: HttpRequest, body: String, practice: Data<Practice>) -> HttpResponse {
    let token = request.headers().get("Authorization").and_then(|value| value.to_str().ok());
    let refused = practice.0.fetch_update(Ordering::SeqCst, Ordering::SeqCst, |left| left.checked_sub(1));
    if token != Some("Bearer T") || refused.is_ok() {
        return HttpResponse::ServiceUnavailable().finish();
    }
    let message = script::parse(&body).expect("the message is SCRIPT");
    let taken = (message.body.transaction().to_owned(), message.header.message_id.to_string());
    practice.1.send(taken).expect("the test listens");
    HttpResponse::Ok().finish()
}

pub async fn next(receiver: &mut UnboundedReceiver<(String, String)>) -> (String, String) {
    let deadline = Duration::from_secs(20);
    tokio::time::timeout(deadline, receiver.recv()).await.expect("a message comes").expect("it came")
}

pub fn open(folder: &tempfile::TempDir, practice: Option<&Running>) -> Data<Desk> {
    let account = practice.map(|practice| Account {
        url: format!("{}/", practice.url),
        client_id: "pharmacy".to_owned(),
        client_secret: "secret".to_owned(),
    });
    Desk::open(folder.path(), QUICK, account).expect("the pharmacy opens")
}

fn prescription(order: &str, messages: &[&str], times: u32, dispensed: u32, cancelled: bool) -> Value {
    json!({"order_number": order, "message_ids": messages, "times_received": times,
           "dispensed_times": dispensed, "cancelled": cancelled})
}

#[actix_web::test]
async fn what_follows_is_brought_in_order_until_it_is_taken() {
    let (config, mut taken) = practice(3);
    let practice = Running::start(config);
    let folder = tempfile::tempdir().expect("a folder");
    let pharmacy = Running::start(app_config(open(&folder, Some(&practice))));
    let first = pharmacy.post("/script", &new_rx("9900001", "M1", "O1")).await;
    assert_eq!(first.status, 200);
    assert_eq!(next(&mut taken).await.0, "Verify");
    let fill = next(&mut taken).await;
    assert_eq!(fill.0, "RxFill");
    assert_eq!(pharmacy.post("/script", &new_rx("9900001", "M1", "O1")).await, first);
    assert_eq!(pharmacy.post("/script", &new_rx("9900001", "M2", "O1")).await.status, 200);
    let expected = json!([prescription("O1", &["M1", "M2"], 3, 1, false)]);
    assert_eq!(pharmacy.json("/prescriptions").await, expected);
    assert_eq!(pharmacy.get("/messages/M1/raw").await.body, new_rx("9900001", "M1", "O1"));
    assert!(pharmacy.get(&format!("/messages/{}/raw", fill.1)).await.body.contains("<RxFill>"));
    assert_eq!(pharmacy.get("/messages/M9/raw").await.status, 404);
    assert!(taken.try_recv().is_err());
}

#[actix_web::test]
async fn what_was_not_brought_is_brought_after_a_restart() {
    let folder = tempfile::tempdir().expect("a folder");
    let pharmacy = Running::start(app_config(open(&folder, None)));
    assert_eq!(pharmacy.post("/script", &new_rx("9900002", "M1", "O1")).await.status, 200);
    let waiting = pharmacy.json("/outbox").await;
    pharmacy.stop().await;

    let (config, mut taken) = practice(0);
    let practice = Running::start(config);
    let desk = open(&folder, Some(&practice));
    desk.resume();
    desk.resume();
    let pharmacy = Running::start(app_config(desk));
    for position in 0..4 {
        let (transaction, message_id) = next(&mut taken).await;
        assert_eq!(waiting[position]["transaction"], transaction);
        assert_eq!(waiting[position]["message_id"], message_id);
    }
    assert_eq!(pharmacy.json("/prescriptions").await, json!([prescription("O1", &["M1"], 1, 1, false)]));
}

#[actix_web::test]
async fn a_prescription_on_hold_can_be_cancelled_and_a_dispensed_one_not() {
    let (config, mut taken) = practice(0);
    let practice = Running::start(config);
    let folder = tempfile::tempdir().expect("a folder");
    let pharmacy = Running::start(app_config(open(&folder, Some(&practice))));
    for (pharmacy_id, order, message, cancel, follows) in [
        ("9900100", "O1", "M1", "C1", &["Verify", "CancelRxResponse"][..]),
        ("9900001", "O2", "M2", "C2", &["Verify", "RxFill", "CancelRxResponse"]),
    ] {
        pharmacy.post("/script", &new_rx(pharmacy_id, message, order)).await;
        for transaction in &follows[..follows.len() - 1] {
            assert_eq!(next(&mut taken).await.0, *transaction);
        }
        pharmacy.post("/script", &cancel_rx(pharmacy_id, cancel, message, order)).await;
        assert_eq!(next(&mut taken).await.0, "CancelRxResponse");
    }
    let expected = json!([prescription("O1", &["M1"], 1, 0, true), prescription("O2", &["M2"], 1, 1, false)]);
    assert_eq!(pharmacy.json("/prescriptions").await, expected);
}

#[actix_web::test]
async fn a_cancel_takes_back_what_waits_to_be_dispensed() {
    let folder = tempfile::tempdir().expect("a folder");
    let pharmacy = Running::start(app_config(open(&folder, None)));
    pharmacy.post("/script", &new_rx("9900001", "M1", "O1")).await;
    pharmacy.post("/script", &cancel_rx("9900001", "C1", "M1", "O1")).await;
    let outbox = pharmacy.json("/outbox").await;
    let waiting: Vec<&Value> =
        outbox.as_array().into_iter().flatten().map(|one| &one["transaction"]).collect();
    assert_eq!(waiting, ["Verify", "CancelRxResponse"]);
    assert_eq!(pharmacy.json("/prescriptions").await, json!([prescription("O1", &["M1"], 1, 0, true)]));
}

#[actix_web::test]
async fn a_message_that_was_not_answered_or_could_not_be_taken_may_come_again() {
    let folder = tempfile::tempdir().expect("a folder");
    let pharmacy = Running::start(app_config(open(&folder, None)));
    let silent = new_rx("9900060", "M1", "O1");
    pharmacy.post_in_vain("/script", &silent).await;
    assert!(pharmacy.post("/script", &silent).await.body.contains("<Status><Code>010</Code>"));
    let troubled = new_rx("9900600", "M2", "O2");
    for code in ["<Error><Code>600</Code>", "<Status><Code>010</Code>", "<Status><Code>010</Code>"] {
        let answer = pharmacy.post("/script", &troubled).await;
        assert!(answer.status == 200 && answer.body.contains(code), "{}", answer.body);
    }
    let expected =
        json!([prescription("O1", &["M1"], 2, 0, false), prescription("O2", &["M2"], 3, 0, false)]);
    assert_eq!(pharmacy.json("/prescriptions").await, expected);
    assert_eq!(pharmacy.json("/outbox").await.as_array().map(Vec::len), Some(4));
    assert_eq!(pharmacy.post("/script", "hello").await.status, 400);
}
