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
    let (mut imbalances, mut paid) = (Vec::new(), Amount::ZERO);
    for (position, claim) in remittance.claims().enumerate() {
        of_claim(position, claim, &mut imbalances);
        paid = [paid, claim.paid].into_iter().sum();
    }
    imbalances.extend(of_payment(remittance, paid));
    imbalances
}

/// Adds what does not hold in the claim at this position.
pub(super) fn of_claim(position: usize, claim: &ClaimPayment, imbalances: &mut Vec<Imbalance>) {
    let mut reductions = Adjustment::total(&claim.adjustments);
    for (number, service) in claim.services.iter().enumerate() {
        let reduction = Adjustment::total(&service.adjustments);
        reductions = [reductions, reduction].into_iter().sum();
        imbalances.extend(of_service(position, number, service, reduction));
    }
    let (expected, stated) = (less(claim.charge, reductions), claim.paid);
    if expected != stated {
        imbalances.push(Imbalance::Claim { claim: position, segment: claim.position.0, expected, stated });
    }
}

fn of_service(
    claim: usize,
    service: usize,
    payment: &ServicePayment,
    reduction: Amount,
) -> Option<Imbalance> {
    let expected = less(payment.charge, reduction);
    let (segment, stated) = (payment.position.0, payment.paid);
    (expected != stated).then_some(Imbalance::Service { claim, service, segment, expected, stated })
}

/// `claims` is what CLP04 of all claims adds up to.
pub(super) fn of_payment(remittance: &Remittance, claims: Amount) -> Option<Imbalance> {
    let taken: Amount = remittance.provider_adjustments.iter().map(|adjustment| adjustment.amount).sum();
    let (expected, stated) = (less(claims, taken), remittance.payment.amount);
    (expected != stated).then_some(Imbalance::Payment { segment: remittance.position.0, expected, stated })
}

fn less(amount: Amount, reduction: Amount) -> Amount {
    [amount, -reduction].iter().sum()
}
