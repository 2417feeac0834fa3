//! 270: whether the person can be found, and whether anything is asked.

use crate::guide::SegmentRule;
use crate::validate::check::{Check, Placed};
use crate::validate::consistency::Consistency;
use crate::validate::mark::Mark;
use crate::validate::report::Report;

#[derive(Debug, Clone, Copy)]
pub(super) enum Role {
    /// HL of the payer or provider.
    Outer,
    /// HL of the subscriber or dependent.
    Person,
    Name,
    Birth,
    Question,
}

#[derive(Debug, Default)]
pub(super) struct Inquiry {
    person: Option<Person>,
}

#[derive(Debug)]
struct Person {
    /// HL.
    mark: Mark,
    /// NM1.
    name: Option<Mark>,
    has_number: bool,
    has_names: bool,
    has_birth: bool,
    asked: bool,
}

impl Check for Inquiry {
    type Role = Role;

    fn role(loop_id: &str, rule: &SegmentRule) -> Option<Role> {
        Some(match (loop_id, rule.id) {
            ("2000C" | "2000D", "HL") => Role::Person,
            (_, "HL") => Role::Outer,
            ("2100C" | "2100D", "NM1") => Role::Name,
            (_, "DMG") => Role::Birth,
            (_, "EQ") => Role::Question,
            _ => return None,
        })
    }

    fn push(&mut self, role: Role, at: &Placed<'_, '_>, report: &mut Report<'_, '_>) {
        let has = |n| !at.segment.element(n).is_empty();
        match (role, &mut self.person) {
            (Role::Outer, _) => self.end(false, report),
            (Role::Person, _) => {
                self.end(at.loop_rule.id == "2000D", report);
                let (has_number, has_names, has_birth, asked) = (false, false, false, false);
                let (mark, name) = (at.mark(), None);
                self.person = Some(Person { mark, name, has_number, has_names, has_birth, asked });
            }
            (Role::Name, Some(person)) => {
                person.name = Some(at.mark());
                person.has_number = has(9);
                person.has_names = has(3) && has(4);
            }
            (Role::Birth, Some(person)) => person.has_birth = has(2),
            (Role::Question, Some(person)) => person.asked = true,
            _ => {}
        }
    }

    fn finish(&mut self, report: &mut Report<'_, '_>) {
        self.end(false, report);
    }
}

impl Inquiry {
    /// The person's level ends; of one with a dependent below nothing is asked.
    fn end(&mut self, dependent_follows: bool, report: &mut Report<'_, '_>) {
        let Some(person) = self.person.take() else { return };
        if !person.asked && !dependent_follows {
            report.lacking(Consistency::InquiryMissing, person.mark, "EQ");
        }
        let findable = person.has_number || person.has_names && person.has_birth;
        if let Some(name) = person.name.filter(|_| !findable) {
            report.segment_of(Consistency::SearchOptions, name);
        }
    }
}
