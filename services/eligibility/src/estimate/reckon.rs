//! From prices and the payer's answer to what the patient is told, step by step, each with where it comes from.

use super::answer::Answer;
use super::share::{Range, Sharing};
use super::{Line, Lines};
use chrono::{Datelike as _, NaiveDate};
use diesel::deserialize::FromSqlRow;
use diesel::expression::AsExpression;
use diesel::sql_types::Jsonb;
use model::event::EligibilityOutcome;
use model::{EligibilityCheckId, Money};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// What the patient pays.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema, AsExpression, FromSqlRow)]
#[serde(tag = "outcome", rename_all = "snake_case")]
#[diesel(sql_type = Jsonb)]
#[schema(as = EstimateResult)]
pub enum Outcome {
    Determined {
        patient_share: Money,
    },
    Undetermined {
        #[schema(inline)]
        reason: Reason,
        /// Why, and what to do about it.
        why: String,
        /// The least it can be.
        low: Option<Money>,
        /// The most it can be; absent where a price is not known.
        high: Option<Money>,
    },
}

model::word_enum! {
    /// Why no share could be determined.
    Reason {
        PriceUnknown = "price_unknown",
        NotAnswered = "not_answered",
        BenefitsNotStated = "benefits_not_stated",
    }
}

/// A step to the result.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = EstimateStep)]
pub struct Step {
    pub what: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub amount: Option<Money>,
    pub source: Source,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(tag = "from", rename_all = "snake_case")]
#[schema(as = EstimateSource)]
pub enum Source {
    /// The practice's charges.
    FeeSchedule,
    /// The payer's contract, as the practice loaded it.
    ContractPrices,
    /// The payer's answer; `eb01` names the kind of statement in it.
    EligibilityCheck {
        eligibility_check_id: EligibilityCheckId,
        #[serde(skip_serializing_if = "Option::is_none")]
        answered_at: Option<chrono::DateTime<chrono::Utc>>,
        eb01: String,
    },
    /// The steps before.
    Reckoning,
}

#[derive(
    Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema, AsExpression, FromSqlRow,
)]
#[serde(transparent)]
#[diesel(sql_type = Jsonb)]
pub struct Explanation(pub Vec<Step>);
model::jsonb!(Outcome, Explanation);

/// Whoever pays alone owes what is charged.
pub fn self_pay(lines: &Lines) -> (Outcome, Explanation) {
    let mut steps = Explanation::default();
    lines.0.iter().for_each(|line| steps.charge(line));
    let Some(charge) = lines.charge() else { return (unpriced(), steps) };
    steps.add("Without insurance the patient pays what is charged.", Some(charge), Source::Reckoning);
    (Outcome::Determined { patient_share: charge }, steps)
}

pub fn insured(
    lines: &Lines,
    answer: Option<&Answer>,
    service_type: &str,
    service_date: NaiveDate,
) -> (Outcome, Explanation) {
    let mut steps = Explanation::default();
    lines.0.iter().for_each(|line| steps.price(line));
    let Some(allowed) = lines.allowed() else { return (unpriced(), steps) };
    let Some(answer) = answer else {
        let why =
            "The payer has not answered a check of this coverage: ask with POST /v1/eligibility-checks.";
        return (vague(Reason::NotAnswered, why, Range { low: Money::ZERO, high: allowed }), steps);
    };
    // Deductibles and limits begin anew with the year.
    if answer.service_date.year() != service_date.year() {
        let why = "The payer's newest answer is about another year: ask with POST /v1/eligibility-checks.";
        return (vague(Reason::NotAnswered, why, Range { low: Money::ZERO, high: allowed }), steps);
    }
    let excluded = answer.is_excluded(service_type);
    let whole = lines.charge().unwrap_or(allowed);
    match answer.finding.outcome {
        EligibilityOutcome::Undetermined => {
            let why = "The payer's answer does not say whether the coverage is active: ask again, or call the payer.";
            (vague(Reason::NotAnswered, why, Range { low: Money::ZERO, high: whole }), steps)
        }
        EligibilityOutcome::Inactive => {
            let what = "The payer says that the coverage is not active: the patient pays what is charged.";
            steps.add(what, Some(whole), answer.source("6"));
            (Outcome::Determined { patient_share: whole }, steps)
        }
        EligibilityOutcome::Active if excluded => {
            let what = "The payer does not pay for this service: the patient pays what is charged.";
            steps.add(what, Some(whole), answer.source("I"));
            (Outcome::Determined { patient_share: whole }, steps)
        }
        EligibilityOutcome::Active => {
            let sharing = answer.sharing(service_type);
            steps.sharing(&sharing, answer);
            shared(sharing.of(allowed), steps)
        }
    }
}

fn shared(share: Range<Money>, mut steps: Explanation) -> (Outcome, Explanation) {
    match share.known() {
        Some(patient_share) => {
            steps.add("The patient's share.", Some(patient_share), Source::Reckoning);
            (Outcome::Determined { patient_share }, steps)
        }
        None => {
            let why =
                "The payer does not say everything the share depends on: call the payer, or name the range.";
            (vague(Reason::BenefitsNotStated, why, share), steps)
        }
    }
}

fn vague(reason: Reason, why: &str, range: Range<Money>) -> Outcome {
    Outcome::Undetermined { reason, why: why.to_owned(), low: Some(range.low), high: Some(range.high) }
}

fn unpriced() -> Outcome {
    Outcome::Undetermined {
        reason: Reason::PriceUnknown,
        why: "No fee schedule lists every procedure on that day: add its price, or leave it out.".to_owned(),
        low: None,
        high: None,
    }
}

impl Answer {
    fn source(&self, eb01: &str) -> Source {
        Source::EligibilityCheck {
            eligibility_check_id: self.check,
            answered_at: self.finding.answered_at,
            eb01: eb01.to_owned(),
        }
    }
}

impl Explanation {
    fn add(&mut self, what: impl Into<String>, amount: Option<Money>, source: Source) {
        self.0.push(Step { what: what.into(), amount, source });
    }

    fn charge(&mut self, line: &Line) {
        let (code, units) = (&line.procedure_code, line.units.get());
        let what = match line.charge {
            Some(_) => format!("{code}, {units} x: the practice charges this."),
            None => format!("{code}: no fee schedule lists it on that day."),
        };
        self.add(what, line.charge, Source::FeeSchedule);
    }

    fn price(&mut self, line: &Line) {
        let (code, units) = (&line.procedure_code, line.units.get());
        match (line.allowed, line.charge) {
            (Some(allowed), Some(charge)) if charge < allowed => {
                self.add(
                    format!("{code}, {units} x: the charge is less than the contract allows."),
                    Some(charge),
                    Source::FeeSchedule,
                );
            }
            (Some(allowed), _) => {
                self.add(
                    format!("{code}, {units} x: the payer's contract allows this."),
                    Some(allowed),
                    Source::ContractPrices,
                );
            }
            (None, Some(charge)) => {
                let what = format!(
                    "{code}, {units} x: no contract price is loaded, so the practice's charge counts."
                );
                self.add(what, Some(charge), Source::FeeSchedule);
            }
            (None, None) => self.charge(line),
        }
    }

    /// The statements that decide, and what is not stated.
    fn sharing(&mut self, sharing: &Sharing, answer: &Answer) {
        if let Some(copay) = sharing.copay {
            self.add(between("A copay for the visit", copay), copay.known(), answer.source("B"));
        } else {
            match sharing.deductible {
                Some(open) => self.add(
                    between("Of the deductible is still open", open),
                    open.known(),
                    answer.source("C"),
                ),
                None => self.add("What is open of the deductible is not stated.", None, answer.source("C")),
            }
            match sharing.coinsurance {
                Some(share) => {
                    self.add(
                        between("Of the rest the patient pays, in percent", share),
                        None,
                        answer.source("A"),
                    );
                }
                None => {
                    self.add("The patient's percentage of the rest is not stated.", None, answer.source("A"))
                }
            }
        }
        if let Some(cap) = sharing.cap {
            self.add(
                "No more than this is left until the out-of-pocket limit.",
                Some(cap),
                answer.source("G"),
            );
        }
    }
}

fn between<T: std::fmt::Display + Copy + PartialEq>(what: &str, range: Range<T>) -> String {
    match range.known() {
        Some(value) => format!("{what}: {value}."),
        None => format!("{what}: from {} to {}.", range.low, range.high),
    }
}

#[cfg(test)]
mod tests;
