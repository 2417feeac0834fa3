//! The settings of this service: those every service has, and how payers are asked.

use platform::settings::{Basic, Bus, CallerKey, Database, Http, Telemetry};
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
    pub payer: Payer,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Payer {
    /// How long a payer may take for one answer, where its connection says nothing else; at most 60.
    pub timeout_seconds: u64,
    /// The pauses between attempts; there is one attempt more than pauses.
    pub retry_seconds: Vec<u64>,
    /// How often a payer that answers AAA 42 or 80 is asked again.
    pub unavailable_retries: usize,
    /// The pause after all of those for checks that may take hours.
    pub patient_retry_seconds: u64,
    /// Connections may lead into private networks, as to a gateway of the clinic's own; otherwise only into the internet.
    pub private_networks: bool,
    /// Where batch folders lie, each with `out` and `in`; empty where there are none.
    pub folders: String,
    /// How often answers are looked for in a batch folder.
    pub folder_seconds: u64,
    /// ISA15: real inquiries (P), or tests (T).
    pub production: bool,
}

impl Settings {
    pub fn load() -> anyhow::Result<Self> {
        platform::settings::load("eligibility", DEFAULTS)
    }

    pub fn basic(&self) -> Basic {
        let Self { http, database, bus, caller, telemetry, payer: _ } = self.clone();
        Basic { http, database, bus, caller, telemetry }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_defaults_are_complete() -> anyhow::Result<()> {
        let settings = Settings::load()?;
        assert_eq!(settings.payer.retry_seconds, [2, 5, 15, 30]);
        assert!(settings.payer.timeout_seconds <= 60);
        assert!(!settings.payer.private_networks);
        Ok(())
    }
}
