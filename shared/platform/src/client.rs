//! The one way out: over HTTP with time limits, no redirects, bounded answers; and by wire.

mod outside;
mod wire;

pub use outside::{Barred, Cover, Outside, Reach, barred, is_public};
pub use wire::{Unreached, dial};

use anyhow::Context as _;
use std::time::Duration;

/// The longest a partner may take; shorter than an intent's lease.
pub const LIMIT: Duration = Duration::from_secs(15);

/// For partners this installation names in its settings; addresses that people enter are called by [`Outside`].
pub fn open() -> anyhow::Result<reqwest::Client> {
    builder().build().context("building the HTTP client")
}

fn builder() -> reqwest::ClientBuilder {
    // A second installation in one process (tests) finds the first one in place: that is as good.
    let _first = rustls::crypto::ring::default_provider().install_default();
    reqwest::Client::builder()
        .timeout(LIMIT)
        .connect_timeout(Duration::from_secs(3))
        .redirect(reqwest::redirect::Policy::none())
}

/// Why a partner's answer could not be taken as text.
#[derive(Debug, thiserror::Error)]
pub enum BadAnswer {
    #[error("the answer is larger than {0} bytes")]
    TooLarge(usize),
    #[error("the answer is not UTF-8 text")]
    NotText,
    #[error("the answer broke off")]
    BrokeOff(#[source] reqwest::Error),
}

/// The body as text, refused when it is larger than `most` bytes: a partner's mistake must not fill our memory.
pub async fn bounded_text(mut response: reqwest::Response, most: usize) -> Result<String, BadAnswer> {
    let mut bytes = Vec::new();
    while let Some(chunk) = response.chunk().await.map_err(BadAnswer::BrokeOff)? {
        if bytes.len() + chunk.len() > most {
            return Err(BadAnswer::TooLarge(most));
        }
        bytes.extend_from_slice(&chunk);
    }
    String::from_utf8(bytes).map_err(|_| BadAnswer::NotText)
}
