//! PostgreSQL and RabbitMQ of the house: private ones, or those that the environment points to.

use std::thread;

use anyhow::anyhow;

use crate::log;
use crate::place::Place;
use crate::progress::Progress;
use crate::servers::{self, Keep, Postgres, Rabbitmq, Server};
use crate::state::{Running, State};

/// Servers that already run, by their urls.
pub struct Elsewhere {
    postgres: Option<String>,
    rabbitmq: Option<String>,
}

impl Elsewhere {
    pub fn from_env() -> Elsewhere {
        let given = |name| std::env::var(name).ok().filter(|url| !url.trim().is_empty());
        Elsewhere { postgres: given("PRAXIS_POSTGRES_URL"), rabbitmq: given("PRAXIS_AMQP_URL") }
    }

    /// The servers we start ourselves.
    pub fn wanted_here(&self) -> Vec<Server> {
        let here = [(Server::Postgres, self.postgres.is_none()), (Server::Rabbitmq, self.rabbitmq.is_none())];
        here.into_iter().filter(|(_, here)| *here).map(|(server, _)| server).collect()
    }

    /// Both at once, because RabbitMQ takes its time; `state` learns their addresses.
    pub fn start_the_rest(
        self,
        place: &Place,
        durable: bool,
        state: &mut State,
        progress: &Progress,
    ) -> anyhow::Result<(Option<Postgres>, Option<Rabbitmq>)> {
        let (postgres_port, rabbitmq_port) = (state.assign_port("postgres")?, state.assign_port("rabbitmq")?);
        let (postgres, rabbitmq) = thread::scope(|scope| {
            let rabbitmq = scope.spawn(|| {
                self.rabbitmq.is_none().then(|| start_rabbitmq(place, rabbitmq_port, progress)).transpose()
            });
            let postgres = self.postgres.is_none();
            let postgres =
                postgres.then(|| start_postgres(place, postgres_port, durable, progress)).transpose();
            (postgres, rabbitmq.join().unwrap_or_else(|_| Err(anyhow!("starting RabbitMQ panicked"))))
        });
        let (postgres, rabbitmq) = (postgres?, rabbitmq?);
        let private = postgres.as_ref().map(|it| (it.url.clone(), it.pid(), it.log.clone()));
        state.servers.insert("postgres".to_owned(), running(private, self.postgres));
        let private = rabbitmq.as_ref().map(|it| (it.url.clone(), it.pid(), it.log.clone()));
        state.servers.insert("rabbitmq".to_owned(), running(private, self.rabbitmq));
        Ok((postgres, rabbitmq))
    }
}

fn running(private: Option<(String, Option<u32>, std::path::PathBuf)>, elsewhere: Option<String>) -> Running {
    match private {
        Some((url, pid, log)) => Running { url, pid, log: Some(log) },
        None => Running { url: elsewhere.unwrap_or_default(), pid: None, log: None },
    }
}

fn start_postgres(place: &Place, port: u16, durable: bool, progress: &Progress) -> anyhow::Result<Postgres> {
    let step = progress.step("Starting PostgreSQL");
    let dir = place.local.join("postgres");
    log::turn_over(&dir.join("postgres.log"));
    let postgres = servers::postgres::start(&dir, Some(port), durable, Keep::Directory)?;
    let port = postgres.port;
    match postgres.data.starts_with(&dir) {
        true => step.done(&format!("ready on port {port}")),
        false => step.done(&format!(
            "ready on port {port}, its data in {}, because the user that runs it cannot enter {}",
            postgres.data.display(),
            dir.display()
        )),
    }
    Ok(postgres)
}

fn start_rabbitmq(place: &Place, port: u16, progress: &Progress) -> anyhow::Result<Rabbitmq> {
    let step = progress.step("Starting RabbitMQ");
    let dir = place.local.join("rabbitmq");
    log::turn_over(&dir.join("rabbitmq.log"));
    let rabbitmq = servers::rabbitmq::start(&dir, Some(port), Keep::Directory)?;
    step.done(&format!("ready on port {}", rabbitmq.port));
    Ok(rabbitmq)
}
