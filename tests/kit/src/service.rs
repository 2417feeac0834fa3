//! A service in this process: its routes behind the real guard, on a database of its own, without a broker.

use crate::answer::Answer;
use crate::database::database;
use actix_web::{HttpServer, web};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64;
use chrono::Utc;
use diesel::QueryableByName;
use diesel::sql_types::{Jsonb, Text};
use diesel_async::RunQueryDsl;
use diesel_migrations::EmbeddedMigrations;
use model::scope::Service;
use model::{Envelope, Event, EventId, PracticeId, Scope};
use platform::caller::{CALLER_HEADER, Signer, Verifier};
use platform::context::Trace;
use platform::http::{Routes, State, application};
use platform::inbox::Admission;
use platform::{Context, Db, Listeners, Stop};
use reqwest::Method;
use serde_json::Value;
use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;
use uuid::Uuid;

/// A service under test, seen from one practice.
#[derive(Clone)]
pub struct House {
    shared: Rc<Shared>,
    pub practice: PracticeId,
    if_match: Option<i64>,
}

struct Shared {
    service: Service,
    db: Db,
    database: platform::settings::Database,
    signer: Signer,
    url: String,
    http: reqwest::Client,
    heard: RefCell<HashMap<String, i64>>,
    last: RefCell<Option<Envelope>>,
}

/// Starts a service on a fresh database.
pub async fn service(service: Service, migrations: EmbeddedMigrations, routes: Routes) -> House {
    let database = database(service.as_str(), migrations).await;
    let db = Db::open(&database);
    let seed: [u8; 32] = rand::random();
    let public = ed25519_dalek::SigningKey::from_bytes(&seed).verifying_key();
    let verifier = Verifier::new(&BASE64.encode(public), service).expect("a key");
    let state = State { db: db.clone(), verifier: web::Data::new(verifier), stop: Stop::default() };
    let server = HttpServer::new(move || application(state.clone(), routes))
        .workers(1)
        .disable_signals()
        .bind(("127.0.0.1", 0))
        .expect("a free port");
    let url = format!("http://{}", server.addrs()[0]);
    actix_web::rt::spawn(server.run());
    let shared = Shared {
        service,
        db,
        database,
        signer: Signer::from_seed(&BASE64.encode(seed)).expect("a seed"),
        url,
        http: platform::client::open().expect("an HTTP client"),
        heard: RefCell::default(),
        last: RefCell::default(),
    };
    House { shared: Rc::new(shared), practice: PracticeId(Uuid::now_v7()), if_match: None }
}

impl House {
    /// The same service and database, seen from another practice.
    pub fn other_practice(&self) -> House {
        House { practice: PracticeId(Uuid::now_v7()), ..self.clone() }
    }

    /// Requests made through this one carry If-Match.
    pub fn if_match(&self, version: i64) -> House {
        House { if_match: Some(version), ..self.clone() }
    }

    pub fn db(&self) -> &Db {
        &self.shared.db
    }

    pub fn database(&self) -> &platform::settings::Database {
        &self.shared.database
    }

    pub fn url(&self) -> &str {
        &self.shared.url
    }

    pub fn context(&self) -> Context {
        Context { practice: self.practice, trace: Trace::begin(), cause: None }
    }

    pub fn request(&self, method: Method, path: &str) -> Request {
        let mut builder = self.shared.http.request(method, format!("{}{path}", self.shared.url));
        if let Some(version) = self.if_match {
            builder = builder.header("if-match", format!("\"{version}\""));
        }
        Request {
            house: self.clone(),
            builder,
            client: "tester".to_owned(),
            scopes: Some(Scope::ALL.to_vec()),
        }
    }

    pub async fn get(&self, path: &str) -> Answer {
        self.request(Method::GET, path).send().await
    }

    pub async fn post(&self, path: &str, body: Value) -> Answer {
        self.request(Method::POST, path).json(&body).send().await
    }

    pub async fn put(&self, path: &str, body: Value) -> Answer {
        self.request(Method::PUT, path).json(&body).send().await
    }

    pub async fn patch(&self, path: &str, body: Value) -> Answer {
        self.request(Method::PATCH, path).json(&body).send().await
    }

    pub async fn post_text(&self, path: &str, content_type: &str, body: impl Into<String>) -> Answer {
        let request = self.request(Method::POST, path).header("content-type", content_type);
        let builder = request.builder.body(body.into());
        Request { builder, ..request }.send().await
    }

    /// Delivers an event as the bus would: the next of its stream.
    pub async fn hear<E: Event>(&self, listeners: &Rc<Listeners>, event: &E) -> Admission {
        let subject = event.subject();
        let sequence = {
            let mut heard = self.shared.heard.borrow_mut();
            let last = heard.entry(format!("{}/{subject}", self.practice)).or_default();
            *last += 1;
            *last
        };
        let envelope = self.envelope(event, sequence);
        self.shared.last.replace(Some(envelope.clone()));
        listeners.hear(self.db(), envelope).await.expect("the listener succeeds")
    }

    /// Delivers the last event once more, as a bus may.
    pub async fn hear_again(&self, listeners: &Rc<Listeners>) -> Admission {
        let envelope = self.shared.last.borrow().clone().expect("something was heard before");
        listeners.hear(self.db(), envelope).await.expect("the listener succeeds")
    }

    pub fn envelope<E: Event>(&self, event: &E, sequence: i64) -> Envelope {
        Envelope {
            specversion: "1.0".to_owned(),
            id: EventId(Uuid::now_v7()),
            source: "/test".to_owned(),
            kind: E::KIND.to_owned(),
            subject: event.subject(),
            sequence,
            time: Utc::now(),
            practice: self.practice,
            traceparent: Trace::begin().as_str().to_owned(),
            cause: None,
            data: serde_json::to_value(event).expect("JSON"),
        }
    }

    /// The facts this practice has announced, oldest first.
    pub async fn announced(&self) -> Vec<(String, Value)> {
        #[derive(QueryableByName)]
        struct Fact {
            #[diesel(sql_type = Text)]
            kind: String,
            #[diesel(sql_type = Jsonb)]
            data: Value,
        }
        let facts: Vec<Fact> = self
            .db()
            .transaction(&self.context(), async |tx| {
                let sql = "SELECT kind, data FROM outbox WHERE practice_id = practice() ORDER BY event_id";
                Ok::<_, platform::Problem>(diesel::sql_query(sql).load(tx).await?)
            })
            .await
            .expect("the outbox");
        facts.into_iter().map(|f| (f.kind, f.data)).collect()
    }

    fn token(&self, client: &str, scopes: &[Scope]) -> String {
        let signed = self.shared.signer.sign(self.shared.service, client, self.practice, scopes, Utc::now());
        signed.expect("a token")
    }
}

/// A request being built.
pub struct Request {
    house: House,
    builder: reqwest::RequestBuilder,
    client: String,
    scopes: Option<Vec<Scope>>,
}

impl Request {
    pub fn scopes(mut self, scopes: &[Scope]) -> Self {
        self.scopes = Some(scopes.to_vec());
        self
    }

    /// In the name of this client.
    pub fn client(mut self, client: &str) -> Self {
        client.clone_into(&mut self.client);
        self
    }

    /// Sends no caller token at all.
    pub fn nobody(mut self) -> Self {
        self.scopes = None;
        self
    }

    pub fn header(mut self, name: &str, value: &str) -> Self {
        self.builder = self.builder.header(name, value);
        self
    }

    pub fn json(mut self, body: &Value) -> Self {
        self.builder = self.builder.json(body);
        self
    }

    pub fn text(mut self, body: &str) -> Self {
        self.builder = self.builder.body(body.to_owned());
        self
    }

    /// Sends these bytes as they are.
    pub fn body(mut self, bytes: Vec<u8>) -> Self {
        self.builder = self.builder.body(bytes);
        self
    }

    pub async fn send(self) -> Answer {
        let token = self.scopes.as_deref().map(|scopes| self.house.token(&self.client, scopes));
        let builder = match token {
            Some(token) => self.builder.header(CALLER_HEADER, token),
            None => self.builder,
        };
        Answer::read(builder.send().await.expect("an answer")).await
    }
}
