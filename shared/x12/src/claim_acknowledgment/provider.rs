//! Loop 2000C: what was said about one billing provider.

use super::patient::PatientAcknowledgment;
use super::source::take;
use super::status::{Status, StatusLevel};
use super::totals::Totals;
use crate::claim::References;
use crate::claim::element::write_party;
use crate::claim::hierarchy::{at_level, enter};
use crate::cursor::Cursor;
use crate::error::X12Error;
use crate::hierarchy::HlCounter;
use crate::name::{Party, Unread};
use crate::text::Text;
use crate::writer::TransactionWriter;

/// Loops 2000C, 2100C and 2200C.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProviderAcknowledgment {
    /// NM1*85.
    pub party: Party,
    /// TRN*1, `0` where there is none to give: sent with a status of the provider or with totals.
    pub trace: Option<Text>,
    /// STC of 2200C. Where one of them rejects, all claims of the provider are rejected and patients may be absent.
    pub statuses: Vec<Status>,
    /// REF of 2200C: 0B, 1G, G2, LU, SY or TJ.
    pub references: References,
    /// QTY and AMT of 2200C.
    pub totals: Totals,
    /// 2000D: patients with their claims.
    pub patients: Vec<PatientAcknowledgment>,
    /// Segments this type has no field for, as received; they are not written.
    pub unknown: Unread,
}

impl ProviderAcknowledgment {
    /// A provider about whom nothing is said but in claims below.
    pub fn new(party: Party) -> Self {
        Self {
            party,
            trace: None,
            statuses: Vec::new(),
            references: References::default(),
            totals: Totals::default(),
            patients: Vec::new(),
            unknown: Unread::default(),
        }
    }

    pub(super) fn read(cursor: &mut Cursor<'_, '_>, parent: &str) -> Result<Self, X12Error> {
        let level = enter(cursor, "19", parent, "2000C")?;
        let mut provider = Self::new(Party::parse(&cursor.expect("NM1", "2100C")?));
        provider.trace = cursor.take_if("TRN").map(|trn| trn.element(2).into());
        while let Some(segment) = cursor.peek() {
            match segment.id() {
                "HL" if at_level(cursor, "PT") => {
                    provider.patients.push(PatientAcknowledgment::read(cursor, level)?);
                }
                "HL" | "SE" => break,
                "REF" => {
                    provider.references.push(&segment);
                    cursor.advance();
                }
                _ => take(
                    cursor,
                    &segment,
                    &mut provider.statuses,
                    &mut provider.totals,
                    &mut provider.unknown,
                )?,
            }
        }
        Ok(provider)
    }

    pub(super) fn write(&self, writer: &mut TransactionWriter, hierarchy: &mut HlCounter, parent: u32) {
        let level = hierarchy.write(writer, parent, "19", Some(!self.patients.is_empty()));
        write_party(writer, "85", &self.party);
        if let Some(trace) = &self.trace {
            writer.put("TRN", &[&"1", trace]);
        }
        self.statuses.iter().for_each(|status| status.write(writer, StatusLevel::Provider));
        self.references.write(writer);
        self.totals.write(writer, ["QA", "QC"]);
        for patient in &self.patients {
            patient.write(writer, hierarchy, level);
        }
    }
}
