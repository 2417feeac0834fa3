//! Waiting for a fact with a deadline, instead of sleeping and hoping.

use std::time::Duration;
use tokio::time::Instant;

/// Asks again and again until it answers `Some`; panics after a minute: a broker that was killed takes its time on a busy machine.
pub async fn eventually<T>(mut ask: impl AsyncFnMut() -> Option<T>) -> T {
    let deadline = Instant::now() + Duration::from_secs(60);
    loop {
        if let Some(answer) = ask().await {
            return answer;
        }
        assert!(Instant::now() < deadline, "the fact did not come true within a minute");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}
