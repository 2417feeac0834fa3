//! CAS and LQ: reasons and remarks that are known, groups that are still in use.

use std::sync::OnceLock;

use crate::explain::{self, CodeList};
use crate::guide::{SegmentRule, key};
use crate::validate::check::{Check, Placed};
use crate::validate::consistency::Consistency;
use crate::validate::report::Report;

/// There is nothing to remember.
#[derive(Debug, Default)]
pub(super) struct Reasons;

#[derive(Debug, Clone, Copy)]
pub(super) enum Role {
    /// CAS; whether the guide has the group CR.
    Adjustment(bool),
    Remark,
}

impl Check for Reasons {
    type Role = Role;

    fn role(_: &str, rule: &SegmentRule) -> Option<Role> {
        match rule.id {
            "CAS" => Some(Role::Adjustment(rule.has_qualifier("CR"))),
            "LQ" if rule.has_qualifier("HE") => Some(Role::Remark),
            _ => None,
        }
    }

    fn push(&mut self, role: Role, at: &Placed<'_, '_>, report: &mut Report<'_, '_>) {
        static REASONS: OnceLock<Known> = OnceLock::new();
        static REMARKS: OnceLock<Known> = OnceLock::new();
        match role {
            Role::Adjustment(withdrawn) => {
                if withdrawn && at.segment.element(1) == "CR" {
                    report.faulty(Consistency::GroupWithdrawn, at, 1);
                }
                let known = REASONS.get_or_init(|| Known::load(CodeList::Carc));
                let mut n = 2;
                while n <= at.segment.elements() {
                    if !known.has(at.segment.element(n)) {
                        report.faulty(Consistency::ReasonUnknown, at, n);
                    }
                    n += 3;
                }
            }
            Role::Remark if at.segment.element(1) == "HE" => {
                if !REMARKS.get_or_init(|| Known::load(CodeList::Rarc)).has(at.segment.element(2)) {
                    report.faulty(Consistency::RemarkUnknown, at, 2);
                }
            }
            Role::Remark => {}
        }
    }
}

/// A code list: its numbers below 1000, and all other codes as keys in order.
struct Known {
    numbers: [bool; 1000],
    others: Vec<u64>,
}

impl Known {
    fn load(list: CodeList) -> Self {
        let mut known = Self { numbers: [false; 1000], others: Vec::new() };
        for code in explain::codes(list) {
            match number(code) {
                Some(number) => known.numbers[number] = true,
                None => known.others.push(key(code.as_bytes())),
            }
        }
        known.others.sort_unstable();
        known
    }

    /// Also where there is no code.
    fn has(&self, code: &str) -> bool {
        match number(code) {
            Some(number) => self.numbers[number] || code.is_empty(),
            None => self.others.binary_search(&key(code.as_bytes())).is_ok(),
        }
    }
}

/// A code of up to three digits; 0 where it is empty.
fn number(code: &str) -> Option<usize> {
    let is_number = code.len() <= 3 && code.bytes().all(|byte| byte.is_ascii_digit());
    is_number.then(|| code.bytes().fold(0, |number, byte| 10 * number + usize::from(byte & 15)))
}
