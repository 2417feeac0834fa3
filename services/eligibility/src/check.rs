//! An eligibility check: one question to one payer about one patient and day, and what came of it.

pub mod answer;
pub mod attempt;
pub mod benefit;
pub mod difference;
pub mod finding;
pub mod question;
pub mod queue;
pub mod routes;
pub mod send;
pub mod service_type;
pub mod store;
pub mod summary;
pub mod variant;

pub use attempt::{Attempt, AttemptOutcome, Attempts, Patience};
pub use finding::{Finding, ReasonCode};
pub use service_type::{ServiceType, ServiceTypes};
pub use variant::Variant;

use crate::coverage::Coverage;
use crate::schema::checks;
use attempt::Until;
use chrono::{DateTime, Datelike, NaiveDate, TimeDelta, Utc};
use diesel::deserialize::FromSqlRow;
use diesel::expression::AsExpression;
use diesel::prelude::*;
use diesel::sql_types::Jsonb;
use model::event::{EligibilityChecked, EligibilityOutcome, EligibilitySnapshot};
use model::{AppointmentId, CoverageId, EligibilityCheckId, PatientId, Rank};
use serde::{Deserialize, Serialize};
use std::time::Duration;
use utoipa::ToSchema;

#[derive(Clone, Debug, Serialize, Deserialize, ToSchema, AsExpression, FromSqlRow)]
#[serde(tag = "state", rename_all = "snake_case")]
#[diesel(sql_type = Jsonb)]
#[schema(as = EligibilityState)]
pub enum State {
    /// Nothing has been sent yet.
    Queued,
    /// Sent at least once; the same inquiry is repeated until it is answered or patience ends.
    Sending,
    /// The payer answered.
    Answered(Box<Finding>),
    /// The payer said why it does not answer (AAA).
    Rejected(Box<Finding>),
    /// No answer that can be trusted came.
    Unknown(Box<Finding>),
}

model::jsonb!(State);

#[derive(Clone, Serialize, ToSchema, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = checks)]
#[schema(as = EligibilityCheck)]
pub struct Check {
    pub id: EligibilityCheckId,
    pub coverage_id: CoverageId,
    pub patient_id: PatientId,
    pub appointment_id: Option<AppointmentId>,
    pub service_date: NaiveDate,
    pub service_types: ServiceTypes,
    pub asked_at: DateTime<Utc>,
    /// When it ends as undetermined, if the payer has not answered by then.
    pub give_up_at: DateTime<Utc>,
    #[serde(flatten)]
    pub state: State,
    pub attempts: Attempts,
    /// Of the coverage, when the question was asked.
    pub rank: Rank,
    /// The check whose answer this one took over, because it was fresh enough.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub shared_from: Option<EligibilityCheckId>,
    pub version: i64,
}

/// Somebody waits for it: for so long the payer is asked.
const PROMPT: TimeDelta = TimeDelta::minutes(2);
/// In so many refused files a question is asked again that was at no fault itself.
const FILES: usize = 3;

/// What follows an attempt.
pub enum Next {
    /// Asked again, with the same trace number.
    Again(Check, Duration),
    Over(Check, EligibilityChecked),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    #[error("There is no such coverage in this practice.")]
    UnknownCoverage,
    #[error("An inquiry can name a day from 1900 to 2199.")]
    DayOutOfReach,
    #[error("The appointment is another patient's.")]
    OtherPatient,
    #[error("The coverage's payer does not take the transaction 270.")]
    PayerNotAsked,
}

impl Check {
    pub fn ask(
        id: EligibilityCheckId,
        coverage: &Coverage,
        service_date: NaiveDate,
        service_types: ServiceTypes,
        appointment_id: Option<AppointmentId>,
        now: DateTime<Utc>,
    ) -> Self {
        Self {
            id,
            coverage_id: coverage.id,
            patient_id: coverage.patient_id,
            appointment_id,
            service_date,
            service_types,
            asked_at: now,
            give_up_at: now + PROMPT,
            state: State::Queued,
            attempts: Attempts::default(),
            rank: coverage.rank,
            shared_from: None,
            version: 1,
        }
    }

    /// TRN02, the same in every attempt, so that a repetition is never a second inquiry.
    pub fn trace(&self) -> String {
        self.id.0.simple().to_string()
    }

    pub fn is_open(&self) -> bool {
        matches!(self.state, State::Queued | State::Sending)
    }

    /// May be asked for hours, as one of many; nobody waits for it.
    #[must_use]
    pub fn until(self, give_up_at: DateTime<Utc>) -> Self {
        Self { give_up_at, ..self }
    }

    /// Whether it may take hours.
    pub fn is_patient(&self) -> bool {
        self.give_up_at - self.asked_at > PROMPT * 2
    }

    fn until_when(&self, now: DateTime<Utc>) -> Until {
        Until { now, give_up_at: self.give_up_at, patient: self.is_patient() }
    }

    /// Before each attempt; one whose end was never recorded (the sender died) stays visible as interrupted.
    #[must_use]
    pub fn begin(self, now: DateTime<Utc>, variant: Variant) -> Self {
        let attempts = self.attempts.begun(now, variant);
        Self { state: State::Sending, attempts, version: self.version + 1, ..self }
    }

    /// When the attempt really left, and how long it took.
    #[must_use]
    pub fn timed(self, at: DateTime<Utc>, took: Duration) -> Self {
        Self { attempts: self.attempts.timed(at, took), ..self }
    }

    /// The attempt that was prepared never left.
    #[must_use]
    pub fn unsent(self) -> Self {
        let attempts = self.attempts.unsent();
        let state = if attempts.last().is_none() { State::Queued } else { self.state };
        Self { state, attempts, version: self.version + 1, ..self }
    }

    /// The attempt did not bring an answer, but the next one may.
    pub fn missed(
        self,
        outcome: AttemptOutcome,
        last_word: State,
        patience: &Patience,
        now: DateTime<Utc>,
    ) -> Next {
        let check = self.after(outcome);
        match patience.wait_after(&check.attempts, check.until_when(now)) {
            Some(wait) => check.again(wait),
            None => check.over(last_word),
        }
    }

    /// The payer's system asked to be left alone for so long.
    pub fn put_off(self, wait: Duration, now: DateTime<Utc>) -> Next {
        let check = self.after(AttemptOutcome::Throttled);
        let in_time = TimeDelta::from_std(wait).is_ok_and(|wait| now + wait < check.give_up_at);
        if in_time { check.again(wait) } else { check.over(State::unknown(ReasonCode::PayerThrottles)) }
    }

    /// The payer does not know the person by these words; by others it may.
    pub fn reworded(self, rejections: Vec<String>) -> Next {
        let attempts = self.attempts.rejected(rejections);
        Self { attempts, ..self }.after(AttemptOutcome::Rejected).again(Duration::ZERO)
    }

    /// The file it was in was not taken, through another's fault: it goes into a new one, a few times.
    pub fn asked_anew(self, last_word: State) -> Next {
        if self.attempts.refused() < FILES {
            return self.after(AttemptOutcome::Refused).again(Duration::ZERO);
        }
        self.ended(AttemptOutcome::Refused, last_word)
    }

    /// The attempt brought the last word.
    pub fn ended(self, outcome: AttemptOutcome, last_word: State) -> Next {
        let codes = last_word.finding().map(|finding| finding.rejections.iter().map(|r| r.code.clone()));
        let attempts = self.attempts.rejected(codes.map(Iterator::collect).unwrap_or_default());
        Self { attempts, ..self }.after(outcome).over(last_word)
    }

    /// Its time is over, or it was tried often enough without an end.
    pub fn is_over(&self, patience: &Patience, now: DateTime<Utc>) -> bool {
        patience.is_over(&self.attempts, self.until_when(now))
    }

    /// Ends without an answer: was it ever asked?
    pub fn given_up(self) -> Next {
        let asked = self.attempts.last().is_some_and(|last| last.outcome != AttemptOutcome::NotSent);
        let reason = if asked { ReasonCode::PayerDidNotAnswer } else { ReasonCode::NotAskedInTime };
        self.after(AttemptOutcome::Interrupted).over(State::unknown(reason))
    }

    fn after(self, outcome: AttemptOutcome) -> Self {
        Self { attempts: self.attempts.ended(outcome), ..self }
    }

    fn again(self, wait: Duration) -> Next {
        Next::Again(Self { version: self.version + 1, ..self }, wait)
    }

    fn over(self, state: State) -> Next {
        let check = Self { state, version: self.version + 1, ..self };
        let fact = EligibilityChecked(check.snapshot());
        Next::Over(check, fact)
    }

    fn snapshot(&self) -> EligibilitySnapshot {
        let finding = self.state.finding();
        EligibilitySnapshot {
            eligibility_check_id: self.id,
            coverage_id: self.coverage_id,
            patient_id: self.patient_id,
            appointment_id: self.appointment_id,
            service_date: self.service_date,
            outcome: finding.map_or(EligibilityOutcome::Undetermined, |finding| finding.outcome),
            copay: finding.and_then(|finding| finding.copay),
            authorization_required: finding.and_then(|finding| {
                summary::needs_authorization(&finding.authorization_required, &self.service_types)
            }),
            answered_at: self.shared_from.and(finding.and_then(|finding| finding.answered_at)),
            rank: Some(self.rank).filter(|rank| *rank != Rank::Primary),
        }
    }
}

/// A day X12 has digits for (CCYYMMDD), and no typing error of a century.
pub fn askable(day: NaiveDate) -> Result<NaiveDate, Refusal> {
    if (1900..2200).contains(&day.year()) { Ok(day) } else { Err(Refusal::DayOutOfReach) }
}

impl State {
    pub fn unknown(reason: ReasonCode) -> Self {
        Self::Unknown(Box::new(Finding::without_answer(reason)))
    }

    /// `fault` says what is wrong, and where.
    pub fn at_fault(reason: ReasonCode, fault: &str) -> Self {
        let mut finding = Finding::without_answer(reason);
        if let Some(reason) = &mut finding.reason {
            reason.detail = Some(fault.to_owned());
        }
        Self::Unknown(Box::new(finding))
    }

    pub fn finding(&self) -> Option<&Finding> {
        match self {
            Self::Queued | Self::Sending => None,
            Self::Answered(finding) | Self::Rejected(finding) | Self::Unknown(finding) => Some(finding),
        }
    }

    pub fn finding_mut(&mut self) -> Option<&mut Finding> {
        match self {
            Self::Queued | Self::Sending => None,
            Self::Answered(finding) | Self::Rejected(finding) | Self::Unknown(finding) => Some(finding),
        }
    }
}

#[cfg(test)]
mod samples;
#[cfg(test)]
mod tests;
