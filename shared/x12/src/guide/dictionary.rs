//! The data element and segment dictionaries: types, lengths, and the order of elements in segments.

use std::sync::OnceLock;

use super::GuideError;
use super::note::SyntaxNote;

/// The type of a data element.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Nn: digits, with this many implied decimals.
    Number(u8),
    /// R: digits with an explicit decimal point.
    Decimal,
    /// ID: a code.
    Code,
    /// AN.
    Text,
    /// DT: CCYYMMDD, or YYMMDD where six long.
    Date,
    /// TM: HHMM, HHMMSS or HHMMSS with decimals.
    Time,
    /// B.
    Binary,
    /// A composite of components.
    Composite,
}

/// One data element of the dictionary.
#[derive(Debug)]
pub struct DataElement {
    /// Its number in the dictionary, such as `782`; `I05` and the like in ISA and IEA.
    pub number: &'static str,
    /// What its values are made of.
    pub kind: Kind,
    /// Fewest characters; of numbers, digits.
    pub min: u16,
    /// Most characters; of numbers, digits.
    pub max: u16,
    /// As the standard calls it, such as `Monetary Amount`.
    pub name: &'static str,
}

/// A segment or composite of the dictionary: its elements or components in order.
#[derive(Debug)]
pub struct Definition {
    /// Such as `NM1`, `C003`.
    pub id: &'static str,
    pub(super) parts: Box<[Part]>,
    /// Which of its elements go together.
    pub notes: Box<[SyntaxNote]>,
}

#[derive(Debug, Clone, Copy)]
pub(super) enum Part {
    Element(usize),
    Composite(usize),
}

/// A segment identifier as one number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SegmentId(u32);

impl SegmentId {
    /// Identifiers of two or three characters; anything else is `SegmentId::NONE`.
    #[must_use]
    pub const fn new(id: &[u8]) -> Self {
        match *id {
            [a, b] => Self((a as u32) << 8 | b as u32),
            [a, b, c] => Self((a as u32) << 16 | (b as u32) << 8 | c as u32),
            _ => Self::NONE,
        }
    }

    /// No identifier.
    pub const NONE: Self = Self(0);
}

/// Index of a segment definition; one byte, so that tables by it stay small.
pub(crate) type Slot = u8;

const SLOTS: usize = 1024;

/// Every data element, segment and composite known.
#[derive(Debug)]
pub struct Dictionary {
    elements: Vec<DataElement>,
    definitions: Vec<Definition>,
    composites: Vec<Definition>,
    /// Open addressing: position in `definitions` by segment identifier.
    slots: Box<[(SegmentId, Slot)]>,
}

impl Dictionary {
    /// The dictionary; empty only where its text is faulty, which a test of this crate rules out.
    #[must_use]
    pub fn get() -> &'static Self {
        static EMPTY: OnceLock<Dictionary> = OnceLock::new();
        Self::loaded().as_ref().unwrap_or_else(|_| EMPTY.get_or_init(Self::empty))
    }

    fn empty() -> Self {
        let slots = vec![(SegmentId::NONE, 0); SLOTS].into();
        Self { elements: Vec::new(), definitions: Vec::new(), composites: Vec::new(), slots }
    }

    pub(super) fn loaded() -> &'static Result<Self, GuideError> {
        static LOADED: OnceLock<Result<Dictionary, GuideError>> = OnceLock::new();
        LOADED.get_or_init(|| Self::parse(include_str!("elements.dict"), include_str!("segments.dict")))
    }

    fn parse(elements: &'static str, segments: &'static str) -> Result<Self, GuideError> {
        let fault = |text, line, what| GuideError::new(text, line + 1, what);
        let mut read = Self::empty();
        for (line, text) in elements.lines().enumerate() {
            read.elements.push(element(text).ok_or_else(|| fault("elements.dict", line, "not an element"))?);
        }
        let composites = segments.lines().enumerate().filter(|(_, text)| is_composite(text));
        for (line, text) in composites {
            let read_one = read.definition(text).map_err(|what| fault("segments.dict", line, what))?;
            read.composites.push(read_one);
        }
        for (line, text) in segments.lines().enumerate().filter(|(_, text)| !is_composite(text)) {
            let read_one = read.definition(text).map_err(|what| fault("segments.dict", line, what))?;
            read.definitions.push(read_one);
        }
        read.fill_slots().ok_or_else(|| fault("segments.dict", 0, "too many segments"))?;
        Ok(read)
    }

    fn definition(&self, line: &'static str) -> Result<Definition, &'static str> {
        let (parts, notes) = line.split_once(" | ").unwrap_or((line, ""));
        let mut words = parts.split(' ');
        let id = words.next().unwrap_or_default();
        let part = |word: &str| {
            let composite = self.composites.iter().position(|composite| composite.id == word);
            let element = || self.elements.iter().position(|element| element.number == word);
            composite.map(Part::Composite).or_else(|| element().map(Part::Element)).ok_or("no such element")
        };
        let parts = words.map(part).collect::<Result<_, _>>()?;
        let notes = notes.split(' ').filter(|note| !note.is_empty()).map(SyntaxNote::parse);
        Ok(Definition { id, parts, notes: notes.collect::<Option<_>>().ok_or("not a syntax note")? })
    }

    fn fill_slots(&mut self) -> Option<()> {
        let slots = &mut self.slots;
        for (number, definition) in self.definitions.iter().enumerate() {
            let id = SegmentId::new(definition.id.as_bytes());
            let mut at = start(id);
            while slots[at].0 != SegmentId::NONE {
                at = (at + 1) % SLOTS;
            }
            slots[at] = (id, Slot::try_from(number).ok()?);
        }
        Some(())
    }

    /// Where the definition of a segment is found; `None` for an unknown identifier.
    pub(crate) fn slot(&self, id: SegmentId) -> Option<Slot> {
        let mut at = start(id);
        while self.slots[at].0 != SegmentId::NONE {
            if self.slots[at].0 == id {
                return Some(self.slots[at].1);
            }
            at = (at + 1) % SLOTS;
        }
        None
    }

    pub(crate) fn segments(&self) -> &[Definition] {
        &self.definitions
    }

    /// The definition of a segment such as `NM1`.
    #[must_use]
    pub fn segment(&self, id: &str) -> Option<&Definition> {
        self.slot(SegmentId::new(id.as_bytes())).map(|slot| &self.definitions[usize::from(slot)])
    }

    /// The number of element `n` of a segment, such as `782` for `CLP` 3; of a composite such as `C003`.
    #[must_use]
    pub fn element_number(&self, segment: &str, n: usize) -> Option<&'static str> {
        Some(match *self.segment(segment)?.parts.get(n.checked_sub(1)?)? {
            Part::Element(at) => self.elements[at].number,
            Part::Composite(at) => self.composites[at].id,
        })
    }

    pub(super) fn element(&self, part: usize) -> &DataElement {
        &self.elements[part]
    }

    pub(super) fn composite(&self, part: usize) -> &Definition {
        &self.composites[part]
    }
}

fn start(id: SegmentId) -> usize {
    (id.0.wrapping_mul(0x9e37_79b1) >> 22) as usize
}

fn is_composite(line: &str) -> bool {
    let id = line.split(' ').next().unwrap_or_default();
    id.len() == 4 && id.starts_with('C')
}

/// `782 R 1 18 Monetary Amount`.
fn element(line: &'static str) -> Option<DataElement> {
    let mut words = line.splitn(5, ' ');
    let (number, kind) = (words.next()?, words.next()?);
    let (min, max) = (words.next()?.parse().ok()?, words.next()?.parse().ok()?);
    let kind = match kind {
        "R" => Kind::Decimal,
        "ID" => Kind::Code,
        "AN" => Kind::Text,
        "DT" => Kind::Date,
        "TM" => Kind::Time,
        "B" => Kind::Binary,
        _ => Kind::Number(kind.strip_prefix('N')?.parse().ok()?),
    };
    Some(DataElement { number, kind, min, max, name: words.next()? })
}
