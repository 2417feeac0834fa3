//! 835: services, claims, the summaries of providers, and the payment.

use super::total::Total;
use crate::guide::SegmentRule;
use crate::validate::check::{Check, Placed};
use crate::validate::consistency::Consistency;
use crate::validate::mark::Mark;
use crate::validate::report::Report;

#[derive(Debug, Clone, Copy)]
pub(super) enum Role {
    Payment,
    Header,
    Summary,
    Claim,
    ClaimAdjustment,
    Service,
    ServiceAdjustment,
    ProviderAdjustment,
}

/// Sums of the current payment.
#[derive(Debug, Default)]
pub(super) struct Remittance {
    /// BPR and BPR02.
    payment: Option<(Mark, Total)>,
    /// Every CLP04 less every PLB.
    paid: Total,
    summary: Summary,
    claim: Option<Claim>,
    service: Option<Service>,
}

/// TS3 and the claims below its LX.
#[derive(Debug, Default)]
struct Summary {
    /// TS3, its TS304 and TS305.
    stated: Option<(Mark, Option<i64>, Total)>,
    claims: i64,
    charges: Total,
}

#[derive(Debug)]
struct Claim {
    mark: Mark,
    /// CLP03.
    charge: Total,
    /// CLP04.
    paid: Total,
    /// CAS of the claim and of its services.
    adjusted: Total,
    /// SVC02 of its services; `None` where there is none.
    services: Option<Total>,
}

#[derive(Debug)]
struct Service {
    mark: Mark,
    /// SVC02 less CAS.
    expected: Total,
    /// SVC03.
    paid: Total,
}

impl Check for Remittance {
    type Role = Role;

    fn role(loop_id: &str, rule: &SegmentRule) -> Option<Role> {
        Some(match (loop_id, rule.id) {
            (_, "BPR") => Role::Payment,
            ("2000", "LX") => Role::Header,
            (_, "TS3") => Role::Summary,
            (_, "CLP") => Role::Claim,
            ("2100", "CAS") => Role::ClaimAdjustment,
            (_, "SVC") => Role::Service,
            ("2110", "CAS") => Role::ServiceAdjustment,
            (_, "PLB") => Role::ProviderAdjustment,
            _ => return None,
        })
    }

    fn push(&mut self, role: Role, at: &Placed<'_, '_>, report: &mut Report<'_, '_>) {
        let amount = |n| Total::of(at.segment.element(n));
        match role {
            Role::Payment => self.pay(at, report),
            Role::Header => self.end_summary(report),
            Role::Summary => {
                let count = at.segment.element(4).parse().ok();
                self.summary.stated = Some((at.mark(), count, amount(5)));
            }
            Role::Claim => {
                self.end_claim(report);
                let (charge, paid) = (amount(3), amount(4));
                self.summary.claims += 1;
                self.summary.charges.add(charge);
                self.paid.add(paid);
                let adjusted = Total::default();
                self.claim = Some(Claim { mark: at.mark(), charge, paid, adjusted, services: None });
            }
            Role::Service => {
                self.end_service(report);
                let (charge, paid) = (amount(2), amount(3));
                self.service = Some(Service { mark: at.mark(), expected: charge, paid });
                if let Some(claim) = &mut self.claim {
                    claim.services.get_or_insert_default().add(charge);
                }
            }
            Role::ClaimAdjustment | Role::ServiceAdjustment => self.adjust(role, at),
            Role::ProviderAdjustment => {
                self.paid = self.paid.less(Total::of_provider_adjustments(at.segment));
            }
        }
    }

    fn finish(&mut self, report: &mut Report<'_, '_>) {
        self.end_summary(report);
        if let Some((mark, stated)) = self.payment
            && let Some((found, expected)) = stated.differs(self.paid)
        {
            report.amount_of(Consistency::PaymentBalance, mark, 2, found, expected);
        }
    }
}

impl Remittance {
    fn pay(&mut self, at: &Placed<'_, '_>, report: &mut Report<'_, '_>) {
        let bpr = at.segment;
        let stated = Total::of(bpr.element(2));
        self.payment = Some((at.mark(), stated));
        let notice = bpr.element(1) == "H" || bpr.element(4) == "NON";
        let broken = match stated.known() {
            Some(..=-1) => Consistency::PaymentNegative,
            Some(1..) if notice => Consistency::PaymentWithoutMoney,
            _ => return,
        };
        report.faulty(broken, at, 2);
    }

    fn adjust(&mut self, role: Role, at: &Placed<'_, '_>) {
        let adjusted = Total::of_adjustments(at.segment);
        if let Some(claim) = &mut self.claim {
            claim.adjusted.add(adjusted);
        }
        if let (Role::ServiceAdjustment, Some(service)) = (role, &mut self.service) {
            service.expected = service.expected.less(adjusted);
        }
    }

    fn end_service(&mut self, report: &mut Report<'_, '_>) {
        let Some(service) = self.service.take() else { return };
        if let Some((found, expected)) = service.paid.differs(service.expected) {
            report.amount_of(Consistency::ServiceBalance, service.mark, 3, found, expected);
        }
    }

    fn end_claim(&mut self, report: &mut Report<'_, '_>) {
        self.end_service(report);
        let Some(claim) = self.claim.take() else { return };
        if let Some((found, expected)) = claim.paid.differs(claim.charge.less(claim.adjusted)) {
            report.amount_of(Consistency::ClaimBalance, claim.mark, 4, found, expected);
        }
        if let Some((found, expected)) = claim.services.and_then(|sum| claim.charge.differs(sum)) {
            report.amount_of(Consistency::ServiceCharges, claim.mark, 3, found, expected);
        }
    }

    fn end_summary(&mut self, report: &mut Report<'_, '_>) {
        self.end_claim(report);
        let Summary { stated, claims, charges } = std::mem::take(&mut self.summary);
        let Some((mark, count, total)) = stated else { return };
        if let Some(count) = count.filter(|&count| count != claims) {
            report.count_of(Consistency::SummaryCount, mark, 4, count, claims);
        }
        if let Some((found, expected)) = total.differs(charges) {
            report.amount_of(Consistency::SummaryCharge, mark, 5, found, expected);
        }
    }
}
