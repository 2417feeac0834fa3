//! `demo`: one patient's visit, from registration to paid, played against the gateway as any client would.

pub mod answer;
pub mod api;
pub mod bill;
mod cents;
pub mod chronicle;
pub mod desk;
pub mod money;
pub mod practice;
pub mod prescribe;
pub mod story;
pub mod teller;

use std::thread;

use anyhow::{Context, anyhow};

use crate::house::{House, Options};
use crate::place::Place;
use crate::progress::Progress;
use crate::state::State;
use crate::{interrupt, supervise};

pub use api::{Api, Request, Role};
pub use cents::Cents;
pub use money::Money;
pub use story::{Outcome, Step, Story};

/// Uses a running house, or brings one up for the time of the demo.
pub fn demo(place: Place, options: Options, json: bool) -> anyhow::Result<()> {
    let progress = Progress::new();
    if place.is_looked_after()? {
        let state = State::load(&place)?.filter(|state| state.ready);
        let state = state
            .context("Praxis is being started or stopped by another process; try again when it is ready")?;
        return play(&state, progress, json);
    }
    interrupt::listen()?;
    let mut house = House::start(place.clone(), options, progress.clone())?;
    let state = State::load(&place)?.context("the state is gone")?;
    let player = thread::spawn(move || play(&state, progress, json));
    supervise::tend_while(&mut house, || !player.is_finished() && !interrupt::asked())?;
    interrupt::check()?;
    let played = player.join().unwrap_or_else(|_| Err(anyhow!("the demo panicked")));
    house.stop()?;
    played
}

fn play(state: &State, progress: Progress, json: bool) -> anyhow::Result<()> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let outcome = runtime.block_on(run(state, progress.clone(), json))?;
    match json {
        true => println!("{}", serde_json::to_string_pretty(&outcome)?),
        false => println!("\n  Claim {}:\n{}", outcome.claim_number, outcome.money.table()),
    }
    Ok(())
}

/// Lines of the timeline go to standard output, or beside it when JSON is wanted there.
pub async fn run(state: &State, progress: Progress, json: bool) -> anyhow::Result<Outcome> {
    let shown = progress.clone();
    let say = move |line: &str| if json { shown.say(line) } else { shown.print(line) };
    Story::of(state, progress, say)?.tell(|_| ()).await
}
