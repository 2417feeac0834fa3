//! Reads CLM to the last line of its claim.

use super::Claim;
use crate::claim::accident::Accident;
use crate::claim::attachment::{Attachment, ClaimDate, Note};
use crate::claim::code_lists::{AssignmentOfBenefits, BenefitsAssignment, Frequency, ReleaseOfInformation};
use crate::claim::coordination::OtherSubscriber;
use crate::claim::diagnosis::Diagnosis;
use crate::claim::element::{required, required_text, text};
use crate::claim::line::ServiceLine;
use crate::claim::location::Location;
use crate::claim::party_loop::set_aside;
use crate::claim::provider::{Provider, ServiceFacility};
use crate::cursor::Cursor;
use crate::error::X12Error;
use crate::reader::Segment;

impl Claim {
    pub(super) fn read_loop(cursor: &mut Cursor<'_, '_>) -> Result<Self, X12Error> {
        let mut claim = Self::begin(&cursor.expect("CLM", "2300")?)?;
        while let Some(segment) = cursor.peek() {
            match (segment.id(), segment.element(1)) {
                ("HL" | "CLM" | "SE", _) => break,
                ("LX", _) => claim.lines.push(ServiceLine::read(cursor)?),
                ("SBR", _) => claim.other_subscribers.push(OtherSubscriber::read(cursor)?),
                ("NM1", "DN") => claim.referring = Some(Box::new(Provider::read(cursor, "2310A")?)),
                ("NM1", "P3") => claim.primary_care = Some(Box::new(Provider::read(cursor, "2310A")?)),
                ("NM1", "82") => claim.rendering = Some(Box::new(Provider::read(cursor, "2310B")?)),
                ("NM1", "77") => claim.facility = Some(Box::new(ServiceFacility::read(cursor, "2310C")?)),
                ("NM1", "DQ") => claim.supervising = Some(Box::new(Provider::read(cursor, "2310D")?)),
                ("NM1", "PW") if claim.pick_up.is_none() => {
                    claim.pick_up = Some(Box::new(Location::read(cursor, "2310E")?))
                }
                ("NM1", "45") if claim.drop_off.is_none() => {
                    claim.drop_off = Some(Box::new(Location::read(cursor, "2310F")?))
                }
                _ => claim.take(cursor, &segment)?,
            }
        }
        Ok(claim)
    }

    fn begin(clm: &Segment<'_>) -> Result<Self, X12Error> {
        let number = required_text(clm, 1, "2300")?;
        Ok(Self {
            charge: required(clm, 2, "2300")?,
            frequency: Frequency::from_code(clm.component(5, 3)),
            provider_signature: clm.element(6) == "Y",
            assignment: AssignmentOfBenefits::from_code(clm.element(7)),
            benefits_assigned: BenefitsAssignment::from_code(clm.element(8)),
            release: ReleaseOfInformation::from_code(clm.element(9)),
            signed_by_provider: clm.element(10) == "P",
            accident: Accident::read(clm).map(Box::new),
            special_program: text(clm, 12),
            delay_reason: text(clm, 20),
            ..Self::original(number, clm.component(5, 1))
        })
    }

    fn take(&mut self, cursor: &mut Cursor<'_, '_>, segment: &Segment<'_>) -> Result<(), X12Error> {
        match (segment.id(), segment.element(1)) {
            ("DTP", _) => self.dates.push(ClaimDate::read(segment)?),
            ("PWK", _) => self.attachments.push(Attachment::read(segment)),
            ("AMT", "F5") => self.patient_paid = segment.value(2)?,
            ("REF", _) => self.references.push(segment),
            ("NTE", _) if self.note.is_none() => self.note = Some(Note::read(segment)),
            ("HI", _) if self.diagnoses.is_empty() => match Diagnosis::read(segment) {
                Some(diagnoses) => self.diagnoses = diagnoses,
                None if self.codes.take(segment) => {}
                None => self.unknown.keep(segment),
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
