//! Who takes part: the loops 2010 with a name and what describes it.

use chrono::NaiveDate;

use super::lists::Role;
use super::rejection::Rejection;
use crate::cursor::Cursor;
use crate::error::{ErrorKind, X12Error};
use crate::name::{Address, Contact, Party, Reference, Unread};
use crate::reader::Segment;
use crate::text::Text;
use crate::writer::{Composite, TransactionWriter};

/// A reviewing organization (2010A), requester (2010B), provider, stop of a transport or contact of an event (2010EA to
/// 2010EC) or service (2010F). NM101 of the party says which.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Participant {
    /// NM1.
    pub party: Party,
    /// REF, such as EI tax id, 0B license with its state in REF03.
    pub references: Vec<Reference>,
    /// N3 and N4.
    pub address: Option<Address>,
    /// PER*IC.
    pub contacts: Vec<Contact>,
    /// AAA; responses only.
    pub rejections: Vec<Rejection>,
    /// PRV.
    pub specialty: Option<Specialty>,
}

/// PRV.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Specialty {
    /// PRV01: AD admitting, AT attending, OR ordering, PC primary care, PE performing, RF referring, ...
    pub role: Text,
    /// PRV03 after PRV02 = PXC.
    pub taxonomy: Text,
}

/// 2010EC of a request: another organization that reviewed the event, and refused.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct OtherOrganization {
    /// NM1*00, NM1*CA or NM1*GG.
    pub party: Party,
    /// REF*ZZ: up to four reasons.
    pub reasons: Vec<Text>,
    /// DTP*598.
    pub denied: Option<NaiveDate>,
}

impl Participant {
    /// A participant known by name and identifier only.
    #[must_use]
    pub fn new(party: Party) -> Self {
        Self { party, ..Self::default() }
    }

    /// NM101 as a word.
    #[must_use]
    pub fn role(&self) -> Role {
        Role::from_code(&self.party.entity)
    }

    /// Reads NM1 and everything up to the next NM1.
    pub(super) fn read(nm1: &Segment<'_>, cursor: &mut Cursor<'_, '_>, unread: &mut Unread) -> Self {
        let mut read = Self::new(Party::parse(nm1));
        while let Some(segment) = following(cursor) {
            match segment.id() {
                "REF" => read.references.push(Reference::parse(&segment)),
                "N3" => read.address.get_or_insert_default().take_n3(&segment),
                "N4" => read.address.get_or_insert_default().take_n4(&segment),
                "PER" => read.contacts.push(Contact::parse(&segment)),
                "AAA" => read.rejections.push(Rejection::parse(&segment)),
                "PRV" if read.specialty.is_none() => {
                    let specialty =
                        Specialty { role: segment.element(1).into(), taxonomy: segment.element(3).into() };
                    read.specialty = Some(specialty);
                }
                _ => unread.keep(&segment),
            }
        }
        read
    }

    pub(super) fn write(&self, writer: &mut TransactionWriter) {
        self.party.write(writer);
        self.references.iter().for_each(|reference| reference.write(writer));
        self.address.iter().for_each(|address| address.write(writer));
        self.contacts.iter().for_each(|contact| contact.write(writer));
        Rejection::write_all(&self.rejections, writer);
        if let Some(Specialty { role, taxonomy }) = &self.specialty {
            let qualifier = if taxonomy.is_empty() { "" } else { "PXC" };
            writer.put("PRV", &[role, &qualifier, taxonomy]);
        }
    }

    /// Writes a party its level cannot do without.
    pub(super) fn write_named(&self, writer: &mut TransactionWriter, loop_id: &'static str) {
        if self.party.entity.is_empty() || (self.party.name.is_empty() && self.party.id.is_empty()) {
            let error = X12Error::at(ErrorKind::ElementMissing, "NM1", writer.count() + 1, 0).in_element(3);
            writer.keep(error.in_loop(loop_id).hinted("give the party a name or an identifier"));
        }
        self.write(writer);
    }
}

impl OtherOrganization {
    /// True where an NM1 begins a 2010EC of a request.
    pub(super) fn begins(nm1: &Segment<'_>) -> bool {
        matches!(nm1.element(1), "00" | "CA" | "GG")
    }

    pub(super) fn read(
        nm1: &Segment<'_>,
        cursor: &mut Cursor<'_, '_>,
        unread: &mut Unread,
    ) -> Result<Self, X12Error> {
        let mut read = Self { party: Party::parse(nm1), ..Self::default() };
        while let Some(segment) = following(cursor) {
            match (segment.id(), segment.element(1)) {
                ("REF", "ZZ") if read.reasons.is_empty() => {
                    let more = [2, 4, 6].map(|m| segment.component(4, m));
                    let reasons =
                        [segment.element(2)].into_iter().chain(more).filter(|reason| !reason.is_empty());
                    read.reasons = reasons.map(Text::from).collect();
                }
                ("DTP", "598") => read.denied = segment.date(3)?,
                _ => unread.keep(&segment),
            }
        }
        Ok(read)
    }

    pub(super) fn write(&self, writer: &mut TransactionWriter) {
        self.party.write(writer);
        let reason = |n| self.reasons.get(n);
        let zz = |n| reason(n).map(|_| "ZZ");
        let more = [(zz(1), reason(1)), (zz(2), reason(2)), (zz(3), reason(3))];
        let [(a, one), (b, two), (c, three)] = &more;
        let qualifier = reason(0).map(|_| "ZZ");
        writer.put("REF", &[&qualifier, &reason(0), &"", &Composite(&[a, one, b, two, c, three])]);
        if let Some(denied) = self.denied {
            writer.put("DTP", &[&"598", &"D8", &denied]);
        }
    }
}

/// The next segment, unless it begins another party.
fn following<'a>(cursor: &mut Cursor<'_, 'a>) -> Option<Segment<'a>> {
    cursor.peek().filter(|segment| segment.id() != "NM1")?;
    cursor.advance()
}
