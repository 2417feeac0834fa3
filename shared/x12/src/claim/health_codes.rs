//! HI other than the diagnoses: the surgery an anesthesia was for, and conditions.

use crate::reader::Segment;
use crate::text::Text;
use crate::writer::{Composite, Element, Sheet, TransactionWriter};

/// The codes of one HI.
const ROOM: usize = 12;

/// HI of a professional claim (2300), told apart by the first component of its elements.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct HealthCodes {
    /// BP and BO: the procedure the anesthesia was for, and a second one; two at most.
    pub anesthesia_procedures: Vec<Text>,
    /// BG: two characters each, 24 at most.
    pub conditions: Vec<Text>,
}

impl std::fmt::Debug for HealthCodes {
    /// Shows how many only: they are health data.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (procedures, conditions) = (self.anesthesia_procedures.len(), self.conditions.len());
        write!(f, "HealthCodes({procedures} procedures, {conditions} conditions)")
    }
}

impl HealthCodes {
    /// False, and nothing taken, where the HI lists something else.
    pub(super) fn take(&mut self, hi: &Segment<'_>) -> bool {
        let places = || (1..=ROOM).filter(|&n| hi.optional(n).is_some());
        let lists: Vec<&str> = places().map(|n| hi.component(n, 1)).collect();
        let codes = places().map(|n| Text::from(hi.component(n, 2)));
        match lists.as_slice() {
            ["BP"] | ["BP", "BO"] if self.anesthesia_procedures.is_empty() => {
                self.anesthesia_procedures = codes.collect();
            }
            ["BG", ..] if lists.iter().all(|list| *list == "BG") => self.conditions.extend(codes),
            _ => return false,
        }
        true
    }

    pub(super) fn write(&self, writer: &mut TransactionWriter) {
        let lists = ["BP", "BO"].into_iter();
        write_hi(writer, lists.zip(&self.anesthesia_procedures).map(|(list, code)| Listed(list, code)));
        for conditions in self.conditions.chunks(ROOM) {
            write_hi(writer, conditions.iter().map(|code| Listed("BG", code)));
        }
    }
}

fn write_hi<'a>(writer: &mut TransactionWriter, codes: impl Iterator<Item = Listed<'a>>) {
    let codes: Vec<Listed<'_>> = codes.collect();
    let elements: Vec<&dyn Element> = codes.iter().map(|code| code as &dyn Element).collect();
    writer.put("HI", &elements);
}

/// The list a code is from, and the code.
struct Listed<'a>(&'static str, &'a Text);

impl Element for Listed<'_> {
    fn put(&self, sheet: &mut Sheet) {
        Composite(&[&self.0, self.1]).put(sheet);
    }
}
