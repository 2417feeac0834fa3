//! Data types many segments share: coded elements, identifiers, names of people.

use crate::piece::Piece;

/// A coded element (CE, CWE): what it is, in one or two coding systems.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Coded {
    pub identifier: String,
    pub text: String,
    /// Table 0396, such as `LN` for LOINC, `L` or `99…` for a code of one's own.
    pub system: String,
    pub alternate_identifier: String,
    pub alternate_text: String,
    pub alternate_system: String,
}

impl Coded {
    pub fn read(piece: Piece<'_>) -> Self {
        let part = |number| piece.component(number).value().unwrap_or_default();
        Self {
            identifier: part(1),
            text: part(2),
            system: part(3),
            alternate_identifier: part(4),
            alternate_text: part(5),
            alternate_system: part(6),
        }
    }

    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// The code in this system, where the element names it.
    pub fn in_system(&self, system: &str) -> Option<&str> {
        let pairs = [(&self.system, &self.identifier), (&self.alternate_system, &self.alternate_identifier)];
        let found = pairs.into_iter().find(|(named, code)| *named == system && !code.is_empty());
        found.map(|(_, code)| code.as_str())
    }

    /// Its words, or its code where it has none.
    pub fn words(&self) -> &str {
        let texts = [&self.text, &self.alternate_text, &self.identifier, &self.alternate_identifier];
        texts.into_iter().find(|text| !text.is_empty()).map_or("", String::as_str)
    }
}

/// An entity identifier (EI): a number and who gave it.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Entity {
    pub number: String,
    pub namespace: String,
}

impl Entity {
    /// None where there is no number.
    pub fn read(piece: Piece<'_>) -> Option<Self> {
        let number = piece.component(1).value()?;
        Some(Self { number, namespace: piece.component(2).value().unwrap_or_default() })
    }
}

/// A number of a person (CX), such as a medical record number.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Identifier {
    pub number: String,
    pub authority: String,
    /// Table 0203, such as `MR` or `PI`.
    pub kind: String,
}

impl Identifier {
    pub(crate) fn read_all(field: Piece<'_>) -> Vec<Self> {
        let read = |piece: Piece<'_>| {
            let part = |number| piece.component(number).value().unwrap_or_default();
            Some(Self { number: piece.component(1).value()?, authority: part(4), kind: part(5) })
        };
        field.repetitions().filter_map(read).collect()
    }
}

/// A person's name (XPN).
#[derive(Clone, Default, PartialEq, Eq)]
pub struct PersonName {
    pub family: String,
    pub given: String,
    pub further: String,
    pub suffix: String,
}

impl PersonName {
    /// The first name of a field; a family name may have subcomponents, of which the first is the name itself.
    pub(crate) fn read(field: Piece<'_>) -> Option<Self> {
        let name = field.first();
        let part = |number| name.component(number).value().unwrap_or_default();
        let family = name.component(1).subcomponent(1).value().unwrap_or_default();
        let read = Self { family, given: part(2), further: part(3), suffix: part(4) };
        (!read.family.is_empty() || !read.given.is_empty()).then_some(read)
    }
}

crate::redacted!(Coded, Entity, Identifier, PersonName);
