//! The whole of Praxis, running: started in order, looked after, stopped in order.

mod servers;
mod start;

pub use servers::Elsewhere;

use crate::place::{Lock, Place};
use crate::process::Process;
use crate::progress::Progress;
use crate::servers::{Install, Postgres, Rabbitmq};
use crate::state::{Running, State};

#[derive(Clone, Copy)]
pub struct Options {
    pub install: Install,
    /// False when the programs are known to be built.
    pub build: bool,
    /// False for tests: PostgreSQL then does not wait for the disk.
    pub durable: bool,
}

/// Dropping it stops everything. The fields are dropped in this order: services before servers.
pub struct House {
    pub state: State,
    pub place: Place,
    progress: Progress,
    services: Vec<Process>,
    /// None for a server that runs elsewhere.
    rabbitmq: Option<Rabbitmq>,
    postgres: Option<Postgres>,
    _lock: Lock,
}

impl House {
    /// Returns when everything is ready. An error stops what was started.
    pub fn start(place: Place, options: Options, progress: Progress) -> anyhow::Result<House> {
        start::start(place, options, progress)
    }

    /// One look at everything; what has died is started again. To be called several times a second.
    pub fn tend(&mut self) -> anyhow::Result<()> {
        let lines: Vec<String> = self.processes().filter_map(Process::tend).collect();
        for line in &lines {
            self.progress.say(line);
        }
        if lines.is_empty() { Ok(()) } else { self.record() }
    }

    pub fn stop(mut self) -> anyhow::Result<()> {
        let step = self.progress.step("Stopping");
        let services = self.services.iter().rev();
        services.clone().for_each(Process::ask_to_end);
        services.for_each(Process::wait_gone);
        step.detail("RabbitMQ and PostgreSQL");
        self.postgres.iter().for_each(|postgres| postgres.process.ask_to_end());
        self.rabbitmq.iter().for_each(Rabbitmq::stop);
        self.postgres.iter().for_each(Postgres::stop);
        self.record()?;
        (self.state.pid, self.state.ready) = (None, false);
        self.state.save(&self.place)?;
        step.done("everything is stopped; the data stay for the next start");
        Ok(())
    }

    pub fn postgres(&self) -> Option<&Postgres> {
        self.postgres.as_ref()
    }

    pub fn rabbitmq(&self) -> Option<&Rabbitmq> {
        self.rabbitmq.as_ref()
    }

    pub fn service(&self, name: &str) -> Option<&Process> {
        self.services.iter().find(|process| process.name() == name)
    }

    fn processes(&self) -> impl Iterator<Item = &Process> {
        let postgres = self.postgres.iter().map(|postgres| &postgres.process);
        let rabbitmq = self.rabbitmq.iter().flat_map(|rabbitmq| [&rabbitmq.mapper, &rabbitmq.process]);
        postgres.chain(rabbitmq).chain(&self.services)
    }

    /// Writes down which processes run now.
    fn record(&mut self) -> anyhow::Result<()> {
        for process in &self.services {
            let (pid, log) = (process.pid(), Some(process.log().to_path_buf()));
            let running = Running { url: self.state.url(process.name()), pid, log };
            self.state.services.insert(process.name().to_owned(), running);
        }
        if let Some(server) = self.state.servers.get_mut("postgres")
            && let Some(postgres) = &self.postgres
        {
            server.pid = postgres.pid();
        }
        if let Some(server) = self.state.servers.get_mut("rabbitmq")
            && let Some(rabbitmq) = &self.rabbitmq
        {
            server.pid = rabbitmq.pid();
        }
        self.state.save(&self.place)
    }
}
