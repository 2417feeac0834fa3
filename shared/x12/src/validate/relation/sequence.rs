//! LX: service lines of a claim are numbered from 1.

use crate::guide::SegmentRule;
use crate::validate::check::{Check, Placed};
use crate::validate::report::Report;
use crate::validate::rule::Rule;

/// Lines so far of the current claim.
#[derive(Debug, Default)]
pub(super) struct Sequence {
    lines: u32,
}

#[derive(Debug, Clone, Copy)]
pub(super) enum Role {
    Claim,
    Line,
}

impl Check for Sequence {
    type Role = Role;

    fn role(_: &str, rule: &SegmentRule) -> Option<Role> {
        match rule.id {
            "CLM" => Some(Role::Claim),
            "LX" => Some(Role::Line),
            _ => None,
        }
    }

    fn push(&mut self, role: Role, at: &Placed<'_, '_>, report: &mut Report<'_, '_>) {
        match role {
            Role::Claim => self.lines = 0,
            Role::Line => {
                self.lines += 1;
                if at.segment.element(1).parse() != Ok(self.lines) {
                    let hint = format!("lines count from 1 in each claim: this is {}", self.lines);
                    report.at(Rule::Sequence, 1, hint);
                }
            }
        }
    }
}
