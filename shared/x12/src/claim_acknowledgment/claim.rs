//! Loop 2200D: what became of one claim and of its lines.

use super::line::LineAcknowledgment;
use super::status::{Status, StatusLevel};
use crate::claim::element::required_text;
use crate::claim::{ReferenceKind, References, write_period};
use crate::cursor::Cursor;
use crate::date::DatePeriod;
use crate::error::X12Error;
use crate::name::Unread;
use crate::reader::Segment;
use crate::text::Text;
use crate::writer::TransactionWriter;

/// Loops 2200D and 2220D.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClaimTracking {
    /// TRN*2: CLM01 of the 837.
    pub patient_control_number: Text,
    /// STC, at least one: what became of the claim.
    pub statuses: Vec<Status>,
    /// REF: 1K the payer's claim number, D9 the clearinghouse's, BLT type of bill.
    pub references: References,
    /// DTP*472 of the claim: required to send.
    pub service_date: Option<DatePeriod>,
    /// 2220D: the lines something is said about.
    pub lines: Vec<LineAcknowledgment>,
    /// Segments this type has no field for, as received; they are not written.
    pub unknown: Unread,
}

impl ClaimTracking {
    /// A claim with TRN02 and its status only.
    pub fn new(patient_control_number: impl Into<Text>, status: Status) -> Self {
        Self {
            patient_control_number: patient_control_number.into(),
            statuses: vec![status],
            references: References::default(),
            service_date: None,
            lines: Vec::new(),
            unknown: Unread::default(),
        }
    }

    /// A rejected claim was never adjudicated: no 835 will come.
    pub fn is_rejected(&self) -> bool {
        self.statuses.iter().any(Status::is_rejection)
    }

    /// REF*1K: the payer's claim number.
    pub fn payer_control_number(&self) -> Option<&str> {
        self.references.get(&ReferenceKind::PayerClaimNumber)
    }

    /// REF*D9: the clearinghouse's number of the claim.
    pub fn clearinghouse_trace(&self) -> Option<&str> {
        self.references.get(&ReferenceKind::ClearinghouseTrace)
    }

    pub(super) fn read(cursor: &mut Cursor<'_, '_>) -> Result<Self, X12Error> {
        let number = required_text(&cursor.expect("TRN", "2200D")?, 2, "2200D")?;
        let (references, lines) = (References::default(), Vec::new());
        let (statuses, unknown) = (Vec::new(), Unread::default());
        let mut claim =
            Self { patient_control_number: number, statuses, references, service_date: None, lines, unknown };
        while let Some(segment) = cursor.peek() {
            match segment.id() {
                "TRN" | "HL" | "SE" => break,
                "SVC" => claim.lines.push(LineAcknowledgment::read(cursor)?),
                _ => {
                    claim.take(&segment)?;
                    cursor.advance();
                }
            }
        }
        Ok(claim)
    }

    fn take(&mut self, segment: &Segment<'_>) -> Result<(), X12Error> {
        match (segment.id(), segment.element(1)) {
            ("STC", _) => self.statuses.push(Status::read(segment)?),
            ("REF", _) => self.references.push(segment),
            ("DTP", "472") if segment.period(2).is_ok() => self.service_date = segment.period(2).ok(),
            _ => self.unknown.keep(segment),
        }
        Ok(())
    }

    pub(super) fn write(&self, writer: &mut TransactionWriter) {
        writer.put("TRN", &[&"2", &self.patient_control_number]);
        self.statuses.iter().for_each(|status| status.write(writer, StatusLevel::Claim));
        self.references.write(writer);
        if let Some(period) = &self.service_date {
            write_period(writer, "472", period);
        }
        self.lines.iter().for_each(|line| line.write(writer));
    }
}
