//! Real servers: started, killed, restarted, and nothing of them left when their owner ends.

mod house;
mod owner;
mod postgres;
mod rabbitmq;

use std::path::Path;
use std::sync::Once;
use std::time::{Duration, Instant};

use praxis::progress::Progress;
use praxis::servers::{self, Install, Server};

/// Installs what is missing, once per run.
fn installed() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let log = std::env::temp_dir().join(format!("praxis-install-{}.log", std::process::id()));
        servers::ensure_installed(&Server::ALL, Install::Auto, &log, &Progress::Lines)
            .expect("servers can be had");
        let _ = std::fs::remove_file(log);
    });
}

fn until(what: &str, mut fact: impl FnMut() -> bool) -> anyhow::Result<()> {
    let began = Instant::now();
    while !fact() {
        anyhow::ensure!(began.elapsed() < Duration::from_secs(40), "{what} has not come true");
        std::thread::sleep(Duration::from_millis(20));
    }
    Ok(())
}

/// Also false for a process that has ended and that nobody has collected yet.
fn is_alive(pid: u32) -> bool {
    let state = std::fs::read_to_string(format!("/proc/{pid}/stat")).unwrap_or_default();
    match Path::new("/proc/self").exists() {
        true => !state.is_empty() && !state.contains(") Z "),
        false => i32::try_from(pid)
            .is_ok_and(|pid| nix::sys::signal::kill(nix::unistd::Pid::from_raw(pid), None).is_ok()),
    }
}
