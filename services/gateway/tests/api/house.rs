//! A gateway in this process, its clients, and what they are answered.

use crate::straw::Straw;
use actix_web::web::Data;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64;
use chrono::Utc;
use gateway::client::{Client, SecretHash};
use gateway::settings::{Settings, Upstreams};
use gateway::state::State;
use gateway::token::{Bearer, Tokens};
use gateway::{audit, command, server};
use model::{PracticeId, Scope};
use platform::settings::Secret;
use platform::{Db, Stop};
use reqwest::{Method, RequestBuilder};
use serde_json::Value;
use uuid::Uuid;

pub const SEED: [u8; 32] = [7; 32];
pub const ISSUER: &str = "http://gateway.test";
pub const SECRET: &str = "0123456789abcdef0123456789abcdef";

pub struct House {
    pub url: String,
    pub db: Db,
    pub owner_url: String,
    pub straw: Straw,
    pub practice: PracticeId,
    pub http: reqwest::Client,
}

/// A path with an id in the place of each parameter.
pub fn filled(path: &str) -> String {
    let part = |part: &str| if part.starts_with('{') { Uuid::nil().to_string() } else { part.to_owned() };
    path.split('/').map(part).collect::<Vec<_>>().join("/")
}

pub fn seed() -> String {
    BASE64.encode(SEED)
}

pub async fn house() -> anyhow::Result<House> {
    house_where(|_| ()).await
}

/// A house whose settings differ.
pub async fn house_where(change: impl FnOnce(&mut Settings)) -> anyhow::Result<House> {
    let straw = Straw::default();
    let mut settings = settings(&straw).await?;
    change(&mut settings);
    let owner_url = settings.database.owner()?.to_owned();
    let db = Db::open(&settings.database);
    let (state, entries) = State::new(&settings, db.clone(), Stop::default())?;
    actix_web::rt::spawn(audit::write(db.clone(), entries, Stop::default()));
    let (server, listens) = server::start(&settings.http, Data::new(state))?;
    actix_web::rt::spawn(server);
    let http = reqwest::Client::builder().no_proxy().redirect(reqwest::redirect::Policy::none()).build()?;
    let practice = PracticeId(Uuid::now_v7());
    Ok(House { url: format!("http://{listens}"), db, owner_url, straw, practice, http })
}

/// A database of its own, keys of its own, and one service of straw for all.
pub async fn settings(straw: &Straw) -> anyhow::Result<Settings> {
    let url = straw.start()?;
    let mut settings = Settings::load()?;
    settings.database = kit::database("gateway", gateway::MIGRATIONS).await;
    settings.public_url = ISSUER.to_owned();
    settings.http.listen = "127.0.0.1:0".parse()?;
    settings.http.workers = 1;
    settings.token.signing_seed = Secret::from(seed().as_str());
    settings.caller.signing_seed = Secret::from(seed().as_str());
    settings.limits.answer_milliseconds = 400;
    let Upstreams { scheduling, eligibility, orders, billing } = &mut settings.upstreams;
    for upstream in [scheduling, eligibility, orders, billing] {
        upstream.clone_from(&url);
    }
    Ok(settings)
}

impl House {
    pub async fn add_client(&self, id: &str, scopes: &[Scope]) -> anyhow::Result<()> {
        let (id, name) = (id.parse()?, "Front desk".to_owned());
        let secret = SecretHash::of(SECRET);
        command::add_client(
            &self.db,
            Client { id, practice: self.practice, name, scopes: scopes.to_vec(), secret },
        )
        .await
    }

    pub fn token_of(&self, practice: PracticeId, scopes: &[Scope]) -> anyhow::Result<String> {
        let bearer = Bearer { client: "tester".parse()?, practice, scopes: scopes.to_vec() };
        Tokens::new(&seed(), ISSUER)?.issue(&bearer, Uuid::now_v7(), Utc::now())
    }

    pub fn open(&self, method: &str, path: &str) -> anyhow::Result<RequestBuilder> {
        Ok(self.http.request(Method::from_bytes(method.as_bytes())?, format!("{}{path}", self.url)))
    }

    /// With a token for everything.
    pub fn request(&self, method: &str, path: &str) -> anyhow::Result<RequestBuilder> {
        Ok(self
            .open(method, path)?
            .bearer_auth(self.token_of(self.practice, &Scope::grantable().collect::<Vec<_>>())?))
    }

    pub async fn get(&self, path: &str) -> anyhow::Result<Answer> {
        answer(self.request("GET", path)?).await
    }
}

#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    pub headers: reqwest::header::HeaderMap,
    /// Null when the body is not JSON.
    pub body: Value,
    pub text: String,
}

pub async fn answer(request: RequestBuilder) -> anyhow::Result<Answer> {
    let response = request.send().await?;
    let (status, headers) = (response.status().as_u16(), response.headers().clone());
    let text = response.text().await?;
    Ok(Answer { status, headers, body: serde_json::from_str(&text).unwrap_or_default(), text })
}

impl Answer {
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }

    /// A problem of this status and code, with its trace.
    pub fn refused(&self, status: u16, code: &str) {
        assert_eq!((self.status, self.body["code"].as_str()), (status, Some(code)), "{}", self.text);
        assert_eq!(self.header("content-type"), "application/problem+json");
        assert_eq!(self.body["instance"], self.header("x-request-id"), "{}", self.text);
    }
}
