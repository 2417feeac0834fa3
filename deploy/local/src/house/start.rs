//! The start of the house, step by step.

use std::thread;
use std::time::Duration;

use anyhow::{Context, anyhow};
use nix::sys::statvfs::statvfs;

use super::servers::Elsewhere;
use super::{House, Options};
use crate::leash::Leash;
use crate::place::Place;
use crate::process::Process;
use crate::progress::Progress;
use crate::recipe::Recipe;
use crate::services::{self, SERVICES, SIMULATORS};
use crate::state::State;
use crate::{build, database, forgotten, interrupt, log, probe, servers};

const READY_WITHIN: Duration = Duration::from_secs(120);
/// A new PostgreSQL takes 40 MB, a new RabbitMQ 20 MB, and RabbitMQ takes no more messages when only 50 MB are left.
const DISK_NEEDED_MB: u64 = 300;

pub fn start(place: Place, options: Options, progress: Progress) -> anyhow::Result<House> {
    let lock = place.lock()?.context("Praxis is already running here; see: cargo run -- status")?;
    forgotten::end_all(&place.local);
    let mut state = State::load_or_new(&place)?;
    (state.pid, state.ready) = (Some(std::process::id()), false);
    state.services.clear();
    state.servers.clear();
    state.save(&place)?;
    check_disk(&place)?;

    let elsewhere = Elsewhere::from_env();
    servers::ensure_installed(&elsewhere.wanted_here(), options.install, &place.log("install"), &progress)?;
    if options.build {
        build::build(&place, &progress)?;
    }
    interrupt::check()?;
    let (postgres, rabbitmq) = elsewhere.start_the_rest(&place, options.durable, &mut state, &progress)?;
    let mut house = House { state, place, progress, services: Vec::new(), rabbitmq, postgres, _lock: lock };
    prepare_databases(&mut house)?;
    start_services(&mut house)?;
    house.state.ready = true;
    house.record()?;
    Ok(house)
}

fn check_disk(place: &Place) -> anyhow::Result<()> {
    let disk = statvfs(&place.local)?;
    #[expect(clippy::useless_conversion, reason = "the width of these numbers depends on the system")]
    let free_mb = u64::from(disk.blocks_available()) * u64::from(disk.fragment_size()) / 1_000_000;
    anyhow::ensure!(
        free_mb >= DISK_NEEDED_MB,
        "only {free_mb} MB are free on the disk of {}; at least {DISK_NEEDED_MB} MB are needed",
        place.local.display()
    );
    Ok(())
}

fn prepare_databases(house: &mut House) -> anyhow::Result<()> {
    let step = house.progress.step("Preparing the databases");
    let superuser_url = house.state.server_url("postgres")?.to_owned();
    database::prepare(&superuser_url, &SERVICES, &mut house.state)?;
    for name in SERVICES.into_iter().chain(SIMULATORS) {
        log::turn_over(&house.place.log(name));
        house.state.assign_port(name)?;
    }
    house.state.save(&house.place)?;
    let (state, place) = (&house.state, &house.place);
    let migrations: Vec<Recipe> =
        SERVICES.iter().map(|name| services::migration(name, state, place)).collect::<Result<_, _>>()?;
    run_all(&migrations)?;
    step.detail("registering the demo's clients");
    let clients = state.clients.iter();
    let registrations: Vec<Recipe> = clients
        .map(|(name, client)| services::registration(name, client, state, place))
        .collect::<Result<_, _>>()?;
    run_all(&registrations)?;
    step.done("migrated");
    Ok(())
}

/// All at once; the first error counts.
fn run_all(recipes: &[Recipe]) -> anyhow::Result<()> {
    thread::scope(|scope| {
        let threads: Vec<_> = recipes.iter().map(|recipe| scope.spawn(|| recipe.run())).collect();
        let results = threads
            .into_iter()
            .map(|thread| thread.join().unwrap_or_else(|_| Err(anyhow!("a start panicked"))));
        results.collect()
    })
}

fn start_services(house: &mut House) -> anyhow::Result<()> {
    let step = house.progress.step("Starting the services");
    let leash = Leash::new(&[])?;
    let (state, place) = (&house.state, &house.place);
    let services = SERVICES.iter().map(|name| services::service(name, state, place));
    let simulators = SIMULATORS.iter().map(|name| services::simulator(name, state, place));
    let recipes: Vec<Recipe> = services.chain(simulators).collect::<Result<_, _>>()?;
    for recipe in recipes {
        house.services.push(Process::start(recipe, leash.clone())?);
    }
    house.record()?;
    let whole = house.services.len() as u64;
    for (part, process) in (0..).zip(&house.services) {
        step.reached(part, whole, &format!("waiting for {}", process.name()));
        let port = house.state.ports[process.name()];
        process.wait_ready(READY_WITHIN, || probe::http_ok(port, "/readyz"))?;
    }
    step.done("all ready");
    Ok(())
}
