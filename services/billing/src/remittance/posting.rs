//! From what a payer decided to the ledger's transactions.

use super::{AdjustmentResult, ClaimDecision};
use crate::ledger::{Kind, Owner, Posting};
use model::{ClaimId, LedgerTransactionId, Money, PatientId};

/// Insurance payment, contractual and other adjustments, and what moves from the payer's account to the patient's.
pub fn of_claim(
    of: &ClaimDecision,
    source: &str,
    owner: (PatientId, ClaimId),
    mint: impl FnMut() -> LedgerTransactionId,
) -> Vec<Posting> {
    let moves = [
        (Kind::InsurancePayment, of.decision.paid),
        (Kind::ContractualAdjustment, of.contractual),
        (Kind::PatientResponsibility, of.decision.patient_responsibility),
        (Kind::OtherAdjustment, of.other),
    ];
    postings(&moves, source, Owner::Claim(owner.0, owner.1), mint)
}

/// What came for a claim we do not know.
pub fn of_unmatched(
    of: &ClaimDecision,
    source: &str,
    mint: impl FnMut() -> LedgerTransactionId,
) -> Vec<Posting> {
    postings(&[(Kind::UnappliedCash, of.decision.paid)], source, Owner::Practice, mint)
}

/// Beside the claims: what a PLB takes is no cash of ours.
pub fn of_adjustment(
    of: &AdjustmentResult,
    source: &str,
    mint: impl FnMut() -> LedgerTransactionId,
) -> Vec<Posting> {
    postings(&[(Kind::ProviderLevelAdjustment, of.amount)], source, Owner::Practice, mint)
}

fn postings(
    moves: &[(Kind, Money)],
    source: &str,
    owner: Owner,
    mut mint: impl FnMut() -> LedgerTransactionId,
) -> Vec<Posting> {
    moves.iter().filter_map(|(kind, amount)| Posting::new(mint(), *kind, source, owner, *amount)).collect()
}
