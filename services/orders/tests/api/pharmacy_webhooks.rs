//! Telling a pharmacy that something waits: signed, without health data, as often as it takes.

use crate::counter::{CLIENT, Counter, KIM};
use actix_web::http::StatusCode;
use actix_web::{App, HttpRequest, HttpResponse, HttpServer, web};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use kit::{Answer, eventually};
use orders::pharmacy_webhook::{KIND, send::Bell};
use orders::settings::Pings;
use platform::{Stop, outbound};
use reqwest::Method;
use ring::hmac;
use serde_json::{Value, json};
use std::collections::VecDeque;
use std::sync::{Arc, Mutex};

const SECRET: &str = "whsec_BwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcH";

/// A request as it came.
#[derive(Clone)]
struct Ping {
    id: String,
    timestamp: String,
    signature: String,
    text: String,
}

/// The pharmacy's own server: answers in order, the last one for ever.
#[derive(Clone)]
struct Ear {
    answers: Arc<Mutex<VecDeque<u16>>>,
    heard: Arc<Mutex<Vec<Ping>>>,
    url: String,
}

impl Ear {
    fn that(answers: &[u16]) -> Self {
        let ear = Self {
            answers: Arc::new(Mutex::new(answers.iter().copied().collect())),
            heard: Arc::default(),
            url: String::new(),
        };
        let shared = web::Data::new(ear.clone());
        let app = move || App::new().app_data(shared.clone()).default_service(web::to(hear));
        let server =
            HttpServer::new(app).workers(1).disable_signals().bind(("127.0.0.1", 0)).expect("a port");
        let url = format!("http://{}/ping", server.addrs()[0]);
        actix_web::rt::spawn(server.run());
        Self { url, ..ear }
    }

    fn heard(&self) -> Vec<Ping> {
        self.heard.lock().expect("not poisoned").clone()
    }
}

async fn hear(ear: web::Data<Ear>, request: HttpRequest, text: String) -> HttpResponse {
    let header = |name: &str| {
        let value = request.headers().get(name).expect("the header");
        value.to_str().expect("text").to_owned()
    };
    let ping = Ping {
        id: header("webhook-id"),
        timestamp: header("webhook-timestamp"),
        signature: header("webhook-signature"),
        text,
    };
    ear.heard.lock().expect("not poisoned").push(ping);
    let mut answers = ear.answers.lock().expect("not poisoned");
    let answer = answers.front().copied().expect("an answer");
    if answers.len() > 1 {
        answers.pop_front();
    }
    HttpResponse::build(StatusCode::from_u16(answer).expect("a status")).finish()
}

fn ring(counter: &Counter, local: bool) {
    let bell = Bell::new(Pings { retry_seconds: vec![0, 0], local_webhooks: local }).expect("a bell");
    let db = counter.office.house.db().clone();
    let send = async move |db: &platform::Db, intent| bell.ring(db, intent).await;
    actix_web::rt::spawn(outbound::run(db, KIND, Stop::default(), send));
}

async fn set(counter: &Counter, version: i64, url: &str, secret: &str) -> Answer {
    let request = counter.request(CLIENT, Method::PUT, "/v1/pharmacy/webhook");
    let request = request.header("if-match", &format!("\"{version}\""));
    request.json(&json!({"url": url, "secret": secret})).send().await
}

async fn open_pings(counter: &Counter) -> usize {
    #[derive(diesel::QueryableByName)]
    struct Count {
        #[diesel(sql_type = diesel::sql_types::BigInt)]
        open: i64,
    }
    let house = &counter.office.house;
    let read = async |tx: &mut platform::Tx| {
        use diesel_async::RunQueryDsl;
        let sql = "SELECT count(*) AS open FROM outbound WHERE practice_id = practice() AND kind = 'ping_pharmacy' \
                   AND done_at IS NULL";
        Ok::<_, platform::Problem>(diesel::sql_query(sql).get_result::<Count>(tx).await?)
    };
    usize::try_from(house.db().read(&house.context(), read).await.expect("a count").open).expect("a count")
}

#[actix_web::test]
async fn a_ping_says_nothing_but_that_something_waits() {
    let counter = Counter::open().await;
    let ear = Ear::that(&[503, 200]);
    set(&counter, 0, &ear.url, SECRET).await.expect(200);
    ring(&counter, true);
    let id = counter.signed().await;
    let heard = eventually(async || Some(ear.heard()).filter(|heard| heard.len() == 2)).await;
    eventually(async || (open_pings(&counter).await == 0).then_some(())).await;
    assert_eq!((&heard[0].id, &heard[0].text), (&heard[1].id, &heard[1].text), "the same at every try");
    for ping in &heard {
        let key = hmac::Key::new(hmac::HMAC_SHA256, &[7; 24]);
        let signed = format!("{}.{}.{}", ping.id, ping.timestamp, ping.text);
        let expected = format!("v1,{}", BASE64.encode(hmac::sign(&key, signed.as_bytes())));
        assert_eq!(ping.signature, expected);
    }
    let said: Value = serde_json::from_str(&heard[0].text).expect("JSON");
    assert_eq!(said, json!({"type": "queue.waiting", "data": {"pharmacy_id": counter.place}}));
    counter.take(KIM, &id).await.expect(200);
    counter.office.act(&id, "cancel", json!({})).await.expect(200);
    eventually(async || (ear.heard().len() == 3).then_some(())).await;
}

#[actix_web::test]
async fn a_silent_pharmacy_is_told_so_often_and_no_more_and_keeps_its_queue() {
    let counter = Counter::open().await;
    let ear = Ear::that(&[500]);
    set(&counter, 0, &ear.url, SECRET).await.expect(200);
    counter.signed().await;
    assert_eq!(open_pings(&counter).await, 1, "it is committed with the signature");
    ring(&counter, true);
    eventually(async || (open_pings(&counter).await == 0).then_some(())).await;
    assert_eq!(ear.heard().len(), 3);
    assert_eq!(counter.queue("").await.len(), 1);
}

#[actix_web::test]
async fn nothing_goes_out_unencrypted_or_to_who_wants_none() {
    let counter = Counter::open().await;
    let ear = Ear::that(&[200]);
    counter.signed().await;
    assert_eq!(open_pings(&counter).await, 0);
    let set_there = set(&counter, 0, &ear.url, SECRET).await.expect(200);
    counter.signed().await;
    ring(&counter, false);
    eventually(async || (open_pings(&counter).await == 0).then_some(())).await;
    assert!(ear.heard().is_empty());
    let delete = counter.request(CLIENT, Method::DELETE, "/v1/pharmacy/webhook");
    delete.header("if-match", &format!("\"{}\"", set_there.version())).send().await.expect(200);
    counter.signed().await;
    assert_eq!(open_pings(&counter).await, 0);
}

#[actix_web::test]
async fn the_secret_is_sealed_and_never_answered() {
    let counter = Counter::open().await;
    for (url, secret, field) in [
        ("http://pharmacy.example/", SECRET, "/url"),
        ("https://me:pw@pharmacy.example/", SECRET, "/url"),
        ("https://pharmacy.example/", "whsec_c2hvcnQ=", "/secret"),
    ] {
        set(&counter, 0, url, secret).await.names(field);
    }
    let url = "https://pharmacy.example/hook";
    let set_there = set(&counter, 0, url, SECRET).await.expect(200);
    set(&counter, 0, url, SECRET).await.refused(412, "stale");
    let got = counter.get("/v1/pharmacy/webhook").await.expect(200);
    assert_eq!((got.version(), &got.body["url"]), (set_there.version(), &json!(url)));
    for answer in [&set_there, &got] {
        assert!(!answer.text.contains(&SECRET[6..]) && answer.body.get("secret").is_none());
    }
    #[derive(diesel::QueryableByName)]
    struct Row {
        #[diesel(sql_type = diesel::sql_types::Binary)]
        secret: Vec<u8>,
    }
    let house = &counter.office.house;
    let read = async |tx: &mut platform::Tx| {
        use diesel_async::RunQueryDsl;
        let sql = "SELECT secret FROM pharmacy_webhooks WHERE practice_id = practice()";
        Ok::<_, platform::Problem>(diesel::sql_query(sql).get_result::<Row>(tx).await?)
    };
    let row = house.db().read(&house.context(), read).await.expect("a row");
    assert!(platform::Sealing::is_sealed(&row.secret));
    assert!(!String::from_utf8_lossy(&row.secret).contains("BwcH"));
}
