//! 2010C and 2010D: the subscriber and the dependent.

use std::fmt;

use chrono::NaiveDate;

use super::rejection::Rejection;
use crate::cursor::Cursor;
use crate::eligibility::Sex;
use crate::error::{ErrorKind, X12Error};
use crate::name::{Address, Party, Reference, Unread};
use crate::reader::Segment;
use crate::text::Text;
use crate::writer::TransactionWriter;

/// 2010C or 2010D: a person of the plan. `Debug` shows no health data.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Member {
    /// NM1*IL or NM1*QC.
    pub party: Party,
    /// REF: 6P group, EJ patient account, SY, ...
    pub references: Vec<Reference>,
    /// N3 and N4.
    pub address: Option<Address>,
    /// AAA; responses only.
    pub rejections: Vec<Rejection>,
    /// DMG02.
    pub birth: Option<NaiveDate>,
    /// DMG03.
    pub sex: Option<Sex>,
    /// INS.
    pub relation: Option<Relation>,
}

/// INS.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Relation {
    /// INS01: Y for the subscriber.
    pub subscriber: bool,
    /// INS02: 18 self, 01 spouse, 19 child, G8 other.
    pub code: Text,
    /// INS08, of military members: AO active overseas, AU active, DI deceased, PV previous, RU retired overseas.
    pub employment: Text,
    /// INS17: which of several born together.
    pub birth_order: Text,
}

impl fmt::Debug for Member {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let rejections = &self.rejections;
        f.debug_struct("Member")
            .field("party", &self.party)
            .field("rejections", rejections)
            .finish_non_exhaustive()
    }
}

impl Member {
    /// 2010C of a person with a member id.
    #[must_use]
    pub fn subscriber(last: &str, first: &str, member_id: &str) -> Self {
        Self { party: Party::person("IL", last, first, "MI", member_id), ..Self::default() }
    }

    /// 2010D; `relation` is INS02, such as `19` child.
    #[must_use]
    pub fn dependent(last: &str, first: &str, relation: &str) -> Self {
        let relation = Relation { code: relation.into(), ..Relation::default() };
        Self { party: Party::person("QC", last, first, "", ""), relation: Some(relation), ..Self::default() }
    }

    /// Reads a level 22 or 23 as a whole.
    pub(super) fn read(
        cursor: &mut Cursor<'_, '_>,
        loop_id: &'static str,
        unread: &mut Unread,
    ) -> Result<Self, X12Error> {
        let mut read = Self::default();
        while let Some(segment) = cursor.advance() {
            read.take(&segment, loop_id, unread)?;
        }
        if read.party.entity.is_empty() { Err(cursor.missing("NM1", loop_id)) } else { Ok(read) }
    }

    fn take(
        &mut self,
        segment: &Segment<'_>,
        loop_id: &'static str,
        unread: &mut Unread,
    ) -> Result<(), X12Error> {
        match segment.id() {
            "NM1" if self.party.entity.is_empty() => self.party = Party::parse(segment),
            "REF" => self.references.push(Reference::parse(segment)),
            "N3" => self.address.get_or_insert_default().take_n3(segment),
            "N4" => self.address.get_or_insert_default().take_n4(segment),
            "AAA" => self.rejections.push(Rejection::parse(segment)),
            "DMG" => {
                self.birth = segment.date(2).map_err(|error| error.in_loop(loop_id))?;
                self.sex = Sex::of(segment, 3);
            }
            "INS" if self.relation.is_none() => {
                let text = |n| segment.element(n).into();
                let subscriber = segment.element(1) == "Y";
                let relation =
                    Relation { subscriber, code: text(2), employment: text(8), birth_order: text(17) };
                self.relation = Some(relation);
            }
            _ => unread.keep(segment),
        }
        Ok(())
    }

    pub(super) fn write(&self, writer: &mut TransactionWriter, loop_id: &'static str) {
        if self.party.entity.is_empty() {
            let error =
                X12Error::at(ErrorKind::SegmentMissing { id: "NM1".into() }, "NM1", writer.count() + 1, 0);
            writer.keep(error.in_loop(loop_id).hinted("name the person"));
        }
        self.party.write(writer);
        self.references.iter().for_each(|reference| reference.write(writer));
        self.address.iter().for_each(|address| address.write(writer));
        Rejection::write_all(&self.rejections, writer);
        if self.birth.is_some() || self.sex.is_some() {
            writer.put("DMG", &[&self.birth.map(|_| "D8"), &self.birth, &self.sex]);
        }
        if let Some(Relation { subscriber, code, employment, birth_order }) = &self.relation {
            let mut elements: [&dyn crate::writer::Element; 17] = [&""; 17];
            elements[0] = if *subscriber { &"Y" } else { &"N" };
            (elements[1], elements[7], elements[16]) = (code, employment, birth_order);
            writer.put("INS", &elements);
        }
    }
}
