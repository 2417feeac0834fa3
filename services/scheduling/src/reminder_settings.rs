//! How a practice sends its reminders: under which name, not at night, to which system, with links to where.

pub mod routes;
pub mod store;

use crate::reminder::quiet::QuietHours;
use crate::schema::reminder_settings;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use diesel::deserialize::FromSqlRow;
use diesel::expression::AsExpression;
use diesel::prelude::*;
use diesel::sql_types::{Jsonb, Text};
use model::{Invalid, Name};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// An https URL, or an http one on this machine for tests; without user, password or fragment, at most 500 characters.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema, AsExpression, FromSqlRow)]
#[serde(try_from = "String", into = "String")]
#[schema(value_type = String, example = "https://practice.example/hooks/reminders")]
#[diesel(sql_type = Text)]
pub struct WebAddress(String);

const LOOPBACK: [&str; 3] = ["http://127.0.0.1", "http://localhost", "http://[::1]"];

impl WebAddress {
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether what is sent there is encrypted on its way.
    pub fn is_encrypted(&self) -> bool {
        self.0.starts_with("https://")
    }
}

impl TryFrom<String> for WebAddress {
    type Error = Invalid;
    fn try_from(text: String) -> Result<Self, Invalid> {
        let wrong =
            Invalid("must be a URL that begins with https:// and names a host, at most 500 plain characters");
        let after = |start: &str| {
            text.strip_prefix(start).filter(|rest| rest.is_empty() || rest.starts_with([':', '/']))
        };
        let local = LOOPBACK.iter().any(|start| after(start).is_some());
        let host = text.strip_prefix("https://").and_then(|rest| rest.split(['/', '?', ':']).next());
        let named = host.is_some_and(|host| {
            !host.is_empty() && host.bytes().all(|byte| byte.is_ascii_alphanumeric() || b".-".contains(&byte))
        });
        let plain = text.bytes().all(|byte| byte.is_ascii_graphic() && !br#""<>\^`{|}#@"#.contains(&byte));
        if (local || named) && plain && text.len() <= 500 { Ok(Self(text)) } else { Err(wrong) }
    }
}

impl From<WebAddress> for String {
    fn from(address: WebAddress) -> String {
        address.0
    }
}

impl diesel::serialize::ToSql<Text, diesel::pg::Pg> for WebAddress {
    fn to_sql<'b>(
        &'b self,
        out: &mut diesel::serialize::Output<'b, '_, diesel::pg::Pg>,
    ) -> diesel::serialize::Result {
        diesel::serialize::ToSql::<Text, diesel::pg::Pg>::to_sql(self.0.as_str(), out)
    }
}

impl diesel::deserialize::FromSql<Text, diesel::pg::Pg> for WebAddress {
    fn from_sql(value: diesel::pg::PgValue<'_>) -> diesel::deserialize::Result<Self> {
        let text = <String as diesel::deserialize::FromSql<Text, diesel::pg::Pg>>::from_sql(value)?;
        Ok(Self::try_from(text)?)
    }
}

/// `whsec_` and 24 to 64 bytes in base64 (Standard Webhooks). Taken, never answered.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(try_from = "String", into = "String")]
#[schema(value_type = String)]
pub struct WebhookSecret(Vec<u8>);

impl WebhookSecret {
    pub fn bytes(&self) -> &[u8] {
        &self.0
    }
}

impl std::fmt::Debug for WebhookSecret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("[secret]")
    }
}

impl TryFrom<String> for WebhookSecret {
    type Error = Invalid;
    fn try_from(text: String) -> Result<Self, Invalid> {
        let wrong = Invalid("must be whsec_ and 24 to 64 bytes in base64");
        let bytes = text.strip_prefix("whsec_").and_then(|rest| BASE64.decode(rest).ok()).ok_or(wrong)?;
        if (24..=64).contains(&bytes.len()) { Ok(Self(bytes)) } else { Err(wrong) }
    }
}

impl From<WebhookSecret> for String {
    fn from(secret: WebhookSecret) -> String {
        format!("whsec_{}", BASE64.encode(secret.0))
    }
}

/// The practice's own system, told by signed requests (Standard Webhooks).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema, AsExpression, FromSqlRow)]
#[diesel(sql_type = Jsonb)]
#[serde(deny_unknown_fields)]
pub struct Webhook {
    pub url: WebAddress,
    pub secret: WebhookSecret,
}
model::jsonb!(Webhook);

/// How a practice sends its reminders, as kept.
#[derive(Clone, Debug, PartialEq, Queryable, Selectable)]
#[diesel(table_name = reminder_settings)]
pub struct ReminderSettings {
    /// 0 while they were never set.
    pub version: i64,
    pub practice_name: Option<Name>,
    pub quiet: Option<QuietHours>,
    pub webhook: Option<Webhook>,
    pub link_base_url: Option<WebAddress>,
}

impl Default for ReminderSettings {
    /// Quiet from nine in the evening to eight in the morning, no links, no system of its own.
    fn default() -> Self {
        let quiet = Some(QuietHours::usual());
        Self { version: 0, practice_name: None, quiet, webhook: None, link_base_url: None }
    }
}

#[derive(Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SetReminderSettings {
    /// What patients know the practice by; the location's name when absent.
    pub practice_name: Option<Name>,
    /// When nobody is to be woken, on the wall of the patient's zone; no quiet hours when absent.
    pub quiet_hours: Option<QuietHours>,
    /// Where rules with the channel `webhook` send to, and offers of the waitlist.
    pub webhook: Option<Webhook>,
    /// What a link in a message begins with; the link's key is put behind it. No links when absent. A key opens either
    /// `/v1/appointment-links/{token}` or, when a time was offered, `/v1/waitlist-offer-links/{token}`.
    pub link_base_url: Option<WebAddress>,
}

/// How a practice sends its reminders. The secret of the webhook stays where it is.
#[derive(Serialize, ToSchema)]
pub struct ShownReminderSettings {
    pub version: i64,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub practice_name: Option<Name>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub quiet_hours: Option<QuietHours>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub webhook_url: Option<WebAddress>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub link_base_url: Option<WebAddress>,
}

impl ReminderSettings {
    pub fn set(self, said: SetReminderSettings) -> Self {
        let SetReminderSettings { practice_name, quiet_hours, webhook, link_base_url } = said;
        Self { version: self.version + 1, practice_name, quiet: quiet_hours, webhook, link_base_url }
    }

    pub fn shown(self) -> ShownReminderSettings {
        ShownReminderSettings {
            version: self.version,
            practice_name: self.practice_name,
            quiet_hours: self.quiet,
            webhook_url: self.webhook.map(|webhook| webhook.url),
            link_base_url: self.link_base_url,
        }
    }
}

#[cfg(test)]
mod tests;
