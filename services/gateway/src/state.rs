//! What every handler of the gateway can ask for.

use crate::audit;
use crate::document::Documents;
use crate::metrics::Metrics;
use crate::proxy::Upstreams;
use crate::settings::Settings;
use crate::token::{Attempts, Tokens};
use platform::{Db, Stop};
use std::sync::{Arc, Mutex};

pub struct State {
    pub db: Db,
    pub tokens: Tokens,
    pub attempts: Mutex<Attempts>,
    pub upstreams: Upstreams,
    pub audit: audit::Queue,
    pub documents: Documents,
    pub metrics: Arc<Metrics>,
    pub stop: Stop,
}

impl State {
    /// The state, and the audit entries its handlers will leave, for `audit::write`.
    pub fn new(settings: &Settings, db: Db, stop: Stop) -> anyhow::Result<(Self, audit::Entries)> {
        let metrics = Arc::new(Metrics::default());
        let (audit, entries) = audit::queue(metrics.clone());
        let state = Self {
            db,
            tokens: Tokens::new(settings.token.signing_seed.expose(), &settings.public_url)?,
            attempts: Mutex::default(),
            upstreams: Upstreams::new(settings)?,
            audit,
            documents: Documents::new(&settings.public_url)?,
            metrics,
            stop,
        };
        Ok((state, entries))
    }
}
