//! The peers, each doing the same work as the crate.

pub mod oxedi;
pub mod stream_parser;
#[cfg(feature = "x12-types")]
pub mod types;
