//! The validator on any transaction set, and on what is no interchange at all; and the answers made of what it finds.

use std::cell::RefCell;

use x12::acknowledgment::{Ack999, Acknowledger, InterchangeAnswer};
use x12::reader::{Chunks, Segment, Segments};
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

thread_local! {
    /// One for each kind and one for whole files: to make one for a guide takes longer than most inputs do.
    static VALIDATORS: RefCell<[Validator; KINDS.len() + 1]> =
        RefCell::new(std::array::from_fn(|_| Validator::new(Level::Relation)));
}

/// The first line is `!` and a letter, which chooses the transaction set; without such a line the input is a whole file.
pub fn check(input: &[u8]) -> Reached {
    let Ok(text) = std::str::from_utf8(input) else { return Reached::Nothing };
    let wrapped;
    let (chosen, text) = match text.as_bytes() {
        [b'!', letter, b'\n', ..] => {
            let chosen = usize::from(letter.wrapping_sub(b'A')) % KINDS.len();
            wrapped = KINDS[chosen].wrap(&text[3..]);
            (chosen, wrapped.as_str())
        }
        _ => (KINDS.len(), text),
    };
    let findings = VALIDATORS.with_borrow_mut(|all| of_whole(&mut all[chosen], text, |_, _| {}));
    if is_chosen(input, 32) {
        let shown = |finding: &Finding| !finding.to_string().is_empty() && !finding.with_value().is_empty();
        assert!(findings.iter().all(shown));
        assert_eq!(of_chunks(text), findings);
        answers(text).iter().for_each(can_be_sent);
    }
    if text.starts_with("ISA") { Reached::Whole } else { Reached::Refused }
}

/// `look` is at each segment, and at what was found there; at the end, where there is no segment any more, too.
fn of_whole<'a>(
    validator: &mut Validator,
    text: &'a str,
    mut look: impl FnMut(Option<&Segment<'a>>, &[Finding]),
) -> Vec<Finding> {
    let (mut findings, mut known) = (Vec::new(), 0);
    for segment in Segments::new(text).map_while(Result::ok) {
        validator.push(&segment, &mut findings);
        look(Some(&segment), &findings[known..]);
        known = findings.len();
    }
    validator.finish(&mut findings);
    look(None, &findings[known..]);
    findings
}

/// As `x12 ack` has it: what is found goes into the answers segment by segment.
fn answers(text: &str) -> Vec<InterchangeAnswer> {
    let mut acknowledger = Acknowledger::new();
    of_whole(&mut Validator::new(Level::Relation), text, |segment, findings| match segment {
        Some(segment) => acknowledger.push(segment, findings),
        None => acknowledger.finish(findings),
    });
    std::iter::from_fn(|| acknowledger.take()).collect()
}

/// What can be written of an answer reads as the same answer.
fn can_be_sent(answer: &InterchangeAnswer) {
    if !answer.ta1.control.trim().is_empty() {
        interchange_acknowledgment::survives(&answer.ta1);
    }
    for group in answer.groups.iter().filter(|group| has_names(group)) {
        if let Ok(written) = group.write("0001") {
            let again: Ack999 = read_again(envelope::FUNCTIONAL_ACKNOWLEDGMENT, &written);
            // Blanks at the end of a value are not written.
            let same = again == *group || again.write("0001").as_ref() == Ok(&written);
            assert!(same, "read again it differs:\n{}", shown(&written));
        }
    }
}

/// Whether what is answered has the names an answer cannot be read without.
fn has_names(ack: &Ack999) -> bool {
    let sets = ack.transactions.iter().flat_map(|set| [&set.st01, &set.control]);
    [&ack.group.functional_id, &ack.group.control].into_iter().chain(sets).all(|name| !name.trim().is_empty())
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
