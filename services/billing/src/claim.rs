//! Claims: what was asked of a payer for an encounter, and how far it came.

pub mod bill;
pub mod edit;
mod history;
pub mod number;
pub mod professional;
mod routes;
pub mod signing;
mod state;
pub mod store;
#[cfg(test)]
mod tests;

pub use bill::Bill;
pub use edit::Edit;
pub use history::Happened;
pub use number::ClaimNumber;
pub use routes::routes;
pub use state::{ClaimStatus, Rejection, RejectionSource, State};

use crate::encounter::Encounter;
use crate::schema::claims;
use chrono::{DateTime, Utc};
use diesel::prelude::{AsChangeset, Insertable, Queryable, Selectable};
use model::event::ClaimSnapshot;
use model::{AppointmentId, ClaimId, EncounterId, Money, PatientId, RemittanceId};
use serde::Serialize;
use utoipa::ToSchema;

/// One claim an encounter, whatever it goes through.
#[derive(Clone, Serialize, ToSchema, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = claims)]
pub struct Claim {
    pub id: ClaimId,
    #[serde(skip)]
    pub version: i64,
    pub encounter_id: EncounterId,
    pub patient_id: PatientId,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub appointment_id: Option<AppointmentId>,
    /// Counts from 1; a claim that was rejected is sent again as a new original.
    pub submission: i16,
    /// CLM01 of the current submission.
    pub number: ClaimNumber,
    pub charge: Money,
    pub paid: Money,
    /// Written off: contractual and other adjustments.
    pub adjusted: Money,
    pub patient_responsibility: Money,
    /// How the payer names it (277CA REF*1K, 835 CLP07).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub payer_control_number: Option<String>,
    pub bill: Bill,
    #[serde(flatten)]
    pub state: State,
}

#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    #[error("only a held or rejected claim can be submitted; this one is {0}")]
    NotOurs(ClaimStatus),
}

/// What a clearinghouse or payer said of a submission.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// The clearinghouse has the interchange.
    Delivered,
    /// 999 accepted: well-formed.
    Received,
    /// 277CA A1 or A2.
    Accepted { payer_control_number: Option<String> },
    /// 999 R, TA1 R, or 277CA A3, A6, A7, A8: never adjudicated.
    Refused(Vec<Rejection>),
}

impl Verdict {
    /// Who judges a claim has it, and who accepts it has read it.
    pub fn after_what_it_implies(self) -> Vec<Self> {
        match self {
            Self::Delivered => vec![Self::Delivered],
            Self::Received | Self::Refused(_) => vec![Self::Delivered, self],
            Self::Accepted { .. } => vec![Self::Delivered, Self::Received, self],
        }
    }
}

/// What an 835 decided, in what was posted of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Decision {
    pub paid: Money,
    pub adjusted: Money,
    pub patient_responsibility: Money,
    /// Charged on lines the payer denied; stays owed until somebody works on it.
    pub denied: Money,
    pub payer_control_number: Option<String>,
}

impl Claim {
    /// The claim of a signed encounter: held when something is to be mended, else ready.
    pub fn of(id: ClaimId, encounter: &Encounter, bill: Bill) -> Self {
        let (submission, number) = (1, ClaimNumber::of(encounter.id, 1));
        Self {
            id,
            version: 1,
            encounter_id: encounter.id,
            patient_id: encounter.patient_id,
            appointment_id: encounter.appointment_id,
            submission,
            state: State::scrubbed(edit::edits(&bill, &number)),
            number,
            charge: encounter.charge(),
            paid: Money::ZERO,
            adjusted: Money::ZERO,
            patient_responsibility: Money::ZERO,
            payer_control_number: None,
            bill,
        }
    }

    /// Checks the bill anew; what was rejected goes out as a new original with a number of its own.
    pub fn submit(self, bill: Bill) -> Result<Self, Refusal> {
        let submission = match self.state {
            State::Held { .. } => self.submission,
            State::Rejected { .. } => self.submission + 1,
            _ => return Err(Refusal::NotOurs(self.state.status())),
        };
        let number = ClaimNumber::of(self.encounter_id, submission);
        let state = State::scrubbed(edit::edits(&bill, &number));
        Ok(Self { version: self.version + 1, submission, number, bill, state, ..self })
    }

    /// None when the verdict says nothing new.
    pub fn hear(self, verdict: Verdict, at: DateTime<Utc>) -> Option<Self> {
        use State::{Accepted, Ready, Received, Rejected, Submitted};
        let mut payer_control_number = self.payer_control_number.clone();
        let state = match (&self.state, verdict) {
            (Ready, Verdict::Delivered) => Submitted { at },
            (Ready | Submitted { .. }, Verdict::Received) => Received { at },
            (
                Ready | Submitted { .. } | Received { .. },
                Verdict::Accepted { payer_control_number: named },
            ) => {
                payer_control_number = named.or(payer_control_number);
                Accepted { at }
            }
            (Ready | Submitted { .. } | Received { .. } | Accepted { .. }, Verdict::Refused(rejections)) => {
                Rejected { at, rejections }
            }
            _ => return None,
        };
        Some(Self { version: self.version + 1, payer_control_number, state, ..self })
    }

    /// Adds what an 835 decided; a reversal comes with negative amounts.
    pub fn adjudicate(self, decision: Decision, remittance_id: RemittanceId, at: DateTime<Utc>) -> Self {
        let settled = Self {
            version: self.version + 1,
            paid: self.paid + decision.paid,
            adjusted: self.adjusted + decision.adjusted,
            patient_responsibility: self.patient_responsibility + decision.patient_responsibility,
            payer_control_number: decision.payer_control_number.or(self.payer_control_number),
            ..self
        };
        let nothing_came = settled.paid.is_zero() && settled.patient_responsibility.is_zero();
        let state = match (nothing_came, decision.denied.is_zero(), settled.payer_balance().is_zero()) {
            (true, false, _) if !decision.denied.is_negative() => State::Denied { at, remittance_id },
            (true, _, false) => State::Accepted { at },
            (false, true, true) => State::Paid { at, remittance_id },
            (true, _, true) => State::Denied { at, remittance_id },
            (false, ..) => State::PartiallyPaid { at, remittance_id },
        };
        Self { state, ..settled }
    }

    /// What the payer still owes of the charge.
    pub fn payer_balance(&self) -> Money {
        self.charge - self.paid - self.adjusted - self.patient_responsibility
    }

    pub fn snapshot(&self) -> ClaimSnapshot {
        ClaimSnapshot {
            claim_id: self.id,
            encounter_id: self.encounter_id,
            patient_id: self.patient_id,
            appointment_id: self.appointment_id,
            charge: self.charge,
            paid: self.paid,
            patient_responsibility: self.patient_responsibility,
            service_date: Some(self.bill.service_date),
            coverage_id: self.bill.coverage.as_ref().map(|coverage| coverage.coverage_id),
            payer_id: self.bill.coverage.as_ref().map(|coverage| coverage.payer_id),
        }
    }
}
