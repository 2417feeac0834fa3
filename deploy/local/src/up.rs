//! `cargo run`, `up`, `up --detach`.

use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::Duration;

use anyhow::{Context, bail};

use crate::house::{Elsewhere, Options};
use crate::place::Place;
use crate::progress::Progress;
use crate::state::State;
use crate::{build, interrupt, log, servers, supervise, welcome};

const LOOK: Duration = Duration::from_millis(100);

pub fn up(place: Place, options: Options, detach: bool) -> anyhow::Result<()> {
    if place.is_looked_after()? {
        return greet_running(&place);
    }
    if detach {
        return detached(place, options);
    }
    supervise::supervise(place, options, |house| {
        println!("{}", welcome::text(&house.state, &house.place));
        println!("Ctrl-C stops everything; the data stay.");
    })
}

fn greet_running(place: &Place) -> anyhow::Result<()> {
    match State::load(place)? {
        Some(state) if state.ready => {
            println!("Praxis is already running.\n{}", welcome::text(&state, place))
        }
        _ => println!("Praxis is being started or stopped by another process; see: cargo run -- status"),
    }
    Ok(())
}

/// What asks the user or shows a bar is done here; the rest by the process that stays.
fn detached(place: Place, options: Options) -> anyhow::Result<()> {
    place.make()?;
    let progress = Progress::new();
    servers::ensure_installed(
        &Elsewhere::from_env().wanted_here(),
        options.install,
        &place.log("install"),
        &progress,
    )?;
    if options.build {
        build::build(&place, &progress)?;
    }
    let path = place.log("praxis");
    log::turn_over(&path);
    let output = log::open(&path)?;
    let mut child = Command::new(std::env::current_exe()?)
        .arg("supervise")
        .stdin(Stdio::null())
        .stdout(output.try_clone()?)
        .stderr(output)
        .spawn()
        .context("cannot start the background process")?;
    let step = progress.step("Starting in the background");
    let state = loop {
        match ready_state(&place, &child)? {
            Some(state) => break state,
            None => refuse_ended(&mut child, &place)?,
        }
        step.detail(&log::last_line(&path).unwrap_or_default());
        thread::sleep(LOOK);
    };
    step.done(&format!("process {}, log {}", child.id(), path.display()));
    println!("{}", welcome::text(&state, &place));
    println!("It runs in the background; `cargo run -- stop` stops it.");
    Ok(())
}

fn ready_state(place: &Place, child: &Child) -> anyhow::Result<Option<State>> {
    let state = State::load(place)?;
    Ok(state.filter(|state| state.ready && state.pid == Some(child.id())))
}

fn refuse_ended(child: &mut Child, place: &Place) -> anyhow::Result<()> {
    if interrupt::asked() {
        child.kill()?;
    }
    match child.try_wait()? {
        None => Ok(()),
        Some(status) => {
            bail!("the background process ended ({status}). {}", log::tail(&place.log("praxis"), 20))
        }
    }
}
