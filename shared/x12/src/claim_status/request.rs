//! 276: asking a payer what became of claims.

use super::IMPLEMENTATION;
use super::claim::{ClaimKey, ServiceLine, write_service};
use super::levels::{LevelWriter, is_insured, take_parties};
use crate::amount::Amount;
use crate::cursor::Cursor;
use crate::error::X12Error;
use crate::header::TransactionHeader;
use crate::hierarchy::levels;
use crate::name::{Reference, Unread};
use crate::reader::{Segment, TransactionSet};
use crate::writer::{TransactionText, TransactionWriter};

/// One 276.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct StatusRequest {
    /// BHT03 to BHT05.
    pub header: TransactionHeader,
    /// 2200D and 2200E: the claims asked about, each with the levels above it.
    pub claims: Vec<ClaimInquiry>,
    /// Segments this type has no field for, as received; they are not written.
    pub unread: Unread,
}

/// 2200D or 2200E.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ClaimInquiry {
    /// Whom is asked, who asks, about whose claim.
    pub key: ClaimKey,
    /// AMT*T3: what was charged for the claim.
    pub charge: Option<Amount>,
    /// 2210: the lines asked about; empty asks about the claim as a whole.
    pub lines: Vec<ServiceLine>,
}

impl StatusRequest {
    /// Writes ST to SE; claims that follow each other share the levels they have in common.
    ///
    /// # Errors
    /// Characters X12 does not allow.
    pub fn write(&self, control: &str) -> Result<TransactionText, X12Error> {
        let mut writer = TransactionWriter::new("276", control, Some(IMPLEMENTATION));
        self.header.write(&mut writer, "0010", "13", "");
        let mut levels = LevelWriter::default();
        for claim in &self.claims {
            levels.write_upper(&mut writer, &claim.key, true);
            levels.write_insured(&mut writer, &claim.key, true);
            claim.write(&mut writer);
        }
        writer.finish()
    }

    /// Reads a 276.
    ///
    /// # Errors
    /// Missing levels, names or traces; dates and numbers that are none.
    pub fn parse(set: &TransactionSet<'_>) -> Result<Self, X12Error> {
        let (head, levels) = levels(set)?;
        let mut request = Self { header: TransactionHeader::read(head)?, ..Self::default() };
        let mut key = ClaimKey::default();
        for level in &levels {
            let mut cursor = Cursor::new(level.body);
            take_parties(&mut key, level, true, &mut cursor, &mut request.unread)?;
            let before = request.claims.len();
            while let Some(segment) = cursor.advance() {
                match is_insured(level) {
                    true => request.take(&segment, &key, before)?,
                    false => request.unread.keep(&segment),
                }
            }
        }
        Ok(request)
    }

    /// `before` claims belong to other levels.
    fn take(&mut self, segment: &Segment<'_>, key: &ClaimKey, before: usize) -> Result<(), X12Error> {
        if segment.id() == "TRN" {
            let trace = segment.required(2, "2200", "TRN02 is repeated in the response")?.into();
            let key = ClaimKey { trace, ..key.clone() };
            self.claims.push(ClaimInquiry { key, ..ClaimInquiry::default() });
            return Ok(());
        }
        match self.claims[before..].last_mut() {
            Some(claim) => claim.take(segment, &mut self.unread),
            None => {
                self.unread.keep(segment);
                Ok(())
            }
        }
    }
}

impl ClaimInquiry {
    fn take(&mut self, segment: &Segment<'_>, unread: &mut Unread) -> Result<(), X12Error> {
        let line = self.lines.last_mut();
        match (segment.id(), segment.element(1), line) {
            ("SVC", ..) => self.lines.push(ServiceLine::read(segment)?),
            ("REF", "FJ", Some(line)) => line.line_id = Some(segment.element(2).into()),
            ("DTP", "472", Some(line)) => line.service = Some(segment.period(2)?),
            ("DTP", "472", None) => self.key.service = Some(segment.period(2)?),
            ("REF", ..) => self.key.references.push(Reference::parse(segment)),
            ("AMT", "T3", _) => self.charge = segment.value(2)?,
            _ => unread.keep(segment),
        }
        Ok(())
    }

    fn write(&self, writer: &mut TransactionWriter) {
        writer.put("TRN", &[&"1", &self.key.trace]);
        self.key.references.iter().for_each(|reference| reference.write(writer));
        if let Some(charge) = self.charge {
            writer.put("AMT", &[&"T3", &charge]);
        }
        write_service(self.key.service, writer);
        for line in &self.lines {
            line.write(writer);
            line.write_rest(writer);
        }
    }
}
