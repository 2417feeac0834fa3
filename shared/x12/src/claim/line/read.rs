//! Reads LX to the last form of its line.

use super::ServiceLine;
use crate::claim::attachment::{Attachment, ClaimDate, Note};
use crate::claim::code_lists::Unit;
use crate::claim::drug::Drug;
use crate::claim::element::{required, text};
use crate::claim::line_adjudication::LineAdjudication;
use crate::claim::location::Location;
use crate::claim::party_loop::set_aside;
use crate::claim::procedure::Procedure;
use crate::claim::provider::{Provider, ServiceFacility};
use crate::cursor::Cursor;
use crate::date::DatePeriod;
use crate::error::X12Error;
use crate::reader::Segment;

const LOOP: &str = "2400";

impl ServiceLine {
    pub(in crate::claim) fn read(cursor: &mut Cursor<'_, '_>) -> Result<Self, X12Error> {
        cursor.expect("LX", LOOP)?;
        let sv1 = cursor.expect("SV1", LOOP)?;
        // The guide puts attachments before the date, without which the line cannot begin.
        let mut before_date = Vec::new();
        while !matches!(cursor.peek_id(), "DTP" | "LX" | "CLM" | "HL" | "SE" | "") {
            before_date.extend(cursor.advance());
        }
        let service_date =
            cursor.take_qualified("DTP", &["472"]).ok_or_else(|| cursor.missing("DTP", LOOP))?;
        let mut line = Self::begin(&sv1, service_date.period(2)?)?;
        before_date.iter().for_each(|segment| line.take_early(segment));
        line.read_rest(cursor)?;
        Ok(line)
    }

    fn begin(sv1: &Segment<'_>, service_date: DatePeriod) -> Result<Self, X12Error> {
        let hint = "the line must name a procedure";
        let procedure = Procedure::read(sv1, 1).ok_or_else(|| sv1.missing(1, LOOP, hint))?;
        let (charge, quantity) = (required(sv1, 2, LOOP)?, required(sv1, 4, LOOP)?);
        Ok(Self {
            unit: Unit::from_code(sv1.element(3)),
            place_of_service: text(sv1, 5),
            emergency: sv1.element(9) == "Y",
            epsdt: sv1.element(11) == "Y",
            family_planning: sv1.element(12) == "Y",
            copay_exempt: sv1.element(15) == "0",
            ..Self::new(procedure, charge, quantity, pointers(sv1)?, service_date)
        })
    }

    fn take_early(&mut self, segment: &Segment<'_>) {
        match segment.id() {
            "PWK" => self.attachments.push(Attachment::read(segment)),
            _ if self.take_supplement(segment) => {}
            _ => self.unknown.keep(segment),
        }
    }

    fn read_rest(&mut self, cursor: &mut Cursor<'_, '_>) -> Result<(), X12Error> {
        while let Some(segment) = cursor.peek() {
            match (segment.id(), segment.element(1)) {
                ("LX" | "CLM" | "HL" | "SE", _) => break,
                ("LIN", _) => self.drug = Some(Box::new(Drug::read(cursor)?)),
                ("SVD", _) => self.adjudications.push(LineAdjudication::read(cursor)?),
                ("NM1", "82") => self.rendering = Some(Box::new(Provider::read(cursor, "2420A")?)),
                ("NM1", "QB") => self.purchased_from = Some(Box::new(Provider::read(cursor, "2420B")?)),
                ("NM1", "77") => self.facility = Some(Box::new(ServiceFacility::read(cursor, "2420C")?)),
                ("NM1", "DQ") => self.supervising = Some(Box::new(Provider::read(cursor, "2420D")?)),
                ("NM1", "DK") => self.ordering = Some(Box::new(Provider::read(cursor, "2420E")?)),
                ("NM1", "DN") => self.referring = Some(Box::new(Provider::read(cursor, "2420F")?)),
                ("NM1", "P3") if self.primary_care.is_none() => {
                    self.primary_care = Some(Box::new(Provider::read(cursor, "2420F")?))
                }
                ("NM1", "PW") if self.pick_up.is_none() => {
                    self.pick_up = Some(Box::new(Location::read(cursor, "2420G")?))
                }
                ("NM1", "45") if self.drop_off.is_none() => {
                    self.drop_off = Some(Box::new(Location::read(cursor, "2420H")?))
                }
                ("LQ", _) => self.read_form(cursor),
                _ => self.take(cursor, &segment)?,
            }
        }
        Ok(())
    }

    fn take(&mut self, cursor: &mut Cursor<'_, '_>, segment: &Segment<'_>) -> Result<(), X12Error> {
        match (segment.id(), segment.element(1)) {
            ("DTP", _) => self.dates.push(ClaimDate::read(segment)?),
            ("REF", "6R") if self.control_number.is_none() => self.control_number = text(segment, 2),
            ("REF", _) => self.references.push(segment),
            ("AMT", "T") => self.sales_tax = segment.value(2)?,
            ("NTE", _) => self.notes.push(Note::read(segment)),
            _ if self.take_supplement(segment) => {}
            _ => {
                set_aside(cursor, &mut self.unknown);
                return Ok(());
            }
        }
        cursor.advance();
        Ok(())
    }
}

fn pointers(sv1: &Segment<'_>) -> Result<Vec<u8>, X12Error> {
    let used = sv1.split_components(sv1.element(7)).filter(|pointer| !pointer.is_empty());
    let hint = "a diagnosis pointer is a number from 1 to 12";
    used.map(|pointer| pointer.parse().map_err(|_| sv1.invalid(7, hint))).collect()
}
