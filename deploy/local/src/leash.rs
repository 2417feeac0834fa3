//! Ends what we started when we end ourselves, even by SIGKILL: a small watchdog reads a pipe whose other end only we
//! hold, and acts when the pipe closes.

use std::collections::BTreeMap;
use std::io::Write;
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex, PoisonError};

use anyhow::Context;
use nix::sys::signal::Signal;

/// Each line read is the whole list of what is held now, as `SIGNAL:GROUP`. A zombie counts as gone, because in a
/// container nobody may ever collect it.
const WATCHDOG: &str = r#"
trap '' HUP INT TERM QUIT
held=
while read -r line; do held=$line; done
alive() { kill -s 0 -- "-$1" 2>/dev/null && ! grep -q ') Z ' "/proc/$1/stat" 2>/dev/null; }
for one in $held; do kill -s "${one%%:*}" -- "-${one#*:}" 2>/dev/null; done
tries=0
for one in $held; do
  while alive "${one#*:}" && [ "$tries" -lt 150 ]; do sleep 0.1; tries=$((tries + 1)); done
  kill -s KILL -- "-${one#*:}" 2>/dev/null
done
for directory in "$@"; do rm -rf -- "$directory"; done
"#;

/// What one owner holds. Dropping it ends what is still held and waits for that.
pub struct Leash {
    watchdog: Mutex<Child>,
    held: Mutex<BTreeMap<u32, Signal>>,
}

impl Leash {
    /// The directories in `remove` are deleted when the owner has ended and all it held is gone.
    pub fn new(remove: &[&Path]) -> anyhow::Result<Arc<Leash>> {
        let watchdog = Command::new("/bin/sh")
            .args(["-c", WATCHDOG, "praxis-watchdog"])
            .args(remove)
            .current_dir("/")
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .process_group(0)
            .spawn()
            .context("cannot start /bin/sh, which watches over the servers")?;
        Ok(Arc::new(Leash { watchdog: Mutex::new(watchdog), held: Mutex::default() }))
    }

    /// `group` is a process group we started; `signal` asks it to end.
    pub fn hold(&self, group: u32, signal: Signal) -> anyhow::Result<()> {
        self.change(|held| held.insert(group, signal))
    }

    pub fn release(&self, group: u32) -> anyhow::Result<()> {
        self.change(|held| held.remove(&group))
    }

    fn change(
        &self,
        change: impl FnOnce(&mut BTreeMap<u32, Signal>) -> Option<Signal>,
    ) -> anyhow::Result<()> {
        let mut held = self.held.lock().unwrap_or_else(PoisonError::into_inner);
        change(&mut held);
        let line: Vec<String> =
            held.iter().map(|(group, signal)| format!("{}:{group}", &signal.as_str()[3..])).collect();
        let mut watchdog = self.watchdog.lock().unwrap_or_else(PoisonError::into_inner);
        let pipe = watchdog.stdin.as_mut().context("the watchdog has no pipe")?;
        pipe.write_all((line.join(" ") + "\n").as_bytes()).context("the watchdog is gone")
    }
}

impl Drop for Leash {
    fn drop(&mut self) {
        let watchdog = self.watchdog.get_mut().unwrap_or_else(PoisonError::into_inner);
        drop(watchdog.stdin.take());
        let _ = watchdog.wait();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dropping_ends_what_is_held_and_removes_the_directory() -> anyhow::Result<()> {
        let dir = tempfile::tempdir()?.keep();
        let mut sleeper = Command::new("sleep").arg("60").process_group(0).spawn()?;
        let leash = Leash::new(&[&dir])?;
        leash.hold(sleeper.id(), Signal::SIGTERM)?;
        drop(leash);
        assert!(!sleeper.wait()?.success());
        assert!(!dir.exists());
        Ok(())
    }

    #[test]
    fn what_was_released_stays() -> anyhow::Result<()> {
        let mut sleeper = Command::new("sleep").arg("60").process_group(0).spawn()?;
        let leash = Leash::new(&[])?;
        leash.hold(sleeper.id(), Signal::SIGTERM)?;
        leash.release(sleeper.id())?;
        drop(leash);
        assert!(sleeper.try_wait()?.is_none());
        sleeper.kill()?;
        sleeper.wait()?;
        Ok(())
    }
}
