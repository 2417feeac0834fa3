//! `demo`: one patient's visit, from registration to paid.

use std::thread;

use anyhow::{Context, anyhow, bail};

use crate::house::{House, Options};
use crate::place::Place;
use crate::progress::Progress;
use crate::state::State;
use crate::{interrupt, supervise};

/// Uses a running house, or brings one up for the time of the demo.
pub fn demo(place: Place, options: Options) -> anyhow::Result<()> {
    if place.is_looked_after()? {
        let state = State::load(&place)?.filter(|state| state.ready);
        let state = state
            .context("Praxis is being started or stopped by another process; try again when it is ready")?;
        return play(&state);
    }
    interrupt::listen()?;
    let mut house = House::start(place.clone(), options, Progress::new())?;
    let state = State::load(&place)?.context("the state is gone")?;
    let player = thread::spawn(move || play(&state));
    supervise::tend_while(&mut house, || !player.is_finished() && !interrupt::asked())?;
    interrupt::check()?;
    let played = player.join().unwrap_or_else(|_| Err(anyhow!("the demo panicked")));
    house.stop()?;
    played
}

fn play(state: &State) -> anyhow::Result<()> {
    tokio::runtime::Runtime::new()?.block_on(run(state))
}

pub async fn run(_house: &State) -> anyhow::Result<()> {
    bail!("not built yet")
}
