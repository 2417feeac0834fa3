//! HI: diagnoses, the principal one first.

use crate::reader::Segment;
use crate::writer::{TransactionWriter, composite};

/// One code, always without its dot; a claim does not mix revisions.
#[derive(Clone, PartialEq, Eq)]
pub enum Diagnosis {
    Icd10(String),
    /// Dates of service before October 2015.
    Icd9(String),
}

impl std::fmt::Debug for Diagnosis {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Diagnosis([phi])")
    }
}

impl Diagnosis {
    /// Takes `J02.9` and `J029`.
    pub fn icd10(code: &str) -> Self {
        Self::Icd10(code.replace('.', ""))
    }

    pub fn code(&self) -> &str {
        match self {
            Self::Icd10(code) | Self::Icd9(code) => code,
        }
    }

    /// The diagnoses of one HI; `None` where it lists something else, such as conditions.
    pub(super) fn read(hi: &Segment<'_>) -> Option<Vec<Self>> {
        let used = (1..=12).filter(|&n| hi.optional(n).is_some());
        used.map(|n| match (hi.component(n, 1), hi.component(n, 2)) {
            ("ABK" | "ABF", code) => Some(Self::Icd10(code.to_owned())),
            ("BK" | "BF", code) => Some(Self::Icd9(code.to_owned())),
            _ => None,
        })
        .collect()
    }

    pub(super) fn write(writer: &mut TransactionWriter, diagnoses: &[Self]) {
        let elements: Vec<String> =
            diagnoses.iter().enumerate().map(|(n, one)| one.to_element(n == 0)).collect();
        let elements: Vec<&str> = elements.iter().map(String::as_str).collect();
        writer.segment("HI", &elements);
    }

    fn to_element(&self, principal: bool) -> String {
        let (code_list, code) = match (self, principal) {
            (Self::Icd10(code), true) => ("ABK", code),
            (Self::Icd10(code), false) => ("ABF", code),
            (Self::Icd9(code), true) => ("BK", code),
            (Self::Icd9(code), false) => ("BF", code),
        };
        composite(&[code_list, code])
    }
}
