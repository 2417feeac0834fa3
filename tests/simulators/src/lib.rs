//! A payer, a clearinghouse and a pharmacy to integrate against, each a process that speaks HTTP.
//!
//! Every simulator is a pure brain (message in, message out), a book kept on disk, and a few routes.

pub mod clearinghouse;
pub mod envelope;
pub mod journal;
pub mod pace;
pub mod payer;
pub mod pharmacy;
pub mod serve;
