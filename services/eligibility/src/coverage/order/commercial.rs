//! Two plans that coordinate by contract: the NAIC's Coordination of Benefits Model Regulation (MDL-120), section 6.D.

use super::{Case, Missing, Rule, Side, Verdict, medicare};
use crate::coverage::{Coverage, Custody, Employment, Holder};
use chrono::{Datelike, NaiveDate};
use std::cmp::Ordering;

/// The first rule that tells them apart.
pub fn decide(a: &Coverage, b: &Coverage, case: &Case<'_>) -> Verdict {
    own_or_dependent(a, b, case)
        .or_else(|| child_of_parents(a, b))
        .or_else(|| child_who_is_married(a, b))
        .or_else(|| employment(a, b))
        .unwrap_or_else(|| longer(a, b).without(unknown_employment(a, b)))
}

/// 6.D(1): as other than a dependent before as a dependent, unless Medicare stands between the two.
fn own_or_dependent(a: &Coverage, b: &Coverage, case: &Case<'_>) -> Option<Verdict> {
    let is_own = |coverage: &Coverage| matches!(coverage.holder, Holder::Patient);
    let (own, dependent, side) = match (is_own(a), is_own(b)) {
        (true, false) => (a, b, Side::A),
        (false, true) => (b, a, Side::B),
        _ => return None,
    };
    let between = case.medicare.is_some_and(|medicare| {
        medicare::is_second_to(medicare, dependent, case) && !medicare::is_second_to(medicare, own, case)
    });
    Some(if between {
        Verdict::by(Rule::DependentBeforeOwn, side.other())
    } else {
        Verdict::by(Rule::OwnBeforeDependent, side)
    })
}

/// 6.D(2): a child covered through both parents.
fn child_of_parents(a: &Coverage, b: &Coverage) -> Option<Verdict> {
    let (Holder::Parent { subscriber: one }, Holder::Parent { subscriber: other }) = (&a.holder, &b.holder)
    else {
        return None;
    };
    let ordered = |coverage: &Coverage| coverage.coordination.court_ordered == Some(true);
    match (ordered(a), ordered(b)) {
        (true, false) => return Some(Verdict::by(Rule::CourtOrder, Side::A)),
        (false, true) => return Some(Verdict::by(Rule::CourtOrder, Side::B)),
        // A decree that names both, or neither, leaves it to the birthdays (6.D(2)(b)(ii) and (iii)).
        _ => (),
    }
    let missing = match (a.coordination.custody, b.coordination.custody) {
        (Some(one), Some(other)) if one != other => {
            return Some(Verdict::by(Rule::Custody, earlier(turn(one).cmp(&turn(other)))));
        }
        (Some(_), None) => vec![(Side::B, Missing::Custody)],
        (None, Some(_)) => vec![(Side::A, Missing::Custody)],
        _ => Vec::new(),
    };
    let birthday = |date: NaiveDate| (date.month(), date.day());
    let verdict = match birthday(one.birth_date).cmp(&birthday(other.birth_date)) {
        Ordering::Equal => match longer(a, b) {
            Verdict { rule: Rule::LongerFirst, first, .. } => Verdict::by(Rule::BirthdayLonger, first),
            equal => equal,
        },
        order => Verdict::by(Rule::Birthday, earlier(order)),
    };
    Some(verdict.without(missing))
}

/// 6.D(2)(d): through a parent and through a spouse, the longer.
fn child_who_is_married(a: &Coverage, b: &Coverage) -> Option<Verdict> {
    match (&a.holder, &b.holder) {
        (Holder::Parent { .. }, Holder::Spouse { .. }) | (Holder::Spouse { .. }, Holder::Parent { .. }) => {
            Some(longer(a, b))
        }
        _ => None,
    }
}

/// 6.D(2)(b)(iv).
fn turn(custody: Custody) -> usize {
    match custody {
        Custody::CustodialParent => 0,
        Custody::SpouseOfCustodialParent => 1,
        Custody::OtherParent => 2,
        Custody::SpouseOfOtherParent => 3,
    }
}

/// 6.D(3) and (4): current employment, then employment that has ended; a continued plan last.
fn employment(a: &Coverage, b: &Coverage) -> Option<Verdict> {
    use Employment::{Active, Cobra, Retired};
    Some(match (a.coordination.employment?, b.coordination.employment?) {
        (Active, Retired) => Verdict::by(Rule::ActiveBeforeRetired, Side::A),
        (Retired, Active) => Verdict::by(Rule::ActiveBeforeRetired, Side::B),
        (Active | Retired, Cobra) => Verdict::by(Rule::CobraLast, Side::A),
        (Cobra, Active | Retired) => Verdict::by(Rule::CobraLast, Side::B),
        (Active, Active) | (Retired, Retired) | (Cobra, Cobra) => return None,
    })
}

fn unknown_employment(a: &Coverage, b: &Coverage) -> Vec<(Side, Missing)> {
    let both = [(Side::A, a), (Side::B, b)].into_iter();
    let unknown = both.filter(|(_, coverage)| coverage.coordination.employment.is_none());
    unknown.map(|(side, _)| (side, Missing::Employment)).collect()
}

/// 6.D(5), else 6.D(6).
fn longer(a: &Coverage, b: &Coverage) -> Verdict {
    let since = |coverage: &Coverage| coverage.coordination.held_since.unwrap_or(coverage.effective);
    match since(a).cmp(&since(b)) {
        Ordering::Equal => Verdict::by(Rule::RecordedRank, earlier((a.rank, a.id).cmp(&(b.rank, b.id)))),
        order => Verdict::by(Rule::LongerFirst, earlier(order)),
    }
}

fn earlier(order: Ordering) -> Side {
    if order == Ordering::Greater { Side::B } else { Side::A }
}
