//! Whether a patient is covered for what was asked about on the day asked about, and on what that rests.

use super::asked::{Asked, MEDICAL};
use super::span::{self, Standing};
use crate::check::benefit::{Benefit, BenefitKind, Dated};
use crate::check::finding::{Basis, BasisCode, ReasonCode};
use crate::check::service_type::PLAN;
use model::event::EligibilityOutcome;

/// The outcome with what it rests on, or why there is none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    Determined(EligibilityOutcome, Basis),
    Undetermined(ReasonCode),
}

/// What one statement says of the day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Says {
    Active,
    OutOf(Standing),
    Inactive,
    /// Inactive, though the last day it gives is still to come.
    InactiveTooEarly,
    NotCovered,
    CannotProcess,
}

/// What was asked about by name decides; where the payer says nothing of it, the plan does.
///
/// `enrolled` are the patient's dates (2100C or 2100D); a statement's own come first.
pub fn decide(benefits: &[Benefit], enrolled: &[Dated], asked: &Asked<'_>) -> Verdict {
    let statements = Statements { benefits: without_part_a(benefits, asked), enrolled, asked };
    let mut codes: Vec<&str> = asked.named().collect();
    if codes.is_empty() {
        codes.push(PLAN);
    }
    let verdicts: Vec<Verdict> = codes.into_iter().filter_map(|code| statements.about(code)).collect();
    let active = |verdict: &&Verdict| matches!(verdict, Verdict::Determined(EligibilityOutcome::Active, _));
    if let Some(found) = verdicts.iter().find(active).or(verdicts.first()) {
        return found.clone();
    }
    let elsewhere = benefits.iter().any(|b| matches!(b.kind, BenefitKind::Active | BenefitKind::Inactive));
    Verdict::Undetermined(if elsewhere { ReasonCode::OtherServicesOnly } else { ReasonCode::NothingStated })
}

/// What Medicare Part A pays: home health, hospice, hospital, inpatient, skilled nursing.
const PART_A: [&str; 5] = ["42", "45", "47", "48", "AG"];

/// Medicare states its parts apart: a visit is paid by Part B, so Part A says nothing of it, nor beside Part B.
fn without_part_a<'a>(benefits: &'a [Benefit], asked: &Asked<'_>) -> Vec<&'a Benefit> {
    let states = |benefit: &Benefit, part: &str| {
        matches!(benefit.kind, BenefitKind::Active | BenefitKind::Inactive) && benefit.codes.eb04 == part
    };
    let stay = asked.named().any(|code| PART_A.contains(&code));
    let visit = asked.named().next().is_some() || benefits.iter().any(|benefit| states(benefit, "MB"));
    benefits.iter().filter(|benefit| stay || !visit || !states(benefit, "MA")).collect()
}

struct Statements<'a> {
    benefits: Vec<&'a Benefit>,
    enrolled: &'a [Dated],
    asked: &'a Asked<'a>,
}

impl Statements<'_> {
    /// What is said of a service itself, else of the plan, else of other medical care where it is medical care.
    fn about(&self, code: &str) -> Option<Verdict> {
        let own = || (code != PLAN).then(|| self.weigh(&[code], BasisCode::AskedService)).flatten();
        let medical = || {
            (code == PLAN || MEDICAL.contains(&code)).then(|| self.weigh(&MEDICAL, BasisCode::MedicalCare))
        };
        own().or_else(|| self.weigh(&[PLAN], BasisCode::Plan)).or_else(|| medical().flatten())
    }

    fn weigh(&self, codes: &[&str], basis: BasisCode) -> Option<Verdict> {
        let about = |benefit: &&&Benefit| codes.iter().any(|code| benefit.is_about(code));
        let said: Vec<(&Benefit, Says)> = self
            .benefits
            .iter()
            .filter(about)
            .filter_map(|benefit| self.says(benefit).map(|says| (*benefit, says)))
            .collect();
        let first = |wanted: fn(&Says) -> bool| said.iter().find(|(_, says)| wanted(says));
        if let Some((active, _)) = first(|says| *says == Says::Active) {
            let denies = |(other, says): &(&Benefit, Says)| *says == Says::Inactive && is_same(active, other);
            return Some(match said.iter().any(denies) {
                true => Verdict::Undetermined(ReasonCode::Contradictory),
                false => Verdict::Determined(EligibilityOutcome::Active, Basis::of(basis, active)),
            });
        }
        let order: [fn(&Says) -> bool; 5] = [
            |says| matches!(says, Says::OutOf(_)),
            |says| *says == Says::Inactive,
            |says| *says == Says::InactiveTooEarly,
            |says| *says == Says::NotCovered,
            |says| *says == Says::CannotProcess,
        ];
        let (benefit, says) = order.into_iter().find_map(first)?;
        Some(verdict(benefit, *says, basis))
    }

    /// A stretch that was over when the payer answered has ended; one that was not may go on, as Medicaid's months do.
    fn standing(&self, dates: &[Dated]) -> Standing {
        match span::standing(dates, self.asked.day) {
            Standing::NotSaidAfter(last) if last < self.asked.answered => Standing::Ended(last),
            standing => standing,
        }
    }

    fn says(&self, benefit: &Benefit) -> Option<Says> {
        let dates = if span::is_bounded(&benefit.dates) { &benefit.dates } else { self.enrolled };
        let day = self.asked.day;
        match benefit.kind {
            BenefitKind::Active => Some(match self.standing(dates) {
                Standing::Within => Says::Active,
                out => Says::OutOf(out),
            }),
            BenefitKind::Inactive => Some(match (span::last_day(dates), self.standing(dates)) {
                (Some(last), Standing::Within) if last >= day => Says::InactiveTooEarly,
                (_, out @ (Standing::Ended(_) | Standing::NotBegun(_))) => Says::OutOf(out),
                _ => Says::Inactive,
            }),
            BenefitKind::NonCovered => Some(Says::NotCovered),
            BenefitKind::CannotProcess => Some(Says::CannotProcess),
            _ => None,
        }
    }
}

fn verdict(benefit: &Benefit, says: Says, basis: BasisCode) -> Verdict {
    let inactive = |code| Verdict::Determined(EligibilityOutcome::Inactive, Basis::of(code, benefit));
    match says {
        Says::OutOf(Standing::Ended(last)) => Verdict::Determined(
            EligibilityOutcome::Inactive,
            Basis { ended: Some(last), ..Basis::of(BasisCode::Ended, benefit) },
        ),
        Says::OutOf(Standing::NotBegun(first)) => Verdict::Determined(
            EligibilityOutcome::Inactive,
            Basis { begins: Some(first), ..Basis::of(BasisCode::NotBegun, benefit) },
        ),
        Says::OutOf(_) => Verdict::Undetermined(ReasonCode::OtherDay),
        Says::Inactive => inactive(basis),
        Says::NotCovered => inactive(BasisCode::NotCovered),
        Says::InactiveTooEarly => Verdict::Undetermined(ReasonCode::Contradictory),
        Says::CannotProcess => Verdict::Undetermined(ReasonCode::CannotProcess),
        Says::Active => Verdict::Determined(EligibilityOutcome::Active, Basis::of(basis, benefit)),
    }
}

/// Of one plan, for the same people in the same network.
fn is_same(one: &Benefit, other: &Benefit) -> bool {
    let of = |b: &Benefit| (b.plan.clone(), b.codes.eb02.clone(), b.codes.eb04.clone(), b.codes.eb12.clone());
    of(one) == of(other)
}
