//! 277CA: totals of the receiver and of each provider against the claims listed below them.

use super::total::Total;
use crate::guide::SegmentRule;
use crate::validate::check::{Check, Placed};
use crate::validate::consistency::Consistency;
use crate::validate::mark::Mark;
use crate::validate::report::Report;

#[derive(Debug, Clone, Copy)]
pub(super) enum Role {
    Source,
    Provider,
    /// QTY of the receiver, or of a provider.
    Quantity(Owner),
    /// AMT of the receiver, or of a provider.
    Amount(Owner),
    Claim,
    Status,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Owner {
    Receiver,
    Provider,
}

/// What is said of accepted or of rejected claims, and what is listed.
#[derive(Debug, Default)]
struct Side {
    count: Option<(Mark, i64)>,
    amount: Option<(Mark, Total)>,
    listed: i64,
    charges: Total,
}

/// Accepted and rejected claims.
#[derive(Debug, Default)]
struct Sides([Side; 2]);

#[derive(Debug, Default)]
pub(super) struct Acknowledgment {
    receiver: Sides,
    provider: Sides,
    /// The claim has had no STC yet.
    undecided: bool,
}

impl Check for Acknowledgment {
    type Role = Role;

    fn role(loop_id: &str, rule: &SegmentRule) -> Option<Role> {
        Some(match (loop_id, rule.id) {
            ("2000A", "HL") => Role::Source,
            ("2000C", "HL") => Role::Provider,
            ("2200B", "QTY") => Role::Quantity(Owner::Receiver),
            ("2200C", "QTY") => Role::Quantity(Owner::Provider),
            ("2200B", "AMT") => Role::Amount(Owner::Receiver),
            ("2200C", "AMT") => Role::Amount(Owner::Provider),
            ("2200D", "TRN") => Role::Claim,
            ("2200D", "STC") => Role::Status,
            _ => return None,
        })
    }

    fn push(&mut self, role: Role, at: &Placed<'_, '_>, report: &mut Report<'_, '_>) {
        match role {
            Role::Source => self.end_receiver(report),
            Role::Provider => self.end_provider(report),
            Role::Quantity(owner) => {
                let side = self.of(owner).side(matches!(at.segment.element(1), "AA" | "QC"));
                side.count = at.segment.element(2).parse().ok().map(|count| (at.mark(), count));
            }
            Role::Amount(owner) => {
                let side = self.of(owner).side(at.segment.element(1) == "YY");
                side.amount = Some((at.mark(), Total::of(at.segment.element(2))));
            }
            Role::Claim => self.undecided = true,
            Role::Status if self.undecided => {
                self.undecided = false;
                let rejected = at.segment.element(3) == "U";
                let charge = Total::of(at.segment.element(4));
                for sides in [&mut self.receiver, &mut self.provider] {
                    let side = sides.side(rejected);
                    side.listed += 1;
                    side.charges.add(charge);
                }
            }
            Role::Status => {}
        }
    }

    fn finish(&mut self, report: &mut Report<'_, '_>) {
        self.end_receiver(report);
    }
}

impl Acknowledgment {
    fn of(&mut self, owner: Owner) -> &mut Sides {
        if owner == Owner::Receiver { &mut self.receiver } else { &mut self.provider }
    }

    fn end_provider(&mut self, report: &mut Report<'_, '_>) {
        std::mem::take(&mut self.provider).end(report);
    }

    fn end_receiver(&mut self, report: &mut Report<'_, '_>) {
        self.end_provider(report);
        std::mem::take(&mut self.receiver).end(report);
    }
}

impl Sides {
    fn side(&mut self, rejected: bool) -> &mut Side {
        &mut self.0[usize::from(rejected)]
    }

    /// Where no claim is listed at all, the level above may have been rejected as a whole.
    fn end(self, report: &mut Report<'_, '_>) {
        if self.0.iter().any(|side| side.listed > 0) {
            self.0.into_iter().for_each(|side| side.end(report));
        }
    }
}

impl Side {
    fn end(self, report: &mut Report<'_, '_>) {
        if let Some((mark, count)) = self.count.filter(|&(_, count)| count != self.listed) {
            let listed = self.listed > 0;
            let broken =
                if listed { Consistency::AcknowledgedCount } else { Consistency::AcknowledgedUnlisted };
            report.count_of(broken, mark, 2, count, self.listed);
            if !listed {
                return;
            }
        }
        if let Some((mark, total)) = self.amount
            && let Some((found, expected)) = total.differs(self.charges)
        {
            report.amount_of(Consistency::AcknowledgedAmount, mark, 2, found, expected);
        }
    }
}
