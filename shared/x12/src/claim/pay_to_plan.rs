//! Loop 2010AC: the plan that is to be paid back.

use super::element::write_party;
use super::party_loop::PartyLoop;
use super::reference::References;
use crate::cursor::Cursor;
use crate::error::X12Error;
use crate::name::{Address, Party};
use crate::writer::TransactionWriter;

/// The plan that a subrogation demand (BHT06 = 31) asks to pay.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PayToPlan {
    /// NM1*PE, with the plan's id.
    pub party: Party,
    /// N3 and N4.
    pub address: Address,
    /// REF*EI, required, and one of REF*2U, REF*FY, REF*NF.
    pub references: References,
}

impl PayToPlan {
    pub(super) fn read(cursor: &mut Cursor<'_, '_>) -> Result<Self, X12Error> {
        let PartyLoop { party, address, references, .. } = PartyLoop::read(cursor, "2010AC")?;
        Ok(Self { party, address: address.unwrap_or_default(), references })
    }

    pub(super) fn write(&self, writer: &mut TransactionWriter) {
        write_party(writer, "PE", &self.party);
        self.address.write(writer);
        self.references.write(writer);
    }
}
