//! Keeps the house up until somebody asks us to end.

use std::thread;
use std::time::Duration;

use crate::house::{House, Options};
use crate::interrupt;
use crate::place::Place;
use crate::progress::Progress;

const LOOK: Duration = Duration::from_millis(100);

/// `when_ready` is called once.
pub fn supervise(place: Place, options: Options, when_ready: impl FnOnce(&House)) -> anyhow::Result<()> {
    interrupt::listen()?;
    let mut house = House::start(place, options, Progress::new())?;
    when_ready(&house);
    tend_while(&mut house, || !interrupt::asked())?;
    house.stop()
}

pub fn tend_while(house: &mut House, go_on: impl Fn() -> bool) -> anyhow::Result<()> {
    while go_on() {
        house.tend()?;
        thread::sleep(LOOK);
    }
    Ok(())
}

/// As the background process of `up --detach`: away from the terminal that started it.
pub fn in_background(place: Place, options: Options) -> anyhow::Result<()> {
    nix::unistd::setsid()?;
    supervise(place, options, |_| eprintln!("ready"))
}
