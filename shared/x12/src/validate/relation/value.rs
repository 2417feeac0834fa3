//! What a segment asks of itself: numbers and codes whose form a qualifier tells, and where to find an attachment.

use super::form::{is_digits, is_hcpcs, is_npi};
use crate::guide::{SegmentRule, Usage};
use crate::validate::check::{Check, Placed};
use crate::validate::consistency::Consistency;
use crate::validate::report::Report;

/// There is nothing to remember.
#[derive(Debug, Default)]
pub(super) struct Values;

#[derive(Debug, Clone, Copy)]
pub(super) enum Role {
    /// The element with a qualifier that may be XX; the number follows it.
    Identified(usize),
    /// REF that may be HPI.
    Reference,
    TaxNumber,
    BillingAddress,
    /// N4 of a place where ZIP+4 is asked for.
    Place,
    Drug,
    /// PWK.
    Attachment,
    /// The elements with a procedure; 0 where there is no second one.
    Procedure(usize, usize),
}

impl Check for Values {
    type Role = Role;

    fn role(loop_id: &str, rule: &SegmentRule) -> Option<Role> {
        let allows = |n, code| {
            let element = rule.element(n).filter(|element| element.usage != Usage::NotUsed);
            element.and_then(|element| element.codes()).is_some_and(|codes| codes.contains(code))
        };
        Some(match (loop_id, rule.id) {
            (_, "NM1") if allows(8, "XX") => Role::Identified(8),
            (_, "N1") if allows(3, "XX") => Role::Identified(3),
            ("2010AA" | "2010AC", "REF") if allows(1, "EI") => Role::TaxNumber,
            (_, "REF") if allows(1, "HPI") => Role::Reference,
            ("2010AA", "N3") => Role::BillingAddress,
            ("2010AA" | "2310C" | "2310E" | "2420C", "N4") if is_provider(loop_id, rule) => Role::Place,
            (_, "LIN") => Role::Drug,
            (_, "PWK") => Role::Attachment,
            (_, "SV1" | "EQ") => Role::Procedure(if rule.id == "EQ" { 2 } else { 1 }, 0),
            (_, "SV2") => Role::Procedure(2, 0),
            (_, "SVD") => Role::Procedure(3, 0),
            (_, "SVC") => Role::Procedure(1, 6),
            _ => return None,
        })
    }

    fn push(&mut self, role: Role, at: &Placed<'_, '_>, report: &mut Report<'_, '_>) {
        let element = |n| at.segment.element(n);
        let fault = match role {
            Role::Identified(n) if element(n) == "XX" && !is_npi(element(n + 1)) => {
                (Consistency::NpiCheckDigit, n + 1)
            }
            Role::Reference if element(1) == "HPI" && !is_npi(element(2)) => (Consistency::NpiCheckDigit, 2),
            Role::TaxNumber if matches!(element(1), "EI" | "SY") && !is_tax_number(element(2)) => {
                (Consistency::TaxNumber, 2)
            }
            Role::Place if is_domestic(element(4)) && !is_full_zip(element(3)) => (Consistency::ZipShort, 3),
            Role::BillingAddress if is_box(element(1)) => (Consistency::BoxAddress, 1),
            Role::Drug if element(2) == "N4" && !is_drug_code(element(3)) => (Consistency::DrugCode, 3),
            Role::Attachment if is_sent(element(2)) && element(6).is_empty() => {
                (Consistency::AttachmentControl, 6)
            }
            Role::Procedure(first, second) => return procedures(at, first, second, report),
            _ => return,
        };
        report.faulty(fault.0, at, fault.1);
    }
}

/// Loops of equal name mean other things in other guides: only N4 that follows the name of a provider or place.
fn is_provider(_: &str, rule: &SegmentRule) -> bool {
    ["Billing Provider", "Service Facility", "Laboratory or Facility"]
        .iter()
        .any(|name| rule.name.starts_with(name))
}

fn procedures(at: &Placed<'_, '_>, first: usize, second: usize, report: &mut Report<'_, '_>) {
    for n in [first, second].into_iter().filter(|&n| n > 0) {
        let Some((qualifier, code)) = at.segment.code_of(n) else { continue };
        let broken = match qualifier {
            "HC" if !is_hcpcs(code) => Consistency::ProcedureForm,
            "N4" if !is_drug_code(code) => Consistency::DrugCode,
            _ => continue,
        };
        report.faulty_component(broken, at, n, 2);
    }
}

/// PWK02: by mail, by fax, electronically, by e-mail or as a file.
fn is_sent(code: &str) -> bool {
    matches!(code, "BM" | "FX" | "EL" | "EM" | "FT")
}

fn is_tax_number(text: &str) -> bool {
    text.len() == 9 && is_digits(text)
}

fn is_drug_code(text: &str) -> bool {
    text.len() == 11 && is_digits(text)
}

fn is_full_zip(text: &str) -> bool {
    text.len() == 9 && is_digits(text)
}

/// N404: empty where the address is in the United States.
fn is_domestic(country: &str) -> bool {
    matches!(country, "" | "US" | "USA")
}

/// `PO BOX 12`, `P.O. Box 12`, `Post Office Box`.
fn is_box(line: &str) -> bool {
    let letters = line.bytes().filter(u8::is_ascii_alphabetic).map(|byte| byte.to_ascii_uppercase());
    let mut letters = letters.take(13);
    let mut begins = |text: &str| text.bytes().all(|byte| letters.next() == Some(byte));
    begins("PO") && (begins("BOX") || line.to_ascii_uppercase().contains("OFFICE BOX"))
}
