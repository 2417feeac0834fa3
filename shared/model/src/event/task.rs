//! What is announced of the tasks of people.

use super::facts;
use crate::id::{PatientId, TaskId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Which task and about what; what to do stays in orders.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct TaskSnapshot {
    pub task_id: TaskId,
    /// As `transmission_unknown`.
    pub kind: String,
    /// As `prescription/0190…`.
    pub subject: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub patient_id: Option<PatientId>,
}

facts! { TaskSnapshot by "task"/task_id:
    /// Nobody has done it by the time it was due.
    TaskEscalated = "task.escalated",
}
