//! NM1 with the segments that may follow it in any loop that names somebody.

use crate::text::Text;
use chrono::NaiveDate;

use super::code_lists::Sex;
use super::reference::References;
use crate::cursor::Cursor;
use crate::error::X12Error;
use crate::name::{Address, Contact, Party, Unread};
use crate::reader::Segment;

/// DMG.
#[derive(Clone, PartialEq, Eq)]
pub struct Demographics {
    /// DMG02.
    pub birth_date: NaiveDate,
    /// DMG03.
    pub sex: Sex,
}

impl std::fmt::Debug for Demographics {
    /// Shows that it is there: a birth date identifies.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Demographics(..)")
    }
}

/// What followed one NM1.
#[derive(Default)]
pub(crate) struct PartyLoop {
    pub party: Party,
    pub address: Option<Address>,
    pub taxonomy: Option<Text>,
    pub demographics: Option<Demographics>,
    pub references: References,
    pub contacts: Vec<Contact>,
    /// DTP03 where DTP02 is D8.
    pub day: Option<NaiveDate>,
}

impl PartyLoop {
    pub(crate) fn read(cursor: &mut Cursor<'_, '_>, loop_id: &'static str) -> Result<Self, X12Error> {
        let mut read = Self { party: Party::parse(&cursor.expect("NM1", loop_id)?), ..Self::default() };
        while let Some(segment) = cursor.peek().filter(|segment| belongs(segment.id())) {
            read.take(&segment)?;
            cursor.advance();
        }
        Ok(read)
    }

    fn take(&mut self, segment: &Segment<'_>) -> Result<(), X12Error> {
        match segment.name() {
            b"N3" => self.address.get_or_insert_default().take_n3(segment),
            b"N4" => self.address.get_or_insert_default().take_n4(segment),
            b"REF" => self.references.push(segment),
            b"PER" => self.contacts.push(Contact::parse(segment)),
            b"PRV" => self.taxonomy = segment.optional_text(3),
            b"DTP" => self.day = segment.date(3)?,
            _ => self.demographics = demographics(segment)?,
        }
        Ok(())
    }
}

fn belongs(id: &str) -> bool {
    matches!(id.as_bytes(), b"N3" | b"N4" | b"REF" | b"PER" | b"PRV" | b"DTP" | b"DMG")
}

fn demographics(dmg: &Segment<'_>) -> Result<Option<Demographics>, X12Error> {
    let sex = Sex::from_code(dmg.element(3));
    Ok(dmg.date(2)?.map(|birth_date| Demographics { birth_date, sex }))
}

/// Keeps a segment, and what hangs on it where it is an NM1, as text.
pub(crate) fn set_aside(cursor: &mut Cursor<'_, '_>, unknown: &mut Unread) {
    let Some(first) = cursor.advance() else { return };
    unknown.keep(&first);
    while first.id() == "NM1" && belongs(cursor.peek_id()) {
        let Some(segment) = cursor.advance() else { return };
        unknown.keep(&segment);
    }
}
