//! Where a party is, and how to reach it.

use crate::text::Text;
use std::fmt;

use crate::reader::Segment;
use crate::writer::TransactionWriter;

/// N3 and N4. `Debug` shows the state only.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Address {
    /// N301: street, or post office box.
    pub line1: Text,
    /// N302; empty where absent.
    pub line2: Text,
    /// N401.
    pub city: Text,
    /// N402, two letters.
    pub state: Text,
    /// N403, digits only.
    pub zip: Text,
    /// N404, only outside of the US.
    pub country: Text,
    /// N407: part of the country, only where N404 names one that has parts.
    pub subdivision: Text,
}

impl fmt::Debug for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Address({})", self.state)
    }
}

impl Address {
    /// Takes N301 and N302.
    pub fn take_n3(&mut self, n3: &Segment<'_>) {
        let mut walk = n3.walk();
        (self.line1, self.line2) = (walk.text(), walk.text());
    }

    /// Takes N401 to N404, and N407.
    pub fn take_n4(&mut self, n4: &Segment<'_>) {
        let mut walk = n4.walk();
        (self.city, self.state, self.zip, self.country) =
            (walk.text(), walk.text(), walk.text(), walk.text());
        (5..7).for_each(|_| walk.skip());
        self.subdivision = walk.text();
    }

    /// Writes N3 and N4; what is empty is left out.
    pub fn write(&self, writer: &mut TransactionWriter) {
        writer.put("N3", &[&self.line1, &self.line2]);
        let Self { city, state, zip, country, subdivision, .. } = self;
        writer.put("N4", &[city, state, zip, country, &"", &"", subdivision]);
    }
}

/// PER: a contact with up to three numbers.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Contact {
    /// PER02: a person or department; empty where absent.
    pub name: Text,
    /// PER03/04, PER05/06, PER07/08: qualifier (`TE`, `EM`, `FX`, `UR`, ...) and number.
    pub numbers: Vec<(Text, Text)>,
}

impl fmt::Debug for Contact {
    /// Names a person and how to reach them, so it shows neither.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Contact({} numbers)", self.numbers.len())
    }
}

impl Contact {
    /// Reads PER02 to PER08.
    #[must_use]
    pub fn parse(per: &Segment<'_>) -> Self {
        let numbers = [3, 5, 7].into_iter().filter(|&n| !per.element(n + 1).is_empty());
        let numbers = numbers.map(|n| (per.text(n), per.text(n + 1))).collect();
        Self { name: per.text(2), numbers }
    }

    /// Writes PER*IC.
    pub fn write(&self, writer: &mut TransactionWriter) {
        crate::claim::element::write_contact(writer, "IC", self);
    }
}
