//! Reads CLM to the last line of its claim.

use super::Claim;
use crate::claim::element::{required, required_text, text};
use crate::claim::{
    AssignmentOfBenefits, Attachment, BenefitsAssignment, ClaimDate, Contract, FixedFormat, Frequency, Note,
    OtherSubscriber, Pricing, Provider, ReleaseOfInformation, ServiceFacility, set_aside,
};
use crate::cursor::Cursor;
use crate::error::X12Error;
use crate::institutional::line::ServiceLine;
use crate::institutional::referral::EpsdtReferral;
use crate::institutional::stay::{Admission, StatementPeriod, Stay, read_discharge};
use crate::reader::Segment;

const LOOP: &str = "2300";

impl Claim {
    pub(super) fn read_loop(&mut self, cursor: &mut Cursor<'_, '_>) -> Result<(), X12Error> {
        *self = Self::begin(&cursor.expect("CLM", LOOP)?)?;
        while let Some(segment) = cursor.peek() {
            match (segment.id(), segment.element(1)) {
                ("HL" | "CLM" | "SE", _) => break,
                ("LX", _) => self.lines.push(ServiceLine::read(cursor)?),
                ("SBR", _) => self.other_subscribers.push(OtherSubscriber::read(cursor)?),
                ("NM1", "71") => self.attending = provider(cursor, "2310A")?,
                ("NM1", "72") => self.operating = provider(cursor, "2310B")?,
                ("NM1", "ZZ") => self.other_operating = provider(cursor, "2310C")?,
                ("NM1", "82") => self.rendering = provider(cursor, "2310D")?,
                ("NM1", "77") => self.facility = Some(Box::new(ServiceFacility::read(cursor, "2310E")?)),
                ("NM1", "DN") => self.referring = provider(cursor, "2310F")?,
                ("DTP", _) => self.take_date(cursor, &segment)?,
                _ => self.take(cursor, &segment)?,
            }
        }
        Ok(())
    }

    fn begin(clm: &Segment<'_>) -> Result<Self, X12Error> {
        let number = required_text(clm, 1, LOOP)?;
        Ok(Self {
            charge: required(clm, 2, LOOP)?,
            frequency: Frequency::from_code(clm.component(5, 3)),
            assignment: AssignmentOfBenefits::from_code(clm.element(7)),
            benefits_assigned: BenefitsAssignment::from_code(clm.element(8)),
            release: ReleaseOfInformation::from_code(clm.element(9)),
            delay_reason: text(clm, 20),
            ..Self::named(number, clm.component(5, 1).into())
        })
    }

    fn take_date(&mut self, cursor: &mut Cursor<'_, '_>, dtp: &Segment<'_>) -> Result<(), X12Error> {
        let understood = match dtp.element(1) {
            "434" => set(&mut self.statement, StatementPeriod::read(dtp)),
            "435" => set(&mut self.admission, Admission::read(dtp)),
            "096" => set(&mut self.discharge_time, read_discharge(dtp)),
            _ => {
                self.dates.push(ClaimDate::read(dtp)?);
                true
            }
        };
        if !understood {
            self.unknown.keep(dtp);
        }
        cursor.advance();
        Ok(())
    }

    fn take(&mut self, cursor: &mut Cursor<'_, '_>, segment: &Segment<'_>) -> Result<(), X12Error> {
        match (segment.id(), segment.element(1)) {
            ("CL1", _) => self.stay = Stay::read(segment),
            ("PWK", _) => self.attachments.push(Attachment::read(segment)),
            ("CN1", _) => self.contract = Some(Box::new(Contract::read(segment)?)),
            ("AMT", "F3") => self.patient_due = segment.value(2)?,
            ("REF", _) => self.references.push(segment),
            ("K3", line) => self.fixed_format.push(FixedFormat(line.into())),
            ("NTE", _) => self.notes.push(Note::read(segment)),
            ("CRC", "ZZ") => self.epsdt_referral = Some(Box::new(EpsdtReferral::read(segment))),
            ("HI", _) if self.coding.take(segment) => {}
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

fn provider(cursor: &mut Cursor<'_, '_>, loop_id: &'static str) -> Result<Option<Box<Provider>>, X12Error> {
    Provider::read(cursor, loop_id).map(|provider| Some(Box::new(provider)))
}

/// False, and nothing set, where there is no value.
fn set<T>(place: &mut Option<T>, value: Option<T>) -> bool {
    let understood = value.is_some();
    if understood {
        *place = value;
    }
    understood
}
