//! oxedi: an 835 with all diagnostics, in a Python process that does one turn for each line it gets.

use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::time::Duration;

use crate::Fault;
use crate::contest::Outcome;

const SCRIPT: &str = include_str!("../../oxedi_turns.py");

pub struct Oxedi {
    process: Child,
    orders: ChildStdin,
    answers: BufReader<ChildStdout>,
    pub version: String,
}

impl Oxedi {
    /// Starts `PRAXIS_X12_PYTHON`, or `python3`, with `file` in its memory.
    ///
    /// # Errors
    /// No such Python, or it has no oxedi.
    pub fn start(file: &Path) -> Result<Self, Fault> {
        let python = std::env::var("PRAXIS_X12_PYTHON").unwrap_or_else(|_| "python3".to_owned());
        let mut command = Command::new(&python);
        command
            .args(["-c", SCRIPT])
            .arg(file)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null());
        let mut process = command.spawn().map_err(|error| format!("{python}: {error}"))?;
        let orders = process.stdin.take().ok_or("no pipe to Python")?;
        let mut answers = BufReader::new(process.stdout.take().ok_or("no pipe from Python")?);
        let mut version = String::new();
        answers.read_line(&mut version)?;
        let version = version.trim().to_owned();
        if version.is_empty() {
            process.wait()?;
            return Err(format!("{python} has no oxedi; set PRAXIS_X12_PYTHON to one that has").into());
        }
        Ok(Self { process, orders, answers, version })
    }

    /// Gives processor seconds, claims and diagnostics.
    ///
    /// # Errors
    /// The process ended.
    pub fn turn(&mut self) -> Result<(Duration, Outcome), Fault> {
        writeln!(self.orders, "turn")?;
        self.orders.flush()?;
        let mut answer = String::new();
        self.answers.read_line(&mut answer)?;
        let mut parts = answer.split_whitespace();
        let mut next = || parts.next().ok_or("oxedi ended early");
        Ok((Duration::from_secs_f64(next()?.parse()?), (next()?.parse()?, next()?.parse()?)))
    }
}

impl Drop for Oxedi {
    fn drop(&mut self) {
        let _already_ended = self.process.kill();
        let _nothing_to_wait_for = self.process.wait();
    }
}
