//! One process we started: is it there, end it, kill it, start it again when it dies.

use std::path::Path;
use std::process::{Child, ExitStatus};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::bail;
use nix::sys::signal::{Signal, killpg};
use nix::unistd::Pid;

use crate::leash::Leash;
use crate::recipe::Recipe;
use crate::{interrupt, log};

const LOOK: Duration = Duration::from_millis(50);
const GRACE: Duration = Duration::from_secs(30);
const FIRST_PAUSE: Duration = Duration::from_millis(200);
const LONGEST_PAUSE: Duration = Duration::from_secs(3);
/// After running this long a new death starts again with the shortest pause.
const STEADY: Duration = Duration::from_secs(60);

pub struct Process {
    recipe: Recipe,
    leash: Arc<Leash>,
    life: Mutex<Life>,
}

struct Life {
    child: Option<Child>,
    /// False once we ended it ourselves: then it stays down.
    wanted: bool,
    ended: Option<ExitStatus>,
    began: Instant,
    deaths: u32,
    again_at: Option<Instant>,
}

impl Process {
    pub fn start(recipe: Recipe, leash: Arc<Leash>) -> anyhow::Result<Process> {
        let life =
            Life { child: None, wanted: true, ended: None, began: Instant::now(), deaths: 0, again_at: None };
        let process = Process { recipe, leash, life: Mutex::new(life) };
        process.start_again()?;
        Ok(process)
    }

    pub fn name(&self) -> &str {
        &self.recipe.name
    }

    pub fn log(&self) -> &Path {
        &self.recipe.log
    }

    /// Starts it if it is not running.
    pub fn start_again(&self) -> anyhow::Result<()> {
        let mut life = self.life();
        self.collect(&mut life);
        if life.child.is_none() {
            let child = self.recipe.spawn()?;
            self.leash.hold(child.id(), self.recipe.stop_signal)?;
            let (wanted, ended, again_at) = (true, None, None);
            *life = Life {
                child: Some(child),
                wanted,
                ended,
                began: Instant::now(),
                deaths: life.deaths,
                again_at,
            };
        }
        Ok(())
    }

    pub fn pid(&self) -> Option<u32> {
        let mut life = self.life();
        self.collect(&mut life);
        life.child.as_ref().map(Child::id)
    }

    /// Waits until `ready` is true; a process that ends before that is an error with the end of its log.
    pub fn wait_ready(&self, limit: Duration, ready: impl Fn() -> bool) -> anyhow::Result<()> {
        let began = Instant::now();
        while !ready() {
            interrupt::check()?;
            if let Some(status) = self.ended() {
                bail!("{} ended before it was ready ({status}). {}", self.name(), log::tail(self.log(), 12));
            }
            if began.elapsed() > limit {
                bail!("{} is not ready after {limit:?}. {}", self.name(), log::tail(self.log(), 12));
            }
            thread::sleep(LOOK);
        }
        Ok(())
    }

    /// Starts it again if it died, after a pause that grows with each death. Returns a line to tell the user.
    pub fn tend(&self) -> Option<String> {
        let ended = self.ended();
        let mut life = self.life();
        match (ended, life.again_at) {
            (Some(status), None) if life.wanted => {
                life.deaths = if life.began.elapsed() > STEADY { 1 } else { life.deaths + 1 };
                let pause = LONGEST_PAUSE.min(FIRST_PAUSE * 2_u32.saturating_pow(life.deaths - 1));
                life.again_at = Some(Instant::now() + pause);
                let (name, log) = (self.name(), self.log().display());
                Some(format!("{name} ended ({status}); it is started again in {pause:?}. Its log: {log}"))
            }
            (_, Some(at)) if at <= Instant::now() => {
                life.again_at = Some(Instant::now() + LONGEST_PAUSE);
                drop(life);
                Some(match self.start_again() {
                    Ok(()) => format!("{} was started again", self.name()),
                    Err(error) => format!("{} could not be started again: {error:#}", self.name()),
                })
            }
            _ => None,
        }
    }

    /// Asks it to end; `wait_gone` waits for that.
    pub fn ask_to_end(&self) {
        self.send(self.recipe.stop_signal);
    }

    /// Waits for its end, and kills it when it takes too long.
    pub fn wait_gone(&self) {
        let began = Instant::now();
        while self.pid().is_some() && began.elapsed() < GRACE {
            thread::sleep(LOOK);
        }
        self.kill();
    }

    pub fn stop(&self) {
        self.ask_to_end();
        self.wait_gone();
    }

    /// SIGKILL, and waits until it is gone; it stays down until `start_again`.
    pub fn kill(&self) {
        self.send(Signal::SIGKILL);
        let mut life = self.life();
        if let Some(mut child) = life.child.take() {
            let _ = child.wait();
            let _ = self.leash.release(child.id());
        }
        (life.wanted, life.again_at) = (false, None);
    }

    fn send(&self, signal: Signal) {
        if let Some(group) = self.pid().and_then(|pid| i32::try_from(pid).ok()) {
            let _ = killpg(Pid::from_raw(group), signal);
        }
    }

    fn life(&self) -> MutexGuard<'_, Life> {
        self.life.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// How it ended, if it is not running.
    fn ended(&self) -> Option<ExitStatus> {
        let mut life = self.life();
        self.collect(&mut life);
        life.ended
    }

    fn collect(&self, life: &mut Life) {
        if let Some(child) = life.child.as_mut()
            && let Ok(Some(status)) = child.try_wait()
        {
            let _ = self.leash.release(child.id());
            (life.child, life.ended) = (None, Some(status));
        }
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        self.stop();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shell(script: &str, dir: &Path) -> anyhow::Result<Process> {
        let recipe = Recipe::new("sleeper", "/bin/sh", dir.join("sleeper.log")).args(["-c", script]);
        Process::start(recipe, Leash::new(&[])?)
    }

    fn tend_until(process: &Process, wanted: &str) -> anyhow::Result<String> {
        let began = Instant::now();
        while began.elapsed() < Duration::from_secs(10) {
            if let Some(line) = process.tend()
                && line.contains(wanted)
            {
                return Ok(line);
            }
            thread::yield_now();
        }
        bail!("nothing was said about {wanted:?}")
    }

    #[test]
    fn one_that_dies_is_started_again_and_says_so() -> anyhow::Result<()> {
        let dir = tempfile::tempdir()?;
        let process = shell("exec sleep 60", dir.path())?;
        let first = process.pid().expect("it runs");
        killpg(Pid::from_raw(i32::try_from(first)?), Signal::SIGKILL)?;
        assert!(tend_until(&process, "ended")?.contains("sleeper.log"));
        tend_until(&process, "was started again")?;
        assert_ne!(process.pid().expect("it runs again"), first);
        Ok(())
    }

    #[test]
    fn one_we_stopped_stays_down() -> anyhow::Result<()> {
        let dir = tempfile::tempdir()?;
        let process = shell("exec sleep 60", dir.path())?;
        process.stop();
        assert_eq!(process.pid(), None);
        assert_eq!(process.tend(), None);
        Ok(())
    }

    #[test]
    fn one_that_ends_before_it_is_ready_is_an_error_with_its_last_words() -> anyhow::Result<()> {
        let dir = tempfile::tempdir()?;
        let process = shell("echo no space left on device; exit 3", dir.path())?;
        let error = process.wait_ready(Duration::from_secs(10), || false).expect_err("it ended");
        let text = error.to_string();
        assert!(text.contains("exit status: 3") && text.contains("no space left"), "{text}");
        Ok(())
    }
}
