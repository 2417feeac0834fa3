//! Reads LX to the last SVD of its line.

use super::ServiceLine;
use crate::claim::element::{required, required_text, text};
use crate::claim::{
    Attachment, ClaimDate, Drug, LineAdjudication, Note, Pricing, Procedure, Provider, Unit, set_aside,
};
use crate::cursor::Cursor;
use crate::error::X12Error;
use crate::reader::Segment;

const LOOP: &str = "2400";

impl ServiceLine {
    pub(in crate::institutional) fn read(cursor: &mut Cursor<'_, '_>) -> Result<Self, X12Error> {
        cursor.expect("LX", LOOP)?;
        let mut line = Self::begin(&cursor.expect("SV2", LOOP)?)?;
        while let Some(segment) = cursor.peek() {
            match (segment.id(), segment.element(1)) {
                ("LX" | "CLM" | "HL" | "SE", _) => break,
                ("LIN", _) => line.drug = Some(Box::new(Drug::read(cursor)?)),
                ("SVD", _) => line.adjudications.push(LineAdjudication::read(cursor)?),
                ("NM1", "72") => line.operating = Some(Box::new(Provider::read(cursor, "2420A")?)),
                ("NM1", "ZZ") => line.other_operating = Some(Box::new(Provider::read(cursor, "2420B")?)),
                ("NM1", "82") => line.rendering = Some(Box::new(Provider::read(cursor, "2420C")?)),
                ("NM1", "DN") => line.referring = Some(Box::new(Provider::read(cursor, "2420D")?)),
                _ => line.take(cursor, &segment)?,
            }
        }
        Ok(line)
    }

    fn begin(sv2: &Segment<'_>) -> Result<Self, X12Error> {
        let (charge, quantity) = (required(sv2, 3, LOOP)?, required(sv2, 5, LOOP)?);
        Ok(Self {
            procedure: Procedure::read(sv2, 2),
            unit: Unit::from_code(sv2.element(4)),
            non_covered: sv2.value(7)?,
            ..Self::new(required_text(sv2, 1, LOOP)?, charge, quantity)
        })
    }

    fn take(&mut self, cursor: &mut Cursor<'_, '_>, segment: &Segment<'_>) -> Result<(), X12Error> {
        match (segment.id(), segment.element(1)) {
            ("PWK", _) => self.attachments.push(Attachment::read(segment)),
            ("DTP", "472") if self.service_date.is_none() => self.service_date = Some(segment.period(2)?),
            ("DTP", _) => self.dates.push(ClaimDate::read(segment)?),
            ("REF", "6R") if self.control_number.is_none() => self.control_number = text(segment, 2),
            ("REF", _) => self.references.push(segment),
            ("AMT", "GT") => self.service_tax = segment.value(2)?,
            ("AMT", "N8") => self.facility_tax = segment.value(2)?,
            ("NTE", _) if self.note.is_none() => self.note = Some(Note::read(segment)),
            ("HCP", _) => self.pricing = Some(Box::new(Pricing::read(segment)?)),
            _ => {
                set_aside(cursor, &mut self.unknown);
                return Ok(());
            }
        }
        cursor.advance();
        Ok(())
    }
}
