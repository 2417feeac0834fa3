//! Whether a visit can go ahead: what the payer said, what is missing, what is owed, and the one thing to do next.

pub mod authorization;
pub mod routes;
pub mod store;

use crate::appointment::Status;
use authorization::{LackingAuthorization, ReservedAuthorization};
use chrono::{DateTime, Datelike as _, NaiveDate, Utc};
use model::event::{EligibilityOutcome, EligibilitySnapshot};
use model::{
    AppointmentId, EligibilityCheckId, FormId, LocationId, Money, Name, PatientId, PractitionerId, word_enum,
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

word_enum! {
    /// What a patient's registration lacks.
    Missing {
        Address = "address",
        Phone = "phone",
        Email = "email",
        /// Of a patient under eighteen on the day of the visit.
        Guarantor = "guarantor",
    }

    /// The one thing to do next, most urgent first.
    ActionCode {
        CancelAppointment = "cancel_appointment",
        ReplaceCoverage = "replace_coverage",
        CheckEligibility = "check_eligibility",
        RetryEligibility = "retry_eligibility",
        RefreshEligibility = "refresh_eligibility",
        ObtainAuthorization = "obtain_authorization",
        RenewAuthorization = "renew_authorization",
        CompleteDemographics = "complete_demographics",
        CompleteForms = "complete_forms",
        CollectBalance = "collect_balance",
        CollectCopay = "collect_copay",
        AskToConfirm = "ask_to_confirm",
        Nothing = "nothing",
    }
}

/// What the payer's last answer says; one about this very appointment goes before a later one about another.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum Eligibility {
    Active(Answer),
    Inactive(Answer),
    Undetermined(Answer),
    NotChecked,
}

#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct Answer {
    pub eligibility_check_id: EligibilityCheckId,
    /// When the payer was asked.
    pub checked_at: DateTime<Utc>,
    /// Whole days since then.
    pub age_days: i64,
    /// The day the payer was asked about.
    pub service_date: NaiveDate,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub copay: Option<Money>,
}

/// A form that is to be filled in, or filled in anew.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct MissingForm {
    pub form_id: FormId,
    pub name: Name,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct NextAction {
    #[schema(inline)]
    pub code: ActionCode,
    /// The same for people.
    pub text: String,
}

/// Everything the next action is chosen from.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct Findings {
    pub eligibility: Eligibility,
    /// Authorizations and referrals kept for this visit.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub authorizations: Vec<ReservedAuthorization>,
    /// The visit needs an authorization and has none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub authorization_lacking: Option<LackingAuthorization>,
    #[schema(inline)]
    pub missing: Vec<Missing>,
    pub forms: Vec<MissingForm>,
    /// What the patient owes; negative is a credit. Absent while billing has announced no account.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub balance: Option<Money>,
    /// Whether the patient has confirmed this very start.
    pub confirmed: bool,
    #[serde(skip)]
    pub deceased: bool,
    #[serde(skip)]
    pub status: Status,
    #[serde(skip)]
    pub service_date: NaiveDate,
}

/// An appointment of the day and how ready it is.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct Readiness {
    pub appointment_id: AppointmentId,
    pub version: i64,
    #[schema(inline)]
    pub status: Status,
    pub start: DateTime<Utc>,
    pub end: DateTime<Utc>,
    pub practitioner_id: PractitionerId,
    pub location_id: LocationId,
    pub visit_type: Name,
    pub patient_id: PatientId,
    /// Given and family name.
    pub patient_name: String,
    pub birth_date: NaiveDate,
    #[serde(flatten)]
    pub findings: Findings,
    pub next_action: NextAction,
}

/// An answer older than this is asked for again.
const STALE_AFTER_DAYS: i64 = 30;

impl Eligibility {
    pub fn of(answer: Option<EligibilitySnapshot>, now: DateTime<Utc>) -> Self {
        let Some(said) = answer else { return Self::NotChecked };
        let checked_at = said.answered_at.or_else(|| asked_at(said.eligibility_check_id)).unwrap_or(now);
        let answer = Answer {
            eligibility_check_id: said.eligibility_check_id,
            checked_at,
            age_days: (now - checked_at).num_days().max(0),
            service_date: said.service_date,
            copay: said.copay,
        };
        match said.outcome {
            EligibilityOutcome::Active => Self::Active(answer),
            EligibilityOutcome::Inactive => Self::Inactive(answer),
            EligibilityOutcome::Undetermined => Self::Undetermined(answer),
        }
    }
}

/// A check's id is minted when it is asked for, and a UUIDv7 holds its time.
fn asked_at(id: EligibilityCheckId) -> Option<DateTime<Utc>> {
    let (seconds, nanoseconds) = id.0.get_timestamp()?.to_unix();
    DateTime::from_timestamp(i64::try_from(seconds).ok()?, nanoseconds)
}

impl Answer {
    /// Payers end coverages with a month: an answer about another month says nothing about this visit.
    fn is_stale(&self, visit: NaiveDate) -> bool {
        let month = |date: NaiveDate| (date.year(), date.month());
        month(self.service_date) != month(visit) || self.age_days > STALE_AFTER_DAYS
    }
}

/// What a registration lacks on the day of a visit.
pub fn missing(has: &Registered, birth_date: NaiveDate, service_date: NaiveDate) -> Vec<Missing> {
    let minor = service_date.years_since(birth_date).is_some_and(|age| age < 18);
    let lacks = [
        (Missing::Address, !has.address),
        (Missing::Phone, !has.phone),
        (Missing::Email, !has.email),
        (Missing::Guarantor, minor && !has.guarantor),
    ];
    lacks.into_iter().filter(|(_, lacks)| *lacks).map(|(what, _)| what).collect()
}

/// What a registration has.
#[derive(Clone, Copy, Debug)]
pub struct Registered {
    pub address: bool,
    pub phone: bool,
    pub email: bool,
    pub guarantor: bool,
}

impl Findings {
    /// The first rule that applies decides: what can stop the visit, then what must be known before it, then money, then a word from the patient.
    pub fn next_action(&self) -> NextAction {
        let lacking = || Some(self.authorization_lacking.as_ref()?.next_action());
        self.about_coverage()
            .or_else(lacking)
            .or_else(|| self.about_patient())
            .unwrap_or_else(|| self.about_the_rest())
    }

    fn about_coverage(&self) -> Option<NextAction> {
        let (code, text) = match &self.eligibility {
            _ if self.deceased => (
                ActionCode::CancelAppointment,
                "Cancel the appointment: the patient is recorded as deceased.",
            ),
            Eligibility::Inactive(_) => (
                ActionCode::ReplaceCoverage,
                "Ask for the current insurance: the payer says this one is not active.",
            ),
            Eligibility::NotChecked => {
                (ActionCode::CheckEligibility, "Check eligibility: the payer has not been asked.")
            }
            Eligibility::Undetermined(_) => (
                ActionCode::RetryEligibility,
                "Check eligibility again or call: the payer gave no clear answer.",
            ),
            Eligibility::Active(answer) if answer.is_stale(self.service_date) => (
                ActionCode::RefreshEligibility,
                "Check eligibility again: the payer's answer is old or about another month.",
            ),
            Eligibility::Active(_) => return None,
        };
        Some(NextAction { code, text: text.to_owned() })
    }

    fn about_patient(&self) -> Option<NextAction> {
        let listed = |words: Vec<&str>| words.join(", ");
        if !self.missing.is_empty() {
            let fields = listed(self.missing.iter().map(|field| field.as_str()).collect());
            let text = format!("Ask the patient for: {fields}.");
            return Some(NextAction { code: ActionCode::CompleteDemographics, text });
        }
        if !self.forms.is_empty() {
            let names = listed(self.forms.iter().map(|form| form.name.as_str()).collect());
            return Some(NextAction {
                code: ActionCode::CompleteForms,
                text: format!("Have filled in: {names}."),
            });
        }
        None
    }

    fn about_the_rest(&self) -> NextAction {
        let owed = |amount: Option<Money>| amount.filter(|amount| *amount > Money::ZERO);
        let copay = match &self.eligibility {
            Eligibility::Active(answer) => owed(answer.copay),
            _ => None,
        };
        let (code, text) = match (owed(self.balance), copay) {
            (Some(balance), _) => {
                (ActionCode::CollectBalance, format!("Collect the open balance: {balance}."))
            }
            (None, Some(copay)) => (ActionCode::CollectCopay, format!("Collect the copay: {copay}.")),
            (None, None) if self.status == Status::Booked && !self.confirmed => {
                (ActionCode::AskToConfirm, "Ask the patient whether they come.".to_owned())
            }
            (None, None) => (ActionCode::Nothing, "Nothing is missing.".to_owned()),
        };
        NextAction { code, text }
    }
}

#[cfg(test)]
mod tests;
