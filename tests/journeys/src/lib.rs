//! Journeys through the whole of Praxis: a house to play them in, things to break, and what must be true afterwards.

pub mod aftermath;
pub mod database;
pub mod partner;
pub mod seed;
pub mod stage;
pub mod victim;
pub mod wait;

pub use stage::{Hand, Stage, stage};
pub use victim::Victim;
