//! Published samples: the validator agrees with what the index says of them.

use std::error::Error;

use x12::reader::Segments;
use x12::validate::Severity;

use super::acknowledged::{answers, written};
use super::findings;
use crate::samples::folder;

/// Files that strict validators refuse and this one takes, and why.
const TAKEN: [(&str, &str); 3] = [
    (
        "837P/oopfactory___5010_Example1_HealthInsurance.txt",
        "byte order mark; blanks between segments: a note",
    ),
    ("837P/oopfactory___5010_Example2_Encounter.txt", "byte order mark; blanks between segments: a note"),
    ("271/oopfactory___5010_From_georgiosd.txt", "byte order mark; blanks between segments: a note"),
];

/// Files that strict validators take and this crate does not, and why.
const REFUSED: [(&str, &str); 3] = [
    ("837P/stupidedi__1.edi", "a page of prose stands before ISA"),
    ("837P/debatcher__InvalidISA08InvalidReceiver.txt", TWICE),
    ("837P/debatcher__InvalidInterchangeSenderId.txt", TWICE),
];

/// Two samples of one making.
const TWICE: &str = "a production interchange with an NPI of 11 digits; the CAS of the other payer repeats those of \
                     the lines, so that the claim does not balance";

#[test]
fn samples_agree_with_their_index() -> Result<(), Box<dyn Error>> {
    let Some(folder) = folder() else {
        println!("skipped: no samples; set X12_SAMPLES to a folder with INDEX.tsv");
        return Ok(());
    };
    let index = std::fs::read_to_string(folder.join("INDEX.tsv"))?;
    let mut wrong = Vec::new();
    for row in index.lines().skip(1) {
        let row: Vec<&str> = row.split('\t').collect();
        let (name, consensus) = (row[0], row[7]);
        let bytes = std::fs::read(folder.join("samples").join(name))?;
        let text = String::from_utf8_lossy(&bytes);
        let unreadable = Segments::new(&text).any(|segment| segment.is_err());
        let found = findings(&text);
        let error = found.iter().find(|finding| finding.severity == Severity::Error);
        let taken = TAKEN.iter().any(|(taken, _)| *taken == name);
        let refused = unreadable || error.is_some();
        match consensus {
            "valid" if refused != REFUSED.iter().any(|(refused, _)| *refused == name) => {
                wrong.push(format!("{name}: {}", error.map(ToString::to_string).unwrap_or_default()))
            }
            "invalid" if refused == taken => wrong.push(format!("{name}: refused {refused}: {}", row[10])),
            _ => {}
        }
        check_answers(name, &text)?;
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    Ok(())
}

/// Whatever was found, the 999 that tells it is sound; unknown GS01 and ST01 it has to repeat.
fn check_answers(name: &str, text: &str) -> Result<(), Box<dyn Error>> {
    for answer in answers(text) {
        for ack in written(&answer).map_err(|error| format!("{name}: {error}"))? {
            let found = findings(&ack);
            let mut errors = found.iter().filter(|finding| finding.severity == Severity::Error);
            let error = errors.find(|error| !["AK1", "AK2"].contains(&&*error.position.id));
            assert!(error.is_none(), "{name}: {error:?} in {ack}");
        }
    }
    Ok(())
}
