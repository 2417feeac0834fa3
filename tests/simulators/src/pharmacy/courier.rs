//! Bringing messages to Praxis, as any pharmacy network would: with a token, through the public door.

use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use anyhow::Context as _;
use serde::Deserialize;

/// The longest one request may take.
const LIMIT: Duration = Duration::from_secs(10);
/// A token is renewed this long before it expires.
const MARGIN: Duration = Duration::from_secs(30);

/// Where Praxis is, and as whom it knows the pharmacy.
#[derive(Clone)]
pub struct Account {
    /// Of the gateway, such as `http://127.0.0.1:8080`.
    pub url: String,
    pub client_id: String,
    pub client_secret: String,
}

pub(super) struct Courier {
    account: Account,
    http: reqwest::Client,
    token: Mutex<Option<(String, Instant)>>,
}

#[derive(Deserialize)]
struct Issued {
    access_token: String,
    expires_in: u64,
}

impl Courier {
    pub fn new(account: Account) -> anyhow::Result<Self> {
        // A second installation in one process (tests) finds the first one in place: that is as good.
        let _first = rustls::crypto::ring::default_provider().install_default();
        let url = account.url.trim_end_matches('/').to_owned();
        let http = reqwest::Client::builder().timeout(LIMIT).build().context("building the HTTP client")?;
        Ok(Self { account: Account { url, ..account }, http, token: Mutex::new(None) })
    }

    /// Succeeds when Praxis has taken the message.
    pub async fn bring(&self, xml: String) -> anyhow::Result<()> {
        let token = self.token().await.context("asking for a token")?;
        let url = format!("{}/v1/script/messages", self.account.url);
        let request = self.http.post(url).bearer_auth(token).header("Content-Type", "application/xml");
        let status = request.body(xml).send().await?.status();
        if status == reqwest::StatusCode::UNAUTHORIZED {
            self.keep(None);
        }
        anyhow::ensure!(status.is_success(), "answered {status}");
        Ok(())
    }

    async fn token(&self) -> anyhow::Result<String> {
        let kept = self.token.lock().unwrap_or_else(PoisonError::into_inner).clone();
        if let Some((token, _)) = kept.filter(|(_, until)| Instant::now() < *until) {
            return Ok(token);
        }
        let Account { url, client_id, client_secret } = &self.account;
        let form = [
            ("grant_type", "client_credentials"),
            ("client_id", client_id),
            ("client_secret", client_secret),
        ];
        let request = self.http.post(format!("{url}/oauth/token")).form(&form);
        let Issued { access_token, expires_in } = request.send().await?.error_for_status()?.json().await?;
        let lifetime = Duration::from_secs(expires_in).saturating_sub(MARGIN);
        self.keep(Some((access_token.clone(), Instant::now() + lifetime)));
        Ok(access_token)
    }

    fn keep(&self, token: Option<(String, Instant)>) {
        *self.token.lock().unwrap_or_else(PoisonError::into_inner) = token;
    }
}
