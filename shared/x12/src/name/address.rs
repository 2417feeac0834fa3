//! Where a party is, and how to reach it.

use std::fmt;

use crate::reader::Segment;
use crate::writer::TransactionWriter;

/// N3 and N4. `Debug` shows the state only.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Address {
    /// N301.
    pub line1: String,
    /// N302.
    pub line2: String,
    /// N401.
    pub city: String,
    /// N402, two letters.
    pub state: String,
    /// N403, digits only.
    pub zip: String,
    /// N404, only outside of the US.
    pub country: String,
}

impl fmt::Debug for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Address({})", self.state)
    }
}

impl Address {
    /// Takes N301 and N302.
    pub fn take_n3(&mut self, n3: &Segment<'_>) {
        self.line1 = n3.element(1).to_owned();
        self.line2 = n3.element(2).to_owned();
    }

    /// Takes N401 to N404.
    pub fn take_n4(&mut self, n4: &Segment<'_>) {
        self.city = n4.element(1).to_owned();
        self.state = n4.element(2).to_owned();
        self.zip = n4.element(3).to_owned();
        self.country = n4.element(4).to_owned();
    }

    pub fn write(&self, writer: &mut TransactionWriter) {
        writer.segment("N3", &[&self.line1, &self.line2]);
        writer.segment("N4", &[&self.city, &self.state, &self.zip, &self.country]);
    }
}

/// PER: a contact with up to three numbers.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Contact {
    /// PER02.
    pub name: String,
    /// PER03/04, PER05/06, PER07/08: qualifier (`TE`, `EM`, `FX`, `UR`, ...) and number.
    pub numbers: Vec<(String, String)>,
}

impl fmt::Debug for Contact {
    /// Names a person and how to reach them, so it shows neither.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Contact({} numbers)", self.numbers.len())
    }
}

impl Contact {
    #[must_use]
    pub fn parse(per: &Segment<'_>) -> Self {
        let numbers = [3, 5, 7].into_iter().filter(|&n| !per.element(n + 1).is_empty());
        let numbers = numbers.map(|n| (per.element(n).to_owned(), per.element(n + 1).to_owned())).collect();
        Self { name: per.element(2).to_owned(), numbers }
    }

    /// Writes PER*IC.
    pub fn write(&self, writer: &mut TransactionWriter) {
        let mut elements = vec!["IC", &self.name];
        for (qualifier, number) in self.numbers.iter().take(3) {
            elements.extend([qualifier.as_str(), number.as_str()]);
        }
        writer.segment("PER", &elements);
    }
}
