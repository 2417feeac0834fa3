//! The `x12` command: checks, converts, explains, splits and compares X12 health care files.

mod ack;
mod args;
mod convert;
mod diff;
mod explain;
mod failure;
mod input;
mod node;
mod paper;
mod parcel;
mod set_name;
mod sets;
mod split;
mod stats;
mod table;
mod validate;

use std::process::ExitCode;

use clap::Parser;

use args::{Arguments, Command};
use failure::{Failure, Outcome};
use paper::Paper;

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let mut paper = Paper::stdout(arguments.format());
    let done = run(arguments.command, &mut paper).and_then(|outcome| {
        paper.finish()?;
        Ok(outcome)
    });
    match done {
        Ok(outcome) => outcome.into(),
        Err(Failure::Pipe) => ExitCode::from(failure::PIPE),
        Err(Failure::Said(message)) => {
            eprintln!("x12: {message}");
            Outcome::Unreadable.into()
        }
    }
}

fn run(command: Command, paper: &mut Paper) -> Result<Outcome, Failure> {
    match command {
        Command::Validate(options) => validate::run(&options, paper),
        Command::ToJson(options) => convert::to_json(&options, paper),
        Command::FromJson(options) => convert::from_json(&options, paper),
        Command::Explain(options) => explain::run(&options, paper),
        Command::Ack(options) => ack::run(&options, paper),
        Command::Stats(options) => stats::run(&options, paper),
        Command::Split(options) => split::run(&options, paper),
        Command::Diff(options) => diff::run(&options, paper),
    }
}
