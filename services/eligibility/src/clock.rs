//! The one place that reads the clock; domain and store code is handed the time.

use chrono::{DateTime, Utc};

#[expect(clippy::disallowed_methods, reason = "called by routes, listeners and the sender only: the edge")]
pub fn now() -> DateTime<Utc> {
    Utc::now()
}
