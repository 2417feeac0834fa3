//! Reads LX to the last form of its line.

use chrono::NaiveDate;

use super::ServiceLine;
use crate::amount::{Amount, Quantity};
use crate::claim::attachment::{Attachment, ClaimDate, Note};
use crate::claim::code_lists::Unit;
use crate::claim::drug::Drug;
use crate::claim::element::{absent, text};
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
    /// One that says nothing.
    fn blank() -> Self {
        let (procedure, day) = (Procedure::blank(Vec::new()), DatePeriod::Day(NaiveDate::MIN));
        Self::new(procedure, Amount::ZERO, Quantity::from_units(0), Vec::new(), day)
    }

    /// Forgets what it says and keeps its room.
    fn clear(&mut self) {
        // Every field is named, so that none can be forgotten.
        let Self {
            procedure,
            charge,
            unit,
            quantity,
            place_of_service,
            diagnosis_pointers,
            emergency,
            epsdt,
            family_planning,
            copay_exempt,
            equipment,
            attachments,
            transport,
            equipment_certification,
            certifications,
            service_date,
            dates,
            ambulance_patients,
            obstetric_anesthesia_units,
            test_results,
            contract,
            control_number,
            references,
            sales_tax,
            postage,
            fixed_format,
            notes,
            purchased_service,
            pricing,
            drug,
            rendering,
            purchased_from,
            facility,
            supervising,
            ordering,
            referring,
            primary_care,
            pick_up,
            drop_off,
            adjudications,
            forms,
            unknown,
        } = self;
        procedure.clear();
        (*charge, *unit, *quantity) = (Amount::ZERO, Unit::Units, Quantity::from_units(0));
        (*place_of_service, *control_number) = (None, None);
        (*emergency, *epsdt, *family_planning, *copay_exempt) = (false, false, false, false);
        *service_date = DatePeriod::Day(NaiveDate::MIN);
        (*equipment, *transport, *equipment_certification, *contract) = (None, None, None, None);
        (*ambulance_patients, *obstetric_anesthesia_units) = (None, None);
        (*sales_tax, *postage, *purchased_service, *pricing, *drug) = (None, None, None, None, None);
        (*rendering, *purchased_from, *facility, *supervising) = (None, None, None, None);
        (*ordering, *referring, *primary_care, *pick_up, *drop_off) = (None, None, None, None, None);
        diagnosis_pointers.clear();
        attachments.clear();
        certifications.clear();
        dates.clear();
        test_results.clear();
        references.0.clear();
        fixed_format.clear();
        notes.clear();
        adjudications.clear();
        forms.clear();
        unknown.0.clear();
    }

    /// Reads the loop that begins here into `lines[n]`: over what stands there of an earlier claim, or added. It is
    /// filled where it lies: it is too large to be handed around.
    pub(in crate::claim) fn read(
        cursor: &mut Cursor<'_, '_>,
        lines: &mut Vec<Self>,
        n: usize,
        spare: &mut Vec<Self>,
    ) -> Result<(), X12Error> {
        cursor.expect("LX", LOOP)?;
        let sv1 = cursor.expect("SV1", LOOP)?;
        // The guide puts attachments before the date, without which the line cannot begin.
        let mut before_date = Vec::new();
        while cursor.is_before(&["DTP", "LX", "CLM", "HL", "SE"]) {
            before_date.extend(cursor.advance());
        }
        let service_date =
            cursor.take_qualified("DTP", &["472"]).ok_or_else(|| cursor.missing("DTP", LOOP))?;
        if n == lines.len() {
            lines.push(spare.pop().unwrap_or_else(Self::blank));
        }
        let Some(line) = lines.get_mut(n) else { return Ok(()) };
        line.clear();
        line.begin(&sv1)?;
        line.service_date = service_date.period(2)?;
        before_date.iter().for_each(|segment| line.take_early(segment));
        line.read_rest(cursor)
    }

    fn begin(&mut self, sv1: &Segment<'_>) -> Result<(), X12Error> {
        let mut walk = sv1.walk();
        match walk.composite() {
            Some(parts) if Procedure::is_said(&parts) => self.procedure.take_parts(parts),
            _ => return Err(sv1.missing(1, LOOP, "the line must name a procedure")),
        }
        self.charge = walk.value()?.ok_or_else(|| absent(sv1, 2, LOOP))?;
        self.unit = Unit::from_code(walk.str());
        self.quantity = walk.value()?.ok_or_else(|| absent(sv1, 4, LOOP))?;
        self.place_of_service = walk.optional_text();
        walk.skip();
        self.take_pointers(sv1, walk.str())?;
        let mut is = |wanted: &str, skipped: u8| {
            (0..skipped).for_each(|_| walk.skip());
            walk.str() == wanted
        };
        self.emergency = is("Y", 1);
        self.epsdt = is("Y", 1);
        self.family_planning = is("Y", 0);
        self.copay_exempt = is("0", 2);
        Ok(())
    }

    fn take_pointers<'a>(&mut self, sv1: &Segment<'a>, element: &'a str) -> Result<(), X12Error> {
        for pointer in sv1.split_components(element).filter(|pointer| !pointer.is_empty()) {
            let hint = "a diagnosis pointer is a number from 1 to 12";
            self.diagnosis_pointers.push(pointer.parse().map_err(|_| sv1.invalid(7, hint))?);
        }
        Ok(())
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
            match (segment.name(), segment.element(1).as_bytes()) {
                (b"LX" | b"CLM" | b"HL" | b"SE", _) => break,
                (b"LIN", _) => self.drug = Some(Box::new(Drug::read(cursor)?)),
                (b"SVD", _) => self.adjudications.push(LineAdjudication::read(cursor)?),
                (b"NM1", b"82") => self.rendering = Some(Box::new(Provider::read(cursor, "2420A")?)),
                (b"NM1", b"QB") => self.purchased_from = Some(Box::new(Provider::read(cursor, "2420B")?)),
                (b"NM1", b"77") => self.facility = Some(Box::new(ServiceFacility::read(cursor, "2420C")?)),
                (b"NM1", b"DQ") => self.supervising = Some(Box::new(Provider::read(cursor, "2420D")?)),
                (b"NM1", b"DK") => self.ordering = Some(Box::new(Provider::read(cursor, "2420E")?)),
                (b"NM1", b"DN") => self.referring = Some(Box::new(Provider::read(cursor, "2420F")?)),
                (b"NM1", b"P3") if self.primary_care.is_none() => {
                    self.primary_care = Some(Box::new(Provider::read(cursor, "2420F")?))
                }
                (b"NM1", b"PW") if self.pick_up.is_none() => {
                    self.pick_up = Some(Box::new(Location::read(cursor, "2420G")?))
                }
                (b"NM1", b"45") if self.drop_off.is_none() => {
                    self.drop_off = Some(Box::new(Location::read(cursor, "2420H")?))
                }
                (b"LQ", _) => self.read_form(cursor),
                _ => self.take(cursor, &segment)?,
            }
        }
        Ok(())
    }

    fn take(&mut self, cursor: &mut Cursor<'_, '_>, segment: &Segment<'_>) -> Result<(), X12Error> {
        match (segment.name(), segment.element(1).as_bytes()) {
            (b"DTP", _) => self.dates.push(ClaimDate::read(segment)?),
            (b"REF", b"6R") if self.control_number.is_none() => self.control_number = text(segment, 2),
            (b"REF", _) => self.references.push(segment),
            (b"AMT", b"T") => self.sales_tax = segment.value(2)?,
            (b"NTE", _) => self.notes.push(Note::read(segment)),
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
