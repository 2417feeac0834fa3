//! The bus: one topology from one table, one connection a purpose, no recovery magic — what breaks is dropped and rebuilt.

mod topology;

pub use topology::{EXCHANGE, is_heard, queue_of};

use anyhow::Context as _;
use lapin::options::ConfirmSelectOptions;
use lapin::{Channel, Connection, ConnectionProperties};
use std::time::Duration;

/// No step on the broker may take longer; lapin itself waits for ever.
pub const STEP: Duration = Duration::from_secs(10);

/// A connection with its one channel; dropping it closes both.
pub struct Link {
    pub channel: Channel,
    connection: Connection,
}

impl Link {
    /// Connects, declares the topology (idempotent) and opens a channel.
    pub async fn open(url: &str, name: &str) -> anyhow::Result<Self> {
        let properties = ConnectionProperties::default().with_connection_name(name.into());
        let connection = within("connecting", Connection::connect(url, properties)).await?;
        let channel = within("opening a channel", connection.create_channel()).await?;
        topology::declare(&channel).await?;
        Ok(Self { channel, connection })
    }

    pub async fn confirming(url: &str, name: &str) -> anyhow::Result<Self> {
        let link = Self::open(url, name).await?;
        within("confirm.select", link.channel.confirm_select(ConfirmSelectOptions::default())).await?;
        Ok(link)
    }

    pub fn is_open(&self) -> bool {
        self.connection.status().connected() && self.channel.status().connected()
    }

    /// Says goodbye; a broker that does not answer is left.
    pub async fn close(self) {
        let goodbye = self.connection.close(200, "bye".into());
        if tokio::time::timeout(Duration::from_secs(2), goodbye).await.is_err() {
            tracing::debug!("the broker did not answer connection.close");
        }
    }
}

/// A broker step with a time limit of its own.
pub async fn within<T>(
    what: &'static str,
    step: impl Future<Output = lapin::Result<T>>,
) -> anyhow::Result<T> {
    let done =
        tokio::time::timeout(STEP, step).await.with_context(|| format!("{what}: no answer in time"))?;
    done.with_context(|| format!("{what} failed"))
}

/// Waits between tries: 100 ms doubling to 2 s, with jitter, so that a returning broker is found within seconds.
#[derive(Default)]
pub struct Backoff(u32);

impl Backoff {
    pub fn pause(&mut self) -> Duration {
        let most = (100 << self.0.min(5)).min(2000);
        self.0 += 1;
        Duration::from_millis(rand::random_range(most / 2..=most))
    }

    pub fn reset(&mut self) {
        self.0 = 0;
    }
}
