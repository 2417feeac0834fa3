//! The one way out over HTTP: time limits, no redirects, bounded answers.

use anyhow::Context as _;
use std::time::Duration;

/// The longest a partner may take; shorter than an intent's lease.
pub const LIMIT: Duration = Duration::from_secs(15);

pub fn open() -> anyhow::Result<reqwest::Client> {
    // A second installation in one process (tests) finds the first one in place: that is as good.
    let _first = rustls::crypto::ring::default_provider().install_default();
    reqwest::Client::builder()
        .timeout(LIMIT)
        .connect_timeout(Duration::from_secs(3))
        .redirect(reqwest::redirect::Policy::none())
        .build()
        .context("building the HTTP client")
}

/// The body as text, refused when it is larger than `most` bytes: a partner's mistake must not fill our memory.
pub async fn bounded_text(mut response: reqwest::Response, most: usize) -> anyhow::Result<String> {
    let mut bytes = Vec::new();
    while let Some(chunk) = response.chunk().await? {
        anyhow::ensure!(bytes.len() + chunk.len() <= most, "the answer is larger than {most} bytes");
        bytes.extend_from_slice(&chunk);
    }
    String::from_utf8(bytes).context("the answer is not UTF-8")
}
