//! The few figures the front desk asks for, found among a payer's statements.

use super::benefit::{Benefit, BenefitKind, CoverageLevel, Network, Period};
use super::finding::Limit;
use super::service_type::{OFFICE_VISIT, PLAN};
use model::Money;

/// EB05 of the first active statement that names a plan, else of any.
pub fn plan(benefits: &[Benefit]) -> Option<String> {
    let active = benefits.iter().filter(|benefit| benefit.kind == BenefitKind::Active);
    active.chain(benefits).find_map(|benefit| benefit.plan.clone())
}

/// The first copay in the network: for an office visit, else for the plan as a whole.
pub fn copay(benefits: &[Benefit]) -> Option<Money> {
    let amount_for = |service_type: &&str| {
        let mut copays = benefits.iter().filter(|b| b.kind == BenefitKind::Copay && counts_in_network(b));
        copays.find_map(|b| b.amount.filter(|_| b.has_service_type(service_type)))
    };
    [OFFICE_VISIT, PLAN].iter().find_map(amount_for)
}

/// One person's limit for the plan in the network; totals and what remains are stated apart and never added.
pub fn limit(benefits: &[Benefit], kind: BenefitKind) -> Option<Limit> {
    let stated = || benefits.iter().filter(move |b| b.kind == kind && is_personal(b) && counts_in_network(b));
    let amount_in =
        |fits: fn(Option<Period>) -> bool| stated().filter(|b| fits(b.period)).find_map(|b| b.amount);
    let total = amount_in(|period| {
        matches!(period, None | Some(Period::CalendarYear | Period::ServiceYear | Period::Contract))
    });
    let met = amount_in(|period| period == Some(Period::YearToDate));
    let open = || total.zip(met).map(|(total, met)| total - met).filter(|open| !open.is_negative());
    let remaining = stated().filter(|b| b.codes.eb06 == "29").find_map(|b| b.remaining).or_else(open);
    total.or(remaining).map(|_| Limit { total, remaining })
}

fn is_personal(benefit: &Benefit) -> bool {
    let plan_wide = benefit.codes.eb03.is_empty() || benefit.has_service_type(PLAN);
    plan_wide && matches!(benefit.coverage_level, None | Some(CoverageLevel::Individual))
}

fn counts_in_network(benefit: &Benefit) -> bool {
    matches!(benefit.network, None | Some(Network::In | Network::Both))
}
