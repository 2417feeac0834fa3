//! 2000E and 2000F: a patient event and its services.

use std::fmt;

use super::certification::Certifications;
use super::line::{ServiceLine, Tooth};
use super::participant::{OtherOrganization, Participant};
use super::rejection::Rejection;
use super::review::Review;
use crate::cursor::Cursor;
use crate::error::{ErrorKind, X12Error};
use crate::hierarchy::HlCounter;
use crate::name::Unread;
use crate::writer::TransactionWriter;

/// 2000E: an admission, a referral or a course of care, and the services it consists of.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct PatientEvent {
    /// TRN to HI, HSD, PWK, MSG and the participants of 2010EA.
    pub review: Review,
    /// CRC, CL1, CR1, CR2, CR5 and CR6.
    pub certifications: Certifications,
    /// 2010EC of a request: who refused it before.
    pub other_organizations: Vec<OtherOrganization>,
    /// 2000F.
    pub services: Vec<Service>,
}

/// 2000F.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Service {
    /// TRN to HI, HSD, PWK, MSG and the participants of 2010F.
    pub review: Review,
    /// SV1, SV2 or SV3.
    pub line: Option<ServiceLine>,
    /// TOO, at most 32.
    pub teeth: Vec<Tooth>,
}

impl fmt::Debug for PatientEvent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = f.debug_struct("PatientEvent");
        shown.field("review", &self.review).field("services", &self.services).finish_non_exhaustive()
    }
}

impl fmt::Debug for Service {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Service").field("review", &self.review).finish_non_exhaustive()
    }
}

impl PatientEvent {
    /// AAA of the event, of its services and of everyone who takes part.
    pub fn rejections(&self) -> impl Iterator<Item = &Rejection> {
        let reviews = [&self.review].into_iter().chain(self.services.iter().map(|service| &service.review));
        reviews.flat_map(|review| {
            let participants = review.participants.iter().flat_map(|participant| &participant.rejections);
            review.rejections.iter().chain(participants)
        })
    }

    pub(super) fn read(cursor: &mut Cursor<'_, '_>, unread: &mut Unread) -> Result<Self, X12Error> {
        let mut read = Self::default();
        while let Some(segment) = cursor.advance() {
            match segment.id() {
                "NM1" if OtherOrganization::begins(&segment) => {
                    read.other_organizations.push(OtherOrganization::read(&segment, cursor, unread)?);
                }
                "NM1" => read.review.participants.push(Participant::read(&segment, cursor, unread)),
                _ => {
                    let taken = read.review.take(&segment, "2000E")? || read.certifications.take(&segment)?;
                    if !taken {
                        unread.keep(&segment);
                    }
                }
            }
        }
        Ok(read)
    }

    pub(super) fn write(&self, writer: &mut TransactionWriter, counter: &mut HlCounter, parent: u32) {
        let number = counter.write(writer, parent, "EV", Some(!self.services.is_empty()));
        if self.review.asked.is_none() {
            let error =
                X12Error::at(ErrorKind::SegmentMissing { id: "UM".into() }, "UM", writer.count() + 1, 0);
            writer.keep(error.in_loop("2000E").hinted("say what has to be authorized"));
        }
        self.review.write_head(writer);
        self.review.write_delivery(writer);
        self.certifications.write(writer);
        self.review.write_tail(writer);
        self.other_organizations.iter().for_each(|organization| organization.write(writer));
        self.services.iter().for_each(|service| service.write(writer, counter, number));
    }
}

impl Service {
    pub(super) fn read(cursor: &mut Cursor<'_, '_>, unread: &mut Unread) -> Result<Self, X12Error> {
        let mut read = Self::default();
        while let Some(segment) = cursor.advance() {
            match segment.id() {
                "NM1" => read.review.participants.push(Participant::read(&segment, cursor, unread)),
                "SV1" | "SV2" | "SV3" if read.line.is_none() => {
                    read.line = Some(ServiceLine::read(&segment)?)
                }
                "TOO" => read.teeth.push(Tooth::read(&segment)),
                _ => {
                    if !read.review.take(&segment, "2000F")? {
                        unread.keep(&segment);
                    }
                }
            }
        }
        Ok(read)
    }

    fn write(&self, writer: &mut TransactionWriter, counter: &mut HlCounter, parent: u32) {
        counter.write(writer, parent, "SS", Some(false));
        self.review.write_head(writer);
        self.line.iter().for_each(|line| line.write(writer));
        self.teeth.iter().for_each(|tooth| tooth.write(writer));
        self.review.write_delivery(writer);
        self.review.write_tail(writer);
    }
}
