//! Builds the services and simulators with the cargo that runs us, into the directory where this program lies.

use std::io::{Read, Write};
use std::path::Path;
use std::process::{Command, Stdio};

use anyhow::Context;

use crate::log;
use crate::place::Place;
use crate::progress::{Progress, Step};
use crate::services::PACKAGES;

pub fn build(place: &Place, progress: &Progress) -> anyhow::Result<()> {
    let step = progress.step("Building the services");
    let path = place.log("build");
    log::turn_over(&path);
    let mut child = cargo(place)
        .current_dir(&place.root)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .context("cannot run cargo; is the Rust toolchain on PATH?")?;
    follow(child.stderr.take().context("cargo has no output")?, &path, &step)?;
    let status = child.wait()?;
    anyhow::ensure!(status.success(), "the services could not be built ({status}). {}", log::tail(&path, 30));
    step.done("built");
    Ok(())
}

fn cargo(place: &Place) -> Command {
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.arg("build").args(PACKAGES.into_iter().flat_map(|name| ["-p", name]));
    command.env("CARGO_TERM_PROGRESS_WHEN", "always").env("CARGO_TERM_PROGRESS_WIDTH", "100");
    if let Some(target) = place.bin.parent() {
        command.arg("--target-dir").arg(target);
    }
    match place.bin.file_name().and_then(|name| name.to_str()) {
        None | Some("debug") => {}
        Some(profile) => {
            command.args(["--profile", profile]);
        }
    }
    command
}

/// Cargo ends a line of its progress bar with a carriage return.
fn follow(mut output: impl Read, path: &Path, step: &Step) -> anyhow::Result<()> {
    let mut log = log::open(path)?;
    let mut line = Vec::new();
    let mut bytes = [0; 4096];
    loop {
        let count = output.read(&mut bytes)?;
        if count == 0 {
            return Ok(());
        }
        for byte in &bytes[..count] {
            match byte {
                b'\n' | b'\r' => {
                    let text = String::from_utf8_lossy(&line);
                    match reached(&text) {
                        Some((part, whole, what)) => step.reached(part, whole, what),
                        None if text.trim().is_empty() => {}
                        None => {
                            writeln!(log, "{text}")?;
                            step.detail(&text);
                        }
                    }
                    line.clear();
                }
                byte => line.push(*byte),
            }
        }
    }
}

/// From `Building [====>    ] 12/388: lapin, diesel`: 12, 388 and the names.
fn reached(line: &str) -> Option<(u64, u64, &str)> {
    let (_, rest) = line.split_once("Building")?.1.split_once("] ")?;
    let (numbers, names) = rest.split_once(':').unwrap_or((rest, ""));
    let (part, whole) = numbers.split_once('/')?;
    Some((part.trim().parse().ok()?, whole.trim().parse().ok()?, names.trim_end_matches("\u{1b}[K").trim()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_progress_of_cargo_is_understood() {
        for (line, expected) in [
            ("    Building [====>    ] 12/388: lapin, diesel", Some((12, 388, "lapin, diesel"))),
            ("    Building [=======> ] 388/388: billing(bin)\u{1b}[K", Some((388, 388, "billing(bin)"))),
            ("   Compiling lapin v4.12.3", None),
            ("error: could not compile `billing`", None),
            ("Building [", None),
        ] {
            assert_eq!(reached(line), expected, "{line}");
        }
    }
}
