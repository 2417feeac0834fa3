//! Identifiers beside a party: REF and TRN.

use std::fmt;

use crate::reader::Segment;
use crate::writer::TransactionWriter;

/// REF. `Debug` shows the qualifier only.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Reference {
    /// REF01.
    pub qualifier: String,
    /// REF02.
    pub value: String,
    /// REF03.
    pub description: String,
}

impl fmt::Debug for Reference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Reference({})", self.qualifier)
    }
}

impl Reference {
    #[must_use]
    pub fn new(qualifier: &str, value: &str) -> Self {
        Self { qualifier: qualifier.to_owned(), value: value.to_owned(), description: String::new() }
    }

    #[must_use]
    pub fn parse(segment: &Segment<'_>) -> Self {
        Self {
            description: segment.element(3).to_owned(),
            ..Self::new(segment.element(1), segment.element(2))
        }
    }

    pub fn write(&self, writer: &mut TransactionWriter) {
        writer.segment("REF", &[&self.qualifier, &self.value, &self.description]);
    }
}

/// TRN: the number that ties a response to its request.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Trace {
    /// TRN01: `1` made by the sender of this text, `2` echoed from the request.
    pub kind: String,
    /// TRN02.
    pub number: String,
    /// TRN03: who made it; 10 characters, 1 and a tax id or 9 and another number.
    pub originator: String,
    /// TRN04.
    pub division: String,
}

impl Trace {
    /// TRN*1.
    #[must_use]
    pub fn own(number: &str, originator: &str) -> Self {
        let (number, originator) = (number.to_owned(), originator.to_owned());
        Self { kind: "1".to_owned(), number, originator, division: String::new() }
    }

    /// This trace as the answering side sends it back: TRN*2.
    #[must_use]
    pub fn echoed(&self) -> Self {
        Self { kind: "2".to_owned(), ..self.clone() }
    }

    #[must_use]
    pub fn parse(trn: &Segment<'_>) -> Self {
        let text = |n| trn.element(n).to_owned();
        Self { kind: text(1), number: text(2), originator: text(3), division: text(4) }
    }

    pub fn write(&self, writer: &mut TransactionWriter) {
        writer.segment("TRN", &[&self.kind, &self.number, &self.originator, &self.division]);
    }
}

/// Segments no field was made for, as they stood; `write` leaves them out. `Debug` shows their names only.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Unread(pub Vec<String>);

impl fmt::Debug for Unread {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = |raw: &String| raw.chars().take_while(char::is_ascii_alphanumeric).collect::<String>();
        f.debug_list().entries(self.0.iter().map(name)).finish()
    }
}

impl Unread {
    pub(crate) fn keep(&mut self, segment: &Segment<'_>) {
        self.0.push(segment.raw().to_owned());
    }
}
