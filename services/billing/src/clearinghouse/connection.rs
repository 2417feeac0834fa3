//! HTTP to the clearinghouse: `POST /claims` answers with a 999 or TA1, `GET /reports` with what has come since.

use crate::settings::{Clearinghouse, Usage};
use anyhow::Context as _;
use platform::client;
use serde::Deserialize;
use std::time::Duration;

/// Answers to a submission are small; reports carry at most twenty files.
const MOST_ANSWER: usize = 1 << 20;
const MOST_REPORTS: usize = 256 << 20;

pub struct Connection {
    http: reqwest::Client,
    settings: Clearinghouse,
}

/// A file in the mailbox; ids are ordered.
#[derive(Deserialize)]
pub struct Report {
    pub id: String,
    pub kind: ReportKind,
    pub content: String,
}

#[derive(Clone, Copy, Debug, Deserialize)]
pub enum ReportKind {
    #[serde(rename = "999")]
    FunctionalAcknowledgement,
    #[serde(rename = "TA1")]
    InterchangeAcknowledgement,
    #[serde(rename = "277CA")]
    ClaimAcknowledgement,
    #[serde(rename = "835")]
    Remittance,
}

#[derive(Deserialize)]
struct Reports {
    items: Vec<Report>,
}

impl Connection {
    pub fn open(settings: &Clearinghouse) -> anyhow::Result<Self> {
        Ok(Self { http: client::open()?, settings: settings.clone() })
    }

    pub fn receiver_id(&self) -> &str {
        &self.settings.receiver_id
    }

    pub fn receiver_name(&self) -> &str {
        &self.settings.receiver_name
    }

    pub fn usage(&self) -> x12::Usage {
        match self.settings.usage {
            Usage::Production => x12::Usage::Production,
            Usage::Test => x12::Usage::Test,
        }
    }

    pub fn pause(&self) -> Duration {
        Duration::from_secs(self.settings.poll_seconds.max(1))
    }

    /// Hands an interchange over; the same one again gets the same answer. `key` is its own, the same at every try.
    pub async fn deliver(&self, key: &str, interchange: &str) -> anyhow::Result<String> {
        let request = self
            .http
            .post(self.address("claims"))
            .header("X-Api-Key", self.settings.key.expose())
            .header("X-Key", key)
            .header("Content-Type", "application/edi-x12")
            .body(interchange.to_owned());
        let response = request.send().await?.error_for_status()?;
        Ok(client::bounded_text(response, MOST_ANSWER).await?)
    }

    /// What has come after a report, oldest first.
    pub async fn reports(&self, after: &str) -> anyhow::Result<Vec<Report>> {
        let request = self
            .http
            .get(self.address("reports"))
            .header("X-Api-Key", self.settings.key.expose())
            .query(&[("after", after), ("limit", "20")]);
        let response = request.send().await?.error_for_status()?;
        let text = client::bounded_text(response, MOST_REPORTS).await?;
        let reports: Reports =
            serde_json::from_str(&text).context("the list of reports is not of the agreed form")?;
        Ok(reports.items)
    }

    fn address(&self, what: &str) -> String {
        format!("{}/{what}", self.settings.url.trim_end_matches('/'))
    }
}
