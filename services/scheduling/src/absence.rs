//! An absence: time a practitioner sees nobody, whatever the rules say.

pub mod routes;
pub mod store;

use crate::appointment::occupancy::Span;
use crate::schema::absences;
use chrono::{DateTime, Duration, FixedOffset, Utc};
use diesel::prelude::*;
use model::{AbsenceId, Note, PractitionerId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A longer one is several.
pub const LONGEST: Duration = Duration::days(400);

#[derive(Clone, Debug, PartialEq, Queryable, Selectable, Insertable, Serialize, ToSchema)]
#[diesel(table_name = absences)]
pub struct Absence {
    pub id: AbsenceId,
    pub version: i64,
    pub practitioner_id: PractitionerId,
    #[diesel(column_name = start_at)]
    pub start: DateTime<Utc>,
    #[diesel(column_name = end_at)]
    pub end: DateTime<Utc>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<Note>,
}

#[derive(Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RecordAbsence {
    /// RFC 3339 with offset.
    pub start: DateTime<FixedOffset>,
    /// RFC 3339 with offset.
    pub end: DateTime<FixedOffset>,
    /// For the staff.
    pub reason: Option<Note>,
}

#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    #[error("must be after start")]
    Backwards,
    #[error("must be at most 400 days after start")]
    TooLong,
}

impl Absence {
    pub fn record(
        id: AbsenceId,
        practitioner_id: PractitionerId,
        said: RecordAbsence,
    ) -> Result<Self, Refusal> {
        let (start, end) = (said.start.to_utc(), said.end.to_utc());
        if end <= start {
            return Err(Refusal::Backwards);
        }
        if end - start > LONGEST {
            return Err(Refusal::TooLong);
        }
        Ok(Self { id, version: 1, practitioner_id, start, end, reason: said.reason })
    }

    pub fn span(&self) -> Span {
        Span { start: self.start, end: self.end }
    }
}
