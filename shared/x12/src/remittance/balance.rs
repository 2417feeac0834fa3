//! The three sums an 835 must keep.

use super::advice::Remittance;
use super::claim_payment::ClaimPayment;
use super::service_payment::ServicePayment;
use crate::amount::Amount;
use crate::claim::Adjustment;

/// A sum that does not hold. `claim` and `service` count from zero, `claim` through the whole transaction;
/// `segment` counts ST as 1 and is zero for a remittance that was not read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Imbalance {
    /// A service: SVC03 is not SVC02 less its CAS.
    #[error(
        "claim {claim}, service {service} (SVC, segment {segment}): SVC02 less CAS is {expected}, SVC03 says {stated}"
    )]
    Service {
        /// Position in [`Remittance::claims`], from 0.
        claim: usize,
        /// Position in [`ClaimPayment::services`], from 0.
        service: usize,
        /// Position of SVC, ST = 1.
        segment: usize,
        /// What the other amounts make of it.
        expected: Amount,
        /// SVC03.
        stated: Amount,
    },
    /// A claim: CLP04 is not CLP03 less its CAS and those of its services.
    #[error("claim {claim} (CLP, segment {segment}): CLP03 less all CAS is {expected}, CLP04 says {stated}")]
    Claim {
        /// Position in [`Remittance::claims`], from 0.
        claim: usize,
        /// Position of CLP, ST = 1.
        segment: usize,
        /// What the other amounts make of it.
        expected: Amount,
        /// CLP04.
        stated: Amount,
    },
    /// The whole: BPR02 is not the sum of CLP04 less every PLB amount.
    #[error("payment (BPR, segment {segment}): CLP04 less PLB is {expected}, BPR02 says {stated}")]
    Payment {
        /// Position of BPR, ST = 1.
        segment: usize,
        /// What the other amounts make of it.
        expected: Amount,
        /// BPR02.
        stated: Amount,
    },
}

pub(super) fn check(remittance: &Remittance) -> Vec<Imbalance> {
    let claims = remittance.claims().enumerate();
    claims.flat_map(|(position, claim)| of_claim(position, claim)).chain(of_payment(remittance)).collect()
}

fn of_claim(position: usize, claim: &ClaimPayment) -> Vec<Imbalance> {
    let services = claim.services.iter().enumerate();
    let services = services.filter_map(|(number, service)| of_service(position, number, service));
    let segment = claim.position.0;
    let reductions: Amount = claim.all_adjustments().map(|adjustment| adjustment.amount).sum();
    let (expected, stated) = (less(claim.charge, reductions), claim.paid);
    let paid =
        (expected != stated).then_some(Imbalance::Claim { claim: position, segment, expected, stated });
    services.chain(paid).collect()
}

fn of_service(claim: usize, service: usize, payment: &ServicePayment) -> Option<Imbalance> {
    let expected = less(payment.charge, Adjustment::total(&payment.adjustments));
    let (segment, stated) = (payment.position.0, payment.paid);
    (expected != stated).then_some(Imbalance::Service { claim, service, segment, expected, stated })
}

fn of_payment(remittance: &Remittance) -> Option<Imbalance> {
    let claims: Amount = remittance.claims().map(|claim| claim.paid).sum();
    let taken: Amount = remittance.provider_adjustments.iter().map(|adjustment| adjustment.amount).sum();
    let (expected, stated) = (less(claims, taken), remittance.payment.amount);
    (expected != stated).then_some(Imbalance::Payment { segment: remittance.position.0, expected, stated })
}

fn less(amount: Amount, reduction: Amount) -> Amount {
    [amount, -reduction].iter().sum()
}
