//! In which order a person's coverages pay, and by which rule.
//!
//! Every pair is decided by itself: first by what federal law says of kinds of plans, then by the NAIC's Coordination of
//! Benefits Model Regulation (MDL-120), section 6. What would decide a pair but is not recorded is named.

pub mod commercial;
pub mod medicare;
pub mod routes;

use super::{Coverage, PlanKind};
use chrono::NaiveDate;
use model::{CoverageId, Demographics, Rank};
use serde::Serialize;
use utoipa::ToSchema;

model::word_enum! {
    /// What decides which of two coverages pays first.
    Rule {
        /// Workers' compensation, no-fault and liability insurance pay first for what they answer for (42 CFR 411.40, 411.50).
        LiabilityFirst = "liability_first",
        /// Medicaid pays last (42 U.S.C. 1396a(a)(25), 42 CFR 433.139).
        MedicaidLast = "medicaid_last",
        /// What the Department of Veterans Affairs authorizes it pays alone (42 CFR 411.8, 38 CFR 17.4020).
        VaAuthorized = "va_authorized",
        /// TRICARE pays after all but Medicaid (10 U.S.C. 1079(j)(1), 1086(d); 32 CFR 199.8).
        TricareAfterOthers = "tricare_after_others",
        /// A Medicare Advantage plan pays in place of original Medicare (42 U.S.C. 1395w-21(i)).
        MedicareAdvantageInstead = "medicare_advantage_instead",
        /// Working aged: the plan of an employer of 20 or more pays before Medicare (42 CFR 411.170 to 411.172).
        WorkingAged = "working_aged",
        /// Disability: the plan of an employer of 100 or more pays before Medicare (42 CFR 411.200 to 411.206).
        WorkingDisabled = "working_disabled",
        /// End-stage renal disease: a group plan pays before Medicare for 30 months (42 CFR 411.162).
        EsrdCoordination = "esrd_coordination",
        /// Medicare pays first where no rule makes it second.
        MedicareFirst = "medicare_first",
        /// The plan that covers a person as other than a dependent pays first (MDL-120 6.D(1)).
        OwnBeforeDependent = "own_before_dependent",
        /// Turned round for one who has Medicare that pays after the dependent's and before the own plan (MDL-120 6.D(1)(b)).
        DependentBeforeOwn = "dependent_before_own",
        /// The plan of the parent a court made responsible pays first (MDL-120 6.D(2)(b)(i)).
        CourtOrder = "court_order",
        /// Custodial parent, that parent's spouse, the other parent, that parent's spouse (MDL-120 6.D(2)(b)(iv)).
        Custody = "custody",
        /// The plan of the parent whose birthday falls earlier in the year pays first (MDL-120 6.D(2)(a)(i)).
        Birthday = "birthday",
        /// The parents have one birthday: the plan that covered its parent longer (MDL-120 6.D(2)(a)(ii)).
        BirthdayLonger = "birthday_longer",
        /// Current employment pays before employment that has ended (MDL-120 6.D(3)).
        ActiveBeforeRetired = "active_before_retired",
        /// COBRA or a state's continuation pays last (MDL-120 6.D(4)).
        CobraLast = "cobra_last",
        /// The plan that covered the person longer pays first (MDL-120 6.D(5)).
        LongerFirst = "longer_first",
        /// No rule decides: the plans share equally (MDL-120 6.D(6)), and the recorded rank stands.
        RecordedRank = "recorded_rank",
    }

    /// What would decide, but is not recorded.
    Missing {
        PlanKind = "plan_kind",
        Employment = "employment",
        EmployerSize = "employer_size",
        MedicareReason = "medicare_reason",
        EsrdSince = "esrd_since",
        Custody = "custody",
        Accident = "accident",
        VaAuthorization = "va_authorization",
    }
}

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
    use PlanKind::{Auto, Liability, Medicaid, Medicare, MedicareAdvantage, Tricare, Va, WorkersCompensation};
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
        (Some(MedicareAdvantage), Some(Medicare)) => Some(Verdict::by(Rule::MedicareAdvantageInstead, Side::A)),
        (Some(Medicare), Some(MedicareAdvantage)) => Some(Verdict::by(Rule::MedicareAdvantageInstead, Side::B)),
        _ => None,
    }
}

fn is_one_of(coverage: &Coverage, kinds: &[PlanKind]) -> bool {
    coverage.plan_kind.is_some_and(|kind| kinds.contains(&kind))
}

pub fn is_medicare(coverage: &Coverage) -> bool {
    is_one_of(coverage, &[PlanKind::Medicare, PlanKind::MedicareAdvantage])
}

impl Rule {
    fn in_words(self) -> &'static str {
        match self {
            Self::LiabilityFirst => {
                "Workers' compensation, no-fault and liability insurance pay first for the accident they answer for \
                 (42 CFR 411.40, 411.50)."
            }
            Self::MedicaidLast => "Medicaid pays after every other coverage (42 CFR 433.139).",
            Self::VaAuthorized => "The VA pays alone for what it has authorized (42 CFR 411.8, 38 CFR 17.4020).",
            Self::TricareAfterOthers => "TRICARE pays after every other coverage but Medicaid (32 CFR 199.8).",
            Self::MedicareAdvantageInstead => {
                "A Medicare Advantage plan is billed in place of original Medicare (42 U.S.C. 1395w-21(i))."
            }
            Self::WorkingAged => {
                "Medicare by age pays after a plan from current employment with an employer of 20 or more (42 CFR 411.172)."
            }
            Self::WorkingDisabled => {
                "Medicare by disability pays after a plan from current employment with an employer of 100 or more \
                 (42 CFR 411.204, 411.206)."
            }
            Self::EsrdCoordination => {
                "For the first 30 months of eligibility by end-stage renal disease a group plan pays before Medicare \
                 (42 CFR 411.162)."
            }
            Self::MedicareFirst => "Medicare pays first: no Medicare Secondary Payer rule makes it second (42 CFR 411).",
            Self::OwnBeforeDependent => {
                "The plan that covers the patient as its own member pays before one that covers them as a dependent \
                 (NAIC MDL-120, 6.D(1))."
            }
            Self::DependentBeforeOwn => {
                "Medicare pays after the plan that covers the patient as a dependent and before their own plan, so the \
                 dependent's plan pays first (NAIC MDL-120, 6.D(1)(b))."
            }
            Self::CourtOrder => "A court made this parent responsible (NAIC MDL-120, 6.D(2)(b)).",
            Self::Custody => {
                "For parents apart: the custodial parent, that parent's spouse, the other parent, that parent's spouse \
                 (NAIC MDL-120, 6.D(2)(b))."
            }
            Self::Birthday => "This parent's birthday comes earlier in the year (NAIC MDL-120, 6.D(2)(a)).",
            Self::BirthdayLonger => {
                "The parents share a birthday, and this plan has covered its parent longer (NAIC MDL-120, 6.D(2)(a))."
            }
            Self::ActiveBeforeRetired => {
                "A plan from current employment pays before one from employment that has ended (NAIC MDL-120, 6.D(3))."
            }
            Self::CobraLast => "A continued plan (COBRA) pays after one that is not (NAIC MDL-120, 6.D(4)).",
            Self::LongerFirst => "This plan has covered the subscriber longer (NAIC MDL-120, 6.D(5)).",
            Self::RecordedRank => "No rule decides between them, so the recorded rank stands (NAIC MDL-120, 6.D(6)).",
        }
    }
}

#[cfg(test)]
mod tests;
