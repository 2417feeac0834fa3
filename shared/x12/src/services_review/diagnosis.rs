//! HI: diagnoses, and in a response what the reviewer wants to know.

use chrono::NaiveDate;

use super::lists::DiagnosisKind;
use crate::date::parse_d8;
use crate::error::X12Error;
use crate::reader::Segment;
use crate::text::Text;
use crate::writer::{Composite, Element, Sheet, TransactionWriter};

/// How many codes one HI holds.
const PER_SEGMENT: usize = 12;

/// One element of HI: a code, without its dot.
#[derive(Clone, PartialEq, Eq)]
pub struct Diagnosis {
    /// Component 1: the list and what the code is to the event.
    pub kind: DiagnosisKind,
    /// Component 2.
    pub code: Text,
    /// Components 3 (D8) and 4: when it was made.
    pub date: Option<NaiveDate>,
}

hidden!(Diagnosis);

impl Diagnosis {
    /// Takes `J02.9` and `J029`.
    #[must_use]
    pub fn new(kind: DiagnosisKind, code: &str) -> Self {
        Self { kind, code: code.replace('.', "").into(), date: None }
    }

    pub(super) fn read_all(hi: &Segment<'_>) -> Result<Vec<Self>, X12Error> {
        let used = (1..=12_u8).filter(|&n| hi.optional(n.into()).is_some());
        used.map(|n| Self::read(hi, n)).collect()
    }

    fn read(hi: &Segment<'_>, n: u8) -> Result<Self, X12Error> {
        let part = |m| hi.component(n.into(), m);
        let date = part(4);
        let wrong = || hi.invalid(n, "the date of a diagnosis is D8 CCYYMMDD");
        let date = if date.is_empty() { None } else { Some(parse_d8(date).ok_or_else(wrong)?) };
        Ok(Self { kind: DiagnosisKind::from_code(part(1)), code: part(2).into(), date })
    }

    pub(super) fn write_all(diagnoses: &[Self], writer: &mut TransactionWriter) {
        for group in diagnoses.chunks(PER_SEGMENT) {
            let elements: Vec<&dyn Element> = group.iter().map(|one| one as &dyn Element).collect();
            writer.put("HI", &elements);
        }
    }
}

impl Element for Diagnosis {
    fn put(&self, sheet: &mut Sheet) {
        Composite(&[&self.kind, &self.code, &self.date.map(|_| "D8"), &self.date]).put(sheet);
    }
}
