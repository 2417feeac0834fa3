//! QTY and AMT: how many claims were accepted and rejected, and for how much.

use crate::amount::{Amount, Quantity};
use crate::claim::element::write_amount;
use crate::error::X12Error;
use crate::reader::Segment;
use crate::writer::TransactionWriter;

/// QTY and AMT of 2200B and 2200C; absent where the sender says nothing, which is how it says none.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Totals {
    /// QTY*90 of the batch, QTY*QA of a provider.
    pub accepted: Option<Quantity>,
    /// QTY*AA of the batch, QTY*QC of a provider.
    pub rejected: Option<Quantity>,
    /// AMT*YU.
    pub accepted_amount: Option<Amount>,
    /// AMT*YY.
    pub rejected_amount: Option<Amount>,
}

impl Totals {
    /// True where the segment is one of the four.
    pub(super) fn take(&mut self, segment: &Segment<'_>) -> Result<bool, X12Error> {
        match (segment.id(), segment.element(1)) {
            ("QTY", "90" | "QA") => self.accepted = segment.value(2)?,
            ("QTY", "AA" | "QC") => self.rejected = segment.value(2)?,
            ("AMT", "YU") => self.accepted_amount = segment.value(2)?,
            ("AMT", "YY") => self.rejected_amount = segment.value(2)?,
            _ => return Ok(false),
        }
        Ok(true)
    }

    /// `codes` are the QTY01 of accepted and rejected.
    pub(super) fn write(&self, writer: &mut TransactionWriter, codes: [&str; 2]) {
        for (code, count) in codes.into_iter().zip([self.accepted, self.rejected]) {
            if let Some(count) = count {
                writer.put("QTY", &[&code, &count]);
            }
        }
        write_amount(writer, "YU", self.accepted_amount);
        write_amount(writer, "YY", self.rejected_amount);
    }
}
