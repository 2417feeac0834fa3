//! The practice's own system: signed as Standard Webhooks has it, so that it knows the message is ours and not replayed.

use super::{Answer, Failure, by_status};
use crate::reminder_settings::Webhook;
use chrono::{DateTime, Utc};
use platform::client::{self, Outside, Reach};
use platform::webhook;
use uuid::Uuid;

#[derive(Clone)]
pub struct Hook {
    http: Outside,
    /// Whether http will do, and a private network.
    local: bool,
}

impl Hook {
    pub fn open(local: bool) -> anyhow::Result<Self> {
        let http = Outside::open(Reach::of(local))?;
        Ok(Self { http, local })
    }

    pub async fn send(&self, id: Uuid, to: &Webhook, body: String, now: DateTime<Utc>) -> Answer {
        if !(to.url.is_encrypted() || self.local) {
            return Answer::Refused(Failure::AddressNotValid);
        }
        let Ok(request) = webhook::request(&self.http, id, (&to.url, &to.secret), body, now) else {
            return Answer::Refused(Failure::AddressNotValid);
        };
        match request.send().await {
            Ok(response) => by_status(response.status()).unwrap_or(Answer::Taken(None)),
            Err(error) if client::barred(&error).is_some() => Answer::Refused(Failure::AddressNotValid),
            Err(_) => Answer::NotNow,
        }
    }
}
