//! The gateway's settings: every service's, two signing keys, and where the services are.

use model::scope::Service;
use platform::settings::{Basic, Bus, CallerKey, Database, Http, Secret, Telemetry};
use serde::Deserialize;
use std::time::Duration;

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    pub public_url: String,
    pub http: Http,
    pub database: Database,
    pub bus: Bus,
    pub caller: Caller,
    pub token: Token,
    pub upstreams: Upstreams,
    pub limits: Limits,
    pub telemetry: Telemetry,
}

/// The key of the caller tokens, which only services see.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Caller {
    pub signing_seed: Secret,
    /// Set for every service alike; the gateway only signs.
    #[serde(default)]
    pub public_key: Option<String>,
}

/// The key of the access tokens, which clients carry.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Token {
    pub signing_seed: Secret,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Upstreams {
    pub scheduling: String,
    pub eligibility: String,
    pub orders: String,
    pub billing: String,
}

impl Upstreams {
    /// Each service the gateway forwards to, with its address.
    pub fn each(&self) -> [(Service, &str); 4] {
        [
            (Service::Scheduling, self.scheduling.as_str()),
            (Service::Eligibility, self.eligibility.as_str()),
            (Service::Orders, self.orders.as_str()),
            (Service::Billing, self.billing.as_str()),
        ]
    }
}

#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Limits {
    pub answer_milliseconds: u64,
    pub concurrent: usize,
}

impl Limits {
    pub fn answer(self) -> Duration {
        Duration::from_millis(self.answer_milliseconds)
    }
}

impl Settings {
    pub fn load() -> anyhow::Result<Self> {
        platform::settings::load("gateway", include_str!("../settings.toml"))
    }

    /// What the platform's own commands need to know.
    pub fn basic(&self) -> Basic {
        Basic {
            http: self.http.clone(),
            database: self.database.clone(),
            bus: self.bus.clone(),
            caller: CallerKey { public_key: String::new() },
            telemetry: self.telemetry.clone(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_defaults_load_and_hold_no_key() -> anyhow::Result<()> {
        let settings = Settings::load()?;
        assert!(
            settings.token.signing_seed.expose().is_empty()
                && settings.caller.signing_seed.expose().is_empty()
        );
        assert_eq!(settings.limits.answer(), Duration::from_secs(10));
        Ok(())
    }
}
