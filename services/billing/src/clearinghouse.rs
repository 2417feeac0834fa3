//! The clearinghouse: claims go out under one interchange for life, reports come in from its mailbox.

mod connection;
mod mailbox;
mod send;
mod submission;

pub use connection::{Connection, Report, ReportKind};
pub use mailbox::{poll, poll_once};
pub use send::send;

/// The outbound intents this sends; their key is the claim's number.
pub const SEND_CLAIM: &str = "send_claim";
