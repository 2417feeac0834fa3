//! The line to a payer: one POST, one answer, within limits.

use super::{AttemptOutcome, Patience};
use crate::payer::Endpoint;
use crate::settings;
use platform::client::{self, BadAnswer};
use std::time::Duration;
use x12::Usage;

/// Largest answer taken, in bytes.
const LARGEST: usize = 10 << 20;

#[derive(Clone)]
pub struct Line {
    http: reqwest::Client,
    limit: Duration,
    pub usage: Usage,
    pub patience: Patience,
}

impl Line {
    pub fn open(settings: &settings::Payer) -> anyhow::Result<Self> {
        Ok(Self {
            http: client::open()?,
            limit: Duration::from_secs(settings.timeout_seconds).min(client::LIMIT),
            usage: if settings.production { Usage::Production } else { Usage::Test },
            patience: Patience {
                pauses: settings.retry_seconds.iter().copied().map(Duration::from_secs).collect(),
                unavailable_retries: settings.unavailable_retries,
            },
        })
    }

    /// The answer's text, or what kept it away. `key` is the same for every repetition of an inquiry.
    pub async fn ask(
        &self,
        endpoint: &Endpoint,
        key: &str,
        message: Vec<u8>,
    ) -> Result<String, AttemptOutcome> {
        let request = self.http.post(endpoint.as_str()).timeout(self.limit);
        let request =
            request.header("content-type", "application/edi-x12").header("x-trace", key).body(message);
        let response = request.send().await.map_err(|error| away(&error))?;
        let status = response.status();
        if status.is_server_error() || matches!(status.as_u16(), 408 | 425 | 429) {
            return Err(AttemptOutcome::Unreachable);
        }
        if !status.is_success() {
            return Err(AttemptOutcome::Refused);
        }
        let text = client::bounded_text(response, LARGEST).await;
        text.map_err(|bad| match bad {
            BadAnswer::TooLarge(_) => AttemptOutcome::TooLarge,
            BadAnswer::NotText => AttemptOutcome::Unreadable,
            BadAnswer::BrokeOff(error) => away(&error),
        })
    }
}

fn away(error: &reqwest::Error) -> AttemptOutcome {
    if error.is_timeout() && !error.is_connect() {
        AttemptOutcome::TimedOut
    } else {
        AttemptOutcome::Unreachable
    }
}
