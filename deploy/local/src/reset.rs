//! `reset`: stops the house and removes everything it remembers.

use std::fs;
use std::io::{IsTerminal, Write};

use anyhow::{Context, bail};

use crate::place::Place;
use crate::progress::Progress;
use crate::{log, stop};

pub fn reset(place: &Place, yes: bool, progress: &Progress) -> anyhow::Result<()> {
    if !place.local.exists() {
        progress.say("There is nothing to remove.");
        return Ok(());
    }
    if !yes && !agreed(place)? {
        bail!("nothing was removed");
    }
    stop::stop(place, progress)?;
    let pointer = place.local.join("postgres").join("elsewhere");
    if let Ok(elsewhere) = fs::read_link(&pointer) {
        fs::remove_dir_all(&elsewhere).with_context(|| log::cannot_write(&elsewhere))?;
    }
    fs::remove_dir_all(&place.local).with_context(|| log::cannot_write(&place.local))?;
    progress.say(&format!("Removed {}.", place.local.display()));
    if std::env::var_os("PRAXIS_POSTGRES_URL").is_some() {
        progress.say("The databases and roles on the server in PRAXIS_POSTGRES_URL were left as they are.");
    }
    Ok(())
}

fn agreed(place: &Place) -> anyhow::Result<bool> {
    if !std::io::stdin().is_terminal() {
        bail!("this removes all data in {}; say so with --yes", place.local.display());
    }
    eprint!("Remove all data in {}? [y/N] ", place.local.display());
    std::io::stderr().flush()?;
    let mut answer = String::new();
    std::io::stdin().read_line(&mut answer)?;
    Ok(matches!(answer.trim().to_lowercase().as_str(), "y" | "yes"))
}
