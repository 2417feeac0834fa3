//! Identifiers beside a party: REF and TRN.

use crate::text::Text;
use std::fmt;

use crate::reader::Segment;
use crate::writer::{Composite, Element, TransactionWriter};

/// REF. `Debug` shows the qualifier only.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Reference {
    /// REF01: what kind of identifier it is.
    pub qualifier: Text,
    /// REF02: the identifier.
    pub value: Text,
    /// REF03: free text, or a state; empty where absent.
    pub description: Text,
    /// REF04: up to three pairs of qualifier and value, such as `2U` and the payer the number is for.
    pub identifiers: Vec<(Text, Text)>,
}

impl fmt::Debug for Reference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Reference({})", self.qualifier)
    }
}

impl Reference {
    /// REF01 and REF02.
    #[must_use]
    pub fn new(qualifier: &str, value: &str) -> Self {
        Self { qualifier: qualifier.into(), value: value.into(), ..Self::default() }
    }

    /// Reads REF01 to REF04.
    #[must_use]
    pub fn parse(segment: &Segment<'_>) -> Self {
        let mut walk = segment.walk();
        let [qualifier, value, description] = [walk.text(), walk.text(), walk.text()];
        let identifiers = if walk.is_at_end() { Vec::new() } else { identifiers(segment) };
        Self { qualifier, value, description, identifiers }
    }

    /// Writes REF; nothing where all is empty.
    pub fn write(&self, writer: &mut TransactionWriter) {
        let nothing: &dyn Element = &"";
        let mut parts = [nothing; 6];
        for (pair, (qualifier, value)) in parts.chunks_exact_mut(2).zip(&self.identifiers) {
            pair.copy_from_slice(&[qualifier as &dyn Element, value]);
        }
        writer.put("REF", &[&self.qualifier, &self.value, &self.description, &Composite(&parts)]);
    }
}

fn identifiers(segment: &Segment<'_>) -> Vec<(Text, Text)> {
    if segment.optional(4).is_none() {
        return Vec::new();
    }
    let pairs = [1, 3, 5].map(|m| [m, m + 1].map(|m| segment.component(4, m)));
    let filled = pairs.into_iter().filter(|pair| pair.iter().any(|part| !part.is_empty()));
    filled.map(|[qualifier, value]| (qualifier.into(), value.into())).collect()
}

/// TRN: the number that ties a response to its request.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Trace {
    /// TRN01: `1` made by the sender of this text, `2` echoed from the request.
    pub kind: Text,
    /// TRN02: the number itself.
    pub number: Text,
    /// TRN03: who made it; 10 characters, 1 and a tax id or 9 and another number.
    pub originator: Text,
    /// TRN04: part of the originator; empty where absent.
    pub division: Text,
}

impl Trace {
    /// TRN*1: a number of the sender of this text; `originator` is TRN03.
    #[must_use]
    pub fn own(number: &str, originator: &str) -> Self {
        let (number, originator) = (number.into(), originator.into());
        Self { kind: "1".into(), number, originator, division: Text::new() }
    }

    /// This trace as the answering side sends it back: TRN*2.
    #[must_use]
    pub fn echoed(&self) -> Self {
        Self { kind: "2".into(), ..self.clone() }
    }

    /// Reads TRN01 to TRN04.
    #[must_use]
    pub fn parse(trn: &Segment<'_>) -> Self {
        let text = |n| trn.text(n);
        Self { kind: text(1), number: text(2), originator: text(3), division: text(4) }
    }

    /// Writes TRN.
    pub fn write(&self, writer: &mut TransactionWriter) {
        writer.put("TRN", &[&self.kind, &self.number, &self.originator, &self.division]);
    }
}

/// Segments no field was made for, as they stood; `write` leaves them out. `Debug` shows their names only.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Unread(pub Vec<Text>);

impl fmt::Debug for Unread {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = |raw: &Text| raw.chars().take_while(char::is_ascii_alphanumeric).collect::<Text>();
        f.debug_list().entries(self.0.iter().map(name)).finish()
    }
}

impl Unread {
    pub(crate) fn keep(&mut self, segment: &Segment<'_>) {
        self.0.push(segment.raw().into());
    }
}
