//! The practice's own system: signed as Standard Webhooks has it, so that it knows the message is ours and not replayed.

use super::{Answer, Failure, by_status};
use crate::reminder_settings::{Webhook, WebhookSecret};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use chrono::{DateTime, Utc};
use hmac::{Hmac, Mac};
use sha2::Sha256;
use uuid::Uuid;

#[derive(Clone)]
pub struct Hook {
    pub http: reqwest::Client,
    /// Whether http on this machine will do.
    pub local: bool,
}

impl Hook {
    pub async fn send(&self, id: Uuid, to: &Webhook, body: String, now: DateTime<Utc>) -> Answer {
        if !(to.url.is_encrypted() || self.local) {
            return Answer::Refused(Failure::AddressNotValid);
        }
        let Some(signature) = signature(&to.secret, id, now.timestamp(), &body) else {
            return Answer::Refused(Failure::AddressNotValid);
        };
        let request = self
            .http
            .post(to.url.as_str())
            .header("content-type", "application/json")
            .header("webhook-id", id.to_string())
            .header("webhook-timestamp", now.timestamp().to_string())
            .header("webhook-signature", signature)
            .body(body);
        let Ok(response) = request.send().await else { return Answer::NotNow };
        by_status(response.status()).unwrap_or(Answer::Taken(None))
    }
}

/// HMAC-SHA256 over id, time and body.
fn signature(secret: &WebhookSecret, id: Uuid, timestamp: i64, body: &str) -> Option<String> {
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.bytes()).ok()?;
    mac.update(format!("{id}.{timestamp}.{body}").as_bytes());
    Some(format!("v1,{}", BASE64.encode(mac.finalize().into_bytes())))
}
