//! HI: diagnoses, the principal one first.

use crate::reader::Segment;
use crate::text::Text;
use crate::writer::{Composite, Element, Sheet, TransactionWriter};

/// One code of HI, always without its dot; a claim does not mix revisions.
#[derive(Clone, PartialEq, Eq)]
pub enum Diagnosis {
    /// HI*ABK for the first, HI*ABF for the others: ICD-10-CM.
    Icd10(Text),
    /// HI*BK for the first, HI*BF for the others: ICD-9-CM, for dates of service before October 2015.
    Icd9(Text),
}

impl std::fmt::Debug for Diagnosis {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Diagnosis([phi])")
    }
}

impl Diagnosis {
    /// Takes `J02.9` and `J029`.
    pub fn icd10(code: &str) -> Self {
        Self::Icd10(code.replace('.', "").into())
    }

    /// The code without its dot.
    pub fn code(&self) -> &str {
        match self {
            Self::Icd10(code) | Self::Icd9(code) => code,
        }
    }

    /// Adds the diagnoses of one HI to none; false where it lists something else, such as conditions.
    pub(super) fn read(hi: &Segment<'_>, diagnoses: &mut Vec<Self>) -> bool {
        let mut walk = hi.walk();
        while !walk.is_at_end() && walk.number() < 12 {
            let Some(mut parts) = walk.composite() else { continue };
            diagnoses.push(match parts.str() {
                "ABK" | "ABF" => Self::Icd10(parts.text()),
                "BK" | "BF" => Self::Icd9(parts.text()),
                _ => {
                    diagnoses.clear();
                    return false;
                }
            });
        }
        true
    }

    pub(super) fn write(writer: &mut TransactionWriter, diagnoses: &[Self]) {
        let ranked: Vec<Ranked<'_>> =
            diagnoses.iter().enumerate().map(|(n, one)| Ranked(one, n == 0)).collect();
        let elements: Vec<&dyn Element> = ranked.iter().map(|ranked| ranked as &dyn Element).collect();
        writer.put("HI", &elements);
    }
}

/// A diagnosis, and whether it is the principal one.
struct Ranked<'a>(&'a Diagnosis, bool);

impl Element for Ranked<'_> {
    fn put(&self, sheet: &mut Sheet) {
        let (code_list, code) = match self {
            Self(Diagnosis::Icd10(code), true) => ("ABK", code),
            Self(Diagnosis::Icd10(code), false) => ("ABF", code),
            Self(Diagnosis::Icd9(code), true) => ("BK", code),
            Self(Diagnosis::Icd9(code), false) => ("BF", code),
        };
        Composite(&[&code_list, code]).put(sheet);
    }
}
