//! Loop 2000D: what was said about the claims of one patient.

use super::claim::ClaimTracking;
use crate::claim::element::write_party;
use crate::claim::hierarchy::enter;
use crate::claim::set_aside;
use crate::cursor::Cursor;
use crate::error::X12Error;
use crate::hierarchy::HlCounter;
use crate::name::{Party, Unread};
use crate::writer::TransactionWriter;

/// Loops 2000D and 2100D.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PatientAcknowledgment {
    /// NM1*QC.
    pub party: Party,
    /// 2200D: the claims of this patient.
    pub claims: Vec<ClaimTracking>,
    /// Segments this type has no field for, as received; they are not written.
    pub unknown: Unread,
}

impl PatientAcknowledgment {
    pub(super) fn read(cursor: &mut Cursor<'_, '_>, parent: &str) -> Result<Self, X12Error> {
        enter(cursor, "PT", parent, "2000D")?;
        let party = Party::parse(&cursor.expect("NM1", "2100D")?);
        let mut patient = Self { party, claims: Vec::new(), unknown: Unread::default() };
        while cursor.is_before(&["HL", "SE"]) {
            if cursor.peek_id() == "TRN" {
                patient.claims.push(ClaimTracking::read(cursor)?);
            } else {
                set_aside(cursor, &mut patient.unknown);
            }
        }
        Ok(patient)
    }

    pub(super) fn write(&self, writer: &mut TransactionWriter, hierarchy: &mut HlCounter, parent: u32) {
        hierarchy.write(writer, parent, "PT", None);
        write_party(writer, "QC", &self.party);
        self.claims.iter().for_each(|claim| claim.write(writer));
    }
}
