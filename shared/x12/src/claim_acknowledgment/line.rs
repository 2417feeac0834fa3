//! Loop 2220D: what became of one line.

use super::status::{Status, StatusLevel};
use crate::amount::{Amount, Quantity};
use crate::claim::element::required;
use crate::claim::{Procedure, References, write_period};
use crate::cursor::Cursor;
use crate::date::DatePeriod;
use crate::error::X12Error;
use crate::name::Unread;
use crate::reader::Segment;
use crate::text::Text;
use crate::writer::TransactionWriter;

const LOOP: &str = "2220D";

/// SVC, STC and the number of the line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LineAcknowledgment {
    /// SVC01.
    pub procedure: Procedure,
    /// SVC02: what was charged for the line.
    pub charge: Amount,
    /// SVC04: four digits.
    pub revenue_code: Option<Text>,
    /// SVC07: units billed.
    pub units: Option<Quantity>,
    /// STC of the line, at least one.
    pub statuses: Vec<Status>,
    /// REF: FJ repeats REF*6R of the 837, XZ a prescription number.
    pub references: References,
    /// DTP*472 of the line.
    pub service_date: Option<DatePeriod>,
    /// Segments this type has no field for, as received; they are not written.
    pub unknown: Unread,
}

impl LineAcknowledgment {
    /// A line without a status: add at least one before it is written.
    pub fn new(procedure: Procedure, charge: Amount) -> Self {
        Self {
            procedure,
            charge,
            revenue_code: None,
            units: None,
            statuses: Vec::new(),
            references: References::default(),
            service_date: None,
            unknown: Unread::default(),
        }
    }

    pub(super) fn read(cursor: &mut Cursor<'_, '_>) -> Result<Self, X12Error> {
        let svc = cursor.expect("SVC", LOOP)?;
        let hint = "the line must name a procedure";
        let procedure = Procedure::read(&svc, 1).ok_or_else(|| svc.missing(1, LOOP, hint))?;
        let mut line = Self::new(procedure, required(&svc, 2, LOOP)?);
        line.revenue_code = svc.optional(4).map(Text::from);
        line.units = svc.value(7)?;
        while let Some(segment) = cursor.peek() {
            if matches!(segment.id(), "SVC" | "TRN" | "HL" | "SE") {
                break;
            }
            line.take(&segment)?;
            cursor.advance();
        }
        Ok(line)
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
        let Self { procedure, charge, revenue_code, units, .. } = self;
        writer.put("SVC", &[procedure, charge, &"", revenue_code, &"", &"", units]);
        self.statuses.iter().for_each(|status| status.write(writer, StatusLevel::Line));
        self.references.write(writer);
        if let Some(period) = &self.service_date {
            write_period(writer, "472", period);
        }
    }
}
