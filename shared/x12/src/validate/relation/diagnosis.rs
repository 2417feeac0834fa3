//! HI: the forms of codes, one revision of ICD, and pointers to diagnoses.

use super::form::{is_icd9_diagnosis, is_icd9_procedure, is_icd10_diagnosis, is_icd10_procedure};
use crate::guide::{SegmentRule, key};
use crate::validate::check::{Check, Placed};
use crate::validate::consistency::Consistency;
use crate::validate::report::Report;

/// Diagnoses of the current claim or person.
#[derive(Debug, Default)]
pub(super) struct Diagnoses {
    revision: Option<Revision>,
    /// ABK and ABF (BK and BF), as keys: those that pointers point at.
    codes: Vec<u64>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Revision {
    Nine,
    Ten,
}

#[derive(Debug, Clone, Copy)]
pub(super) enum Role {
    /// A claim or level begins.
    Begin,
    Codes,
    /// The element with pointers.
    Pointers(usize),
}

impl Check for Diagnoses {
    type Role = Role;

    fn role(_: &str, rule: &SegmentRule) -> Option<Role> {
        match rule.id {
            "CLM" | "HL" => Some(Role::Begin),
            "HI" => Some(Role::Codes),
            "SV1" => Some(Role::Pointers(7)),
            "EQ" => Some(Role::Pointers(5)),
            _ => None,
        }
    }

    fn push(&mut self, role: Role, at: &Placed<'_, '_>, report: &mut Report<'_, '_>) {
        match role {
            Role::Begin => self.restart(),
            Role::Codes => (1..=at.segment.elements()).for_each(|n| self.code(at, n, report)),
            Role::Pointers(n) => self.point(at, n, report),
        }
    }

    fn restart(&mut self) {
        self.revision = None;
        self.codes.clear();
    }
}

impl Diagnoses {
    fn code(&mut self, at: &Placed<'_, '_>, n: usize, report: &mut Report<'_, '_>) {
        let Some((qualifier, code)) = at.segment.code_of(n) else { return };
        let Some((revision, is_form)) = form(qualifier) else { return };
        if matches!(qualifier, "ABK" | "ABF" | "BK" | "BF") {
            let key = key(code.as_bytes());
            if self.codes.contains(&key) {
                report.faulty_component(Consistency::DiagnosisRepeated, at, n, 2);
            }
            self.codes.push(key);
        }
        if *self.revision.get_or_insert(revision) != revision {
            report.faulty_component(Consistency::DiagnosisRevisions, at, n, 1);
        }
        if !is_form(code) {
            report.faulty_component(Consistency::DiagnosisForm, at, n, 2);
        }
    }

    /// Pointers, up to four; where no diagnosis is there, that is what is told.
    fn point(&self, at: &Placed<'_, '_>, n: usize, report: &mut Report<'_, '_>) {
        let composite = at.segment.element(n).as_bytes();
        if self.codes.is_empty() || composite.is_empty() {
            return;
        }
        let separator = at.segment.delimiters().component;
        let mut seen = 0_u64;
        for (m, pointer) in (1..).zip(composite.split(|&byte| byte == separator)) {
            let pointer = match *pointer {
                [digit @ b'1'..=b'9'] => usize::from(digit - b'0'),
                [b'1', digit @ b'0'..=b'2'] => 10 + usize::from(digit - b'0'),
                _ => continue,
            };
            if pointer > self.codes.len() {
                report.faulty_component(Consistency::PointerBeyond, at, n, m);
            } else if seen & 1 << pointer != 0 {
                report.faulty_component(Consistency::PointerRepeated, at, n, m);
            }
            seen |= 1 << pointer;
        }
    }
}

/// Whether a code has the form of its list.
type Form = fn(&str) -> bool;

/// The revision a qualifier of HI stands for, and the form of its codes; `None` for lists other than ICD.
fn form(qualifier: &str) -> Option<(Revision, Form)> {
    Some(match qualifier {
        "ABK" | "ABF" | "ABJ" | "ABN" | "APR" => (Revision::Ten, is_icd10_diagnosis),
        "BBR" | "BBQ" => (Revision::Ten, is_icd10_procedure),
        "BK" | "BF" | "BJ" | "BN" | "PR" => (Revision::Nine, is_icd9_diagnosis),
        "BR" | "BQ" => (Revision::Nine, is_icd9_procedure),
        _ => return None,
    })
}
