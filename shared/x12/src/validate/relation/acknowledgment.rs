//! 999: the counts of AK9 and the verdicts go with what is listed.

use crate::guide::SegmentRule;
use crate::validate::check::{Check, Placed};
use crate::validate::consistency::Consistency;
use crate::validate::report::Report;

#[derive(Debug, Clone, Copy)]
pub(super) enum Role {
    Set,
    Fault,
    SetVerdict,
    GroupVerdict,
}

/// What is listed so far.
#[derive(Debug, Default)]
pub(super) struct Acknowledgment {
    /// AK2.
    sets: i64,
    /// IK5 with anything but A and E.
    rejected: i64,
    /// The set at hand has IK3.
    faulty: bool,
}

impl Check for Acknowledgment {
    type Role = Role;

    fn role(_: &str, rule: &SegmentRule) -> Option<Role> {
        Some(match rule.id {
            "AK2" => Role::Set,
            "IK3" => Role::Fault,
            "IK5" => Role::SetVerdict,
            "AK9" => Role::GroupVerdict,
            _ => return None,
        })
    }

    fn push(&mut self, role: Role, at: &Placed<'_, '_>, report: &mut Report<'_, '_>) {
        match role {
            Role::Set => {
                self.sets += 1;
                self.faulty = false;
            }
            Role::Fault => self.faulty = true,
            Role::SetVerdict => match at.segment.element(1) {
                "A" if self.faulty => {
                    report.faulty(Consistency::SetVerdict, at, 1);
                }
                "A" | "E" => {}
                _ => self.rejected += 1,
            },
            Role::GroupVerdict => self.verdict(at, report),
        }
    }
}

impl Acknowledgment {
    fn verdict(&self, at: &Placed<'_, '_>, report: &mut Report<'_, '_>) {
        let count = |n| at.segment.element(n).parse::<u32>().ok().map(i64::from);
        let (Some(received), Some(accepted)) = (count(3), count(4)) else { return };
        if received < self.sets {
            report.count_of(Consistency::SetsReceived, at.mark(), 3, received, self.sets);
        }
        // A group may be rejected as a whole, whatever its sets are; sets that are not listed were accepted.
        let expected = received - self.rejected;
        let whole = at.segment.element(1) == "R" && (accepted == 0 || !at.segment.element(5).is_empty());
        if received >= self.sets && accepted != expected && !whole {
            report.count_of(Consistency::SetsAccepted, at.mark(), 4, accepted, expected);
        }
        let fits = match at.segment.element(1) {
            "A" | "E" => accepted == received,
            "P" => 0 < accepted && accepted < received,
            _ => accepted == 0 || whole,
        };
        if !fits {
            report.faulty(Consistency::GroupVerdict, at, 1);
        }
    }
}
