//! The validator on any transaction set, and on what is no interchange at all; and the answers made of what it finds.

use x12::acknowledgment::{Ack999, Acknowledger, InterchangeAnswer};
use x12::reader::{Chunks, Segments};
use x12::validate::{Finding, Level, Validator};

use super::envelope::{self, Kind};
use super::typed::{read_again, shown};
use super::{Reached, interchange_acknowledgment, is_chosen};

const KINDS: [Kind; 12] = [
    envelope::PROFESSIONAL_CLAIMS,
    envelope::REMITTANCE,
    envelope::INQUIRY,
    envelope::RESPONSE,
    envelope::STATUS_REQUEST,
    envelope::STATUS_RESPONSE,
    envelope::CLAIM_ACKNOWLEDGMENT,
    envelope::FUNCTIONAL_ACKNOWLEDGMENT,
    envelope::REVIEW_REQUEST,
    envelope::INSTITUTIONAL_CLAIMS,
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
    let (findings, answers) = of_whole(text);
    if is_chosen(input, 4) {
        let shown = |finding: &Finding| !finding.to_string().is_empty() && !finding.with_value().is_empty();
        assert!(findings.iter().all(shown));
    }
    if is_chosen(input, 16) {
        assert_eq!(of_chunks(text), findings);
        answers.iter().for_each(can_be_sent);
    }
    if text.starts_with("ISA") { Reached::Whole } else { Reached::Refused }
}

/// As `x12 ack` has it: what is found goes into the answer segment by segment.
fn of_whole(text: &str) -> (Vec<Finding>, Vec<InterchangeAnswer>) {
    let (mut validator, mut acknowledger) = (Validator::new(Level::Relation), Acknowledger::new());
    let (mut findings, mut known) = (Vec::new(), 0);
    for segment in Segments::new(text).map_while(Result::ok) {
        validator.push(&segment, &mut findings);
        acknowledger.push(&segment, &findings[known..]);
        known = findings.len();
    }
    validator.finish(&mut findings);
    acknowledger.finish(&findings[known..]);
    (findings, std::iter::from_fn(|| acknowledger.take()).collect())
}

/// What can be written of an answer reads as the same answer.
fn can_be_sent(answer: &InterchangeAnswer) {
    interchange_acknowledgment::survives(&answer.ta1);
    for group in &answer.groups {
        if let Ok(written) = group.write("0001") {
            let again: Ack999 = read_again(envelope::FUNCTIONAL_ACKNOWLEDGMENT, &written);
            // Blanks at the end of a value are not written.
            let same = again == *group || again.write("0001").as_ref() == Ok(&written);
            assert!(same, "read again it differs:\n{}", shown(&written));
        }
    }
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
