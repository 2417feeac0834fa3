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
///
/// Reading one, as a payer or a simulator of one does:
///
/// ```
/// use x12::claim_status::StatusRequest;
///
/// # let head = "ISA*00*          *00*          *ZZ*CLINIC         *ZZ*PAYER          *260309*1405*^*00501*000000042*0*T*:~\
/// #   GS*HR*CLINIC*PAYER*20260309*1405*1*X*005010X212~";
/// let file = format!(
///     "{head}ST*276*0001*005010X212~BHT*0010*13*STAT1*20260309*1405~HL*1**20*1~\
///      NM1*PR*2*EVERGREEN HEALTH*****PI*EVG01~HL*2*1*21*1~NM1*41*2*CEDAR CLINIC*****46*CEDAR1~HL*3*2*19*1~\
///      NM1*1P*2*CEDAR CLINIC*****XX*1234567893~HL*4*3*22*0~DMG*D8*19881104*F~\
///      NM1*IL*1*ALDER*MORGAN****MI*M0033~TRN*1*A1001~AMT*T3*125~DTP*472*D8*20260227~\
///      SE*15*0001~GE*1*1~IEA*1*000000042~"
/// );
/// let delivery = x12::reader::Transactions::new(&file).next().expect("one")?;
/// let request = StatusRequest::parse(&delivery.set)?;
/// let claim = &request.claims[0];
/// assert_eq!((claim.key.trace.as_str(), claim.key.subscriber.party.id.as_str()), ("A1001", "M0033"));
/// # Ok::<(), x12::X12Error>(())
/// ```
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
    /// 2000A to 2000E, TRN, REF and DTP: whom is asked, who asks, about whose claim.
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
