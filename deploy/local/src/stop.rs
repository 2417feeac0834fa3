//! `stop`: asks the process that looks after the house to end, and waits until it has.

use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, bail};
use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;

use crate::place::Place;
use crate::progress::Progress;
use crate::state::State;

const PATIENCE: Duration = Duration::from_secs(120);

pub fn stop(place: &Place, progress: &Progress) -> anyhow::Result<()> {
    if !place.is_looked_after()? {
        progress.say("Praxis is not running.");
        return Ok(());
    }
    let state = State::load(place)?.context("Praxis is just being started; try again")?;
    let pid = state.pid.context("Praxis is just ending")?;
    let step = progress.step(format!("Stopping Praxis (process {pid})"));
    kill(Pid::from_raw(i32::try_from(pid)?), Signal::SIGTERM)
        .with_context(|| format!("cannot stop process {pid}; was it started by another user?"))?;
    let began = Instant::now();
    while place.is_looked_after()? {
        if began.elapsed() > PATIENCE {
            bail!(
                "process {pid} has not ended after {PATIENCE:?}; its log: {}",
                place.log("praxis").display()
            );
        }
        thread::sleep(Duration::from_millis(50));
    }
    step.done("stopped; the data stay for the next start");
    Ok(())
}
