//! A report of a laboratory: what it says of one test or panel, and whether somebody has read it.

pub mod file;
pub mod identify;
pub mod observation;
pub mod printed;
pub mod revision;
pub mod routes;
pub mod series;
pub mod severity;
pub mod stated;
pub mod store;

pub use observation::{Observation, ObservationStatus, Reading};
pub use severity::Severity;

use crate::schema::{result_history, results};
use chrono::{DateTime, TimeDelta, Utc};
use diesel::deserialize::FromSqlRow;
use diesel::expression::AsExpression;
use diesel::prelude::*;
use diesel::sql_types::Jsonb;
use model::event::ResultSnapshot;
use model::{LaboratoryId, Note, OrderId, PatientId, ResultId, word_enum};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

word_enum! {
    /// How far the laboratory has come with a report (OBR-25, table 0123).
    ReportStatus {
        Pending = "pending",
        Preliminary = "preliminary",
        Final = "final",
        Corrected = "corrected",
        Cancelled = "cancelled",
    }

    /// Whether somebody has read it.
    ReviewStatus { Unreviewed = "unreviewed", Reviewed = "reviewed" }
}

impl ReportStatus {
    pub fn firmness(self) -> u8 {
        match self {
            Self::Pending => 0,
            Self::Preliminary => 1,
            Self::Final | Self::Corrected | Self::Cancelled => 2,
        }
    }

    /// None for what table 0123 does not have, or where nothing is said.
    pub fn of_code(code: &str) -> Option<Self> {
        Some(match code {
            "O" | "I" | "S" => Self::Pending,
            "A" | "P" | "R" | "N" => Self::Preliminary,
            "F" | "M" => Self::Final,
            "C" | "K" => Self::Corrected,
            "X" => Self::Cancelled,
            _ => return None,
        })
    }
}

/// Who has read it, if anybody.
#[derive(Clone, PartialEq, Serialize, Deserialize, ToSchema, AsExpression, FromSqlRow)]
#[diesel(sql_type = Jsonb)]
#[serde(tag = "status", rename_all = "snake_case")]
pub enum Review {
    Unreviewed,
    Reviewed {
        reviewed_by: String,
        reviewed_at: DateTime<Utc>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        note: Option<Note>,
    },
}
model::jsonb!(Review);
model::redacted!(Review);

#[derive(Clone, PartialEq, Queryable, Selectable, Insertable, AsChangeset, Serialize, ToSchema)]
#[diesel(table_name = results, treat_none_as_null = true)]
#[schema(as = LabResult)]
pub struct Report {
    pub id: ResultId,
    pub version: i64,
    pub patient_id: PatientId,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub order_id: Option<OrderId>,
    pub laboratory_id: LaboratoryId,
    /// OBR-3: the laboratory's number, under which it corrects.
    pub filler_number: String,
    /// OBR-4: LOINC where it is named, else the laboratory's own code.
    pub code: String,
    /// The coding system of `code`; `LN` is LOINC.
    pub system: String,
    pub name: String,
    pub report_status: ReportStatus,
    /// The worst of its current values.
    pub severity: Severity,
    /// How soon it must be read: a correction is never less urgent than what it corrects was.
    pub urgency: Severity,
    /// When the specimen was taken, or the patient examined.
    pub observed_at: DateTime<Utc>,
    /// When the laboratory said so last.
    pub stated_at: DateTime<Utc>,
    /// When something in it changed here last: it waits for review since.
    pub changed_at: DateTime<Utc>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub specimen: Option<String>,
    pub notes: Vec<String>,
    #[serde(flatten)]
    pub review: Review,
}

#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    #[error("The result has been reviewed already.")]
    Reviewed,
}

impl Report {
    pub fn review(self, by: String, note: Option<Note>, now: DateTime<Utc>) -> Result<Self, Refusal> {
        match self.review {
            Review::Reviewed { .. } => Err(Refusal::Reviewed),
            Review::Unreviewed => Ok(Self {
                version: self.version + 1,
                review: Review::Reviewed { reviewed_by: by, reviewed_at: now, note },
                ..self
            }),
        }
    }

    /// When somebody must have read it: a critical one within the hour, an abnormal one within a day.
    pub fn due(&self) -> DateTime<Utc> {
        let patience = match self.urgency {
            Severity::Critical => TimeDelta::hours(1),
            Severity::Abnormal => TimeDelta::days(1),
            Severity::Normal => TimeDelta::days(7),
        };
        self.changed_at + patience
    }

    pub fn snapshot(&self) -> ResultSnapshot {
        ResultSnapshot {
            result_id: self.id,
            patient_id: self.patient_id,
            order_id: self.order_id,
            laboratory_id: self.laboratory_id,
            critical: self.urgency == Severity::Critical,
        }
    }
}

/// Something that happened to a result.
#[derive(Clone, Queryable, Selectable, Insertable, Serialize, ToSchema)]
#[diesel(table_name = result_history)]
#[schema(as = ResultEvent)]
pub struct Entry {
    #[serde(skip)]
    pub id: Uuid,
    #[serde(skip)]
    pub result_id: ResultId,
    pub at: DateTime<Utc>,
    pub actor: String,
    pub change: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}
