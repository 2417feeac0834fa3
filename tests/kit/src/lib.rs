//! The test kit: real PostgreSQL and RabbitMQ started by the tests themselves, a database a test, a service in process.
#![expect(clippy::disallowed_methods, reason = "tests read the clock and mint ids")]

mod answer;
pub mod checks;
mod database;
pub mod samples;
mod server;
mod service;
mod wait;

pub use answer::Answer;
pub use database::database;
pub use server::{amqp_url, rabbitmq};
pub use service::{House, Request, service};
pub use wait::eventually;
