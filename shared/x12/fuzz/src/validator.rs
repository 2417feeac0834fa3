//! The validator on any transaction set, and on what is no interchange at all.

use x12::reader::{Chunks, Segments};
use x12::validate::{Finding, Level, Validator};

use super::Reached;
use super::envelope::Kind;

const KINDS: [Kind; 12] = [
    Kind::new("837", "HC", "005010X222A1"),
    Kind::new("835", "HP", "005010X221A1"),
    Kind::new("270", "HS", "005010X279A1"),
    Kind::new("271", "HB", "005010X279A1"),
    Kind::new("276", "HR", "005010X212"),
    Kind::new("277", "HN", "005010X212"),
    Kind::new("277", "HN", "005010X214"),
    Kind::new("999", "FA", "005010X231A1"),
    Kind::new("278", "HI", "005010X217"),
    Kind::new("837", "HC", "005010X223A2"),
    Kind::new("997", "FA", "005010"),
    Kind::new("123", "XX", ""),
];

/// The first line is `!` and a letter, which chooses the transaction set; without such a line the input is a whole file.
pub fn check(input: &[u8]) -> Reached {
    let Ok(text) = std::str::from_utf8(input) else { return Reached::Nothing };
    let wrapped;
    let text = match text.as_bytes() {
        [b'!', letter, b'\n', ..] => {
            let kind = KINDS[usize::from(letter.wrapping_sub(b'A')) % KINDS.len()];
            wrapped = kind.wrap(&text[3..]);
            &wrapped
        }
        _ => text,
    };
    let findings = of_whole(text);
    for finding in &findings {
        assert!(!finding.to_string().is_empty() && !finding.with_value().is_empty());
    }
    if input.len().is_multiple_of(4) {
        assert_eq!(of_chunks(text), findings);
    }
    if text.starts_with("ISA") { Reached::Whole } else { Reached::Refused }
}

fn of_whole(text: &str) -> Vec<Finding> {
    let (mut validator, mut findings) = (Validator::new(Level::Relation), Vec::new());
    for segment in Segments::new(text).map_while(Result::ok) {
        validator.push(&segment, &mut findings);
    }
    validator.finish(&mut findings);
    findings
}

fn of_chunks(text: &str) -> Vec<Finding> {
    let (mut validator, mut findings, mut chunks) =
        (Validator::new(Level::Relation), Vec::new(), Chunks::new());
    for chunk in text.as_bytes().chunks(97) {
        chunks.push(chunk);
        take(&mut chunks, &mut validator, &mut findings);
    }
    chunks.end();
    take(&mut chunks, &mut validator, &mut findings);
    validator.finish(&mut findings);
    findings
}

fn take(chunks: &mut Chunks, validator: &mut Validator, findings: &mut Vec<Finding>) {
    while let Some(Ok(segment)) = chunks.next() {
        validator.push(&segment, findings);
    }
}
