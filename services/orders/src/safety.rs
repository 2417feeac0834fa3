//! Safety checks: what is known of the patient held against what is about to be prescribed.

mod allergy;
mod directions;
mod dose;
mod duplicate;
mod form;
mod interaction;
mod lint;
mod methotrexate;
mod note;
mod order;
mod report;
pub mod statistics;
pub mod store;
mod supply;

pub use order::{Order, Person};
pub use report::{Alert, Override, OverrideReason, Report};

use crate::allergy::Record;
use crate::medication::Medication;
use model::{PrescriptionId, ReportedMedicationId, word_enum};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

word_enum! {
    CheckKind {
        /// Ingredients and classes against the patient's allergies.
        Allergy = "allergy",
        /// The same ingredient or class is being taken.
        DuplicateTherapy = "duplicate_therapy",
        /// Pairs of drugs not to be given together.
        Interaction = "interaction",
        /// Directions, dose notation and what a pharmacy's system would refuse.
        SigLint = "sig_lint",
        /// Quantity, days' supply and refills against the directions.
        Quantity = "quantity",
        /// What the directions come to in a day against the highest doses of the labelling.
        Dose = "dose",
    }

    Outcome {
        Clear = "clear",
        Alerts = "alerts",
        /// Something needed for the check is missing or not comparable; never to be read as clear.
        CouldNotCheck = "could_not_check",
        NotApplicable = "not_applicable",
    }

    AlertSeverity { Critical = "critical", Warning = "warning", Notice = "notice" }
}

/// What an alert asks of the prescriber.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Demand {
    /// To be read.
    Nothing,
    /// Interruptive: signing needs an override with its reason.
    Answer,
    /// Interruptive: signing needs the prescription or the chart to be mended.
    Correction,
}

#[derive(Clone, PartialEq)]
pub struct Finding {
    pub severity: AlertSeverity,
    pub demand: Demand,
    pub text: String,
    pub source: String,
    pub proposal: Option<StopProposal>,
}

impl Finding {
    /// To be mended before signing.
    fn correction(text: String, source: &str) -> Self {
        Self {
            severity: AlertSeverity::Critical,
            demand: Demand::Correction,
            text,
            source: source.to_owned(),
            proposal: None,
        }
    }

    /// To be answered with a reason.
    fn question(severity: AlertSeverity, text: String, source: &str) -> Self {
        Self { severity, demand: Demand::Answer, text, source: source.to_owned(), proposal: None }
    }

    /// To be read.
    fn notice(text: String, source: &str) -> Self {
        Self {
            severity: AlertSeverity::Notice,
            demand: Demand::Nothing,
            text,
            source: source.to_owned(),
            proposal: None,
        }
    }
}

/// What one kind of check came to.
#[derive(Clone, PartialEq)]
pub struct Verdict {
    pub kind: CheckKind,
    pub outcome: Outcome,
    pub text: String,
    pub findings: Vec<Finding>,
}

impl Verdict {
    fn clear(kind: CheckKind, text: impl Into<String>) -> Self {
        Self { kind, outcome: Outcome::Clear, text: text.into(), findings: Vec::new() }
    }

    fn without_findings(kind: CheckKind, outcome: Outcome, text: impl Into<String>) -> Self {
        Self { kind, outcome, text: text.into(), findings: Vec::new() }
    }

    /// Drugs these checks do not know cannot be compared with anything: that is never clear.
    fn but_for(self, unknown: &[&str]) -> Self {
        if unknown.is_empty() {
            return self;
        }
        let outcome = if self.outcome == Outcome::Clear { Outcome::CouldNotCheck } else { self.outcome };
        let text =
            format!("{} Not known to this check, judge by yourself: {}.", self.text, unknown.join(", "));
        Self { outcome, text, ..self }
    }

    fn alerts(kind: CheckKind, findings: Vec<Finding>, otherwise: Self) -> Self {
        if findings.is_empty() {
            return otherwise;
        }
        Self { kind, outcome: Outcome::Alerts, text: otherwise.text, findings }
    }
}

/// A drug the patient is taking.
#[derive(Clone)]
pub struct Taking {
    pub by: TakenBy,
    pub medication: &'static Medication,
}

/// How it came onto the medication list.
#[derive(Clone, Copy)]
pub enum TakenBy {
    Prescription(PrescriptionId),
    Report(ReportedMedicationId),
}

impl TakenBy {
    /// The line of the medication list.
    pub fn line(self) -> Uuid {
        match self {
            Self::Prescription(id) => id.0,
            Self::Report(id) => id.0,
        }
    }
}

impl std::fmt::Display for TakenBy {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Prescription(id) => write!(f, "prescription {id}"),
            Self::Report(_) => f.write_str("reported"),
        }
    }
}

/// What would settle a finding: the line of the medication list to be stopped, and cancelled at the pharmacy.
#[derive(Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct StopProposal {
    /// As in POST /v1/patients/{id}/medications/{medication_id}/reconcile.
    pub medication_id: Uuid,
    /// Whether a pharmacy must be asked to cancel.
    pub cancel: bool,
}

/// What the checks look at.
pub struct Subject<'a> {
    pub allergies: &'a Record,
    pub taking: &'a [Taking],
    /// What the patient takes and the checks cannot compare.
    pub uncatalogued: &'a [String],
    /// What is ordered, for whom.
    pub order: Order<'a>,
    pub person: Person,
    /// As it would be sent; the reason when it cannot even be written.
    pub message: Result<&'a script::NewRx, String>,
}

impl Subject<'_> {
    pub fn check(&self) -> Vec<Verdict> {
        let ordered = self.order.medication;
        let own: Vec<&str> =
            (!ordered.checkable).then_some(ordered.description.as_str()).into_iter().collect();
        let unknown: Vec<&str> =
            own.iter().copied().chain(self.uncatalogued.iter().map(String::as_str)).collect();
        // Without an allergy on record there is nothing to compare with.
        let against_allergies = if *self.allergies == Record::NoneKnown { &[] } else { own.as_slice() };
        vec![
            allergy::check(ordered, self.allergies).but_for(against_allergies),
            duplicate::check(ordered, self.taking).but_for(&unknown),
            interaction::check(ordered, self.taking).but_for(&unknown),
            lint::check(&self.message, &self.order),
            supply::check(&self.order),
            dose::check(&self.order, &self.person),
        ]
    }
}

/// The worst comes first: an alert, then what could not be checked.
fn overall(outcomes: impl Iterator<Item = Outcome> + Clone) -> Outcome {
    let order = [Outcome::Alerts, Outcome::CouldNotCheck, Outcome::Clear];
    let worst = order.into_iter().find(|outcome| outcomes.clone().any(|o| o == *outcome));
    worst.unwrap_or(Outcome::NotApplicable)
}

#[cfg(test)]
mod tests;
