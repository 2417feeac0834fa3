//! Parties and what describes them: NM1, N3/N4, PER, REF, TRN; shared by the transaction sets.
//!
//! ```
//! use x12::Delimiters;
//! use x12::name::Party;
//! use x12::reader::Segment;
//!
//! let nm1 = Segment::alone("NM1*82*1*OAK*JORDAN****XX*1679576722", Delimiters::default());
//! let party = Party::parse(&nm1);
//! assert_eq!((party.first.as_str(), party.npi()), ("JORDAN", Some("1679576722")));
//! assert_eq!(party, Party::person("82", "OAK", "JORDAN", "XX", "1679576722"));
//! assert!(!format!("{party:?}").contains("OAK"), "names stay out of logs");
//! ```

mod address;
mod reference;

pub use address::{Address, Contact};
pub use reference::{Reference, Trace, Unread};

use crate::text::Text;
use std::fmt;

use crate::reader::Segment;
use crate::writer::TransactionWriter;

/// NM1: a person or an organization with an identifier. `Debug` shows NM101 only.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Party {
    /// NM101, such as `PR` payer, `1P` provider, `IL` insured.
    pub entity: Text,
    /// NM102: true for 1 (person).
    pub person: bool,
    /// NM103: last name, or name of the organization.
    pub name: Text,
    /// NM104: first name; empty of an organization.
    pub first: Text,
    /// NM105: middle name or initial.
    pub middle: Text,
    /// NM107, such as `JR`.
    pub suffix: Text,
    /// NM108, such as `XX` (NPI), `PI` (payer), `MI` (member).
    pub id_qualifier: Text,
    /// NM109: the identifier.
    pub id: Text,
}

impl fmt::Debug for Party {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Party({})", self.entity)
    }
}

impl Party {
    /// NM102 = 2: an organization with its identifier; both texts of it may be empty.
    #[must_use]
    pub fn organization(entity: &str, name: &str, id_qualifier: &str, id: &str) -> Self {
        let (entity, name) = (entity.into(), name.into());
        Self { entity, name, id_qualifier: id_qualifier.into(), id: id.into(), ..Self::default() }
    }

    /// NM102 = 1: a person with an identifier; both texts of it may be empty.
    #[must_use]
    pub fn person(entity: &str, last: &str, first: &str, id_qualifier: &str, id: &str) -> Self {
        let first = first.into();
        Self { person: true, first, ..Self::organization(entity, last, id_qualifier, id) }
    }

    /// NM109 where NM108 is `XX`: the NPI.
    #[must_use]
    pub fn npi(&self) -> Option<&str> {
        (self.id_qualifier == "XX").then_some(self.id.as_str())
    }

    /// Reads NM101 to NM109. Blanks at the end are no part of a value, in X12.
    #[must_use]
    pub fn parse(nm1: &Segment<'_>) -> Self {
        let mut walk = nm1.walk();
        let entity = walk.trimmed_text();
        let person = walk.str() == "1";
        let [name, first, middle] = [walk.trimmed_text(), walk.trimmed_text(), walk.trimmed_text()];
        walk.skip();
        let [suffix, id_qualifier, id] = [walk.trimmed_text(), walk.trimmed_text(), walk.trimmed_text()];
        Self { entity, person, name, first, middle, suffix, id_qualifier, id }
    }

    /// Writes NM1.
    pub fn write(&self, writer: &mut TransactionWriter) {
        self.write_as(writer, &self.entity);
    }

    /// Writes NM1 with another NM101.
    pub(crate) fn write_as(&self, writer: &mut TransactionWriter, entity: &str) {
        let kind = if self.person { "1" } else { "2" };
        let qualifier = if self.id.is_empty() { "" } else { self.id_qualifier.as_str() };
        let Self { name, first, middle, suffix, id, .. } = self;
        writer.put("NM1", &[&entity, &kind, name, first, middle, &"", suffix, &qualifier, id]);
    }
}
