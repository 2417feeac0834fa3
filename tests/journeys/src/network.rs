//! The pharmacy network's simulator: what shall go wrong on its lines, and what came over them.

use anyhow::Context as _;
use praxis::State;
use serde_json::Value;
use simulators::pharmacy::Receipt;

use crate::partner;

pub struct Network<'s> {
    state: &'s State,
    http: reqwest::Client,
}

impl<'s> Network<'s> {
    pub fn of(state: &'s State) -> Self {
        Self { state, http: reqwest::Client::new() }
    }

    /// From now on, as the simulator's README writes it; `0` ends it.
    pub async fn misbehave(&self, faults: &str) -> anyhow::Result<()> {
        let url = format!("{}/faults", self.state.url("pharmacy"));
        let told = self.http.put(url).body(faults.to_owned()).send().await?;
        told.error_for_status().map(|_| ()).context("the simulator does not take the faults")
    }

    /// Every copy of a message that was read, in order.
    pub async fn journal(&self) -> anyhow::Result<Vec<Receipt>> {
        Ok(serde_json::from_value(partner::ask(self.state, "pharmacy", "/journal").await?)?)
    }

    /// What became of each prescription there.
    pub async fn prescriptions(&self) -> anyhow::Result<Vec<Value>> {
        self.list("/prescriptions").await
    }

    /// What the pharmacies have to say still.
    pub async fn outbox(&self) -> anyhow::Result<Vec<Value>> {
        self.list("/outbox").await
    }

    async fn list(&self, path: &str) -> anyhow::Result<Vec<Value>> {
        let list = partner::ask(self.state, "pharmacy", path).await?;
        list.as_array().cloned().with_context(|| format!("GET {path} is no list"))
    }
}
