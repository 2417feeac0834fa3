//! How long magic values hold an answer back.

use std::time::Duration;

use chrono::TimeDelta;

/// The times of the magic values, in milliseconds; shorten them for quick tests.
#[derive(Clone, Copy, Debug, clap::Args)]
pub struct Pace {
    /// How long an answer that never comes in time is held back.
    #[arg(long, default_value_t = 60_000)]
    pub silence_ms: u32,
    /// How long a slow answer takes.
    #[arg(long, default_value_t = 3_000)]
    pub slow_ms: u32,
    /// How much later the reports on a claim come.
    #[arg(long, default_value_t = 5_000)]
    pub late_ms: u32,
}

/// What the payer bears: how fast it is, and how many it answers at once.
#[derive(Clone, Copy, Debug, Default, clap::Args)]
pub struct Load {
    /// Milliseconds every answer to an inquiry takes.
    #[arg(long, default_value_t = 0)]
    pub latency: u32,
    /// So many inquiries are answered at once; one more is sent away with 429 and Retry-After. Without it all are.
    #[arg(long)]
    pub at_once: Option<usize>,
}

/// What a simulator does before it answers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Delay {
    #[default]
    None,
    Slow,
    Silence,
}

impl Default for Pace {
    fn default() -> Self {
        Self { silence_ms: 60_000, slow_ms: 3_000, late_ms: 5_000 }
    }
}

impl Pace {
    pub async fn hold(self, delay: Delay) {
        let milliseconds = match delay {
            Delay::None => return,
            Delay::Slow => self.slow_ms,
            Delay::Silence => self.silence_ms,
        };
        tokio::time::sleep(Duration::from_millis(milliseconds.into())).await;
    }

    pub fn late(self) -> TimeDelta {
        TimeDelta::milliseconds(self.late_ms.into())
    }
}
