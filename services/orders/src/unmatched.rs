//! Reports of whom nobody can say for certain whose they are, until a person does.

pub mod routes;
pub mod store;

use crate::exchange::arrival::Place;
use crate::result::Severity;
use crate::result::identify::{Claim, UnmatchedReason};
use crate::schema::unmatched_results;
use crate::task::Subject;
use chrono::{DateTime, Utc};
use diesel::deserialize::FromSqlRow;
use diesel::expression::AsExpression;
use diesel::prelude::*;
use diesel::sql_types::Jsonb;
use model::{LaboratoryId, Note, PatientId, ResultId, UnmatchedResultId, word_enum};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

word_enum! {
    UnmatchedStatus { Waiting = "waiting", Attached = "attached", Dismissed = "dismissed" }
}

#[derive(Clone, PartialEq, Serialize, Deserialize, ToSchema, AsExpression, FromSqlRow)]
#[diesel(sql_type = Jsonb)]
#[serde(tag = "status", rename_all = "snake_case")]
#[schema(as = UnmatchedState)]
pub enum State {
    Waiting,
    Attached {
        attached_by: String,
        attached_at: DateTime<Utc>,
        patient_id: PatientId,
        result_id: ResultId,
    },
    /// It is nobody's of this practice.
    Dismissed {
        dismissed_by: String,
        dismissed_at: DateTime<Utc>,
        note: Note,
    },
}
model::jsonb!(State);
model::redacted!(State);

#[derive(Clone, PartialEq, Queryable, Selectable, Insertable, Serialize, ToSchema)]
#[diesel(table_name = unmatched_results)]
#[schema(as = UnmatchedResult)]
pub struct Unmatched {
    pub id: UnmatchedResultId,
    pub version: i64,
    pub laboratory_id: LaboratoryId,
    #[serde(skip)]
    pub message_id: Uuid,
    #[serde(skip)]
    pub place: Place,
    pub reason: UnmatchedReason,
    /// Whom the laboratory names.
    pub stated: Claim,
    pub severity: Severity,
    pub received_at: DateTime<Utc>,
    #[serde(flatten)]
    pub state: State,
}

#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    #[error("Somebody has dealt with it already.")]
    Done,
    #[error("The laboratory has sent this result for another patient before.")]
    ResultOfAnother(ResultId),
}

impl Unmatched {
    pub fn subject(&self) -> Subject {
        Subject::Other { noun: "unmatched-result", id: self.id.0 }
    }

    pub fn still_waits(&self) -> Result<(), Refusal> {
        if self.state == State::Waiting { Ok(()) } else { Err(Refusal::Done) }
    }

    pub fn to(self, state: State) -> Self {
        Self { state, version: self.version + 1, ..self }
    }
}
