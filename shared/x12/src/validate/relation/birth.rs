//! Nobody is born after the day of the file.

use super::days::day;
use crate::guide::SegmentRule;
use crate::validate::check::{Check, Placed};
use crate::validate::consistency::Consistency;
use crate::validate::report::Report;

#[derive(Debug, Clone, Copy)]
pub(super) enum Role {
    File,
    Person,
}

/// BHT04.
#[derive(Debug, Default)]
pub(super) struct Births {
    file: u32,
}

impl Check for Births {
    type Role = Role;

    fn role(_: &str, rule: &SegmentRule) -> Option<Role> {
        match rule.id {
            "BHT" => Some(Role::File),
            "DMG" => Some(Role::Person),
            _ => None,
        }
    }

    fn push(&mut self, role: Role, at: &Placed<'_, '_>, report: &mut Report<'_, '_>) {
        match role {
            Role::File => self.file = day(at.segment.element(4).as_bytes()),
            Role::Person => {
                if self.file != 0 && day(at.segment.element(2).as_bytes()) > self.file {
                    report.faulty(Consistency::BirthAfterFile, at, 2);
                }
            }
        }
    }
}
