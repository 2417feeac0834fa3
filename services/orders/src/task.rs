//! What a person must do: a prescription nobody confirmed, a message nobody can match, a result nobody has read.

pub mod escalation;
pub mod routes;
pub mod store;

use crate::schema::tasks;
use chrono::{DateTime, Utc};
use diesel::deserialize::FromSqlRow;
use diesel::expression::AsExpression;
use diesel::prelude::*;
use diesel::sql_types::Jsonb;
use model::{Note, PatientId, PrescriptionId, TaskId, word_enum};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

pub use {TaskKind as Kind, TaskStatus as Status};

word_enum! {
    /// What is the matter.
    TaskKind {
        /// The other side refused a prescription (SCRIPT Error 900 or 601).
        TransmissionFailed = "transmission_failed",
        /// Nobody knows whether a prescription arrived.
        TransmissionUnknown = "transmission_unknown",
        /// The pharmacy has not answered a request to cancel.
        CancelUnanswered = "cancel_unanswered",
        CancelDenied = "cancel_denied",
        /// A message came that belongs to no prescription that is known.
        MessageUnmatched = "message_unmatched",
        RenewalRequested = "renewal_requested",
        ChangeRequested = "change_requested",
        ResultUnmatched = "result_unmatched",
        ResultToReview = "result_to_review",
        OrderFailed = "order_failed",
        /// A signed record is not what was signed.
        SignatureBroken = "signature_broken",
        AccessReview = "access_review",
        /// A prescriber's log of controlled substances of a month is to be read.
        ControlledLog = "controlled_log",
        /// The pharmacy says that it will not dispense.
        NotDispensed = "not_dispensed",
        /// The pharmacy says that it dispensed before the day the prescriber named.
        DispensedEarly = "dispensed_early",
    }

    /// Whether somebody must still do it.
    TaskStatus { Open = "open", Done = "done" }
}

/// What a task is about, as `prescription/0190…`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Subject {
    Prescription(PrescriptionId),
    ScriptMessage(Uuid),
    Other { noun: &'static str, id: Uuid },
}

impl std::fmt::Display for Subject {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Prescription(id) => write!(f, "prescription/{id}"),
            Self::ScriptMessage(id) => write!(f, "script-message/{id}"),
            Self::Other { noun, id } => write!(f, "{noun}/{id}"),
        }
    }
}

/// How it came to an end.
#[derive(Clone, PartialEq, Serialize, Deserialize, ToSchema, AsExpression, FromSqlRow)]
#[diesel(sql_type = Jsonb)]
#[schema(as = TaskSolution)]
pub struct Solution {
    pub by: String,
    pub at: DateTime<Utc>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<Note>,
}
model::jsonb!(Solution);
model::redacted!(Solution);

#[derive(Clone, PartialEq, Queryable, Selectable, Insertable, Serialize, ToSchema)]
#[diesel(table_name = tasks)]
pub struct Task {
    pub id: TaskId,
    pub version: i64,
    pub kind: Kind,
    /// The noun and id it is about, as `prescription/0190…`.
    pub subject: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub patient_id: Option<PatientId>,
    /// What to do.
    pub what: String,
    /// The client whose task it is; nobody's is everybody's.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub owner: Option<String>,
    pub opened_at: DateTime<Utc>,
    /// When it is escalated if it is still open.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub due_at: Option<DateTime<Utc>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub escalated_at: Option<DateTime<Utc>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub solution: Option<Solution>,
}

#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    #[error("The task is done already.")]
    Done,
}

impl Task {
    pub fn new(id: TaskId, kind: Kind, subject: Subject, what: String, now: DateTime<Utc>) -> Self {
        Self {
            id,
            version: 1,
            kind,
            subject: subject.to_string(),
            patient_id: None,
            what,
            owner: None,
            opened_at: now,
            due_at: None,
            escalated_at: None,
            solution: None,
        }
    }

    pub fn patient(self, patient: PatientId) -> Self {
        Self { patient_id: Some(patient), ..self }
    }

    pub fn owner(self, owner: String) -> Self {
        Self { owner: Some(owner), ..self }
    }

    pub fn due(self, at: DateTime<Utc>) -> Self {
        Self { due_at: Some(at), ..self }
    }

    pub fn assign(self, owner: Option<String>) -> Result<Self, Refusal> {
        let open = self.still_open()?;
        Ok(Self { owner, version: open.version + 1, ..open })
    }

    pub fn resolve(self, solution: Solution) -> Result<Self, Refusal> {
        let open = self.still_open()?;
        Ok(Self { solution: Some(solution), version: open.version + 1, ..open })
    }

    fn still_open(self) -> Result<Self, Refusal> {
        if self.solution.is_none() { Ok(self) } else { Err(Refusal::Done) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn task() -> Task {
        let subject = Subject::Prescription(PrescriptionId(Uuid::from_u128(7)));
        Task::new(
            TaskId(Uuid::from_u128(1)),
            Kind::CancelDenied,
            subject,
            "Call".to_owned(),
            DateTime::UNIX_EPOCH,
        )
    }

    #[test]
    fn what_is_done_is_neither_assigned_nor_done_again() {
        let solution = Solution { by: "ann".to_owned(), at: DateTime::UNIX_EPOCH, note: None };
        let assigned = task().assign(Some("ann".to_owned())).expect("open");
        assert_eq!((assigned.version, assigned.owner.as_deref()), (2, Some("ann")));
        let done = assigned.resolve(solution.clone()).expect("open");
        assert_eq!(done.version, 3);
        assert_eq!(done.clone().assign(None).err(), Some(Refusal::Done));
        assert_eq!(done.resolve(solution).err(), Some(Refusal::Done));
    }

    #[test]
    fn a_subject_reads_as_noun_and_id() {
        assert_eq!(task().subject, "prescription/00000000-0000-0000-0000-000000000007");
    }
}
