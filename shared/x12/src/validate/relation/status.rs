//! 276, 277 and 277CA: every claim has a trace, and its action goes with its status.

use crate::guide::SegmentRule;
use crate::validate::check::{Check, Placed};
use crate::validate::consistency::Consistency;
use crate::validate::mark::Mark;
use crate::validate::report::Report;

#[derive(Debug, Clone, Copy)]
pub(super) enum Role {
    Level,
    /// HL of the subscriber of a 276 or 277.
    Subscriber,
    /// TRN of a claim.
    Trace,
    /// STC with an action.
    Action,
}

#[derive(Debug, Default)]
pub(super) struct Status {
    /// HL of a subscriber who has no dependent and no trace so far.
    untraced: Option<Mark>,
}

impl Check for Status {
    type Role = Role;

    fn role(loop_id: &str, rule: &SegmentRule) -> Option<Role> {
        Some(match (loop_id, rule.id) {
            ("2000D", "HL") if rule.has_qualifier("22") => Role::Subscriber,
            (_, "HL") => Role::Level,
            ("2200D", "TRN") => Role::Trace,
            (_, "STC") if rule.element(3).is_some_and(|element| element.codes().is_some()) => Role::Action,
            _ => return None,
        })
    }

    fn push(&mut self, role: Role, at: &Placed<'_, '_>, report: &mut Report<'_, '_>) {
        match role {
            Role::Level => self.finish(report),
            Role::Subscriber => {
                self.finish(report);
                self.untraced = Some(at.mark()).filter(|_| at.segment.element(4) == "0");
            }
            Role::Trace => self.untraced = None,
            Role::Action => {
                let expected = match at.segment.component(1, 1) {
                    "A0" | "A1" | "A2" | "A5" => "WQ",
                    "A3" | "A4" | "A6" | "A7" | "A8" => "U",
                    _ => return,
                };
                if at.segment.element(3) != expected
                    && let Some(finding) = report.faulty(Consistency::ActionContradicts, at, 3)
                {
                    finding.expected = Some(expected.into());
                }
            }
        }
    }

    fn finish(&mut self, report: &mut Report<'_, '_>) {
        if let Some(mark) = self.untraced.take() {
            report.lacking(Consistency::StatusTrace, mark, "TRN");
        }
    }
}
