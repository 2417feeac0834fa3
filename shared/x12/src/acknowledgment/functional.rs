//! 999: which transaction sets of a group were taken, and what was wrong with the others.

mod read;
mod write;

use std::fmt;

use crate::codes::codes;

codes! {
    /// TA104, IK501 and AK901: what became of an interchange, a transaction set or a group.
    AckStatus {
        Accepted = "A", AcceptedWithErrors = "E", PartiallyAccepted = "P", Rejected = "R",
    }
}

/// AK1: the group acknowledged.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct GroupReference {
    /// AK101: its GS01.
    pub functional_id: String,
    /// AK102: its GS06.
    pub control: String,
    /// AK103: its GS08.
    pub implementation: String,
}

/// ST to SE of a 999: the answer to one group.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ack999 {
    /// AK1.
    pub group: GroupReference,
    /// 2000: AK2 to IK5 of each transaction set; those that are accepted may be left out.
    pub transactions: Vec<TransactionAck>,
    /// AK901: what became of the group as a whole.
    pub status: AckStatus,
    /// AK902: transaction sets GE01 declared.
    pub declared: u32,
    /// AK903: transaction sets found.
    pub received: u32,
    /// AK904: transaction sets accepted.
    pub accepted: u32,
    /// AK905 to AK909: what is wrong with the group itself, such as `4` (GE02 is not GS06).
    pub codes: Vec<String>,
}

/// AK2 to IK5.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TransactionAck {
    /// AK201: its ST01.
    pub st01: String,
    /// AK202: its ST02.
    pub control: String,
    /// AK203: its ST03.
    pub implementation: String,
    /// 2100: IK3 with what stands below it.
    pub errors: Vec<SegmentError>,
    /// IK501: what became of the transaction set.
    pub status: AckStatus,
    /// IK502 to IK506: what is wrong with the transaction set as a whole, such as `5` (segments in error).
    pub codes: Vec<String>,
}

/// IK3 with its CTX and IK4.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SegmentError {
    /// IK301, such as `NM1`.
    pub segment_id: String,
    /// IK302: position, ST = 1.
    pub position: u32,
    /// IK303; inside LS/LE only.
    pub loop_id: String,
    /// IK304: `3` required missing, `8` element errors, ...
    pub code: String,
    /// CTX below IK3.
    pub contexts: Vec<Context>,
    /// 2110: IK4 with its CTX.
    pub elements: Vec<ElementError>,
}

/// IK4 with its CTX.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct ElementError {
    /// IK401-1, counted from 1.
    pub position: u32,
    /// IK401-2, counted from 1; `None` for the element as a whole.
    pub component: Option<u32>,
    /// IK401-3, counted from 1; `None` where the element is not repeated.
    pub repetition: Option<u32>,
    /// IK402: the element's number in the data dictionary.
    pub reference: String,
    /// IK403: `1` required missing, `7` bad code, ...
    pub code: String,
    /// IK404: the value at fault. It may be health data: Debug does not show it.
    pub value: String,
    /// CTX below IK4.
    pub contexts: Vec<Context>,
}

/// CTX: elements, each a list of components. It may name a claim or a person: Debug does not show it.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Context(pub Vec<Vec<String>>);

impl fmt::Debug for ElementError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { position, component, repetition, reference, code, .. } = self;
        write!(f, "ElementError({position} {component:?} {repetition:?}, element {reference}, code {code})")
    }
}

impl fmt::Debug for Context {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Context({} elements)", self.0.len())
    }
}

impl Ack999 {
    /// True where nothing has to be sent again.
    #[must_use]
    pub fn is_accepted(&self) -> bool {
        matches!(self.status, AckStatus::Accepted | AckStatus::AcceptedWithErrors)
    }

    /// Whether the transaction set with this ST02 was taken; `None` where the 999 does not name it and does not
    /// accept or reject the group as a whole.
    #[must_use]
    pub fn accepts(&self, control: &str) -> Option<bool> {
        let named = self.transactions.iter().find(|transaction| transaction.control == control);
        let status = named.map_or(&self.status, |transaction| &transaction.status);
        match status {
            AckStatus::Accepted | AckStatus::AcceptedWithErrors => Some(true),
            AckStatus::PartiallyAccepted => None,
            _ => Some(false),
        }
    }
}
