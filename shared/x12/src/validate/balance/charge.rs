//! 837: the charge of a claim and its lines, and what other payers did to both.

use super::total::Total;
use crate::guide::{SegmentRule, key};
use crate::validate::check::{Check, Placed};
use crate::validate::consistency::Consistency;
use crate::validate::mark::Mark;
use crate::validate::report::Report;

#[derive(Debug, Clone, Copy)]
pub(super) enum Role {
    /// A level, which ends the claim before it.
    Level,
    Claim,
    Line,
    /// The element with the charge of a line.
    LineCharge(usize),
    Payer,
    PayerAdjustment,
    PayerPaid,
    PayerName,
    Decision,
    DecisionAdjustment,
}

/// Far more payers than a claim, or decisions than a line may have; those beyond are not remembered.
const MOST: usize = 100;

/// The current claim; its memory is used again.
#[derive(Debug, Default)]
pub(super) struct Charge {
    /// CLM and CLM02.
    claim: Option<(Mark, Total)>,
    /// Every line so far; `None` where there is none.
    lines: Option<Total>,
    payers: Vec<Payer>,
    /// The charge of the current line; `None` where nothing says it.
    line: Option<Total>,
    /// What payers did to the current line.
    decisions: Vec<Decision>,
}

/// 2320.
#[derive(Debug)]
struct Payer {
    /// 2330B NM109, as a key.
    id: Option<u64>,
    /// AMT*D.
    paid: Option<(Mark, Total)>,
    /// CAS of the claim and of its lines.
    adjusted: Total,
}

/// Every SVD of one payer for one line: unbundled lines have several.
#[derive(Debug)]
struct Decision {
    /// SVD01, as a key.
    payer: u64,
    /// The first SVD.
    mark: Mark,
    paid: Total,
    adjusted: Total,
}

impl Check for Charge {
    type Role = Role;

    fn role(loop_id: &str, rule: &SegmentRule) -> Option<Role> {
        Some(match (loop_id, rule.id) {
            (_, "HL") => Role::Level,
            (_, "CLM") => Role::Claim,
            (_, "LX") => Role::Line,
            (_, "SV1") => Role::LineCharge(2),
            (_, "SV2") => Role::LineCharge(3),
            ("2320", "SBR") => Role::Payer,
            ("2320", "CAS") => Role::PayerAdjustment,
            ("2320", "AMT") if rule.has_qualifier("D") => Role::PayerPaid,
            ("2330B", "NM1") => Role::PayerName,
            (_, "SVD") => Role::Decision,
            ("2430", "CAS") => Role::DecisionAdjustment,
            _ => return None,
        })
    }

    fn push(&mut self, role: Role, at: &Placed<'_, '_>, report: &mut Report<'_, '_>) {
        let amount = |n| Total::of(at.segment.element(n));
        match role {
            Role::Level => self.end_claim(report),
            Role::Claim => {
                self.end_claim(report);
                self.claim = Some((at.mark(), amount(2)));
            }
            Role::Line => self.end_line(report),
            Role::LineCharge(n) => {
                let charge = amount(n);
                self.line = Some(charge);
                self.lines.get_or_insert_default().add(charge);
            }
            Role::Payer if self.payers.len() < MOST => {
                self.payers.push(Payer { id: None, paid: None, adjusted: Total::default() });
            }
            Role::Payer => {}
            Role::PayerAdjustment | Role::PayerPaid | Role::PayerName => {
                if let Some(payer) = self.payers.last_mut() {
                    payer.say(role, at);
                }
            }
            Role::Decision => self.decide(at),
            Role::DecisionAdjustment => {
                if let Some(decision) = self.decisions.first_mut() {
                    decision.adjusted.add(Total::of_adjustments(at.segment));
                }
            }
        }
    }

    fn finish(&mut self, report: &mut Report<'_, '_>) {
        self.end_claim(report);
    }

    fn restart(&mut self) {
        (self.claim, self.lines, self.line) = (None, None, None);
        self.payers.clear();
        self.decisions.clear();
    }
}

impl Payer {
    fn say(&mut self, role: Role, at: &Placed<'_, '_>) {
        match role {
            Role::PayerAdjustment => self.adjusted.add(Total::of_adjustments(at.segment)),
            Role::PayerPaid => self.paid = Some((at.mark(), Total::of(at.segment.element(2)))),
            _ => self.id = Some(key(at.segment.element(9).as_bytes())),
        }
    }
}

impl Charge {
    /// SVD: the decision of its payer becomes the first one, which the CAS below belong to.
    fn decide(&mut self, at: &Placed<'_, '_>) {
        let payer = key(at.segment.element(1).as_bytes());
        let known = self.decisions.iter().position(|decision| decision.payer == payer);
        if known.is_none() && self.decisions.len() >= MOST {
            return;
        }
        let last = known.unwrap_or_else(|| {
            let (paid, adjusted) = (Total::default(), Total::default());
            self.decisions.push(Decision { payer, mark: at.mark(), paid, adjusted });
            self.decisions.len() - 1
        });
        self.decisions.swap(0, last);
        self.decisions[0].paid.add(Total::of(at.segment.element(2)));
    }

    fn end_line(&mut self, report: &mut Report<'_, '_>) {
        let line = self.line.take();
        for decision in self.decisions.drain(..) {
            let Decision { payer, mark, paid, adjusted } = decision;
            if let Some((found, expected)) = line.and_then(|charge| paid.differs(charge.less(adjusted))) {
                report.amount_of(Consistency::LineCoordination, mark, 2, found, expected);
            }
            if let Some(payer) = self.payers.iter_mut().find(|other| other.id == Some(payer)) {
                payer.adjusted.add(adjusted);
            }
        }
    }

    fn end_claim(&mut self, report: &mut Report<'_, '_>) {
        self.end_line(report);
        let lines = self.lines.take();
        let Some((mark, charge)) = self.claim.take() else { return };
        if let Some((found, expected)) = lines.and_then(|lines| charge.differs(lines)) {
            report.amount_of(Consistency::ChargeBalance, mark, 2, found, expected);
        }
        for payer in self.payers.drain(..) {
            if let Some((mark, paid)) = payer.paid
                && let Some((found, expected)) = paid.differs(charge.less(payer.adjusted))
            {
                report.amount_of(Consistency::ClaimCoordination, mark, 2, found, expected);
            }
        }
    }
}
