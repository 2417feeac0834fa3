//! PID: whom a message is about.

use crate::datatype::{Identifier, PersonName};
use crate::message::Segment;
use crate::when::When;

/// The parts of a PID that tell one person from another.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Patient {
    /// PID-3, then PID-2 and PID-4, which older senders use for the number of the ordering side.
    pub identifiers: Vec<Identifier>,
    /// PID-5.
    pub name: Option<PersonName>,
    /// PID-7.
    pub born: Option<When>,
    /// PID-8.
    pub sex: String,
}

impl Patient {
    pub(crate) fn read(pid: &Segment<'_>) -> Self {
        let identifiers = [3, 2, 4].into_iter().flat_map(|field| Identifier::read_all(pid.field(field)));
        Self {
            identifiers: identifiers.collect(),
            name: PersonName::read(pid.field(5)),
            born: When::parse(&pid.field(7).component(1).text()),
            sex: pid.field(8).value().unwrap_or_default(),
        }
    }
}

crate::redacted!(Patient);
