//! Acknowledgements: what a 999, a TA1 or a 277CA says of the claims we sent.

mod receive;
mod routes;
#[cfg(test)]
mod tests;

pub use receive::{Acknowledged, Receipt, apply, receive};
pub use routes::routes;

use crate::claim::{Rejection, RejectionSource, State, Verdict};
use crate::x12_file::Unreadable;
use x12::acknowledgment::{Ack999, AckStatus, SegmentError, Ta1};
use x12::claim_acknowledgment::{
    ClaimAcknowledgment, IMPLEMENTATION, InformationReceiver, Status, StatusCategory,
};
use x12::reader::{Interchange, TransactionSet};

/// Which submission is meant: TA1 and 999 name the control number, a 277CA the claim's number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    Control(i32),
    Number(String),
    /// Named by something that is no number of ours.
    Unknown,
}

/// What was said of one submission.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    pub target: Target,
    pub verdict: Verdict,
}

const TAKES: &str = "999, TA1 and 277CA";

/// Every answer of a file, in order.
pub fn read(text: &str) -> Result<Vec<Answer>, Unreadable> {
    let mut answers = Vec::new();
    for interchange in Interchange::read(text)? {
        for ta1 in &interchange.interchange_acknowledgments {
            answers.push(of_ta1(&Ta1::parse(ta1)?));
        }
        for set in interchange.transactions() {
            match (set.st01, set.implementation) {
                ("999", _) => answers.push(of_999(&Ack999::parse(set)?)),
                ("277", IMPLEMENTATION) => answers.extend(of_277ca(&ClaimAcknowledgment::read(set)?)),
                _ => return Err(unexpected(set)),
            }
        }
    }
    Ok(answers)
}

fn unexpected(set: &TransactionSet<'_>) -> Unreadable {
    let found: String = set.st01.chars().take(3).collect();
    Unreadable::Unexpected { found, takes: TAKES }
}

fn of_ta1(ta1: &Ta1) -> Answer {
    let rejection = Rejection {
        source: RejectionSource::InterchangeAcknowledgement,
        code: ta1.note.clone(),
        place: "ISA".to_owned(),
        fix: "The clearinghouse refused the envelope: ask it what the code means for our submitter id."
            .to_owned(),
    };
    let verdict = if ta1.status == AckStatus::Rejected {
        Verdict::Refused(vec![rejection])
    } else {
        Verdict::Delivered
    };
    Answer { target: control(&ta1.control), verdict }
}

/// We send one claim a group, so the group's answer is the claim's.
fn of_999(ack: &Ack999) -> Answer {
    let errors = ack.transactions.iter().flat_map(|transaction| &transaction.errors);
    let mut rejections: Vec<Rejection> = errors.map(syntax).collect();
    if rejections.is_empty() {
        rejections.push(syntax(&SegmentError { segment_id: "GS".to_owned(), ..SegmentError::default() }));
    }
    let verdict = if ack.is_accepted() { Verdict::Received } else { Verdict::Refused(rejections) };
    Answer { target: control(&ack.group.control), verdict }
}

fn control(text: &str) -> Target {
    text.trim().parse().map_or(Target::Unknown, Target::Control)
}

fn syntax(error: &SegmentError) -> Rejection {
    let element = error.elements.first();
    let place = match element {
        Some(element) => format!("{}{:02}, segment {}", error.segment_id, element.position, error.position),
        None => format!("{}, segment {}", error.segment_id, error.position),
    };
    Rejection {
        source: RejectionSource::FunctionalAcknowledgement,
        code: element.map_or(&error.code, |element| &element.code).clone(),
        place,
        fix: "Mend what this segment is made of, then submit the claim again.".to_owned(),
    }
}

fn of_277ca(acknowledgment: &ClaimAcknowledgment) -> Vec<Answer> {
    let receivers = acknowledgment.sources.iter().flat_map(|source| &source.receivers);
    receivers.flat_map(of_receiver).collect()
}

/// A rejection of the batch or of the provider rejects everything below; the batch is named as its one claim is.
fn of_receiver(receiver: &InformationReceiver) -> Vec<Answer> {
    let above =
        receiver.statuses.iter().chain(receiver.providers.iter().flat_map(|provider| &provider.statuses));
    let rejected: Vec<&Status> = above.filter(|status| is_rejection(status)).collect();
    if !rejected.is_empty() {
        let verdict = Verdict::Refused(rejected.into_iter().map(business).collect());
        return vec![Answer { target: Target::Number(String::from(&receiver.trace)), verdict }];
    }
    let patients = receiver.providers.iter().flat_map(|provider| &provider.patients);
    let claims = patients.flat_map(|patient| &patient.claims);
    let answers = claims.filter_map(|claim| {
        let target = Target::Number(String::from(&claim.patient_control_number));
        let named = claim.payer_control_number().map(str::to_owned);
        Some(Answer { target, verdict: of_statuses(&claim.statuses, named)? })
    });
    answers.collect()
}

/// None where the claim was only passed on (A0), split (A5) or not found (A4): nothing is decided by that.
fn of_statuses(statuses: &[Status], payer_control_number: Option<String>) -> Option<Verdict> {
    let rejected: Vec<Rejection> =
        statuses.iter().filter(|status| is_rejection(status)).map(business).collect();
    if !rejected.is_empty() {
        return Some(Verdict::Refused(rejected));
    }
    let taken = |code: &StatusCategory| {
        matches!(code, StatusCategory::Received | StatusCategory::AcceptedIntoAdjudication)
    };
    let accepted = statuses.iter().flat_map(|status| &status.codes).any(|code| taken(&code.category));
    accepted.then_some(Verdict::Accepted { payer_control_number })
}

fn is_rejection(status: &Status) -> bool {
    use StatusCategory::{RejectedInvalid, RejectedMissing, RejectedRelational, ReturnedUnprocessable};
    let refuses = |category: &StatusCategory| {
        matches!(category, ReturnedUnprocessable | RejectedMissing | RejectedInvalid | RejectedRelational)
    };
    status.is_rejection() || status.codes.iter().any(|code| refuses(&code.category))
}

fn business(status: &Status) -> Rejection {
    let first = status.codes.first();
    Rejection {
        source: RejectionSource::ClaimAcknowledgement,
        code: first.map(|code| format!("{}:{}", code.category.code(), code.status)).unwrap_or_default(),
        place: first.and_then(|code| code.entity.as_ref()).map(String::from).unwrap_or_default(),
        fix: "Mend what the status names, then submit the claim again: it goes out as a new original."
            .to_owned(),
    }
}

/// The history's words for where an acknowledgement brought a claim.
fn told(state: &State) -> &'static str {
    match state {
        State::Submitted { .. } => "The clearinghouse has the interchange.",
        State::Received { .. } => "The clearinghouse took it as well-formed (999).",
        State::Accepted { .. } => "It was accepted for adjudication (277CA).",
        State::Rejected { rejections, .. } => match rejections.first().map(|rejection| rejection.source) {
            Some(RejectionSource::ClaimAcknowledgement) => {
                "It was rejected (277CA) and will not be adjudicated."
            }
            Some(RejectionSource::InterchangeAcknowledgement) => "The interchange was refused (TA1).",
            _ => "It was refused as malformed (999).",
        },
        _ => "An acknowledgement came.",
    }
}
