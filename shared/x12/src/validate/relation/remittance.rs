//! 835: reversals, claims sent on, the trace of the payment, line numbers.

use crate::guide::SegmentRule;
use crate::validate::balance::cents;
use crate::validate::check::{Check, Placed};
use crate::validate::consistency::Consistency;
use crate::validate::mark::Mark;
use crate::validate::report::Report;

#[derive(Debug, Clone, Copy)]
pub(super) enum Role {
    Payment,
    Trace,
    Claim,
    /// NM1*TT.
    Carrier,
    /// REF*6R.
    LineNumber,
}

#[derive(Debug, Default)]
pub(super) struct Remittance {
    /// BPR10.
    company: String,
    /// CLP of a claim that was sent on, to a carrier that is not known yet.
    forwarded: Option<Mark>,
}

impl Check for Remittance {
    type Role = Role;

    fn role(_: &str, rule: &SegmentRule) -> Option<Role> {
        Some(match rule.id {
            "BPR" => Role::Payment,
            "TRN" => Role::Trace,
            "CLP" => Role::Claim,
            "NM1" if rule.has_qualifier("TT") => Role::Carrier,
            "REF" if rule.has_qualifier("6R") => Role::LineNumber,
            _ => return None,
        })
    }

    fn push(&mut self, role: Role, at: &Placed<'_, '_>, report: &mut Report<'_, '_>) {
        let element = |n| at.segment.element(n);
        match role {
            Role::Payment => element(10).clone_into(&mut self.company),
            Role::Trace => {
                if !self.company.is_empty() && element(3) != self.company {
                    report.faulty(Consistency::TraceCompany, at, 3);
                }
            }
            Role::Claim => {
                self.finish(report);
                if matches!(element(2), "19" | "20" | "21" | "23") {
                    self.forwarded = Some(at.mark());
                }
                sign(at, report);
            }
            Role::Carrier => self.forwarded = None,
            Role::LineNumber if element(2).len() > 30 => {
                report.faulty(Consistency::LineNumberLong, at, 2);
            }
            Role::LineNumber => {}
        }
    }

    fn finish(&mut self, report: &mut Report<'_, '_>) {
        if let Some(mark) = self.forwarded.take() {
            report.lacking(Consistency::CrossoverMissing, mark, "NM1");
        }
    }
}

/// CLP02 and the sign of CLP03.
fn sign(at: &Placed<'_, '_>, report: &mut Report<'_, '_>) {
    let broken = match (at.segment.element(2) == "22", cents(at.segment.element(3))) {
        (true, Some(1..)) => Consistency::ReversalSign,
        (false, Some(..=-1)) => Consistency::ChargeNegative,
        _ => return,
    };
    report.faulty(broken, at, 3);
}
