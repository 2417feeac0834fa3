//! Reads CLM to the last line of its claim.

use super::Claim;
use crate::claim::accident::Accident;
use crate::claim::attachment::{Attachment, ClaimDate, Note};
use crate::claim::code_lists::{AssignmentOfBenefits, BenefitsAssignment, Frequency, ReleaseOfInformation};
use crate::claim::coordination::OtherSubscriber;
use crate::claim::diagnosis::Diagnosis;
use crate::claim::element::{absent, required_text, text};
use crate::claim::health_codes::HealthCodes;
use crate::claim::line::ServiceLine;
use crate::claim::location::Location;
use crate::claim::party_loop::set_aside;
use crate::claim::provider::{Provider, ServiceFacility};
use crate::cursor::Cursor;
use crate::error::X12Error;
use crate::reader::Segment;

impl Claim {
    /// Reads the loop that begins here in the place of what it said before. After an error it says something of both.
    pub(super) fn read_loop(
        &mut self,
        cursor: &mut Cursor<'_, '_>,
        spare: &mut Vec<ServiceLine>,
    ) -> Result<(), X12Error> {
        self.clear();
        self.begin(&cursor.expect("CLM", "2300")?)?;
        let mut lines = 0;
        while let Some(segment) = cursor.peek() {
            match (segment.name(), segment.element(1).as_bytes()) {
                (b"HL" | b"CLM" | b"SE", _) => break,
                (b"LX", _) => {
                    ServiceLine::read(cursor, &mut self.lines, lines, spare)?;
                    lines += 1;
                }
                (b"SBR", _) => self.other_subscribers.push(OtherSubscriber::read(cursor)?),
                (b"NM1", b"DN") => self.referring = Some(Box::new(Provider::read(cursor, "2310A")?)),
                (b"NM1", b"P3") => self.primary_care = Some(Box::new(Provider::read(cursor, "2310A")?)),
                (b"NM1", b"82") => self.rendering = Some(Box::new(Provider::read(cursor, "2310B")?)),
                (b"NM1", b"77") => self.facility = Some(Box::new(ServiceFacility::read(cursor, "2310C")?)),
                (b"NM1", b"DQ") => self.supervising = Some(Box::new(Provider::read(cursor, "2310D")?)),
                (b"NM1", b"PW") if self.pick_up.is_none() => {
                    self.pick_up = Some(Box::new(Location::read(cursor, "2310E")?))
                }
                (b"NM1", b"45") if self.drop_off.is_none() => {
                    self.drop_off = Some(Box::new(Location::read(cursor, "2310F")?))
                }
                _ => self.take(cursor, &segment)?,
            }
        }
        spare.extend(self.lines.drain(lines..));
        Ok(())
    }

    /// Forgets what it says, but for its lines, and keeps its room.
    fn clear(&mut self) {
        // Every field is named, so that none can be forgotten; `begin` fills those that are not looked at here.
        let Self {
            patient_control_number: _,
            charge: _,
            place_of_service: _,
            frequency: _,
            provider_signature: _,
            assignment: _,
            benefits_assigned: _,
            release: _,
            signed_by_provider: _,
            accident: _,
            special_program: _,
            delay_reason: _,
            dates,
            attachments,
            contract,
            patient_paid,
            references,
            fixed_format,
            note,
            transport,
            spinal_manipulation,
            certifications,
            diagnoses,
            codes,
            pricing,
            referring,
            primary_care,
            rendering,
            facility,
            supervising,
            pick_up,
            drop_off,
            other_subscribers,
            lines: _,
            unknown,
        } = self;
        (*contract, *patient_paid, *note, *pricing) = (None, None, None, None);
        (*transport, *spinal_manipulation) = (None, None);
        (*referring, *primary_care, *rendering, *facility) = (None, None, None, None);
        (*supervising, *pick_up, *drop_off) = (None, None, None);
        *codes = HealthCodes::default();
        dates.clear();
        attachments.clear();
        references.0.clear();
        fixed_format.clear();
        certifications.clear();
        diagnoses.clear();
        other_subscribers.clear();
        unknown.0.clear();
    }

    fn begin(&mut self, clm: &Segment<'_>) -> Result<(), X12Error> {
        self.patient_control_number = required_text(clm, 1, "2300")?;
        let mut walk = clm.walk();
        walk.skip();
        self.charge = walk.value()?.ok_or_else(|| absent(clm, 2, "2300"))?;
        (3..5).for_each(|_| walk.skip());
        let mut facility = clm.split_components(walk.str());
        self.place_of_service = facility.next().unwrap_or_default().into();
        self.frequency = Frequency::from_code(facility.nth(1).unwrap_or_default());
        self.provider_signature = walk.str() == "Y";
        self.assignment = AssignmentOfBenefits::from_code(walk.str());
        self.benefits_assigned = BenefitsAssignment::from_code(walk.str());
        self.release = ReleaseOfInformation::from_code(walk.str());
        self.signed_by_provider = walk.str() == "P";
        self.accident = Accident::read(clm).map(Box::new);
        self.special_program = text(clm, 12);
        self.delay_reason = text(clm, 20);
        Ok(())
    }

    fn take(&mut self, cursor: &mut Cursor<'_, '_>, segment: &Segment<'_>) -> Result<(), X12Error> {
        match (segment.name(), segment.element(1).as_bytes()) {
            (b"DTP", _) => self.dates.push(ClaimDate::read(segment)?),
            (b"PWK", _) => self.attachments.push(Attachment::read(segment)),
            (b"AMT", b"F5") => self.patient_paid = segment.value(2)?,
            (b"REF", _) => self.references.push(segment),
            (b"NTE", _) if self.note.is_none() => self.note = Some(Note::read(segment)),
            (b"HI", _) if self.diagnoses.is_empty() => match Diagnosis::read(segment, &mut self.diagnoses) {
                true => {}
                false if self.codes.take(segment) => {}
                false => self.unknown.keep(segment),
            },
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
