//! One 277CA transaction set.

use super::IMPLEMENTATION;
use super::claim::ClaimTracking;
use super::source::InformationSource;
use crate::claim::hierarchy::at_level;
use crate::claim::set_aside;
use crate::cursor::Cursor;
use crate::error::X12Error;
use crate::header::TransactionHeader;
use crate::hierarchy::HlCounter;
use crate::name::Unread;
use crate::reader::TransactionSet;
use crate::writer::{TransactionText, TransactionWriter};

/// ST to SE of a 277CA.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClaimAcknowledgment {
    /// BHT03 to BHT05.
    pub header: TransactionHeader,
    /// 2000A: who answers, with receivers, providers, patients and claims below.
    pub sources: Vec<InformationSource>,
    /// Segments this type has no field for, as received; they are not written.
    pub unknown: Unread,
}

impl ClaimAcknowledgment {
    /// Reads ST to SE of a 277CA.
    ///
    /// # Errors
    /// It is another 277 (BHT01 is not 0085), or what the loops cannot do without is missing or out of order.
    pub fn read(transaction: &TransactionSet<'_>) -> Result<Self, X12Error> {
        let mut cursor = Cursor::new(&transaction.segments);
        cursor.expect("ST", "ST")?;
        let bht = cursor.expect("BHT", "ST")?;
        if bht.element(1) != "0085" {
            return Err(bht.invalid(1, "a 277CA has 0085 here; 0010 is an answer to a 276"));
        }
        let (mut sources, mut unknown) = (Vec::new(), Unread::default());
        while !cursor.is_at_end() {
            if at_level(&cursor, "20") {
                sources.push(InformationSource::read(&mut cursor)?);
            } else if cursor.take_if("SE").is_none() {
                set_aside(&mut cursor, &mut unknown);
            }
        }
        Ok(Self { header: TransactionHeader::read(&transaction.segments)?, sources, unknown })
    }

    /// Writes ST to SE. `control` is ST02, 4 to 9 characters. HL numbers and segment counts are made here.
    ///
    /// # Errors
    /// A value holds a character that X12 does not allow, or a separator.
    pub fn write(&self, control: &str) -> Result<TransactionText, X12Error> {
        let mut writer = TransactionWriter::new("277", control, Some(IMPLEMENTATION));
        self.header.write(&mut writer, "0085", "08", "TH");
        let mut hierarchy = HlCounter::default();
        for source in &self.sources {
            source.write(&mut writer, &mut hierarchy);
        }
        writer.finish()
    }

    /// Every claim in order.
    pub fn claims(&self) -> impl Iterator<Item = &ClaimTracking> {
        let receivers = self.sources.iter().flat_map(|source| &source.receivers);
        let patients =
            receivers.flat_map(|receiver| &receiver.providers).flat_map(|provider| &provider.patients);
        patients.flat_map(|patient| &patient.claims)
    }
}
