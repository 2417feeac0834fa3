//! 271: rejections and benefits, traces, LS to LE.

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
    Trace,
    /// AAA of a person.
    Rejection,
    /// AAA of the payer or provider.
    OuterRejection,
    Benefit,
    BracketBegin,
    BracketEnd,
}

#[derive(Debug, Default)]
pub(super) struct Benefit {
    person: Option<Person>,
    /// LS without LE.
    bracket: Option<Mark>,
    /// The payer or provider was rejected: nothing is answered about persons.
    rejected: bool,
}

#[derive(Debug)]
struct Person {
    mark: Mark,
    rejection: Option<Mark>,
    answered: bool,
    has_benefits: bool,
    /// TRN*2.
    echoed: bool,
}

impl Check for Benefit {
    type Role = Role;

    fn role(loop_id: &str, rule: &SegmentRule) -> Option<Role> {
        Some(match (loop_id, rule.id) {
            ("2000C" | "2000D", "HL") => Role::Person,
            (_, "HL") => Role::Outer,
            ("2000C" | "2000D", "TRN") => Role::Trace,
            ("2100C" | "2100D", "AAA") => Role::Rejection,
            ("2000A" | "2100A" | "2100B", "AAA") => Role::OuterRejection,
            (_, "EB") => Role::Benefit,
            (_, "LS") => Role::BracketBegin,
            (_, "LE") => Role::BracketEnd,
            _ => return None,
        })
    }

    fn push(&mut self, role: Role, at: &Placed<'_, '_>, report: &mut Report<'_, '_>) {
        match (role, &mut self.person) {
            (Role::Outer, _) => {
                self.end(false, report);
                self.rejected &= at.loop_rule.id != "2000A";
            }
            (Role::Person, _) => {
                self.end(at.loop_rule.id == "2000D", report);
                let (answered, has_benefits, echoed) = (false, false, false);
                let (mark, rejection) = (at.mark(), None);
                self.person = Some(Person { mark, rejection, answered, has_benefits, echoed });
            }
            (Role::Trace, Some(person)) => person.echoed |= at.segment.element(1) == "2",
            (Role::Rejection, Some(person)) => person.rejection = Some(at.mark()),
            (Role::OuterRejection, _) => self.rejected = true,
            (Role::Benefit, Some(person)) => {
                person.answered = true;
                // A disclaimer, whom to contact, and that nothing could be done are no benefits.
                person.has_benefits |= !matches!(at.segment.element(1), "P" | "U" | "V");
                self.end_bracket(report);
            }
            (Role::BracketBegin, _) => self.bracket = Some(at.mark()),
            (Role::BracketEnd, _) => self.bracket = None,
            _ => {}
        }
    }

    fn finish(&mut self, report: &mut Report<'_, '_>) {
        self.end(false, report);
    }
}

impl Benefit {
    fn end_bracket(&mut self, report: &mut Report<'_, '_>) {
        if let Some(mark) = self.bracket.take() {
            report.lacking(Consistency::BracketOpen, mark, "LE");
        }
    }

    /// The person's level ends; of one with a dependent below nothing is answered.
    fn end(&mut self, dependent_follows: bool, report: &mut Report<'_, '_>) {
        self.end_bracket(report);
        let Some(person) = self.person.take() else { return };
        match person.rejection {
            Some(mark) if person.has_benefits => {
                report.segment_of(Consistency::RejectedWithBenefits, mark);
            }
            None if !person.answered && !dependent_follows && !self.rejected => {
                report.lacking(Consistency::AnswerMissing, person.mark, "EB");
            }
            _ => {}
        }
        if !person.echoed && !dependent_follows {
            report.lacking(Consistency::TraceNotEchoed, person.mark, "TRN");
        }
    }
}
