//! What the patient pays of a service: copay and coinsurance.

use super::network_fit;
use crate::check::ServiceType;
use crate::check::answer::Asked;
use crate::check::benefit::{Benefit, BenefitKind, CoverageLevel, Network, Period};
use model::Money;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// One copay or coinsurance.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct CostShare {
    /// `copay` or `coinsurance`.
    pub kind: BenefitKind,
    pub service_types: Vec<ServiceType>,
    /// The service types in words.
    pub services: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub network: Option<Network>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub coverage_level: Option<CoverageLevel>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub period: Option<Period>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub amount: Option<Money>,
    /// As `20` or `12.5`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub percent: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub authorization_required: Option<bool>,
    pub messages: Vec<String>,
}

/// The copay in the network: the first of the first service that has one.
pub fn copay(benefits: &[Benefit], asked: &Asked<'_>) -> Option<Money> {
    first_in_network(benefits, asked, |benefit| benefit.amount.filter(|_| benefit.kind == BenefitKind::Copay))
}

pub fn coinsurance(benefits: &[Benefit], asked: &Asked<'_>) -> Option<String> {
    first_in_network(benefits, asked, |benefit| {
        benefit.percent.clone().filter(|_| benefit.kind == BenefitKind::Coinsurance)
    })
}

fn first_in_network<T>(
    benefits: &[Benefit],
    asked: &Asked<'_>,
    figure: impl Fn(&Benefit) -> Option<T>,
) -> Option<T> {
    let shares = [BenefitKind::Copay, BenefitKind::Coinsurance];
    let stated: Vec<&Benefit> = benefits.iter().filter(|benefit| shares.contains(&benefit.kind)).collect();
    asked.ranked().into_iter().find_map(|code| {
        let fitting = stated.iter().filter(|benefit| benefit.is_about(code));
        let found = fitting.filter_map(|benefit| {
            Some((network_fit(benefit, Network::In)?, particulars(benefit), figure(benefit)?))
        });
        found.min_by_key(|(fit, particulars, _)| (*fit, *particulars)).map(|(_, _, figure)| figure)
    })
}

/// A statement about some place or procedure only is no answer for a visit as such.
fn particulars(benefit: &Benefit) -> usize {
    benefit.places.len() + usize::from(benefit.procedure.is_some())
}

/// All of them: of what was asked about, then of an office visit, of the plan, of the rest.
pub fn shares(benefits: &[Benefit], asked: &Asked<'_>) -> Vec<CostShare> {
    let ranked = asked.ranked();
    let rank =
        |benefit: &Benefit| ranked.iter().position(|code| benefit.is_about(code)).unwrap_or(ranked.len());
    let states = |benefit: &&Benefit| match benefit.kind {
        BenefitKind::Copay => benefit.amount.is_some() || benefit.percent.is_some(),
        BenefitKind::Coinsurance => benefit.percent.is_some() || benefit.amount.is_some(),
        _ => false,
    };
    let mut stated: Vec<&Benefit> = benefits.iter().filter(states).collect();
    stated.sort_by_key(|benefit| (rank(benefit), network_fit(benefit, Network::In).unwrap_or(u8::MAX)));
    stated.into_iter().map(CostShare::from).collect()
}

impl From<&Benefit> for CostShare {
    fn from(benefit: &Benefit) -> Self {
        Self {
            kind: benefit.kind,
            service_types: benefit.service_types.clone(),
            services: benefit.services.clone(),
            network: benefit.network,
            coverage_level: benefit.coverage_level,
            period: benefit.period,
            amount: benefit.amount,
            percent: benefit.percent.clone(),
            authorization_required: benefit.authorization_required,
            messages: benefit.messages.clone(),
        }
    }
}
