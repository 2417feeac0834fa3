//! HI: the forms of codes, one revision of ICD, and pointers to diagnoses.

use super::form::{is_icd9_diagnosis, is_icd9_procedure, is_icd10_diagnosis, is_icd10_procedure};
use crate::guide::SegmentRule;
use crate::validate::check::{Check, Placed};
use crate::validate::consistency::Consistency;
use crate::validate::report::Report;

/// Diagnoses of the current claim or person.
#[derive(Debug, Default)]
pub(super) struct Diagnoses {
    revision: Option<Revision>,
    /// ABK and ABF (BK and BF): those that pointers point at.
    count: usize,
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
            Role::Begin => *self = Self::default(),
            Role::Codes => (1..=at.segment.elements()).for_each(|n| self.code(at, n, report)),
            Role::Pointers(n) => self.point(at, n, report),
        }
    }
}

impl Diagnoses {
    fn code(&mut self, at: &Placed<'_, '_>, n: usize, report: &mut Report<'_, '_>) {
        let Some((qualifier, code)) = at.segment.code_of(n) else { return };
        let Some((revision, is_form)) = form(qualifier) else { return };
        if matches!(qualifier, "ABK" | "ABF" | "BK" | "BF") {
            self.count += 1;
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
        let composite = at.segment.element(n);
        if self.count == 0 || composite.is_empty() {
            return;
        }
        for (m, pointer) in (1..).zip(at.segment.split_components(composite)) {
            if pointer.parse::<usize>().is_ok_and(|pointer| pointer > self.count) {
                report.faulty_component(Consistency::PointerBeyond, at, n, m);
            }
        }
    }
}

/// The revision a qualifier of HI stands for, and the form of its codes; `None` for lists other than ICD.
fn form(qualifier: &str) -> Option<(Revision, fn(&str) -> bool)> {
    Some(match qualifier {
        "ABK" | "ABF" | "ABJ" | "ABN" | "APR" => (Revision::Ten, is_icd10_diagnosis),
        "BBR" | "BBQ" => (Revision::Ten, is_icd10_procedure),
        "BK" | "BF" | "BJ" | "BN" | "PR" => (Revision::Nine, is_icd9_diagnosis),
        "BR" | "BQ" => (Revision::Nine, is_icd9_procedure),
        _ => return None,
    })
}
