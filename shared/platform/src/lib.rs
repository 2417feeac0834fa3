//! How a service of Praxis runs: settings, telemetry, database, bus, HTTP. Functions and two lists (routes, listeners).

pub mod bus;
pub mod caller;
pub mod client;
pub mod command;
pub mod context;
pub mod db;
pub mod http;
pub mod idempotency;
pub mod inbox;
pub mod listen;
pub mod metrics;
pub mod migrate;
pub mod openapi;
pub mod outbound;
pub mod outbox;
pub mod page;
pub mod patch;
pub mod print;
pub mod problem;
pub mod projection;
pub mod relay;
pub mod reply;
pub mod request;
pub mod seal;
pub mod service;
pub mod settings;
pub mod stop;
pub mod telemetry;
pub mod webhook;

pub use caller::Caller;
pub use context::Context;
pub use db::{Db, Tx};
pub use listen::Listeners;
pub use page::{Cursor, Listing};
pub use patch::Patch;
pub use problem::Problem;
pub use reply::Reply;
pub use request::{Blob, Body, Id, IfMatch, Query, Text};
pub use seal::Sealing;
pub use stop::Stop;

/// A new id: UUIDv7, so ids sort by creation. Routes and listeners mint, the domain is handed ids.
#[expect(clippy::disallowed_methods, reason = "the one place that mints")]
pub fn mint<T: From<uuid::Uuid>>() -> T {
    T::from(uuid::Uuid::now_v7())
}

/// A new key for a link, its secret from a cryptographic generator.
pub fn cut_key(practice: model::PracticeId) -> model::LinkKey {
    model::LinkKey::new(practice, rand::random())
}

/// The seed of a new key, from a cryptographic generator.
pub fn draw_seed() -> [u8; 32] {
    rand::random()
}

/// What the clock says, to the microsecond, which is what PostgreSQL keeps: what is answered now is what is read later.
///
/// Routes, listeners and senders read it, the domain is handed the time.
#[expect(clippy::disallowed_methods, reason = "the one place that reads the clock")]
pub fn now() -> chrono::DateTime<chrono::Utc> {
    chrono::SubsecRound::trunc_subsecs(chrono::Utc::now(), 6)
}
