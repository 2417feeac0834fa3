//! No file and no reader of our output makes the command panic.

use std::io::Read;
use std::process::{Command, Stdio};

use crate::files::{remittance, samples};
use crate::run::x12;

const COMMANDS: [&str; 5] = ["validate", "to-json", "explain", "ack", "stats"];

#[test]
fn every_command_takes_every_sample() {
    let Some(files) = samples() else {
        println!("skipped: no samples; set X12_SAMPLES to a folder with INDEX.tsv");
        return;
    };
    for path in files {
        let path = path.display().to_string();
        for command in COMMANDS {
            let ran = x12(&[command, &path], b"");
            assert!(
                (0..=2).contains(&ran.code) && !ran.err.contains("panicked"),
                "{command} {path}: {}",
                ran.err
            );
        }
        let ran = x12(&["diff", &path, &path], b"");
        assert!(ran.code != 1 && !ran.err.contains("panicked"), "{path}: {} {}", ran.text(), ran.err);
    }
}

#[test]
fn every_command_takes_a_file_cut_anywhere() {
    let file = remittance();
    for at in (0..file.len()).step_by(97) {
        for command in COMMANDS {
            let ran = x12(&[command], &file.as_bytes()[..at]);
            assert!(
                (0..=2).contains(&ran.code) && !ran.err.contains("panicked"),
                "{command} {at}: {}",
                ran.err
            );
        }
    }
}

#[test]
fn nobody_reads_our_output() -> Result<(), Box<dyn std::error::Error>> {
    let folder = tempfile::tempdir()?;
    let path = folder.path().join("many.835");
    std::fs::write(&path, remittance().repeat(500))?;
    for command in ["to-json", "explain", "ack"] {
        let mut child = Command::new(env!("CARGO_BIN_EXE_x12"))
            .arg(command)
            .arg(&path)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()?;
        drop(child.stdout.take());
        let mut err = String::new();
        child.stderr.take().ok_or("piped")?.read_to_string(&mut err)?;
        assert_eq!((child.wait()?.code(), err.as_str()), (Some(141), ""), "{command}");
    }
    Ok(())
}

#[test]
fn control_characters_do_not_reach_the_terminal() {
    let file = remittance().replace("ORCHARD", "OR\u{1b}[31mCHARD").replace("CLP*A2*1", "CLP*A2*\u{7}");
    for command in ["validate", "explain"] {
        let text = x12(&[command], file.as_bytes()).text();
        assert!(!text.contains(['\u{1b}', '\u{7}']), "{text:?}");
    }
}

#[test]
fn help_has_examples() {
    for command in ["", "validate", "to-json", "from-json", "explain", "ack", "stats", "split", "diff"] {
        let arguments: Vec<&str> = [command, "--help"].into_iter().filter(|word| !word.is_empty()).collect();
        let ran = x12(&arguments, b"");
        assert!(ran.code == 0 && ran.text().contains("Examples:"), "{command}: {}", ran.text());
    }
}
