//! A group on its way to a 999.

use super::super::GROUP;
use super::super::functional::{Ack999, AckStatus, GroupReference, TransactionAck};
use super::transaction::OpenTransaction;
use crate::reader::Segment;
use crate::validate::{Answer, Finding, Rule, Severity};

/// AK905 to AK909, and IK502 to IK506.
const MOST_CODES: usize = 5;

#[derive(Debug)]
pub(super) struct OpenGroup {
    reference: GroupReference,
    transactions: Vec<TransactionAck>,
    transaction: Option<OpenTransaction>,
    /// AK905.
    codes: Vec<&'static str>,
}

impl OpenGroup {
    pub(super) fn new(gs: &Segment<'_>) -> Self {
        let text = |n| gs.element(n).into();
        let reference = GroupReference { functional_id: text(1), control: text(6), implementation: text(8) };
        Self { reference, transactions: Vec::new(), transaction: None, codes: Vec::new() }
    }

    /// A segment of the group, before what was found at it.
    pub(super) fn pass(&mut self, segment: &Segment<'_>) {
        if segment.id() == "ST" {
            self.end_transaction();
            self.transaction = Some(OpenTransaction::new(segment, &self.reference.implementation));
        } else if let Some(transaction) = &mut self.transaction {
            transaction.pass(segment);
        }
    }

    pub(super) fn note(&mut self, finding: &Finding, answer: Answer) {
        match (answer, &mut self.transaction) {
            (Answer::Group(code), _) => keep(&mut self.codes, code),
            (Answer::Element(_), None) if finding.severity == Severity::Error => {
                keep(&mut self.codes, if finding.position.element == Some(6) { "6" } else { "1" });
            }
            (_, Some(transaction)) => transaction.note(finding, answer),
            (_, None) => {}
        }
        if finding.rule == Rule::SetTrailer {
            self.end_transaction();
        }
    }

    pub(super) fn end_transaction(&mut self) {
        self.transactions.extend(self.transaction.take().map(OpenTransaction::end));
    }

    /// The 999, where the group is to be acknowledged; `declared` is GE01.
    pub(super) fn end(mut self, declared: Option<u32>) -> Option<Ack999> {
        self.end_transaction();
        if self.reference.functional_id == GROUP {
            return None;
        }
        let number = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
        let received = number(self.transactions.len());
        let taken = |ack: &&TransactionAck| ack.status != AckStatus::Rejected;
        let refused = !self.codes.is_empty();
        let accepted = if refused { 0 } else { number(self.transactions.iter().filter(taken).count()) };
        let clean = self.transactions.iter().all(|ack| ack.status == AckStatus::Accepted);
        let status = match accepted {
            0 if refused || received > 0 => AckStatus::Rejected,
            _ if accepted < received => AckStatus::PartiallyAccepted,
            _ if clean => AckStatus::Accepted,
            _ => AckStatus::AcceptedWithErrors,
        };
        Some(Ack999 {
            group: self.reference,
            transactions: self.transactions,
            status,
            declared: declared.unwrap_or(received),
            received,
            accepted,
            codes: self.codes.into_iter().map(Into::into).collect(),
        })
    }
}

/// Adds a code once, where there is room for it.
pub(super) fn keep(codes: &mut Vec<&'static str>, code: &'static str) {
    if codes.len() < MOST_CODES && !codes.contains(&code) {
        codes.push(code);
    }
}
