//! Medicare and another plan: the Medicare Secondary Payer rules (42 CFR part 411, subparts E to H).

use super::{Case, Missing, Rule, Side, Verdict, is_medicare};
use crate::coverage::{Coverage, EmployerSize, Employment, MedicareReason, PlanKind};
use chrono::{Datelike, Months, NaiveDate};

/// 42 CFR 411.162(b): the coordination period of end-stage renal disease.
const ESRD_MONTHS: u32 = 30;
/// 42 CFR 411.170: the working aged are 65 or older.
const AGED: u32 = 65;

/// None unless exactly one of the two is Medicare.
pub fn decide(a: &Coverage, b: &Coverage, case: &Case<'_>) -> Option<Verdict> {
    let (medicare, other, side) = match (is_medicare(a), is_medicare(b)) {
        (true, false) => (a, b, Side::A),
        (false, true) => (b, a, Side::B),
        _ => return None,
    };
    let Finding { rule, is_second, missing } = judge(medicare, other, case);
    let first = if is_second { side.other() } else { side };
    let missing = missing
        .into_iter()
        .map(|(is_medicares, what)| (if is_medicares { side } else { side.other() }, what));
    Some(Verdict::by(rule, first).without(missing.collect()))
}

/// Whether Medicare pays second to this plan.
pub fn is_second_to(medicare: &Coverage, other: &Coverage, case: &Case<'_>) -> bool {
    judge(medicare, other, case).is_second
}

struct Finding {
    rule: Rule,
    is_second: bool,
    /// True: of the Medicare coverage; false: of the other.
    missing: Vec<(bool, Missing)>,
}

impl Finding {
    fn first() -> Self {
        Self { rule: Rule::MedicareFirst, is_second: false, missing: Vec::new() }
    }

    fn second(rule: Rule) -> Self {
        Self { rule, is_second: true, missing: Vec::new() }
    }

    fn without(self, is_medicares: bool, what: Missing) -> Self {
        Self { missing: vec![(is_medicares, what)], ..self }
    }
}

fn judge(medicare: &Coverage, other: &Coverage, case: &Case<'_>) -> Finding {
    // Only group plans can come before Medicare (42 CFR 411.100); one of unknown kind is taken for a group's.
    if !matches!(other.plan_kind, None | Some(PlanKind::CommercialGroup)) {
        return Finding::first();
    }
    let aged = is_aged(case.patient.birth_date, case.day);
    match medicare.coordination.medicare_reason {
        Some(MedicareReason::Esrd) => esrd(medicare, case.day),
        Some(MedicareReason::Age) => employed(other, Rule::WorkingAged, EmployerSize::From20To99),
        Some(MedicareReason::Disability) => employed(other, Rule::WorkingDisabled, EmployerSize::From100),
        None if aged => employed(other, Rule::WorkingAged, EmployerSize::From20To99),
        // Younger, so by disability or end-stage renal disease; until it is known the stricter one stands.
        None => {
            let finding = employed(other, Rule::WorkingDisabled, EmployerSize::From100);
            finding.without(true, Missing::MedicareReason)
        }
    }
}

/// By the months since eligibility, however many the employer employs and whether anybody works (42 CFR 411.161, 411.162).
fn esrd(medicare: &Coverage, day: NaiveDate) -> Finding {
    let Some(since) = medicare.coordination.esrd_since.and_then(|since| since.with_day(1)) else {
        return Finding::second(Rule::EsrdCoordination).without(true, Missing::EsrdSince);
    };
    let over = since.checked_add_months(Months::new(ESRD_MONTHS)).is_some_and(|after| after <= day);
    if over { Finding::first() } else { Finding::second(Rule::EsrdCoordination) }
}

/// By current employment with an employer of at least this size (42 CFR 411.104, 411.172, 411.206).
fn employed(other: &Coverage, rule: Rule, least: EmployerSize) -> Finding {
    match (other.coordination.employment, other.coordination.employer_size) {
        (Some(Employment::Retired | Employment::Cobra), _) => Finding::first(),
        (_, Some(size)) if size < least => Finding::first(),
        (Some(Employment::Active), Some(_)) => Finding::second(rule),
        (Some(Employment::Active), None) => Finding::second(rule).without(false, Missing::EmployerSize),
        (None, _) => Finding::first().without(false, Missing::Employment),
    }
}

/// One attains an age on the day before the birthday, and is aged from the first of that month (42 CFR 411.170(c)).
fn is_aged(birth: NaiveDate, day: NaiveDate) -> bool {
    let attained = birth.checked_add_months(Months::new(AGED * 12)).and_then(|birthday| birthday.pred_opt());
    attained.and_then(|day| day.with_day(1)).is_some_and(|first| first <= day)
}
