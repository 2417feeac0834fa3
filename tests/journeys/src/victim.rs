//! What can be killed, and when it hurts most.

use anyhow::Context;
use nix::sys::signal::{Signal, killpg};
use nix::unistd::Pid;
use praxis::House;
use praxis::demo::Step;

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

    /// SIGKILL, as the system would do it: the house finds it dead. One that is down already cannot be killed.
    pub(crate) fn kill(self, house: &House) -> anyhow::Result<()> {
        let Some(pid) = self.pid(house) else { return Ok(()) };
        killpg(Pid::from_raw(i32::try_from(pid)?), Signal::SIGKILL)
            .with_context(|| format!("cannot kill {self:?}"))
    }

    fn pid(self, house: &House) -> Option<u32> {
        let service = |name| house.service(name).and_then(praxis::process::Process::pid);
        match self {
            Victim::Gateway => service("gateway"),
            Victim::Scheduling => service("scheduling"),
            Victim::Eligibility => service("eligibility"),
            Victim::Orders => service("orders"),
            Victim::Billing => service("billing"),
            Victim::Postgres => house.postgres()?.pid(),
            Victim::Rabbitmq => house.rabbitmq()?.pid(),
        }
    }
}
