//! The subscriber (2000C/2100C) and the dependent (2000D/2100D).

use crate::text::Text;
use std::fmt;

use chrono::NaiveDate;

use super::lists::Sex;
use super::rejection::{Rejection, RejectionLevel};
use crate::cursor::Cursor;
use crate::date::DatePeriod;
use crate::error::{ErrorKind, X12Error};
use crate::name::{Address, Party, Reference, Trace, Unread};
use crate::reader::Segment;
use crate::writer::TransactionWriter;

/// DTP with its qualifier: 291 plan, 346 plan begin, 356 eligibility begin, 307 eligibility, ...
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DatedPeriod {
    /// DTP01.
    pub qualifier: Text,
    /// DTP02 and DTP03.
    pub period: DatePeriod,
}

/// INS.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Relationship {
    /// INS01: Y for the subscriber.
    pub subscriber: bool,
    /// INS02: 18 self, 01 spouse, 19 child, ...
    pub code: Text,
    /// INS03 = 001: the payer knows the person under other data than were sent, and gives its own.
    pub identity_changed: bool,
}

/// 2000C and 2100C, or 2000D and 2100D: a person the payer is asked about. `Debug` shows no health data.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Patient {
    /// TRN, at most 2 in a 270 and 3 in a 271.
    pub traces: Vec<Trace>,
    /// NM1*IL or NM1*03.
    pub party: Party,
    /// REF, such as 6P group number, SY.
    pub references: Vec<Reference>,
    /// N3 and N4.
    pub address: Option<Address>,
    /// DMG02: the birth date.
    pub birth: Option<NaiveDate>,
    /// DMG03.
    pub sex: Option<Sex>,
    /// INS.
    pub relationship: Option<Relationship>,
    /// DTP of 2100C or 2100D.
    pub dates: Vec<DatedPeriod>,
}

impl fmt::Debug for Patient {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Patient").field("party", &self.party).finish_non_exhaustive()
    }
}

impl Patient {
    /// 2100C of a person with a member id.
    #[must_use]
    pub fn subscriber(last: &str, first: &str, member_id: &str) -> Self {
        Self { party: Party::person("IL", last, first, "MI", member_id), ..Self::default() }
    }

    /// 2100D; `relationship` is INS02, such as `19` child.
    #[must_use]
    pub fn dependent(last: &str, first: &str, relationship: &str) -> Self {
        let relationship =
            Relationship { subscriber: false, code: relationship.into(), identity_changed: false };
        let party = Party::person("03", last, first, "", "");
        Self { party, relationship: Some(relationship), ..Self::default() }
    }

    /// Adds DTP*291, the date asked about.
    #[must_use]
    pub fn asked_on(mut self, period: DatePeriod) -> Self {
        self.dates.push(DatedPeriod { qualifier: "291".into(), period });
        self
    }

    /// The first DTP with this qualifier.
    #[must_use]
    pub fn date(&self, qualifier: &str) -> Option<DatePeriod> {
        self.dates.iter().find(|date| date.qualifier == qualifier).map(|date| date.period)
    }

    pub(super) fn write(
        &self,
        writer: &mut TransactionWriter,
        loop_id: &'static str,
        rejections: &[&Rejection],
    ) {
        self.traces.iter().for_each(|trace| trace.write(writer));
        if self.party.entity.is_empty() {
            let error = X12Error::at(ErrorKind::ElementMissing, "NM1", writer.count() + 1, 0).in_element(1);
            writer.keep(error.in_loop(loop_id).hinted("say who is the subscriber and who the dependent"));
        }
        self.party.write(writer);
        self.references.iter().for_each(|reference| reference.write(writer));
        self.address.iter().for_each(|address| address.write(writer));
        rejections.iter().for_each(|rejection| rejection.write(writer));
        if self.birth.is_some() || self.sex.is_some() {
            writer.put("DMG", &[&self.birth.map(|_| "D8"), &self.birth, &self.sex]);
        }
        if let Some(Relationship { subscriber, code, identity_changed }) = &self.relationship {
            let (maintenance, reason) = if *identity_changed { ("001", "25") } else { ("", "") };
            writer.put("INS", &[&if *subscriber { "Y" } else { "N" }, code, &maintenance, &reason]);
        }
        self.dates.iter().for_each(|date| date.write(writer));
    }
}

impl DatedPeriod {
    pub(super) fn write(&self, writer: &mut TransactionWriter) {
        writer.put("DTP", &[&self.qualifier, &self.period.qualifier(), &self.period]);
    }

    /// Reads one DTP; a value no date can be made of is kept unread, since payers send such.
    pub(super) fn read(dtp: &Segment<'_>, into: &mut Vec<Self>, unread: &mut Unread) {
        match dtp.period(2) {
            Ok(period) => into.push(Self { qualifier: dtp.element(1).into(), period }),
            Err(_) => unread.keep(dtp),
        }
    }
}

/// What a 2100C or 2100D is read into.
pub(super) struct PatientReader<'r> {
    pub level: RejectionLevel,
    pub loop_id: &'static str,
    pub rejections: &'r mut Vec<Rejection>,
    pub unread: &'r mut Unread,
}

impl PatientReader<'_> {
    /// Reads up to the first EB or EQ.
    pub fn read(&mut self, cursor: &mut Cursor<'_, '_>) -> Result<Patient, X12Error> {
        let mut patient = Patient::default();
        while let Some(segment) = cursor.peek().filter(|segment| !matches!(segment.id(), "EB" | "EQ")) {
            self.take(&mut patient, &segment)?;
            cursor.advance();
        }
        if patient.party.entity.is_empty() { Err(cursor.missing("NM1", self.loop_id)) } else { Ok(patient) }
    }

    fn take(&mut self, patient: &mut Patient, segment: &Segment<'_>) -> Result<(), X12Error> {
        match segment.id() {
            "TRN" => patient.traces.push(Trace::parse(segment)),
            "NM1" => patient.party = Party::parse(segment),
            "REF" => patient.references.push(Reference::parse(segment)),
            "N3" => patient.address.get_or_insert_default().take_n3(segment),
            "N4" => patient.address.get_or_insert_default().take_n4(segment),
            "AAA" => self.rejections.push(Rejection::parse(segment, self.level)),
            "DMG" => {
                patient.birth = segment.date(2).map_err(|error| error.in_loop(self.loop_id))?;
                patient.sex = Sex::of(segment, 3);
            }
            "INS" => {
                patient.relationship = Some(Relationship {
                    subscriber: segment.element(1) == "Y",
                    code: segment.element(2).into(),
                    identity_changed: segment.element(3) == "001",
                });
            }
            "DTP" => DatedPeriod::read(segment, &mut patient.dates, self.unread),
            _ => self.unread.keep(segment),
        }
        Ok(())
    }
}
