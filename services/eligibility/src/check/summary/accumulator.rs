//! Deductibles and out-of-pocket maxima: what they are, what of them is met, what remains.

use super::{level_fit, network_fit};
use crate::check::answer::Asked;
use crate::check::benefit::{Benefit, BenefitKind, CoverageLevel, Network, Period};
use crate::check::finding::Limit;
use crate::check::service_type::PLAN;
use model::Money;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

model::word_enum! {
    /// One of three figures, of which two give the third.
    Figure { Total = "total", Met = "met", Remaining = "remaining" }
}

/// What one person or a family pays at most, in or out of the network.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Accumulator {
    /// `deductible` or `out_of_pocket`.
    pub kind: BenefitKind,
    /// `individual` or `family`.
    pub coverage_level: CoverageLevel,
    /// `in` or `out`.
    pub network: Network,
    /// The service it counts for alone; absent for the plan as a whole.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub service_type: Option<String>,
    #[serde(flatten)]
    pub limit: Limit,
    /// Other totals the payer states for the same, such as those of other tiers; see `benefits`.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub also_stated: Vec<Money>,
}

/// Which statements a figure is looked for in.
#[derive(Clone, Copy)]
struct Place<'a> {
    kind: BenefitKind,
    level: CoverageLevel,
    network: Network,
    about: &'a str,
}

const KINDS: [BenefitKind; 2] = [BenefitKind::Deductible, BenefitKind::OutOfPocket];
const LEVELS: [CoverageLevel; 2] = [CoverageLevel::Individual, CoverageLevel::Family];
const NETWORKS: [Network; 2] = [Network::In, Network::Out];
/// How many amounts for one and the same are told.
const MOST: usize = 20;

/// Those of the plan, and those of what was asked about where they are others.
pub fn accumulators(benefits: &[Benefit], asked: &Asked<'_>) -> Vec<Accumulator> {
    let mut found: Vec<Accumulator> = Vec::new();
    for kind in KINDS {
        let benefits = &of_kind(benefits, kind);
        for about in [PLAN].into_iter().chain(asked.ranked().into_iter().filter(|code| *code != PLAN)) {
            for (level, network) in LEVELS.iter().flat_map(|level| NETWORKS.map(|network| (*level, network)))
            {
                let place = Place { kind, level, network, about };
                let accumulator = place.accumulator(benefits);
                found.extend(accumulator.filter(|new| !found.iter().any(|known| says_the_same(known, new))));
            }
        }
    }
    found
}

fn says_the_same(known: &Accumulator, new: &Accumulator) -> bool {
    (known.kind, known.coverage_level, known.network) == (new.kind, new.coverage_level, new.network)
        && known.limit == new.limit
}

/// One person's in the network: the plan's, else that of what was asked about or of a visit.
pub fn personal(benefits: &[Benefit], kind: BenefitKind, asked: &Asked<'_>) -> Option<Limit> {
    let (order, benefits) = ([PLAN].into_iter().chain(asked.ranked()), &of_kind(benefits, kind));
    let place = |about| Place { kind, level: CoverageLevel::Individual, network: Network::In, about };
    order.map(place).find_map(|place| place.accumulator(benefits)).map(|found| found.limit)
}

fn of_kind(benefits: &[Benefit], kind: BenefitKind) -> Vec<&Benefit> {
    benefits.iter().filter(|benefit| benefit.kind == kind).collect()
}

impl Place<'_> {
    fn accumulator(&self, benefits: &[&Benefit]) -> Option<Accumulator> {
        let totals = self.amounts(benefits, |b| b.amount.filter(|_| is_total(b)));
        let met = self.amounts(benefits, |b| b.amount.filter(|_| b.period == Some(Period::YearToDate)));
        let remaining = self.amounts(benefits, |b| b.remaining.filter(|_| b.codes.eb06 == "29"));
        let limit = Limit::of(first(&totals), first(&met), first(&remaining))?;
        let also_stated = totals.into_iter().filter(|total| Some(*total) != limit.total).collect();
        let service_type = (self.about != PLAN).then(|| self.about.to_owned());
        let Self { kind, level, network, .. } = *self;
        Some(Accumulator { kind, coverage_level: level, network, service_type, limit, also_stated })
    }

    /// The amounts of the statements that fit best, each once.
    fn amounts(&self, benefits: &[&Benefit], amount: impl Fn(&Benefit) -> Option<Money>) -> Vec<Money> {
        let fit =
            |b: &Benefit| Some((level_fit(b, self.level)?, network_fit(b, self.network)?, b.places.len()));
        let stated = benefits.iter().filter(|b| b.is_about(self.about));
        let stated: Vec<_> = stated.filter_map(|b| Some((fit(b)?, amount(b)?))).collect();
        let best = stated.iter().map(|(fit, _)| *fit).min();
        let mut amounts: Vec<Money> = Vec::new();
        for (_, amount) in stated.into_iter().filter(|(fit, _)| Some(*fit) == best) {
            if amounts.len() < MOST && !amounts.contains(&amount) {
                amounts.push(amount);
            }
        }
        amounts
    }
}

fn first(amounts: &[Money]) -> Option<Money> {
    amounts.first().copied()
}

/// An amount of money that holds for a year or a contract; what is left (29) is never added to it.
fn is_total(benefit: &Benefit) -> bool {
    use Period::{CalendarYear, Contract, ServiceYear};
    matches!(benefit.period, None | Some(CalendarYear | ServiceYear | Contract))
}

impl Limit {
    /// Two of the three give the third, as long as it is not negative; of nothing, nothing is met and nothing is left.
    pub fn of(total: Option<Money>, met: Option<Money>, remaining: Option<Money>) -> Option<Self> {
        let stated = Self { total, met, remaining, computed: Vec::new() };
        let nothing = |limit: &Self| limit.total.is_some_and(Money::is_zero).then_some(Money::ZERO);
        let difference = |a: Option<Money>, b: Option<Money>| {
            a.zip(b).map(|(a, b)| a - b).filter(|left| !left.is_negative())
        };
        match (total, met, remaining) {
            (None, None, None) => return None,
            (None, Some(met), Some(remaining)) => stated.with(Figure::Total, Some(met + remaining)),
            (Some(_), None, _) => {
                let met = difference(total, remaining).or(nothing(&stated));
                let stated = stated.with(Figure::Met, met);
                let left = nothing(&stated);
                if remaining.is_none() { stated.with(Figure::Remaining, left) } else { stated }
            }
            (Some(_), Some(_), None) => stated.with(Figure::Remaining, difference(total, met)),
            _ => stated,
        }
        .into()
    }

    fn with(mut self, figure: Figure, amount: Option<Money>) -> Self {
        if amount.is_some() {
            self.computed.push(figure);
            match figure {
                Figure::Total => self.total = amount,
                Figure::Met => self.met = amount,
                Figure::Remaining => self.remaining = amount,
            }
        }
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_figures_give_the_third() {
        let money = |cents: Option<i64>| cents.map(Money::from_cents);
        for (stated, whole, computed) in [
            ((Some(150), Some(50), None), (Some(150), Some(50), Some(100)), &[Figure::Remaining][..]),
            ((Some(150), None, Some(100)), (Some(150), Some(50), Some(100)), &[Figure::Met]),
            ((None, Some(50), Some(100)), (Some(150), Some(50), Some(100)), &[Figure::Total]),
            ((Some(150), Some(50), Some(99)), (Some(150), Some(50), Some(99)), &[]),
            ((Some(150), None, None), (Some(150), None, None), &[]),
            ((None, None, Some(100)), (None, None, Some(100)), &[]),
            ((Some(150), Some(151), None), (Some(150), Some(151), None), &[]),
            ((Some(150), None, Some(151)), (Some(150), None, Some(151)), &[]),
            ((Some(0), None, None), (Some(0), Some(0), Some(0)), &[Figure::Met, Figure::Remaining]),
            ((Some(0), None, Some(0)), (Some(0), Some(0), Some(0)), &[Figure::Met]),
        ] {
            let (total, met, remaining) = stated;
            let limit = Limit::of(money(total), money(met), money(remaining)).expect("figures");
            let (total, met, remaining) = whole;
            assert_eq!(
                (limit.total, limit.met, limit.remaining),
                (money(total), money(met), money(remaining)),
                "{stated:?}"
            );
            assert_eq!(limit.computed, computed, "{stated:?}");
        }
        assert_eq!(Limit::of(None, None, None), None);
    }
}
