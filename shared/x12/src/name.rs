//! Parties and what describes them: NM1, N3/N4, PER, REF, TRN; shared by the transaction sets.

mod address;
mod reference;

pub use address::{Address, Contact};
pub use reference::{Reference, Trace, Unread};

use std::fmt;

use crate::reader::Segment;
use crate::writer::TransactionWriter;

/// NM1: a person or an organization with an identifier. `Debug` shows NM101 only.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Party {
    /// NM101, such as `PR` payer, `1P` provider, `IL` insured.
    pub entity: String,
    /// NM102: true for 1 (person).
    pub person: bool,
    /// NM103: last name, or name of the organization.
    pub name: String,
    /// NM104.
    pub first: String,
    /// NM105.
    pub middle: String,
    /// NM107.
    pub suffix: String,
    /// NM108, such as `XX` (NPI), `PI` (payer), `MI` (member).
    pub id_qualifier: String,
    /// NM109.
    pub id: String,
}

impl fmt::Debug for Party {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Party({})", self.entity)
    }
}

impl Party {
    #[must_use]
    pub fn organization(entity: &str, name: &str, id_qualifier: &str, id: &str) -> Self {
        let (entity, name) = (entity.to_owned(), name.to_owned());
        Self { entity, name, id_qualifier: id_qualifier.to_owned(), id: id.to_owned(), ..Self::default() }
    }

    #[must_use]
    pub fn person(entity: &str, last: &str, first: &str, id_qualifier: &str, id: &str) -> Self {
        let first = first.to_owned();
        Self { person: true, first, ..Self::organization(entity, last, id_qualifier, id) }
    }

    /// NM109 where NM108 is `XX`.
    #[must_use]
    pub fn npi(&self) -> Option<&str> {
        (self.id_qualifier == "XX").then_some(self.id.as_str())
    }

    #[must_use]
    pub fn parse(nm1: &Segment<'_>) -> Self {
        let text = |n| nm1.element(n).to_owned();
        Self {
            entity: text(1),
            person: nm1.element(2) == "1",
            name: text(3),
            first: text(4),
            middle: text(5),
            suffix: text(7),
            id_qualifier: text(8),
            id: text(9),
        }
    }

    pub fn write(&self, writer: &mut TransactionWriter) {
        let kind = if self.person { "1" } else { "2" };
        let qualifier = if self.id.is_empty() { "" } else { &self.id_qualifier };
        let (first, middle) = (self.first.as_str(), self.middle.as_str());
        let (suffix, id) = (self.suffix.as_str(), self.id.as_str());
        writer.segment("NM1", &[&self.entity, kind, &self.name, first, middle, "", suffix, qualifier, id]);
    }
}
