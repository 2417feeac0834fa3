//! Remembers that the user asked us to end (Ctrl-C, SIGTERM, SIGHUP).

use std::sync::atomic::{AtomicBool, Ordering};

static ASKED: AtomicBool = AtomicBool::new(false);

/// Call once, at the start of a command that runs for long.
pub fn listen() -> anyhow::Result<()> {
    Ok(ctrlc::set_handler(|| ASKED.store(true, Ordering::SeqCst))?)
}

pub fn asked() -> bool {
    ASKED.load(Ordering::SeqCst)
}

/// For loops that wait: ends them with an error once the user has asked us to end.
pub fn check() -> anyhow::Result<()> {
    anyhow::ensure!(!asked(), "interrupted");
    Ok(())
}
