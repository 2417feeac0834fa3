//! How a practice sends its reminders: under which name, not at night, to which system, with links to where.

pub mod routes;
pub mod store;

use crate::reminder::quiet::QuietHours;
use crate::schema::reminder_settings;
use diesel::deserialize::FromSqlRow;
use diesel::expression::AsExpression;
use diesel::prelude::*;
use diesel::sql_types::Jsonb;
use model::Name;
use platform::webhook::{WebAddress, WebhookSecret};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

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
