//! Processes that outlived both their owner and its watchdog, known by a mark in their environment.

use std::fs;
use std::path::Path;
use std::thread;
use std::time::{Duration, Instant};

use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;

const MARK: &str = "PRAXIS_HOUSE";
const PATIENCE: Duration = Duration::from_secs(5);

/// The variable that marks a process as belonging to this directory.
pub fn mark(dir: &Path) -> (&'static str, &Path) {
    (MARK, dir)
}

/// Only for who alone may own the directory's processes. Does nothing where there is no /proc.
pub fn end_all(dir: &Path) {
    let found = marked(dir);
    for pid in &found {
        let _ = kill(*pid, Signal::SIGKILL);
    }
    let began = Instant::now();
    while !found.is_empty() && !marked(dir).is_empty() && began.elapsed() < PATIENCE {
        thread::sleep(Duration::from_millis(20));
    }
}

/// The environment of a process that has ended reads as empty.
fn marked(dir: &Path) -> Vec<Pid> {
    let entry = format!("{MARK}={}", dir.display());
    let processes = fs::read_dir("/proc").into_iter().flatten().flatten();
    let pids = processes.filter_map(|process| process.file_name().to_str()?.parse::<i32>().ok());
    let is_marked = |pid: &i32| {
        let environment = fs::read(format!("/proc/{pid}/environ")).unwrap_or_default();
        environment.split(|byte| *byte == 0).any(|one| one == entry.as_bytes())
    };
    pids.filter(is_marked).map(Pid::from_raw).collect()
}

#[cfg(test)]
mod tests {
    use std::process::Command;

    use super::*;

    #[test]
    fn only_the_processes_of_this_directory_end() -> anyhow::Result<()> {
        if !Path::new("/proc/self/environ").exists() {
            println!("skipped: there is no /proc here");
            return Ok(());
        }
        let dir = tempfile::tempdir()?;
        let sleeper = |dir: &Path| {
            let (name, value) = mark(dir);
            Command::new("sleep").arg("60").env(name, value).spawn()
        };
        let (mut ours, mut others) = (sleeper(dir.path())?, sleeper(&dir.path().join("other"))?);
        end_all(dir.path());
        assert!(!ours.wait()?.success());
        assert!(others.try_wait()?.is_none());
        others.kill()?;
        others.wait()?;
        Ok(())
    }
}
