//! Builds the services and simulators with the cargo that runs us, into the directory where this program lies.

use std::io::{BufReader, Read, Write};
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

fn follow(output: impl Read, path: &Path, step: &Step) -> anyhow::Result<()> {
    let mut log = log::open(path)?;
    for line in lines(output) {
        match reached(&line) {
            Some((part, whole, names)) => step.reached(part, whole, names),
            None => {
                writeln!(log, "{line}")?;
                step.detail(&line);
            }
        }
    }
    Ok(())
}

/// Those with text in them; cargo ends a line of its progress bar with a carriage return.
fn lines(output: impl Read) -> impl Iterator<Item = String> {
    let mut bytes = BufReader::new(output).bytes().map_while(Result::ok).peekable();
    std::iter::from_fn(move || {
        bytes.peek()?;
        let line: Vec<u8> = bytes.by_ref().take_while(|byte| !matches!(byte, b'\n' | b'\r')).collect();
        Some(String::from_utf8_lossy(&line).into_owned())
    })
    .filter(|line| !line.trim().is_empty())
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
    fn a_carriage_return_ends_a_line_too() {
        let text: &[u8] = b"  Building 1/2\r  Building 2/2\r\n\nFinished";
        assert_eq!(lines(text).collect::<Vec<_>>(), ["  Building 1/2", "  Building 2/2", "Finished"]);
    }

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
