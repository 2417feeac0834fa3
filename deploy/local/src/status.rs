//! `status`: what runs now, for people and as JSON for programs.

use std::collections::BTreeMap;
use std::path::PathBuf;

use serde::Serialize;

use crate::client::Client;
use crate::place::Place;
use crate::probe;
use crate::state::{Running, State};

#[derive(Serialize)]
pub struct Status {
    pub running: bool,
    pub gateway_url: String,
    pub docs_url: String,
    pub clients: BTreeMap<String, Client>,
    pub services: BTreeMap<String, Service>,
    pub servers: BTreeMap<String, Running>,
}

#[derive(Serialize)]
pub struct Service {
    pub url: String,
    pub pid: Option<u32>,
    /// What it answers at this moment.
    pub ready: bool,
    pub log: Option<PathBuf>,
}

impl Status {
    /// `running` once everything was ready and somebody looks after it. Asks every service.
    pub fn ask(place: &Place) -> anyhow::Result<Status> {
        let looked_after = place.is_looked_after()?;
        let state = State::load(place)?;
        let running = looked_after && state.as_ref().is_some_and(|state| state.ready);
        let Some(state) = state else {
            let nothing = String::new();
            return Ok(Status {
                running,
                gateway_url: nothing.clone(),
                docs_url: nothing,
                clients: BTreeMap::new(),
                services: BTreeMap::new(),
                servers: BTreeMap::new(),
            });
        };
        let services = state.services.iter().map(|(name, running)| {
            let ready =
                looked_after && state.ports.get(name).is_some_and(|port| probe::http_ok(*port, "/readyz"));
            let Running { url, pid, log } = running.clone();
            (name.clone(), Service { url, pid: pid.filter(|_| looked_after), ready, log })
        });
        Ok(Status {
            running,
            gateway_url: state.gateway_url(),
            docs_url: state.docs_url(),
            services: services.collect(),
            clients: state.clients,
            servers: state.servers,
        })
    }

    pub fn text(&self) -> String {
        if !self.running {
            return "Praxis is not running; start it with: cargo run".to_owned();
        }
        let services = self.services.iter().map(|(name, service)| {
            let ready = if service.ready { "ready" } else { "not ready" };
            let pid = service.pid.map_or_else(|| "no process".to_owned(), |pid| format!("process {pid}"));
            format!("  {name:<14} {ready:<10} {:<24} {pid}", service.url)
        });
        let lines: Vec<String> = services.collect();
        format!(
            "Praxis is running.\n\n  gateway  {}\n  docs     {}\n\n{}",
            self.gateway_url,
            self.docs_url,
            lines.join("\n")
        )
    }
}
