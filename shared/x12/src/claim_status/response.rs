//! 277: what became of claims.

use super::IMPLEMENTATION;
use super::claim::{ClaimKey, ServiceLine, write_service};
use super::levels::{LevelWriter, is_insured, take_parties};
use super::status::Status;
use crate::cursor::Cursor;
use crate::error::X12Error;
use crate::header::TransactionHeader;
use crate::hierarchy::{Level, levels};
use crate::name::{Reference, Unread};
use crate::reader::{Segment, TransactionSet};
use crate::text::Text;
use crate::writer::{TransactionText, TransactionWriter};

/// One 277.
///
/// Answering a request, whose levels and trace come back:
///
/// ```
/// use x12::claim_status::{ClaimKey, ClaimStatus, Insured, Status, StatusCode, StatusResponse};
/// use x12::name::{Party, Reference};
///
/// let asked = ClaimKey {
///     payer: Party::organization("PR", "EVERGREEN HEALTH", "PI", "EVG01"),
///     receiver: Party::organization("41", "CEDAR CLINIC", "46", "CEDAR1"),
///     providers: vec![Party::organization("1P", "CEDAR CLINIC", "XX", "1234567893")],
///     subscriber: Insured { party: Party::person("IL", "ALDER", "MORGAN", "MI", "M0033"), ..Insured::default() },
///     trace: "A1001".into(),
///     ..ClaimKey::default()
/// };
/// let pending = Status {
///     codes: vec![StatusCode::new("P1", "20")],
///     date: chrono::NaiveDate::from_ymd_opt(2026, 3, 9),
///     ..Status::default()
/// };
/// let key = ClaimKey { references: vec![Reference::new("1K", "ICN1")], ..asked };
/// let claims = vec![ClaimStatus { key, statuses: vec![pending], lines: Vec::new() }];
/// let text = StatusResponse { claims, ..StatusResponse::default() }.write("0001")?;
/// assert!(text.as_str().contains("~TRN*2*A1001~STC*P1:20*20260309~REF*1K*ICN1~SE*"));
/// # Ok::<(), x12::X12Error>(())
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct StatusResponse {
    /// BHT03 to BHT05.
    pub header: TransactionHeader,
    /// 2200D and 2200E: the claims answered, each with the levels above it.
    pub claims: Vec<ClaimStatus>,
    /// 2200B and 2200C: statuses of a receiver or provider as a whole: nothing below was looked at.
    pub refusals: Vec<Refusal>,
    /// Segments this type has no field for, as received; they are not written.
    pub unread: Unread,
}

/// 2200D or 2200E.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ClaimStatus {
    /// 2000A to 2000E, TRN, REF and DTP; `ClaimKey::trace` (TRN02) repeats the request's.
    pub key: ClaimKey,
    /// STC, at least one.
    pub statuses: Vec<Status>,
    /// 2220D or 2220E: the lines something is said about.
    pub lines: Vec<LineStatus>,
}

/// 2220D or 2220E.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LineStatus {
    /// SVC, REF*FJ and DTP*472.
    pub line: ServiceLine,
    /// STC of the line, at least one.
    pub statuses: Vec<Status>,
}

/// 2200B or 2200C; the key has no insured, and no providers at 2200B.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Refusal {
    /// The levels above; its trace is TRN02.
    pub key: ClaimKey,
    /// TRN01: 1 or 2.
    pub trace_kind: Text,
    /// STC of the level, at least one.
    pub statuses: Vec<Status>,
}

impl StatusResponse {
    /// Writes ST to SE, refusals after the claims and each at a level of its own.
    ///
    /// # Errors
    /// Characters X12 does not allow.
    pub fn write(&self, control: &str) -> Result<TransactionText, X12Error> {
        let mut writer = TransactionWriter::new("277", control, Some(IMPLEMENTATION));
        self.header.write(&mut writer, "0010", "08", "DG");
        let mut levels = LevelWriter::default();
        for claim in &self.claims {
            levels.write_upper(&mut writer, &claim.key, true);
            levels.write_insured(&mut writer, &claim.key, false);
            claim.write(&mut writer);
        }
        for refusal in &self.refusals {
            levels.write_own(&mut writer, &refusal.key);
            writer.put("TRN", &[&refusal.trace_kind, &refusal.key.trace]);
            refusal.statuses.iter().for_each(|status| status.write(&mut writer));
        }
        writer.finish()
    }

    /// Reads a 277.
    ///
    /// # Errors
    /// Missing levels, names or traces; dates and numbers that are none.
    pub fn parse(set: &TransactionSet<'_>) -> Result<Self, X12Error> {
        let (head, levels) = levels(set)?;
        let mut response = Self { header: TransactionHeader::read(head)?, ..Self::default() };
        let mut key = ClaimKey::default();
        for level in &levels {
            let mut cursor = Cursor::new(level.body);
            take_parties(&mut key, level, false, &mut cursor, &mut response.unread)?;
            if is_insured(level) {
                response.take_claims(&mut cursor, &key)?;
            } else {
                response.take_refusal(&mut cursor, level, &key)?;
            }
        }
        Ok(response)
    }

    fn take_claims(&mut self, cursor: &mut Cursor<'_, '_>, key: &ClaimKey) -> Result<(), X12Error> {
        let mut open: Option<ClaimStatus> = None;
        while let Some(segment) = cursor.advance() {
            match open.as_mut().filter(|_| segment.id() != "TRN") {
                Some(claim) => claim.take(&segment, &mut self.unread)?,
                None if segment.id() == "TRN" => {
                    let trace = segment.required(2, "2200", "TRN02 repeats the trace of the request")?.into();
                    let key = ClaimKey { trace, ..key.clone() };
                    self.claims.extend(open.replace(ClaimStatus { key, ..ClaimStatus::default() }));
                }
                None => self.unread.keep(&segment),
            }
        }
        self.claims.extend(open);
        Ok(())
    }

    fn take_refusal(
        &mut self,
        cursor: &mut Cursor<'_, '_>,
        level: &Level<'_, '_>,
        key: &ClaimKey,
    ) -> Result<(), X12Error> {
        if let Some(trn) = cursor.take_if("TRN") {
            let key = ClaimKey { trace: trn.element(2).into(), ..key.clone() };
            let statuses =
                cursor.take_while("STC").iter().map(Status::read).collect::<Result<Vec<_>, _>>()?;
            if statuses.is_empty() {
                return Err(level.hl.invalid(3, "a trace at this level needs a status (STC) after it"));
            }
            self.refusals.push(Refusal { key, trace_kind: trn.element(1).into(), statuses });
        }
        while let Some(segment) = cursor.advance() {
            self.unread.keep(&segment);
        }
        Ok(())
    }
}

impl ClaimStatus {
    fn take(&mut self, segment: &Segment<'_>, unread: &mut Unread) -> Result<(), X12Error> {
        let line = self.lines.last_mut();
        match (segment.id(), segment.element(1), line) {
            ("SVC", ..) => {
                let line = ServiceLine::read(segment)?;
                self.lines.push(LineStatus { line, statuses: Vec::new() });
            }
            ("STC", _, Some(line)) => line.statuses.push(Status::read(segment)?),
            ("STC", _, None) => self.statuses.push(Status::read(segment)?),
            ("REF", "FJ", Some(line)) => line.line.line_id = Some(segment.element(2).into()),
            ("DTP", "472", Some(line)) => line.line.service = Some(segment.period(2)?),
            ("DTP", "472", None) => self.key.service = Some(segment.period(2)?),
            ("REF", ..) => self.key.references.push(Reference::parse(segment)),
            _ => unread.keep(segment),
        }
        Ok(())
    }

    fn write(&self, writer: &mut TransactionWriter) {
        writer.put("TRN", &[&"2", &self.key.trace]);
        self.statuses.iter().for_each(|status| status.write(writer));
        self.key.references.iter().for_each(|reference| reference.write(writer));
        write_service(self.key.service, writer);
        for LineStatus { line, statuses } in &self.lines {
            line.write(writer);
            statuses.iter().for_each(|status| status.write(writer));
            line.write_rest(writer);
        }
    }
}
