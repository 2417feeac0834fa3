//! The gateway as a client sees it: a token per role, a key per request, and patience while something is down.

use std::cell::RefCell;
use std::collections::{BTreeMap, HashMap};
use std::time::{Duration, Instant};

use anyhow::{Context, ensure};
use reqwest::Method;
use serde_json::{Value, json};

use super::answer::Answer;
use crate::State;
use crate::client::Client;

const FIRST_PAUSE: Duration = Duration::from_millis(100);
const LONGEST_PAUSE: Duration = Duration::from_secs(2);
/// Longer than the gateway waits for a service.
const ANSWER_WITHIN: Duration = Duration::from_secs(20);

/// Whose token a request carries.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Role {
    FrontOffice,
    Prescriber,
    Biller,
    Admin,
    OtherPractice,
}

impl Role {
    pub fn client_id(self) -> &'static str {
        match self {
            Role::FrontOffice => "front-office",
            Role::Prescriber => "prescriber",
            Role::Biller => "biller",
            Role::Admin => "admin",
            Role::OtherPractice => "other-practice",
        }
    }
}

/// One request; sent again it is the same one, with the same key.
#[derive(Clone)]
pub struct Request {
    pub method: Method,
    pub role: Role,
    pub path: String,
    pub body: Option<String>,
    pub content_type: &'static str,
    pub key: Option<String>,
    /// The version that was seen of what is to be changed.
    pub seen: Option<i64>,
}

impl Request {
    pub fn get(role: Role, path: impl Into<String>) -> Request {
        let (path, content_type) = (path.into(), "application/json");
        Request { method: Method::GET, role, path, body: None, content_type, key: None, seen: None }
    }

    pub fn post(role: Role, path: impl Into<String>, body: &Value) -> Request {
        let key = Some(uuid::Builder::from_random_bytes(rand::random()).into_uuid().to_string());
        Request { method: Method::POST, body: Some(body.to_string()), key, ..Request::get(role, path) }
    }

    pub fn put(role: Role, path: impl Into<String>, body: &Value) -> Request {
        Request { method: Method::PUT, ..Request::post(role, path, body) }
    }

    pub fn seen(self, version: i64) -> Request {
        Request { seen: Some(version), ..self }
    }
}

pub struct Api {
    http: reqwest::Client,
    gateway: String,
    clients: BTreeMap<String, Client>,
    tokens: RefCell<HashMap<Role, String>>,
    /// How long one request is tried again, and how long a fact is waited for.
    pub patience: Duration,
}

impl Api {
    pub fn of(state: &State) -> anyhow::Result<Api> {
        // A second installation in one process (tests) finds the first one in place: that is as good.
        let _first = rustls::crypto::ring::default_provider().install_default();
        Ok(Api {
            http: reqwest::Client::builder().timeout(ANSWER_WITHIN).build()?,
            gateway: state.gateway_url(),
            clients: state.clients.clone(),
            tokens: RefCell::default(),
            patience: Duration::from_secs(60),
        })
    }

    pub async fn get(&self, role: Role, path: impl Into<String>) -> anyhow::Result<Answer> {
        self.send(&Request::get(role, path)).await?.done()
    }

    pub async fn post(&self, role: Role, path: impl Into<String>, body: &Value) -> anyhow::Result<Answer> {
        self.send(&Request::post(role, path, body)).await?.done()
    }

    /// `POST {path}/{verb}` on the thing as it stands now.
    pub async fn act(&self, role: Role, path: &str, verb: &str) -> anyhow::Result<Answer> {
        let seen = self.get(role, path).await?.version()?;
        self.send(&Request::post(role, format!("{path}/{verb}"), &json!({})).seen(seen)).await?.done()
    }

    /// Every item of a list, page by page.
    pub async fn list(&self, role: Role, path: &str) -> anyhow::Result<Vec<Value>> {
        let (mut items, mut place) = (Vec::new(), String::new());
        let mark = if path.contains('?') { '&' } else { '?' };
        loop {
            let page = self.get(role, format!("{path}{mark}limit=100{place}")).await?;
            items.extend(page.body["items"].as_array().cloned().unwrap_or_default());
            match page.body["next"].as_str() {
                Some(next) => place = format!("&cursor={next}"),
                None => return Ok(items),
            }
        }
    }

    /// Sends until there is an answer that does not promise another one later.
    pub async fn send(&self, request: &Request) -> anyhow::Result<Answer> {
        let (began, mut pause) = (Instant::now(), FIRST_PAUSE);
        loop {
            let tried = self.send_once(request).await;
            let again = tried.as_ref().map_or(true, Answer::is_for_now);
            if !again || began.elapsed() + pause > self.patience {
                return tried.with_context(|| format!("{} {} has no answer", request.method, request.path));
            }
            if tried.as_ref().is_ok_and(|answer| answer.status == 401) {
                self.tokens.borrow_mut().remove(&request.role);
            }
            tokio::time::sleep(pause).await;
            pause = LONGEST_PAUSE.min(pause * 2);
        }
    }

    /// Sends once, whatever the answer.
    pub async fn send_once(&self, request: &Request) -> anyhow::Result<Answer> {
        let token = self.token(request.role).await?;
        let url = format!("{}{}", self.gateway, request.path);
        let mut outgoing = self.http.request(request.method.clone(), url).bearer_auth(token);
        if let Some(key) = &request.key {
            outgoing = outgoing.header("Idempotency-Key", key);
        }
        if let Some(version) = request.seen {
            outgoing = outgoing.header("If-Match", format!("\"{version}\""));
        }
        if let Some(body) = &request.body {
            outgoing = outgoing.header("Content-Type", request.content_type).body(body.clone());
        }
        Answer::read(format!("{} {}", request.method, request.path), outgoing.send().await?).await
    }

    async fn token(&self, role: Role) -> anyhow::Result<String> {
        if let Some(token) = self.tokens.borrow().get(&role) {
            return Ok(token.clone());
        }
        let name = role.client_id();
        let client = self.clients.get(name).with_context(|| format!("there is no demo client {name}"))?;
        let form = [("grant_type", "client_credentials")];
        let request = self.http.post(format!("{}/oauth/token", self.gateway)).form(&form);
        let request = request.basic_auth(&client.client_id, Some(&client.client_secret));
        let answer = Answer::read("POST /oauth/token".to_owned(), request.send().await?).await?;
        ensure!(answer.status == 200, "{name} gets no token: {answer}");
        let token = answer.text("access_token")?;
        self.tokens.borrow_mut().insert(role, token.clone());
        Ok(token)
    }
}
