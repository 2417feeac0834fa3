//! CN1: the contract the charge was made under.

use super::element::text;
use crate::amount::{Amount, Percent};
use crate::codes::codes;
use crate::error::X12Error;
use crate::reader::Segment;
use crate::text::Text;
use crate::writer::TransactionWriter;

codes! {
    /// CN101.
    ContractKind {
        Drg = "01", PerDiem = "02", VariablePerDiem = "03", Flat = "04", Capitated = "05", Percent = "06",
        OtherContract = "09",
    }
}

/// CN1 of a claim (2300) or a line (2400).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contract {
    /// CN101.
    pub kind: ContractKind,
    /// CN102: the amount the contract sets.
    pub amount: Option<Amount>,
    /// CN103: a percentage, as the sender wrote it.
    pub percentage: Option<Percent>,
    /// CN104: number or name of the contract.
    pub code: Option<Text>,
    /// CN105: the discount in percent, as the sender wrote it.
    pub discount: Option<Percent>,
    /// CN106: which version of the contract.
    pub version: Option<Text>,
}

impl Contract {
    #[must_use]
    /// CN101 alone.
    pub fn new(kind: ContractKind) -> Self {
        Self { kind, amount: None, percentage: None, code: None, discount: None, version: None }
    }

    /// # Errors
    /// An amount or a share is none.
    pub(crate) fn read(cn1: &Segment<'_>) -> Result<Self, X12Error> {
        Ok(Self {
            kind: ContractKind::from_code(cn1.element(1)),
            amount: cn1.value(2)?,
            percentage: cn1.value(3)?,
            code: text(cn1, 4),
            discount: cn1.value(5)?,
            version: text(cn1, 6),
        })
    }

    pub(crate) fn write(&self, writer: &mut TransactionWriter) {
        let Self { kind, amount, percentage, code, discount, version } = self;
        writer.put("CN1", &[kind, amount, percentage, code, discount, version]);
    }
}
