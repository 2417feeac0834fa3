//! Acknowledgments of what was received: TA1 for an interchange, 999 (005010X231A1) for a group.

mod acknowledger;
mod answer;
mod functional;
mod interchange;

pub use acknowledger::{Acknowledger, InterchangeAnswer};
pub use answer::TransactionFault;
pub use functional::{
    Ack999, AckStatus, Context, ElementError, GroupReference, SegmentError, TransactionAck,
};
pub use interchange::{Ta1, write_interchange_acknowledgment};

/// GS08 and ST03 of a 999.
pub const IMPLEMENTATION: &str = "005010X231A1";
/// GS01 of a 999.
pub const GROUP: &str = "FA";
