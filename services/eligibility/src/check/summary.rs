//! The facts the front desk asks for, found among a payer's statements.

mod accumulator;
mod enrollment;
mod limitation;
mod payer;
mod rule;
mod share;

pub use accumulator::{Accumulator, Figure};
pub use enrollment::Enrollment;
pub use limitation::Limitation;
pub use payer::{OtherPayer, PayerRelation, Provider};
pub use rule::{AuthorizationRule, NotCovered};
pub use share::CostShare;

pub use accumulator::{accumulators, personal};
pub use enrollment::enrollment;
pub use limitation::limits;
pub use payer::{bill_instead, other_payers, primary_care_provider};
pub use rule::{authorization_rules, needs_authorization, not_covered};
pub use share::{coinsurance, copay, shares};

use super::benefit::{Benefit, BenefitKind, CoverageLevel, Network};
use std::collections::HashSet;
use std::hash::Hash;

/// EB05 of the first active statement that names a plan, else of any.
pub fn plan(benefits: &[Benefit]) -> Option<String> {
    let active = benefits.iter().filter(|benefit| benefit.kind == BenefitKind::Active);
    active.chain(benefits).find_map(|benefit| benefit.plan.clone())
}

/// MSG01 of all statements, each text once.
pub fn messages(benefits: &[Benefit]) -> Vec<String> {
    unique(benefits.iter().flat_map(|benefit| benefit.messages.iter().cloned()))
}

/// Each once, in the order they come; an answer may have a million segments.
fn unique<T: Clone + Eq + Hash>(all: impl Iterator<Item = T>) -> Vec<T> {
    let mut known = HashSet::new();
    all.filter(|one| known.insert(one.clone())).collect()
}

/// How well a statement fits a network; less is better. One that does not say counts for the network, not out of it.
fn network_fit(benefit: &Benefit, network: Network) -> Option<u8> {
    match (network, benefit.network) {
        (Network::Out, Some(Network::Out)) | (Network::In, Some(Network::In)) => Some(0),
        (Network::In | Network::Out, Some(Network::Both)) => Some(1),
        (Network::In, None) => Some(2),
        (Network::In, Some(Network::Unknown)) => Some(3),
        _ => None,
    }
}

/// How well a statement fits one person or a family; less is better. One that does not say counts for one person.
fn level_fit(benefit: &Benefit, level: CoverageLevel) -> Option<u8> {
    match (level, benefit.coverage_level) {
        (wanted, Some(said)) if wanted == said => Some(0),
        (CoverageLevel::Individual, None) => Some(1),
        _ => None,
    }
}
