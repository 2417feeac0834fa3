//! The settings of this service: those every service has, and the servers that carry reminders.

use platform::settings::{Basic, Bus, CallerKey, Database, Http, Secret, Telemetry};
use serde::Deserialize;

/// Laptop defaults.
pub const DEFAULTS: &str = include_str!("../settings.toml");

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    pub http: Http,
    pub database: Database,
    pub bus: Bus,
    pub caller: CallerKey,
    pub telemetry: Telemetry,
    pub notices: Notices,
}

/// What is empty is off: reminders by that channel end as `not_sent`, `channel_not_set_up`.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Notices {
    /// As `smtps://user:password@mail.example`, or `smtp://mail.example?tls=required` for STARTTLS; unencrypted only on this
    /// machine.
    pub smtp_url: Secret,
    /// Whom mail is from, as `Front desk <desk@practice.example>`.
    pub from: String,
    /// Where text messages are posted to, as JSON `{"id", "to", "text"}`.
    pub sms_url: String,
    /// Sent to it as a bearer token.
    pub sms_token: Secret,
    /// The pauses between tries; there is one try more than pauses.
    pub retry_seconds: Vec<u64>,
    /// Webhooks of practices may be http, and in private networks, for tests.
    pub local_webhooks: bool,
}

impl Settings {
    pub fn load() -> anyhow::Result<Self> {
        platform::settings::load("scheduling", DEFAULTS)
    }

    pub fn basic(&self) -> Basic {
        let Self { http, database, bus, caller, telemetry, notices: _ } = self.clone();
        Basic { http, database, bus, caller, telemetry }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_defaults_send_nothing() -> anyhow::Result<()> {
        let Notices { smtp_url, from, sms_url, sms_token, retry_seconds, local_webhooks } =
            Settings::load()?.notices;
        assert_eq!([smtp_url.expose(), &from, &sms_url, sms_token.expose()], [""; 4]);
        assert!(!retry_seconds.is_empty() && !local_webhooks);
        Ok(())
    }
}
