//! The service's settings: every service's, and how patient it is with pharmacies.

use platform::settings::{Basic, Bus, CallerKey, Database, Http, Telemetry};
use serde::Deserialize;
use std::time::Duration;

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    pub http: Http,
    pub database: Database,
    pub bus: Bus,
    pub caller: CallerKey,
    pub delivery: Delivery,
    pub telemetry: Telemetry,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Delivery {
    pub answer_seconds: u64,
    pub retry_seconds: Vec<u64>,
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

impl Delivery {
    /// Never longer than an intent's lease allows, or two tries would overlap.
    pub fn limit(&self) -> Duration {
        Duration::from_secs(self.answer_seconds).min(platform::client::LIMIT)
    }

    /// The pause after the given try (1 is the first); none when tries are used up.
    pub fn pause_after(&self, attempt: i32) -> Option<Duration> {
        let index = usize::try_from(attempt).ok()?.checked_sub(1)?;
        self.retry_seconds.get(index).copied().map(Duration::from_secs)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_defaults_load_and_give_five_tries() -> anyhow::Result<()> {
        let delivery = Settings::load()?.delivery;
        assert_eq!(delivery.limit(), Duration::from_secs(15));
        assert_eq!(delivery.pause_after(1), Some(Duration::from_secs(2)));
        assert!(delivery.pause_after(4).is_some());
        assert_eq!((delivery.pause_after(5), delivery.pause_after(0)), (None, None));
        Ok(())
    }
}
