//! A pharmacy's request: to renew a prescription, or to change one. A prescriber answers it; nobody else does.

pub mod answer;
pub mod deliver;
pub mod hear;
pub mod matching;
pub mod routes;
pub mod store;

pub use answer::{Answer, DenialReason, Outcome};
pub use matching::{Mismatch, StatedDrug, StatedPatient};
pub use {RequestDelivery as Delivery, RequestKind as Kind, RequestStatus as Status};

use crate::prescription::State as PrescriptionState;
use crate::prescription::Status as PrescriptionStatus;
use crate::prescription::state::Recall;
use crate::schema::pharmacy_requests;
use crate::task;
use chrono::{DateTime, NaiveDate, Utc};
use diesel::deserialize::FromSqlRow;
use diesel::expression::AsExpression;
use diesel::prelude::*;
use diesel::sql_types::Jsonb;
use model::event::PharmacyRequestSnapshot;
use model::{NcpdpId, PatientId, PharmacyRequestId, PrescriptionId, word_enum};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

word_enum! {
    RequestKind {
        /// SCRIPT RxRenewalRequest.
        Renewal = "renewal",
        /// SCRIPT RxChangeRequest.
        Change = "change",
    }

    /// The states by name.
    RequestStatus {
        /// A person must say what it is about, or deny it.
        Unmatched = "unmatched",
        Open = "open",
        Answered = "answered",
    }

    /// Whether the pharmacy has the answer.
    RequestDelivery {
        /// The pharmacy reads it in its queue, or it comes as the prescription that `prescription_id` names.
        ByItself = "by_itself",
        Sending = "sending",
        Delivered = "delivered",
        /// A person must look: there is a task.
        Failed = "failed",
    }
}

/// What the pharmacy says, in its own words.
#[derive(Clone, PartialEq, Serialize, Deserialize, ToSchema, AsExpression, FromSqlRow)]
#[diesel(sql_type = Jsonb)]
#[schema(as = PharmacyRequestAsk)]
pub struct Ask {
    pub patient: StatedPatient,
    /// The drug it is about: as it was prescribed, else as it was dispensed.
    pub drug: StatedDrug,
    /// Our number of the prescription, if the pharmacy knows it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub order_number: Option<String>,
    /// SCRIPT PharmacyRequestedRefills.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub refills: Option<u16>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_fill: Option<NaiveDate>,
    /// SCRIPT MessageRequestCode: what a change is asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    /// What the pharmacy would dispense instead.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub choices: Vec<StatedDrug>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}
model::jsonb!(Ask);
model::redacted!(Ask);

#[derive(Clone, PartialEq, Serialize, Deserialize, ToSchema, AsExpression, FromSqlRow)]
#[diesel(sql_type = Jsonb)]
#[serde(tag = "status", rename_all = "snake_case")]
#[schema(as = PharmacyRequestState)]
pub enum State {
    Unmatched {
        /// What does not agree with any prescription of ours.
        mismatches: Vec<Mismatch>,
    },
    Open,
    Answered {
        outcome: Outcome,
        by: String,
        at: DateTime<Utc>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        reason_code: Option<DenialReason>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        note: Option<String>,
        /// The new authorisation.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        new_prescription_id: Option<PrescriptionId>,
        delivery: Delivery,
    },
}
model::jsonb!(State);
model::redacted!(State);

#[derive(Clone, PartialEq, Queryable, Selectable, Insertable, Serialize, ToSchema)]
#[diesel(table_name = pharmacy_requests)]
#[schema(as = PharmacyRequest)]
pub struct Request {
    pub id: PharmacyRequestId,
    pub version: i64,
    pub kind: Kind,
    /// The NCPDP id of the pharmacy that asks.
    pub pharmacy: NcpdpId,
    /// The pharmacy's number (SCRIPT RxReferenceNumber): the same again is the same request.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reference: Option<String>,
    /// How often it came.
    pub times: i32,
    /// The prescription it is about, once that is certain.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub prescription_id: Option<PrescriptionId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub patient_id: Option<PatientId>,
    pub ask: Ask,
    #[serde(flatten)]
    pub state: State,
    /// The last message that brought it; none when it came from the queue.
    #[serde(skip)]
    pub message: Option<Uuid>,
    pub received_at: DateTime<Utc>,
}
model::redacted!(Request);

#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    #[error("The request was answered already.")]
    Answered,
    #[error("It is not certain which prescription this is about.")]
    Unmatched,
    #[error("The prescription is being cancelled: the pharmacy must answer that first.")]
    CancelPending,
    #[error("The prescription was never signed.")]
    NeverSigned,
    #[error("The pharmacy asked for {0} refills: approve with changes for another number.")]
    OtherRefills(u16),
    #[error("The pharmacy named no number of refills, so the answer must.")]
    RefillsMissing,
    #[error("With the number of refills the pharmacy asked for nothing changes: approve it.")]
    NothingChanges,
    #[error("The pharmacy offers no such choice.")]
    NoSuchChoice,
    #[error("The catalogue does not know the drug of this choice.")]
    UnknownChoice,
    #[error(
        "Only a request for the prescriber's authorisation (code U) can be validated, and it can only be validated or denied."
    )]
    NotToValidate,
    #[error("The pharmacy is not in the practice's directory, so that nothing can be sent there.")]
    NoWayBack,
    #[error("An answer goes to the pharmacy that asked, about the patient it is for.")]
    OtherParty,
}

impl Request {
    pub fn status(&self) -> Status {
        match self.state {
            State::Unmatched { .. } => Status::Unmatched,
            State::Open => Status::Open,
            State::Answered { .. } => Status::Answered,
        }
    }

    pub fn is_unanswered(&self) -> Result<(), Refusal> {
        if self.status() == Status::Answered { Err(Refusal::Answered) } else { Ok(()) }
    }

    /// The prescription an approval continues.
    pub fn matched(&self) -> Result<PrescriptionId, Refusal> {
        self.is_unanswered()?;
        match (&self.state, self.prescription_id) {
            (State::Open, Some(prescription)) => Ok(prescription),
            _ => Err(Refusal::Unmatched),
        }
    }

    /// A person says which prescription it is about.
    pub fn attach(self, prescription: PrescriptionId, patient: PatientId) -> Result<Self, Refusal> {
        self.is_unanswered()?;
        Ok(Self {
            prescription_id: Some(prescription),
            patient_id: Some(patient),
            state: State::Open,
            version: self.version + 1,
            ..self
        })
    }

    /// The same request once more.
    pub fn came_again(self, message: Option<Uuid>) -> Self {
        Self { times: self.times + 1, version: self.version + 1, message: message.or(self.message), ..self }
    }

    pub fn answered(self, answer: Answer, by: String, at: DateTime<Utc>) -> Result<Self, Refusal> {
        self.is_unanswered()?;
        let by_itself = answer.new_prescription.is_some() || self.message.is_none();
        let state = State::Answered {
            outcome: answer.outcome,
            by,
            at,
            reason_code: answer.reason_code,
            note: answer.note,
            new_prescription_id: answer.new_prescription,
            delivery: if by_itself { Delivery::ByItself } else { Delivery::Sending },
        };
        Ok(Self { state, version: self.version + 1, ..self })
    }

    pub fn delivered(mut self, how: Delivery) -> Self {
        if let State::Answered { delivery, .. } = &mut self.state {
            *delivery = how;
            self.version += 1;
        }
        self
    }

    /// How many refills an approval gives: those the pharmacy asked for, or, if it named none, those the prescriber says.
    pub fn refills_as_asked(&self, said: Option<u16>) -> Result<u16, Refusal> {
        match (self.ask.refills, said) {
            (Some(asked), None) => Ok(asked),
            (Some(asked), Some(said)) if asked == said => Ok(asked),
            (Some(asked), Some(_)) => Err(Refusal::OtherRefills(asked)),
            (None, said) => said.ok_or(Refusal::RefillsMissing),
        }
    }

    pub fn other_refills(&self, said: u16) -> Result<u16, Refusal> {
        if self.ask.refills == Some(said) { Err(Refusal::NothingChanges) } else { Ok(said) }
    }

    pub fn is_for_authorisation(&self) -> bool {
        self.ask.code.as_deref() == Some(script::ChangeKind::PrescriberAuthorization.code())
    }

    /// A request for the prescriber's authorisation is validated or denied; no drug is given on it.
    pub fn authorises_a_drug(&self) -> Result<(), Refusal> {
        if self.is_for_authorisation() { Err(Refusal::NotToValidate) } else { Ok(()) }
    }

    pub fn snapshot(&self) -> PharmacyRequestSnapshot {
        let outcome = match &self.state {
            State::Answered { outcome, .. } => Some(outcome.as_str().to_owned()),
            State::Open | State::Unmatched { .. } => None,
        };
        PharmacyRequestSnapshot {
            request_id: self.id,
            prescription_id: self.prescription_id,
            patient_id: self.patient_id,
            outcome,
        }
    }

    pub fn subject(&self) -> task::Subject {
        let noun = match self.kind {
            Kind::Renewal => "renewal-request",
            Kind::Change => "change-request",
        };
        task::Subject::Other { noun, id: self.id.0 }
    }

    /// The task it is while it waits.
    pub fn task_kind(&self) -> task::Kind {
        match (self.kind, &self.state) {
            (_, State::Unmatched { .. }) => task::Kind::MessageUnmatched,
            (Kind::Renewal, _) => task::Kind::RenewalRequested,
            (Kind::Change, _) => task::Kind::ChangeRequested,
        }
    }
}

/// Whether a prescription can be continued at all.
pub fn continuable(state: &PrescriptionState) -> Result<(), Refusal> {
    match state {
        PrescriptionState::Recalled(Recall::CancelPending { .. }) => Err(Refusal::CancelPending),
        state if matches!(state.status(), PrescriptionStatus::Draft | PrescriptionStatus::Ready) => {
            Err(Refusal::NeverSigned)
        }
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests;
