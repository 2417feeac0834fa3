//! Waiting for a fact, with a deadline.

use std::time::{Duration, Instant};

use anyhow::bail;

const LOOK: Duration = Duration::from_millis(150);

/// Asks until nothing is missing; what was missing last is the error.
pub async fn until_nothing_is_missing(
    limit: Duration,
    mut missing: impl AsyncFnMut() -> anyhow::Result<Option<String>>,
) -> anyhow::Result<()> {
    let began = Instant::now();
    loop {
        match missing().await? {
            None => return Ok(()),
            Some(what) if began.elapsed() > limit => bail!("after {limit:?} still: {what}"),
            Some(_) => tokio::time::sleep(LOOK).await,
        }
    }
}
