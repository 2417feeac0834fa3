//! The service's settings: every service's, and how patient it is with pharmacies.

use crate::medication::rxnorm::Release;
use anyhow::Context as _;
use model::PracticeId;
use platform::settings::{Basic, Bus, CallerKey, Database, Http, Telemetry};
use serde::Deserialize;
use std::collections::HashMap;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Duration;

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    pub http: Http,
    pub database: Database,
    pub bus: Bus,
    pub caller: CallerKey,
    pub delivery: Delivery,
    pub controlled_substances: ControlledSubstances,
    pub mllp: Mllp,
    pub catalogue: Drugs,
    pub pings: Pings,
    pub telemetry: Telemetry,
}

/// Read the README before it is switched on: a program alone does not make it lawful (21 CFR 1311).
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ControlledSubstances {
    pub enabled: bool,
}

/// Where drugs are known from beside what travels with the program.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Drugs {
    /// The directory `rrf` of an unpacked release of RxNorm's Current Prescribable Content; none: no release.
    #[serde(default)]
    pub rxnorm: Option<PathBuf>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Delivery {
    pub answer_seconds: u64,
    pub retry_seconds: Vec<u64>,
    /// Whether pharmacies and networks may lie on this machine or in a private network.
    pub private_networks: bool,
}

/// The door for laboratories that speak MLLP. Without a certificate only a VPN or a tunnel may lead to it.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mllp {
    /// None: nobody listens.
    #[serde(default)]
    pub listen: Option<SocketAddr>,
    /// PEM files, read at the start: our certificate with its chain, and its private key. With them it speaks TLS only.
    #[serde(default)]
    pub certificate: Option<PathBuf>,
    #[serde(default)]
    pub key: Option<PathBuf>,
    /// A PEM file with the authorities whose certificates laboratories must show; without it any may call.
    #[serde(default)]
    pub clients: Option<PathBuf>,
    /// Whose results they are, where the message does not say.
    #[serde(default)]
    pub practice: Option<PracticeId>,
    /// Practices by receiving facility (MSH-6), in small letters.
    #[serde(default)]
    pub facilities: HashMap<String, PracticeId>,
    /// At once.
    pub connections: usize,
    /// How long a connection may be silent between messages.
    pub idle_seconds: u64,
    /// How long it may be silent within one.
    pub message_seconds: u64,
}

impl Mllp {
    pub fn idle(&self) -> Duration {
        Duration::from_secs(self.idle_seconds)
    }

    pub fn message(&self) -> Duration {
        Duration::from_secs(self.message_seconds)
    }
}

/// How pharmacies are told that something waits for them.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Pings {
    pub retry_seconds: Vec<u64>,
    pub local_webhooks: bool,
}

impl Settings {
    pub fn load() -> anyhow::Result<Self> {
        platform::settings::load("orders", include_str!("../settings.toml"))
    }

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

impl Drugs {
    /// Reads the release that is named; an empty name is none.
    pub fn release(&self) -> anyhow::Result<Option<Release>> {
        let Some(directory) = self.rxnorm.as_ref().filter(|named| !named.as_os_str().is_empty()) else {
            return Ok(None);
        };
        let named = || format!("ORDERS__CATALOGUE__RXNORM names {}", directory.display());
        Release::open(directory).map(Some).with_context(named)
    }
}

impl Delivery {
    /// Never longer than an intent's lease allows, or two tries would overlap.
    pub fn limit(&self) -> Duration {
        Duration::from_secs(self.answer_seconds).min(platform::client::LIMIT)
    }

    /// The pause after the given try (1 is the first); none when tries are used up.
    pub fn pause_after(&self, attempt: i32) -> Option<Duration> {
        pause_after(&self.retry_seconds, attempt)
    }
}

impl Pings {
    /// The pause after the given try; none when tries are used up.
    pub fn pause_after(&self, attempt: i32) -> Option<Duration> {
        pause_after(&self.retry_seconds, attempt)
    }
}

fn pause_after(pauses: &[u64], attempt: i32) -> Option<Duration> {
    let index = usize::try_from(attempt).ok()?.checked_sub(1)?;
    pauses.get(index).copied().map(Duration::from_secs)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_defaults_load_and_give_five_tries() -> anyhow::Result<()> {
        let settings = Settings::load()?;
        assert!(!settings.controlled_substances.enabled);
        let delivery = settings.delivery;
        assert_eq!(delivery.limit(), Duration::from_secs(15));
        assert_eq!(delivery.pause_after(1), Some(Duration::from_secs(2)));
        assert!(delivery.pause_after(4).is_some());
        assert_eq!((delivery.pause_after(5), delivery.pause_after(0)), (None, None));
        Ok(())
    }

    #[test]
    fn an_empty_name_is_no_release() -> anyhow::Result<()> {
        assert!(Settings::load()?.catalogue.release()?.is_none());
        assert!(Drugs { rxnorm: Some(PathBuf::new()) }.release()?.is_none());
        Ok(())
    }

    #[test]
    fn pings_go_encrypted_unless_told_otherwise() -> anyhow::Result<()> {
        let pings = Settings::load()?.pings;
        assert!(!pings.local_webhooks);
        assert_eq!((pings.pause_after(1), pings.pause_after(6)), (Some(Duration::from_secs(5)), None));
        Ok(())
    }
}
