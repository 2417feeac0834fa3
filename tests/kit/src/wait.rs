//! Waiting for a fact with a deadline, instead of sleeping and hoping.

use std::time::Duration;
use tokio::time::Instant;

/// Asks again and again until it answers `Some`; panics after 30 seconds.
pub async fn eventually<T>(mut ask: impl AsyncFnMut() -> Option<T>) -> T {
    let deadline = Instant::now() + Duration::from_secs(30);
    loop {
        if let Some(answer) = ask().await {
            return answer;
        }
        assert!(Instant::now() < deadline, "the fact did not come true within 30 seconds");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}
