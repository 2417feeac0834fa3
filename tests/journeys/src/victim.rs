//! What can be killed, and when it hurts most.

use anyhow::Context;
use nix::sys::signal::{Signal, killpg};
use nix::unistd::Pid;
use praxis::demo::Step;
use praxis::{House, State, probe};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Victim {
    Gateway,
    Scheduling,
    Eligibility,
    Orders,
    Billing,
    Postgres,
    Rabbitmq,
}

impl Victim {
    /// The step after which it has most to do.
    pub fn hottest(self) -> Step {
        match self {
            Victim::Scheduling | Victim::Eligibility => Step::Book,
            Victim::Orders => Step::Sign,
            Victim::Gateway | Victim::Rabbitmq => Step::Attend,
            Victim::Billing | Victim::Postgres => Step::Bill,
        }
    }

    /// SIGKILL, as the system would do it: the house finds it dead. False when it is down already.
    pub(crate) fn kill(self, house: &House) -> anyhow::Result<bool> {
        let Some(pid) = self.pid(house) else { return Ok(false) };
        killpg(Pid::from_raw(i32::try_from(pid)?), Signal::SIGKILL)
            .with_context(|| format!("cannot kill {self:?}"))?;
        Ok(true)
    }

    fn pid(self, house: &House) -> Option<u32> {
        match self {
            Victim::Postgres => house.postgres()?.pid(),
            Victim::Rabbitmq => house.rabbitmq()?.pid(),
            service => house.service(service.name()).and_then(praxis::process::Process::pid),
        }
    }

    pub fn port(self, state: &State) -> anyhow::Result<u16> {
        let name = self.name();
        let port = match self {
            Victim::Postgres | Victim::Rabbitmq => reqwest::Url::parse(state.server_url(name)?)?.port(),
            _ => state.ports.get(name).copied(),
        };
        port.with_context(|| format!("{name} has no port"))
    }

    /// Whether it answers its clients.
    pub fn answers(self, port: u16) -> bool {
        match self {
            Victim::Postgres => probe::postgres(port),
            Victim::Rabbitmq => probe::amqp(port),
            _ => probe::http_ok(port, "/healthz"),
        }
    }

    fn name(self) -> &'static str {
        match self {
            Victim::Gateway => "gateway",
            Victim::Scheduling => "scheduling",
            Victim::Eligibility => "eligibility",
            Victim::Orders => "orders",
            Victim::Billing => "billing",
            Victim::Postgres => "postgres",
            Victim::Rabbitmq => "rabbitmq",
        }
    }
}
