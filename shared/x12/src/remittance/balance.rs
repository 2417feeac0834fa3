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
    #[error(
        "claim {claim}, service {service} (SVC, segment {segment}): SVC02 less CAS is {expected}, SVC03 says {stated}"
    )]
    Service { claim: usize, service: usize, segment: usize, expected: Amount, stated: Amount },
    #[error("claim {claim} (CLP, segment {segment}): CLP03 less all CAS is {expected}, CLP04 says {stated}")]
    Claim { claim: usize, segment: usize, expected: Amount, stated: Amount },
    #[error("payment (BPR, segment {segment}): CLP04 less PLB is {expected}, BPR02 says {stated}")]
    Payment { segment: usize, expected: Amount, stated: Amount },
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
