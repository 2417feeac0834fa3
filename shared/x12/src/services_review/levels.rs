//! The levels of a 278 in either direction.

use super::event::{PatientEvent, Service};
use super::lists::ReviewKind;
use super::member::Member;
use super::participant::Participant;
use super::rejection::Rejection;
use crate::cursor::Cursor;
use crate::error::{ErrorKind, X12Error};
use crate::header::TransactionHeader;
use crate::hierarchy::{Level, levels};
use crate::name::Unread;
use crate::reader::{Segment, TransactionSet};

/// Everything read, before it is known to be a whole request or response.
#[derive(Default)]
pub(super) struct Levels {
    pub header: TransactionHeader,
    pub kind: Option<ReviewKind>,
    /// AAA of 2000A.
    pub rejections: Vec<Rejection>,
    pub organization: Option<Participant>,
    pub requesters: Vec<Participant>,
    pub subscriber: Option<Member>,
    pub dependent: Option<Member>,
    pub events: Vec<PatientEvent>,
    pub unread: Unread,
}

impl Levels {
    /// Reads a set whose BHT02 is one of those `expected` says.
    pub fn read(
        set: &TransactionSet<'_>,
        expected: fn(&str) -> bool,
        hint: &'static str,
    ) -> Result<Self, X12Error> {
        let (head, levels) = levels(set)?;
        let header = TransactionHeader::read(head)?;
        let bht = bht(head);
        if let Some(bht) = bht.filter(|bht| !expected(bht.element(2))) {
            return Err(bht.invalid(2, hint));
        }
        let kind = bht.and_then(|bht| ReviewKind::of(bht, 6));
        let mut read = Self { header, kind, ..Self::default() };
        for level in &levels {
            read.take(level)?;
        }
        Ok(read)
    }

    fn take(&mut self, level: &Level<'_, '_>) -> Result<(), X12Error> {
        let mut cursor = Cursor::new(level.body);
        let unread = &mut self.unread;
        match level.code() {
            "20" if self.organization.is_none() => {
                self.rejections = cursor.take_while("AAA").iter().map(Rejection::parse).collect();
                let nm1 = cursor.take_if("NM1").ok_or_else(|| unnamed(level, "2010A"))?;
                self.organization = Some(Participant::read(&nm1, &mut cursor, unread));
            }
            "21" if self.requesters.is_empty() => {
                while let Some(nm1) = cursor.take_if("NM1") {
                    self.requesters.push(Participant::read(&nm1, &mut cursor, unread));
                }
                if self.requesters.is_empty() {
                    return Err(unnamed(level, "2010B"));
                }
            }
            "22" if self.subscriber.is_none() => {
                self.subscriber = Some(Member::read(&mut cursor, "2010C", unread)?);
            }
            "23" if self.dependent.is_none() && self.events.is_empty() => {
                self.dependent = Some(Member::read(&mut cursor, "2010D", unread)?);
            }
            "EV" => self.events.push(PatientEvent::read(&mut cursor, unread)?),
            "SS" => {
                let event = self.events.last_mut();
                let event =
                    event.ok_or_else(|| level.hl.invalid(2, "a service belongs to a patient event"))?;
                event.services.push(Service::read(&mut cursor, unread)?);
            }
            "20" | "21" | "22" | "23" => return Err(again(level)),
            _ => return Err(level.hl.invalid(3, "a 278 has the levels 20, 21, 22, 23, EV and SS")),
        }
        while let Some(segment) = cursor.advance() {
            self.unread.keep(&segment);
        }
        Ok(())
    }
}

fn bht<'s, 'a>(head: &'s [Segment<'a>]) -> Option<&'s Segment<'a>> {
    head.iter().find(|segment| segment.id() == "BHT")
}

fn unnamed(level: &Level<'_, '_>, loop_id: &'static str) -> X12Error {
    let kind = ErrorKind::SegmentMissing { id: "NM1".into() };
    level.hl.error(kind).in_loop(loop_id).hinted("the level names nobody")
}

fn again(level: &Level<'_, '_>) -> X12Error {
    level.hl.error(ErrorKind::SegmentUnexpected).hinted("a 278 is about one patient; send one for each")
}
