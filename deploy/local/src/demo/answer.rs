//! What the gateway answered.

use std::fmt;

use anyhow::{Context, bail};
use serde_json::Value;

pub struct Answer {
    /// The request, for messages.
    pub asked: String,
    pub status: u16,
    /// The ETag's number.
    pub seen: Option<i64>,
    pub body: Value,
}

impl Answer {
    pub async fn read(asked: String, response: reqwest::Response) -> anyhow::Result<Answer> {
        let status = response.status().as_u16();
        let etag = response.headers().get("ETag").and_then(|value| value.to_str().ok());
        let seen = etag.and_then(|etag| etag.trim_matches('"').parse().ok());
        let text = response.text().await?;
        let body = serde_json::from_str(&text).unwrap_or(Value::String(text));
        Ok(Answer { asked, status, seen, body })
    }

    pub fn is_success(&self) -> bool {
        (200..300).contains(&self.status)
    }

    /// Something is down, still running, not heard of yet, or the token has aged: the same request may do better.
    /// So it may after 408, which says that nobody has read it (RFC 9110, 15.5.9).
    pub fn is_for_now(&self) -> bool {
        let code = self.code();
        matches!(self.status, 401 | 408 | 429 | 502..=504) || matches!(code, "in-flight" | "not-known-yet")
    }

    /// The problem's code; empty when it is none.
    pub fn code(&self) -> &str {
        self.body["code"].as_str().unwrap_or_default()
    }

    /// The JSON pointers of what is wrong with the request.
    pub fn pointers(&self) -> Vec<&str> {
        let errors = self.body["errors"].as_array().into_iter().flatten();
        errors.filter_map(|error| error["pointer"].as_str()).collect()
    }

    /// An error unless it is a success.
    pub fn done(self) -> anyhow::Result<Answer> {
        if self.is_success() { Ok(self) } else { bail!("{self}") }
    }

    pub fn version(&self) -> anyhow::Result<i64> {
        self.seen.with_context(|| format!("{} has no ETag", self.asked))
    }

    pub fn id(&self) -> anyhow::Result<String> {
        self.text("id")
    }

    pub fn text(&self, field: &str) -> anyhow::Result<String> {
        let text = self.body[field].as_str().map(str::to_owned);
        text.with_context(|| format!("{} has no {field}", self.asked))
    }
}

/// Only what a problem document says; it never carries health data.
impl fmt::Display for Answer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} answered {} {}", self.asked, self.status, self.code())?;
        for part in [self.body["detail"].as_str(), self.body["next_step"].as_str()].into_iter().flatten() {
            write!(f, " {part}")?;
        }
        for error in self.body["errors"].as_array().into_iter().flatten() {
            write!(
                f,
                " [{}: {}]",
                error["pointer"].as_str().unwrap_or("?"),
                error["detail"].as_str().unwrap_or("?")
            )?;
        }
        Ok(())
    }
}
