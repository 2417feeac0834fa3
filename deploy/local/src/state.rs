//! What is remembered between starts, in one file that only its owner can read: ports, passwords, keys, demo clients, and
//! what runs now.

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;

use anyhow::Context;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ed25519_dalek::SigningKey;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::client::{self, Client};
use crate::place::Place;
use crate::ports;
use crate::servers::secret;

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct State {
    pub practices: Practices,
    pub clients: BTreeMap<String, Client>,
    pub keys: Keys,
    /// By database role.
    pub passwords: BTreeMap<String, String>,
    /// By process; kept while they stay free.
    pub ports: BTreeMap<String, u16>,
    pub servers: BTreeMap<String, Running>,
    pub services: BTreeMap<String, Running>,
    /// Of the process that looks after all others.
    pub pid: Option<u32>,
    /// True once everything answered that it is ready.
    pub ready: bool,
}

#[derive(Serialize, Deserialize)]
pub struct Practices {
    pub first: Uuid,
    pub other: Uuid,
}

/// Raw Ed25519 seeds in base64url without padding.
#[derive(Serialize, Deserialize)]
pub struct Keys {
    pub caller_seed: String,
    pub token_seed: String,
    /// Seals what eligibility keeps of payers' messages and credentials, and the keys with which prescriptions are signed.
    #[serde(default = "seed")]
    pub sealing_key: String,
}

#[derive(Clone, Serialize, Deserialize)]
pub struct Running {
    pub url: String,
    /// None for a server that we did not start.
    pub pid: Option<u32>,
    pub log: Option<PathBuf>,
}

impl State {
    pub fn load(place: &Place) -> anyhow::Result<Option<State>> {
        let path = place.state();
        if !path.exists() {
            return Ok(None);
        }
        let text = fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
        let state = serde_json::from_str(&text);
        state.map(Some).with_context(|| {
            format!(
                "{} is damaged or from another version; start afresh with: cargo run -- reset",
                path.display()
            )
        })
    }

    pub fn load_or_new(place: &Place) -> anyhow::Result<State> {
        Ok(State::load(place)?.unwrap_or_else(State::new))
    }

    pub fn new() -> State {
        let practices = Practices { first: practice(), other: practice() };
        State {
            clients: client::demo_clients(&practices),
            practices,
            keys: Keys { caller_seed: seed(), token_seed: seed(), sealing_key: seed() },
            passwords: BTreeMap::new(),
            ports: BTreeMap::new(),
            servers: BTreeMap::new(),
            services: BTreeMap::new(),
            pid: None,
            ready: false,
        }
    }

    pub fn save(&self, place: &Place) -> anyhow::Result<()> {
        secret::write(&place.state(), &serde_json::to_string_pretty(self)?)
    }

    pub fn password(&mut self, role: &str) -> String {
        self.passwords.entry(role.to_owned()).or_insert_with(secret::random).clone()
    }

    /// The port of the last start if it is still free, otherwise another, which is then remembered.
    pub fn assign_port(&mut self, name: &str) -> anyhow::Result<u16> {
        let mut wished = self.ports.remove(name);
        loop {
            let port = ports::choose(wished.take())?;
            if !self.ports.values().any(|other| *other == port) {
                self.ports.insert(name.to_owned(), port);
                return Ok(port);
            }
        }
    }

    pub fn server_url(&self, name: &str) -> anyhow::Result<&str> {
        let server = self.servers.get(name).with_context(|| format!("{name} was not started"))?;
        Ok(&server.url)
    }

    /// Where a service or simulator listens.
    pub fn url(&self, name: &str) -> String {
        format!("http://127.0.0.1:{}", self.ports.get(name).copied().unwrap_or_default())
    }

    pub fn gateway_url(&self) -> String {
        self.url("gateway")
    }

    pub fn docs_url(&self) -> String {
        self.gateway_url() + "/docs"
    }
}

impl Default for State {
    fn default() -> State {
        State::new()
    }
}

impl Keys {
    /// What services verify the gateway's caller tokens with.
    pub fn caller_public_key(&self) -> anyhow::Result<String> {
        let bytes = URL_SAFE_NO_PAD.decode(&self.caller_seed).context("keys.caller_seed is not base64url")?;
        let seed = bytes.as_slice().try_into().context("keys.caller_seed is not 32 bytes long")?;
        Ok(URL_SAFE_NO_PAD.encode(SigningKey::from_bytes(&seed).verifying_key().as_bytes()))
    }
}

fn practice() -> Uuid {
    uuid::Builder::from_random_bytes(rand::random()).into_uuid()
}

fn seed() -> String {
    URL_SAFE_NO_PAD.encode(rand::random::<[u8; 32]>())
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use super::*;

    #[test]
    fn what_was_saved_is_loaded_and_nobody_else_can_read_it() -> anyhow::Result<()> {
        let dir = tempfile::tempdir()?;
        let place = Place::at(dir.path());
        assert!(State::load(&place)?.is_none());
        let mut state = State::new();
        let password = state.password("billing_app");
        state.save(&place)?;

        let mut loaded = State::load(&place)?.expect("it was saved");
        assert_eq!(loaded.password("billing_app"), password);
        assert_eq!(loaded.practices.first, state.practices.first);
        assert_eq!(fs::metadata(place.state())?.permissions().mode() & 0o777, 0o600);
        Ok(())
    }

    #[test]
    fn a_port_is_kept_while_it_is_free() -> anyhow::Result<()> {
        let mut state = State::new();
        let first = state.assign_port("billing")?;
        assert_eq!(state.assign_port("billing")?, first);
        let _taken = std::net::TcpListener::bind(("127.0.0.1", first))?;
        assert_ne!(state.assign_port("billing")?, first);
        assert_eq!(state.url("billing"), format!("http://127.0.0.1:{}", state.ports["billing"]));
        Ok(())
    }

    #[test]
    fn a_damaged_file_says_how_to_start_afresh() -> anyhow::Result<()> {
        let dir = tempfile::tempdir()?;
        let place = Place::at(dir.path());
        fs::write(place.state(), "{\"practices\":")?;
        let error = State::load(&place).err().expect("it is damaged");
        assert!(error.to_string().contains("reset"));
        Ok(())
    }

    /// RFC 8032, section 7.1, test 1.
    #[test]
    fn the_public_key_belongs_to_the_seed() -> anyhow::Result<()> {
        let keys = Keys {
            caller_seed: "nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A".to_owned(),
            token_seed: String::new(),
            sealing_key: String::new(),
        };
        assert_eq!(keys.caller_public_key()?, "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo");
        Ok(())
    }
}
