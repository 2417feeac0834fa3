//! Journeys through the whole of Praxis: a house to play them in, things to break, and what must be true afterwards.

pub mod aftermath;
pub mod database;
pub mod network;
pub mod partner;
pub mod seed;
pub mod stage;
pub mod storm;
pub mod victim;
pub mod wait;

pub use network::Network;
pub use stage::{Hand, Stage, stage};
pub use storm::Storm;
pub use victim::Victim;
