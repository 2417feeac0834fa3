//! In which order a person's coverages pay, and by which rule.
//!
//! Every pair is decided by itself: first by what federal law says of kinds of plans, then by the NAIC's Coordination of
//! Benefits Model Regulation (MDL-120), section 6. What would decide a pair but is not recorded is named.

pub mod commercial;
pub mod medicare;
pub mod routes;
mod rule;

pub use rule::{Missing, Rule};

use super::{Coverage, PlanKind};
use chrono::NaiveDate;
use model::{CoverageId, Demographics, Rank};
use serde::Serialize;
use utoipa::ToSchema;

/// Which of two comes first, why, and what is not known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verdict {
    pub first: Side,
    pub rule: Rule,
    pub missing: Vec<(Side, Missing)>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    A,
    B,
}

/// Whose coverages they are, and the day.
#[derive(Clone, Copy)]
pub struct Case<'c> {
    pub patient: &'c Demographics,
    pub day: NaiveDate,
    /// The patient's Medicare coverage, if they have one on that day.
    pub medicare: Option<&'c Coverage>,
}

/// One pair of the order, as it was decided.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = CoverageOrderPair)]
pub struct Pair {
    pub first: CoverageId,
    pub second: CoverageId,
    pub rule: Rule,
    /// The rule in words, with where it stands.
    pub because: String,
    /// What could turn it round, were it recorded.
    pub missing: Vec<Unknown>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = CoverageOrderUnknown)]
pub struct Unknown {
    pub coverage_id: CoverageId,
    pub what: Missing,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = CoverageOrderPlace)]
pub struct Place {
    pub coverage_id: CoverageId,
    /// None beyond the third.
    pub proposed: Option<Rank>,
    pub recorded: Rank,
    /// False where the proposal differs from what is recorded.
    pub agrees: bool,
}

/// The order by the rules, in which every pair says why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = CoverageOrder)]
pub struct Proposal {
    pub on: NaiveDate,
    /// First to last.
    pub coverages: Vec<Place>,
    pub pairs: Vec<Pair>,
    /// False when a recorded rank is another than the rules say.
    pub agrees: bool,
}

impl Side {
    pub fn other(self) -> Self {
        match self {
            Side::A => Side::B,
            Side::B => Side::A,
        }
    }
}

impl Verdict {
    pub fn by(rule: Rule, first: Side) -> Self {
        Self { first, rule, missing: Vec::new() }
    }

    pub fn without(mut self, missing: Vec<(Side, Missing)>) -> Self {
        self.missing.extend(missing);
        self
    }
}

/// The order of what covers a person on a day.
pub fn propose(coverages: &[Coverage], patient: &Demographics, day: NaiveDate) -> Proposal {
    let active: Vec<&Coverage> = coverages.iter().filter(|coverage| coverage.is_active_on(day)).collect();
    let medicare = active.iter().copied().find(|coverage| is_medicare(coverage));
    let case = Case { patient, day, medicare };
    let mut pairs = Vec::new();
    for (n, a) in active.iter().enumerate() {
        pairs.extend(active[n + 1..].iter().map(|b| pair(a, b, &case)));
    }
    // By pairs won: what the rules say of three plans may go in a circle, and then the recorded rank has the last word.
    let won = |id: CoverageId| pairs.iter().filter(|pair| pair.first == id).count();
    let mut ordered = active;
    ordered.sort_by_key(|coverage| (std::cmp::Reverse(won(coverage.id)), coverage.rank, coverage.id));
    let coverages: Vec<Place> = ordered.iter().enumerate().map(|(n, coverage)| place(n, coverage)).collect();
    let agrees = coverages.iter().all(|place| place.agrees);
    Proposal { on: day, coverages, pairs, agrees }
}

fn place(n: usize, coverage: &Coverage) -> Place {
    let proposed = Rank::ALL.get(n).copied();
    let agrees = proposed == Some(coverage.rank);
    Place { coverage_id: coverage.id, proposed, recorded: coverage.rank, agrees }
}

fn pair(a: &Coverage, b: &Coverage, case: &Case<'_>) -> Pair {
    let verdict = decide(a, b, case);
    let id = |side| match side {
        Side::A => a.id,
        Side::B => b.id,
    };
    let missing = verdict.missing.iter().map(|(side, what)| Unknown { coverage_id: id(*side), what: *what });
    Pair {
        first: id(verdict.first),
        second: id(verdict.first.other()),
        rule: verdict.rule,
        because: verdict.rule.in_words().to_owned(),
        missing: missing.collect(),
    }
}

/// Which of two pays first; every rule in its turn, and each answers at most what it knows.
pub fn decide(a: &Coverage, b: &Coverage, case: &Case<'_>) -> Verdict {
    let unknown: Vec<(Side, Missing)> = [(Side::A, a), (Side::B, b)]
        .into_iter()
        .filter(|(_, coverage)| coverage.plan_kind.is_none())
        .map(|(side, _)| (side, Missing::PlanKind))
        .collect();
    by_kind(a, b)
        .or_else(|| medicare::decide(a, b, case))
        .unwrap_or_else(|| commercial::decide(a, b, case))
        .without(unknown)
}

/// What a kind of plan alone decides.
fn by_kind(a: &Coverage, b: &Coverage) -> Option<Verdict> {
    use PlanKind::{
        Auto, Liability, Medicaid, Medicare, MedicareAdvantage, Tricare, Va, WorkersCompensation,
    };
    let of = |kinds: &[PlanKind]| match (is_one_of(a, kinds), is_one_of(b, kinds)) {
        (true, false) => Some(Side::A),
        (false, true) => Some(Side::B),
        _ => None,
    };
    if let Some(first) = of(&[WorkersCompensation, Auto, Liability]) {
        // For anything else they pay nothing at all, and which visits are about the accident is not recorded.
        let verdict = Verdict::by(Rule::LiabilityFirst, first);
        return Some(verdict.without(vec![(first, Missing::Accident)]));
    }
    if let Some(last) = of(&[Medicaid]) {
        return Some(Verdict::by(Rule::MedicaidLast, last.other()));
    }
    if let Some(first) = of(&[Va]) {
        let verdict = Verdict::by(Rule::VaAuthorized, first);
        return Some(verdict.without(vec![(first, Missing::VaAuthorization)]));
    }
    if let Some(last) = of(&[Tricare]) {
        return Some(Verdict::by(Rule::TricareAfterOthers, last.other()));
    }
    match (a.plan_kind, b.plan_kind) {
        (Some(MedicareAdvantage), Some(Medicare)) => {
            Some(Verdict::by(Rule::MedicareAdvantageInstead, Side::A))
        }
        (Some(Medicare), Some(MedicareAdvantage)) => {
            Some(Verdict::by(Rule::MedicareAdvantageInstead, Side::B))
        }
        _ => None,
    }
}

fn is_one_of(coverage: &Coverage, kinds: &[PlanKind]) -> bool {
    coverage.plan_kind.is_some_and(|kind| kinds.contains(&kind))
}

pub fn is_medicare(coverage: &Coverage) -> bool {
    is_one_of(coverage, &[PlanKind::Medicare, PlanKind::MedicareAdvantage])
}

#[cfg(test)]
mod tests;
