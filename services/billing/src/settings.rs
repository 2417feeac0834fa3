//! Billing's settings: what every service has, and how to reach the clearinghouse.

use platform::settings::{Basic, Bus, CallerKey, Database, Http, Secret, Telemetry};
use serde::Deserialize;

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    pub http: Http,
    pub database: Database,
    pub bus: Bus,
    pub caller: CallerKey,
    pub telemetry: Telemetry,
    pub clearinghouse: Clearinghouse,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Clearinghouse {
    pub url: String,
    /// Sent as `X-Api-Key`.
    pub key: Secret,
    /// ISA08 and GS03 of what is sent.
    pub receiver_id: String,
    /// NM103 of loop 1000B.
    pub receiver_name: String,
    pub usage: Usage,
    /// How often the mailbox is asked for reports.
    pub poll_seconds: u64,
}

/// ISA15.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
pub enum Usage {
    Production,
    Test,
}

impl Settings {
    pub fn basic(&self) -> Basic {
        Basic {
            http: self.http.clone(),
            database: self.database.clone(),
            bus: self.bus.clone(),
            caller: self.caller.clone(),
            telemetry: self.telemetry.clone(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_laptop_defaults_load() {
        let settings: Settings = platform::settings::load("billing", include_str!("../settings.toml"))
            .expect("the defaults are sound");
        assert_eq!(settings.clearinghouse.usage, Usage::Test);
    }
}
