//! The relay: takes committed facts from the outbox to the bus, in order within a stream, at least once.
//!
//! It never holds a transaction across a confirm, gives every window a time limit of its own, and believes an
//! acknowledgement only after the returns of the whole window were matched by message id.

mod lease;
mod window;

use crate::bus::{Backoff, Link};
use crate::db::Db;
use crate::settings;
use crate::stop::Stop;
use lease::Lease;
use model::scope::Service;
use std::time::Duration;

const POLL: Duration = Duration::from_millis(250);

pub struct Relay {
    pub service: Service,
    pub db: Db,
    pub database: settings::Database,
    pub bus: settings::Bus,
}

impl Relay {
    /// Runs until asked to stop; every failure drops what it held and begins anew.
    pub async fn run(self, stop: Stop) {
        let mut backoff = Backoff::default();
        while !stop.is_asked() {
            if let Err(error) = self.serve(&stop, &mut backoff).await {
                tracing::warn!(error = %format!("{error:#}"), "relay starts anew");
                stop.pause(backoff.pause()).await;
            }
        }
    }

    async fn serve(&self, stop: &Stop, backoff: &mut Backoff) -> anyhow::Result<()> {
        let link = Link::confirming(self.bus.url.expose(), &format!("{}-relay", self.service)).await?;
        let mut lease = Lease::open(&self.database).await?;
        while !stop.is_asked() {
            let parts = lease.parts().await?;
            let committed = self.db.committed();
            let moved = window::publish(&self.db, &link, self.service, parts).await?;
            backoff.reset();
            if moved == 0 {
                tokio::select! { () = committed => (), () = tokio::time::sleep(POLL) => (), () = stop.asked() => () }
            }
            anyhow::ensure!(link.is_open(), "the connection to the broker was lost");
        }
        link.close().await;
        Ok(())
    }
}
