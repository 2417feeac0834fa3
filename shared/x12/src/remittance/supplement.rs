//! AMT, QTY and LQ: amounts, counts and remarks beside a decision.

use super::code_lists::{RemarkCodeList, SupplementalAmountKind};
use crate::amount::{Amount, Quantity};
use crate::claim::element::{absent, required};
use crate::error::X12Error;
use crate::reader::Segment;
use crate::text::Text;
use crate::writer::TransactionWriter;

/// AMT.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SupplementalAmount {
    /// AMT01: what the amount is.
    pub kind: SupplementalAmountKind,
    /// AMT02.
    pub amount: Amount,
}

/// QTY.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SupplementalQuantity {
    /// QTY01, such as `CA` covered days.
    pub kind: Text,
    /// QTY02.
    pub quantity: Quantity,
}

/// LQ.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Remark {
    /// LQ01: the list `code` is from.
    pub code_list: RemarkCodeList,
    /// LQ02, such as `N130`.
    pub code: Text,
}

/// Where a segment stood in its transaction set, ST = 1; zero for what was not read. Values that differ in nothing
/// but their place are equal.
#[derive(Clone, Copy, Debug, Default, Eq)]
pub struct Position(pub usize);

impl PartialEq for Position {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl SupplementalAmount {
    pub(super) fn read(amt: &Segment<'_>) -> Result<Self, X12Error> {
        let mut walk = amt.walk();
        let kind = SupplementalAmountKind::from_code(walk.str());
        Ok(Self { kind, amount: walk.value()?.ok_or_else(|| absent(amt, 2, "2100"))? })
    }

    pub(super) fn write(&self, writer: &mut TransactionWriter) {
        writer.put("AMT", &[&self.kind, &self.amount]);
    }
}

impl SupplementalQuantity {
    pub(super) fn read(qty: &Segment<'_>) -> Result<Self, X12Error> {
        Ok(Self { kind: qty.text(1), quantity: required(qty, 2, "2100")? })
    }

    pub(super) fn write(&self, writer: &mut TransactionWriter) {
        writer.put("QTY", &[&self.kind, &self.quantity]);
    }
}

impl Remark {
    /// LQ*HE with a RARC.
    pub fn remittance(code: impl Into<Text>) -> Self {
        Self { code_list: RemarkCodeList::Remittance, code: code.into() }
    }

    pub(super) fn read(lq: &Segment<'_>) -> Self {
        Self { code_list: RemarkCodeList::from_code(lq.element(1)), code: lq.text(2) }
    }

    pub(super) fn write(&self, writer: &mut TransactionWriter) {
        writer.put("LQ", &[&self.code_list, &self.code]);
    }
}
