//! Runs all of Praxis on one machine: finds or installs the servers, starts everything, keeps it up, stops it.

pub mod build;
pub mod client;
pub mod database;
pub mod demo;
pub mod forgotten;
pub mod house;
pub mod interrupt;
pub mod leash;
pub mod log;
pub mod place;
pub mod ports;
pub mod probe;
pub mod process;
pub mod progress;
pub mod recipe;
pub mod reset;
pub mod servers;
pub mod services;
pub mod state;
pub mod status;
pub mod stop;
pub mod supervise;
pub mod up;
pub mod welcome;

pub use house::{House, Options};
pub use place::Place;
pub use state::State;
