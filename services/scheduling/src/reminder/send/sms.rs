//! Text messages, posted as JSON to a provider or an adapter before one.

use super::{Answer, by_status};
use crate::settings::Notices;
use model::Phone;
use platform::client;
use platform::settings::Secret;
use platform::webhook::WebAddress;
use serde_json::{Value, json};
use uuid::Uuid;

/// Largest answer read, in bytes.
const LARGEST: usize = 64 << 10;

#[derive(Clone)]
pub struct Sms {
    http: reqwest::Client,
    url: WebAddress,
    token: Secret,
}

impl Sms {
    /// None when no provider is set up.
    pub fn open(settings: &Notices, http: &reqwest::Client) -> anyhow::Result<Option<Self>> {
        if settings.sms_url.is_empty() {
            return Ok(None);
        }
        let url = WebAddress::try_from(settings.sms_url.clone())?;
        Ok(Some(Self { http: http.clone(), url, token: settings.sms_token.clone() }))
    }

    pub async fn send(&self, id: Uuid, to: &Phone, text: &str) -> Answer {
        let body = json!({"id": id, "to": format!("+1{to}"), "text": text});
        let request = self.http.post(self.url.as_str()).header("idempotency-key", id.to_string()).json(&body);
        let request = match self.token.expose() {
            "" => request,
            token => request.bearer_auth(token),
        };
        let Ok(response) = request.send().await else { return Answer::NotNow };
        if let Some(answer) = by_status(response.status()) {
            return answer;
        }
        let said = client::bounded_text(response, LARGEST).await.ok();
        Answer::Taken(said.and_then(|text| name_of(&text)))
    }
}

/// The `id` the provider gave it; a taken message without one is taken all the same.
fn name_of(text: &str) -> Option<String> {
    let said: Value = serde_json::from_str(text).ok()?;
    let name =
        said["id"].as_str().filter(|id| id.len() <= 100 && id.bytes().all(|byte| byte.is_ascii_graphic()));
    name.map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reminder::Failure;
    use reqwest::StatusCode;

    #[test]
    fn a_refusal_is_told_from_a_busy_server() {
        for (status, answer) in [
            (200, None),
            (202, None),
            (301, Some(Answer::Refused(Failure::Refused))),
            (400, Some(Answer::Refused(Failure::Refused))),
            (429, Some(Answer::NotNow)),
            (503, Some(Answer::NotNow)),
        ] {
            assert_eq!(by_status(StatusCode::from_u16(status).expect("a status")), answer, "{status}");
        }
    }

    #[test]
    fn a_name_is_taken_only_when_it_is_one() {
        assert_eq!(name_of(r#"{"id": "SM1"}"#).as_deref(), Some("SM1"));
        for odd in ["", "[]", r#"{"id": 7}"#, r#"{"id": "a b"}"#] {
            assert_eq!(name_of(odd), None, "{odd}");
        }
    }
}
