//! Turns what the validator finds into TA1 and 999 while a text goes by.

mod group;
mod transaction;

use std::collections::VecDeque;

use group::OpenGroup;

use super::functional::{Ack999, AckStatus};
use super::interchange::Ta1;
use crate::reader::Segment;
use crate::validate::{Answer, Finding, Rule, Severity, interchange_note};

/// What to answer to one interchange: a TA1, and a 999 for each group.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InterchangeAnswer {
    /// The TA1, made whether or not it was asked for.
    pub ta1: Ta1,
    /// ISA14 = 1: the sender wants the TA1.
    pub requested: bool,
    /// A 999 for each GS, but none for groups of 999: an acknowledgment is not acknowledged.
    pub groups: Vec<Ack999>,
}

/// Gathers the findings of one or more interchanges into answers.
///
/// ```
/// use x12::acknowledgment::{AckStatus, Acknowledger};
/// use x12::validate::{Level, Validator};
/// # fn main() -> Result<(), x12::X12Error> {
/// let text = "ISA*00*          *00*          *ZZ*A              *ZZ*B              *260309*1405*^*00501*000000042*1*T*:~\
///             GS*HP*PAYER*CLINIC*20260309*1405*1*X*005010X221A1~ST*835*0001~SE*2*0001~GE*1*1~IEA*1*000000042~";
/// let (mut validator, mut acknowledger) = (Validator::new(Level::Relation), Acknowledger::new());
/// let mut findings = Vec::new();
/// for segment in x12::reader::Segments::new(text) {
///     let segment = segment?;
///     validator.push(&segment, &mut findings);
///     acknowledger.push(&segment, &findings);
///     findings.clear();
/// }
/// validator.finish(&mut findings);
/// acknowledger.finish(&findings);
/// let answer = acknowledger.take().expect("one interchange");
/// assert_eq!(answer.ta1.note, "000");
/// assert_eq!(answer.groups[0].status, AckStatus::Rejected);
/// assert_eq!(answer.groups[0].transactions[0].errors[0].segment_id, "BPR");
/// # Ok(())
/// # }
/// ```
#[derive(Debug, Default)]
pub struct Acknowledger {
    interchange: Option<OpenInterchange>,
    group: Option<OpenGroup>,
    done: VecDeque<InterchangeAnswer>,
}

#[derive(Debug)]
struct OpenInterchange {
    answer: InterchangeAnswer,
    /// TA105 of the first fault that refuses it.
    note: Option<&'static str>,
}

impl Acknowledger {
    /// No segment seen, nothing to answer.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// The next segment, with what the validator found at it.
    pub fn push(&mut self, segment: &Segment<'_>, findings: &[Finding]) {
        // Findings that end what was open come first; all after them are about the segment itself.
        let ends = |finding: &Finding| {
            matches!(finding.rule, Rule::SetTrailer | Rule::GroupTrailer | Rule::InterchangeCut)
        };
        let begun = findings.iter().rposition(ends).map_or(0, |last| last + 1);
        findings[..begun].iter().for_each(|finding| self.note(finding));
        let id = segment.id();
        match id {
            "ISA" => self.begin_interchange(segment),
            "GS" => self.begin_group(segment),
            _ => {
                if let Some(group) = &mut self.group {
                    group.pass(segment);
                }
            }
        }
        findings[begun..].iter().for_each(|finding| self.note(finding));
        match id {
            "SE" => self.group.iter_mut().for_each(OpenGroup::end_transaction),
            "GE" => self.end_group(segment.element(1).trim().parse().ok()),
            "IEA" => self.end_interchange(),
            _ => {}
        }
    }

    /// The text has ended, with what the validator found then.
    pub fn finish(&mut self, findings: &[Finding]) {
        findings.iter().for_each(|finding| self.note(finding));
        self.end_interchange();
    }

    /// The answer to the next interchange that has ended; `None` where all were taken.
    pub fn take(&mut self) -> Option<InterchangeAnswer> {
        self.done.pop_front()
    }

    fn begin_interchange(&mut self, isa: &Segment<'_>) {
        self.end_interchange();
        let text = |n| isa.element(n).into();
        let (status, note) = (AckStatus::Accepted, "000".into());
        let ta1 = Ta1 { control: text(13), date: text(9), time: text(10), status, note };
        let answer = InterchangeAnswer { ta1, requested: isa.element(14) == "1", groups: Vec::new() };
        self.interchange = Some(OpenInterchange { answer, note: None });
    }

    fn begin_group(&mut self, gs: &Segment<'_>) {
        self.end_group(None);
        self.group = Some(OpenGroup::new(gs));
    }

    fn end_group(&mut self, declared: Option<u32>) {
        let ended = self.group.take().and_then(|group| group.end(declared));
        if let Some(open) = &mut self.interchange {
            open.answer.groups.extend(ended);
        }
    }

    fn end_interchange(&mut self) {
        self.end_group(None);
        if let Some(OpenInterchange { mut answer, note }) = self.interchange.take() {
            if let Some(note) = note {
                (answer.ta1.status, answer.ta1.note) = (AckStatus::Rejected, note.into());
            }
            self.done.push_back(answer);
        }
    }

    fn note(&mut self, finding: &Finding) {
        if finding.severity == Severity::Note {
            return;
        }
        let code = finding.rule.answer();
        let envelope = match (code, &*finding.position.id) {
            (Answer::Interchange(note), _) => Some(note),
            (Answer::Element(_), "ISA") => Some(interchange_note(finding.position.element.unwrap_or(0))),
            (Answer::Element(_), "IEA") => Some("021"),
            (Answer::Element(_), "TA1") => Some("024"),
            _ => None,
        };
        if let Some(note) = envelope {
            if let Some(open) = self.interchange.as_mut().filter(|_| finding.severity == Severity::Error) {
                open.note.get_or_insert(note);
            }
        } else if let Some(group) = &mut self.group {
            group.note(finding, code);
        }
        match finding.rule {
            Rule::GroupTrailer => self.end_group(None),
            Rule::InterchangeCut => self.end_interchange(),
            _ => {}
        }
    }
}
