//! Command line of the local Praxis.

use std::process::ExitCode;

use clap::{Args, Parser, Subcommand};
use praxis::servers::Install;
use praxis::status::Status;
use praxis::{Options, Place, demo, progress::Progress, reset, stop, supervise, up};

/// Praxis on this machine: starts PostgreSQL, RabbitMQ, the five services and the simulators, and keeps them up.
///
/// Without a command it does `up`. Data, logs and secrets lie in `.local/` of the workspace (or in the directory named by
/// PRAXIS_LOCAL), and stay between starts. PRAXIS_POSTGRES_URL (of a superuser) and PRAXIS_AMQP_URL point to servers that
/// already run; then none is started here.
#[derive(Parser)]
#[command(name = "praxis", version, after_help = "From the workspace: cargo run -- <COMMAND>")]
struct Cli {
    #[command(subcommand)]
    command: Option<Command>,
    #[command(flatten)]
    start: Start,
}

#[derive(Args, Clone, Copy)]
struct Start {
    /// Fail instead of installing PostgreSQL or RabbitMQ when they are missing
    #[arg(long, global = true)]
    no_install: bool,
}

#[derive(Subcommand)]
enum Command {
    /// Start everything and stay in front until Ctrl-C (the default)
    Up {
        /// Leave everything running in the background; `stop` ends it
        #[arg(long)]
        detach: bool,
    },
    /// Play one patient's visit, from registration to paid; starts what is not running for that time
    Demo {
        /// Print what it came to, ids and sums, as JSON
        #[arg(long)]
        json: bool,
    },
    /// Show what runs; exit code 0 when everything was started, 1 when not
    Status {
        /// Addresses, client credentials, processes and logs as JSON
        #[arg(long)]
        json: bool,
    },
    /// Stop everything and remove all local data
    Reset {
        /// Do not ask
        #[arg(long)]
        yes: bool,
    },
    /// Stop what runs, wherever it was started from
    Stop,
    #[command(hide = true)]
    Supervise,
}

fn main() -> ExitCode {
    match run(Cli::parse()) {
        Ok(code) => code,
        Err(error) => {
            eprintln!("\nerror: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(cli: Cli) -> anyhow::Result<ExitCode> {
    let place = Place::usual()?;
    let install = if cli.start.no_install { Install::Never } else { Install::Auto };
    let options = Options { install, build: true, durable: true };
    match cli.command.unwrap_or(Command::Up { detach: false }) {
        Command::Up { detach } => up::up(place, options, detach)?,
        Command::Demo { json } => demo::demo(place, options, json)?,
        Command::Status { json } => return show(&Status::ask(&place)?, json),
        Command::Reset { yes } => reset::reset(&place, yes, &Progress::new())?,
        Command::Stop => stop::stop(&place, &Progress::new())?,
        Command::Supervise => {
            supervise::in_background(place, Options { install: Install::Never, build: false, ..options })?
        }
    }
    Ok(ExitCode::SUCCESS)
}

fn show(status: &Status, json: bool) -> anyhow::Result<ExitCode> {
    match json {
        true => println!("{}", serde_json::to_string_pretty(status)?),
        false => println!("{}", status.text()),
    }
    Ok(if status.running { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
