//! Making a 999 from a group and what was found wrong with it.

use super::functional::{Ack999, AckStatus, ElementError, GroupReference, SegmentError, TransactionAck};
use crate::error::{ErrorKind, X12Error};
use crate::guide::Dictionary;
use crate::reader::{Group, TransactionSet};

/// An error of one transaction set of a group, which becomes an IK3 or IK5 of its AK2.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TransactionFault {
    /// ST02 of the transaction set.
    pub control: String,
    /// What is wrong with it; its place becomes IK301 to IK303 and IK401.
    pub error: X12Error,
}

impl Ack999 {
    /// Every transaction set of the group was taken.
    #[must_use]
    pub fn accept(group: &Group<'_>) -> Self {
        Self::reject(group, &[])
    }

    /// The transaction sets named in `faults` were refused, the others taken.
    #[must_use]
    pub fn reject(group: &Group<'_>, faults: &[TransactionFault]) -> Self {
        let answer = |set: &TransactionSet<'_>| {
            TransactionAck::answer(set, faults.iter().filter(|fault| fault.control == set.control))
        };
        let transactions: Vec<TransactionAck> = group.transactions.iter().map(answer).collect();
        let taken =
            transactions.iter().filter(|transaction| transaction.status == AckStatus::Accepted).count();
        let [received, accepted] =
            [transactions.len(), taken].map(|count| u32::try_from(count).unwrap_or(u32::MAX));
        let status = match accepted {
            _ if accepted == received => AckStatus::Accepted,
            0 => AckStatus::Rejected,
            _ => AckStatus::PartiallyAccepted,
        };
        let group = GroupReference {
            functional_id: group.functional_id().to_owned(),
            control: group.control().to_owned(),
            implementation: group.implementation().to_owned(),
        };
        Self { group, transactions, status, declared: received, received, accepted, codes: Vec::new() }
    }
}

impl TransactionAck {
    fn answer<'f>(set: &TransactionSet<'_>, faults: impl Iterator<Item = &'f TransactionFault>) -> Self {
        let (mut errors, mut codes) = (Vec::new(), Vec::new());
        for TransactionFault { error, .. } in faults {
            match trailer_code(error) {
                Some(code) => codes.push(code.to_owned()),
                None => errors.push(SegmentError::of(error)),
            }
        }
        if !errors.is_empty() {
            codes.push("5".to_owned());
        }
        codes.dedup();
        codes.truncate(5);
        let status = if codes.is_empty() { AckStatus::Accepted } else { AckStatus::Rejected };
        let implementation = set.implementation.to_owned();
        Self {
            st01: set.st01.to_owned(),
            control: set.control.to_owned(),
            implementation,
            errors,
            status,
            codes,
        }
    }
}

/// IK502 for faults of SE, which are no segment errors.
fn trailer_code(error: &X12Error) -> Option<&'static str> {
    match error.kind {
        ErrorKind::TrailerMissing { trailer: "SE" } => Some("2"),
        ErrorKind::Control { .. } => Some("3"),
        ErrorKind::Count { .. } if &*error.segment_id == "SE" => Some("4"),
        _ => None,
    }
}

impl SegmentError {
    fn of(error: &X12Error) -> Self {
        let (segment_id, code) = match &error.kind {
            ErrorKind::SegmentMissing { id } => (id, "3"),
            ErrorKind::SegmentUnexpected => (&error.segment_id, "2"),
            _ => (&error.segment_id, "8"),
        };
        let element = error.element.filter(|_| code == "8");
        Self {
            segment_id: segment_id.to_string(),
            position: u32::try_from(error.segment).unwrap_or(u32::MAX),
            code: code.to_owned(),
            elements: element.map(|element| ElementError::of(element, error)).into_iter().collect(),
            ..Self::default()
        }
    }
}

impl ElementError {
    fn of(element: u8, error: &X12Error) -> Self {
        let code = match error.kind {
            ErrorKind::ElementMissing => "1",
            ErrorKind::Character => "6",
            ErrorKind::TooLarge { .. } => "5",
            _ => "7",
        };
        Self {
            position: u32::from(element),
            reference: reference(&error.segment_id, element).into(),
            code: code.to_owned(),
            value: error.value().filter(|value| is_writable(value)).unwrap_or_default().into(),
            ..Self::default()
        }
    }
}

/// The number of an element in the data dictionary; empty for composites, which have none.
fn reference(segment_id: &str, element: u8) -> &'static str {
    let number = Dictionary::get().element_number(segment_id, usize::from(element));
    number.filter(|number| number.bytes().all(|byte| byte.is_ascii_digit())).unwrap_or_default()
}

/// Whether a 999 can repeat a value: it has none of the usual separators.
pub(super) fn is_writable(value: &str) -> bool {
    let known = |byte: u8| (b' '..=b'~').contains(&byte) && !b"*:^~".contains(&byte);
    !value.trim().is_empty() && value.bytes().all(known)
}
