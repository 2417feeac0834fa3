//! Where a prescription stands: at the desk, on its way, or being recalled.

use super::progress::Progress;
use diesel::deserialize::FromSqlRow;
use diesel::expression::AsExpression;
use diesel::sql_types::Jsonb;
use model::{Note, word_enum};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

word_enum! {
    /// The states by name.
    Status {
        Draft = "draft",
        Ready = "ready",
        Signed = "signed",
        Sending = "sending",
        AcceptedByNetwork = "accepted_by_network",
        AcceptedByPharmacy = "accepted_by_pharmacy",
        Verified = "verified",
        PartiallyDispensed = "partially_dispensed",
        Dispensed = "dispensed",
        NotDispensed = "not_dispensed",
        Failed = "failed",
        Unknown = "unknown",
        CancelPending = "cancel_pending",
        Cancelled = "cancelled",
        CancelDenied = "cancel_denied",
    }

    /// Why a prescription is taken back.
    CancelReason {
        PatientRequest = "patient_request",
        PrescribingError = "prescribing_error",
        TherapyChanged = "therapy_changed",
        AdverseReaction = "adverse_reaction",
        Other = "other",
    }
}

impl Status {
    /// Signed, and neither refused by the other side nor cancelled.
    pub const OBTAINABLE: [Self; 10] = [
        Self::Signed,
        Self::Sending,
        Self::Unknown,
        Self::AcceptedByNetwork,
        Self::AcceptedByPharmacy,
        Self::Verified,
        Self::PartiallyDispensed,
        Self::Dispensed,
        Self::CancelPending,
        Self::CancelDenied,
    ];
}

#[derive(Clone, PartialEq, Serialize, Deserialize, ToSchema, AsExpression, FromSqlRow)]
#[diesel(sql_type = Jsonb)]
#[serde(untagged)]
pub enum State {
    AtDesk(Desk),
    OnItsWay(Progress),
    Recalled(Recall),
}
model::jsonb!(State);
model::redacted!(State);

/// Not signed yet.
#[derive(Clone, Copy, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(tag = "status", rename_all = "snake_case")]
pub enum Desk {
    /// Not checked yet, or with alerts nobody has answered.
    Draft,
    /// Checked, and every interruptive alert answered.
    Ready,
}

#[derive(Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(tag = "status", rename_all = "snake_case")]
pub enum Recall {
    /// The pharmacy was or will be asked; it may still dispense.
    CancelPending {
        /// How far the prescription itself has come.
        progress: Progress,
        /// What a person must do when the pharmacy cannot be reached.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        task: Option<String>,
    },
    /// Never sent, or the pharmacy approved; its note may tell of a fill before.
    Cancelled {
        #[serde(default, skip_serializing_if = "Option::is_none")]
        note: Option<String>,
    },
    CancelDenied {
        progress: Progress,
        reason: String,
    },
}

/// What is learnt from the other side about a prescription.
#[derive(Clone, Debug, PartialEq)]
pub enum Evidence {
    Progress(Progress),
    CancelApproved {
        note: Option<String>,
    },
    CancelDenied {
        reason: String,
    },
    /// A fill that was reported did not happen; so far it has really come.
    FillWithdrawn(Progress),
    /// It changes nothing, but belongs into the history.
    Nothing,
}

/// What a change means to others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Turn {
    Transmitted,
    Accepted,
    Verified,
    Dispensed,
    NotDispensed,
    FillWithdrawn,
    Failed,
    Cancelled,
}

/// What a recall leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RecallStep {
    /// It has not left the house, so it is cancelled at once.
    Done,
    /// The pharmacy must be asked.
    AskPharmacy,
}

impl State {
    pub const DRAFT: Self = Self::AtDesk(Desk::Draft);
    pub const READY: Self = Self::AtDesk(Desk::Ready);

    /// What the other side says moves a prescription forward only: messages may come late, twice and out of order. The one
    /// way back is a fill that is withdrawn.
    pub fn learn(self, evidence: Evidence) -> (Self, Option<Turn>) {
        match (self, evidence) {
            (Self::OnItsWay(progress), Evidence::Progress(next)) => {
                let (progress, turn) = progress.further(next);
                (Self::OnItsWay(progress), turn)
            }
            (Self::OnItsWay(progress), Evidence::FillWithdrawn(back)) => {
                let (progress, turn) = progress.withdrawn(back);
                (Self::OnItsWay(progress), turn)
            }
            (Self::Recalled(recall), evidence) => {
                let (state, turn) = recall.learn(evidence);
                (state, turn)
            }
            (state, _) => (state, None),
        }
    }

    /// It was tried to send, and nobody knows with what effect.
    pub fn doubt(self, attempts: i32, task: Option<String>) -> Self {
        match self {
            Self::OnItsWay(progress) => Self::OnItsWay(progress.doubt(attempts, task)),
            Self::Recalled(Recall::CancelPending { progress, task: kept }) => {
                Self::Recalled(Recall::CancelPending { progress: progress.doubt(attempts, task), task: kept })
            }
            state => state,
        }
    }

    /// Takes it back: at once as long as nobody else can have it, otherwise by asking.
    pub fn recall(self, note: Option<&Note>) -> Result<(Self, RecallStep), Status> {
        let note = note.map(ToString::to_string);
        match self {
            Self::AtDesk(_) | Self::OnItsWay(Progress::Signed | Progress::Failed { .. }) => {
                Ok((Self::Recalled(Recall::Cancelled { note }), RecallStep::Done))
            }
            Self::OnItsWay(progress) | Self::Recalled(Recall::CancelDenied { progress, .. }) => {
                let pending = Recall::CancelPending { progress, task: None };
                Ok((Self::Recalled(pending), RecallStep::AskPharmacy))
            }
            state @ Self::Recalled(_) => Err(state.status()),
        }
    }

    /// How far the prescription itself came, whatever became of its recall; none before signing and once cancelled.
    pub fn progress(&self) -> Option<&Progress> {
        match self {
            Self::OnItsWay(progress)
            | Self::Recalled(
                Recall::CancelPending { progress, .. } | Recall::CancelDenied { progress, .. },
            ) => Some(progress),
            Self::AtDesk(_) | Self::Recalled(Recall::Cancelled { .. }) => None,
        }
    }

    /// Whether the patient may be taking it.
    pub fn may_be_taken(&self) -> bool {
        self.progress().is_some_and(|p| !matches!(p, Progress::Failed { .. } | Progress::NotDispensed { .. }))
    }

    pub fn status(&self) -> Status {
        match self {
            Self::AtDesk(Desk::Draft) => Status::Draft,
            Self::AtDesk(Desk::Ready) => Status::Ready,
            Self::OnItsWay(progress) => progress.status(),
            Self::Recalled(Recall::CancelPending { .. }) => Status::CancelPending,
            Self::Recalled(Recall::Cancelled { .. }) => Status::Cancelled,
            Self::Recalled(Recall::CancelDenied { .. }) => Status::CancelDenied,
        }
    }
}

impl Recall {
    fn learn(self, evidence: Evidence) -> (State, Option<Turn>) {
        match (self, evidence) {
            (Self::CancelPending { .. } | Self::CancelDenied { .. }, Evidence::CancelApproved { note }) => {
                (State::Recalled(Self::Cancelled { note }), Some(Turn::Cancelled))
            }
            (Self::CancelPending { progress, .. }, Evidence::CancelDenied { reason }) => {
                (State::Recalled(Self::CancelDenied { progress, reason }), None)
            }
            (Self::CancelPending { progress, task }, Evidence::Progress(next)) => {
                let (progress, turn) = progress.further(next);
                match progress {
                    Progress::Failed { reason } => {
                        (State::Recalled(Self::Cancelled { note: Some(reason) }), turn)
                    }
                    progress => (State::Recalled(Self::CancelPending { progress, task }), turn),
                }
            }
            (Self::CancelDenied { progress, reason }, Evidence::Progress(next)) => {
                match progress.further(next) {
                    (progress, None) => (State::Recalled(Self::CancelDenied { progress, reason }), None),
                    (progress, turn) => (State::OnItsWay(progress), turn),
                }
            }
            (Self::CancelPending { progress, task }, Evidence::FillWithdrawn(back)) => {
                let (progress, turn) = progress.withdrawn(back);
                (State::Recalled(Self::CancelPending { progress, task }), turn)
            }
            (Self::CancelDenied { progress, .. }, Evidence::FillWithdrawn(back)) => {
                let (progress, turn) = progress.withdrawn(back);
                (State::OnItsWay(progress), turn)
            }
            (recall, _) => (State::Recalled(recall), None),
        }
    }
}

#[cfg(test)]
mod tests;
