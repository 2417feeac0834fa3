//! PostgreSQL and RabbitMQ on this machine: which programs there are, and private instances of them.

pub mod find;
pub mod install;
pub mod postgres;
pub mod rabbitmq;
pub(crate) mod secret;
mod version;

use std::fmt;

pub use find::{Found, Missing, find};
pub use install::{Install, ensure_installed};
pub use postgres::Postgres;
pub use rabbitmq::Rabbitmq;
pub use version::Version;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Server {
    Postgres,
    Rabbitmq,
}

impl Server {
    pub const ALL: [Server; 2] = [Server::Postgres, Server::Rabbitmq];

    pub fn oldest(self) -> Version {
        match self {
            Server::Postgres => Version(15, 0),
            Server::Rabbitmq => Version(3, 10),
        }
    }
}

impl fmt::Display for Server {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Server::Postgres => "PostgreSQL",
            Server::Rabbitmq => "RabbitMQ",
        })
    }
}

/// What is left of a private instance's directory when its owner has ended, however it ended. The instance itself never
/// outlives its owner.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Keep {
    Directory,
    Nothing,
}
