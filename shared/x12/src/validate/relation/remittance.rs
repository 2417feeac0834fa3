//! 835: reversals, claims sent on, the trace of the payment, line numbers.

use super::form::is_npi;
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
    /// N1*PE.
    Payee,
    /// A segment whose first element is a provider: TS3, PLB.
    Provider,
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
    /// N103 of the payee is XX: all providers are named by NPI.
    by_npi: bool,
    /// CLP of a claim that was sent on, to a carrier that is not known yet.
    forwarded: Option<Mark>,
}

impl Check for Remittance {
    type Role = Role;

    fn role(_: &str, rule: &SegmentRule) -> Option<Role> {
        Some(match rule.id {
            "BPR" => Role::Payment,
            "TRN" => Role::Trace,
            "N1" if rule.has_qualifier("PE") => Role::Payee,
            "TS3" | "PLB" => Role::Provider,
            "CLP" => Role::Claim,
            "NM1" if rule.has_qualifier("TT") => Role::Carrier,
            "REF" if rule.has_qualifier("6R") => Role::LineNumber,
            _ => return None,
        })
    }

    fn push(&mut self, role: Role, at: &Placed<'_, '_>, report: &mut Report<'_, '_>) {
        let element = |n| at.segment.element(n);
        match role {
            Role::Payment => {
                element(10).clone_into(&mut self.company);
                account(at, report);
            }
            Role::Payee => self.by_npi = element(3) == "XX",
            Role::Provider => {
                if self.by_npi && !is_npi(element(1)) {
                    report.faulty(Consistency::NpiCheckDigit, at, 1);
                }
            }
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

/// BPR06 to BPR09 and BPR12 to BPR15, where BPR04 says that the money goes from account to account.
fn account(at: &Placed<'_, '_>, report: &mut Report<'_, '_>) {
    let electronic = matches!(at.segment.element(4), "ACH" | "BOP" | "FWT");
    for n in (6..=9).chain(12..=15).filter(|&n| electronic && at.segment.element(n).is_empty()) {
        report.faulty(Consistency::AccountMissing, at, n);
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
