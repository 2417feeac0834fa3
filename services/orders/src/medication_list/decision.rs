//! What was decided about a medicine on the list when it was gone through with the patient.

use crate::prescription::content::SigText;
use crate::schema::medication_decisions;
use chrono::{DateTime, NaiveDate, Utc};
use diesel::deserialize::FromSqlRow;
use diesel::expression::AsExpression;
use diesel::prelude::*;
use diesel::sql_types::Jsonb;
use model::{Note, PatientId, word_enum};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

word_enum! {
    StopReason {
        Completed = "completed",
        AdverseReaction = "adverse_reaction",
        Ineffective = "ineffective",
        DoseChanged = "dose_changed",
        Replaced = "replaced",
        PatientRequest = "patient_request",
        NotTaking = "not_taking",
        EnteredInError = "entered_in_error",
        Other = "other",
    }

    /// What a decision does.
    DecisionAction { Keep = "keep", Stop = "stop", Change = "change" }
}

#[derive(Clone, PartialEq, Serialize, Deserialize, ToSchema, AsExpression, FromSqlRow)]
#[diesel(sql_type = Jsonb)]
#[serde(tag = "action", rename_all = "snake_case")]
#[schema(as = MedicationDecision)]
pub enum Decision {
    /// It goes on; after a stop it is taken again.
    Keep {
        /// What the patient says; none when not asked.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        taking_as_directed: Option<bool>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        note: Option<Note>,
    },
    Stop {
        reason_code: StopReason,
        /// The first day it is not to be taken any more.
        stopped_on: NaiveDate,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        note: Option<Note>,
    },
    /// It is taken otherwise than was reported before.
    Change {
        sig: SigText,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        note: Option<Note>,
    },
}
model::jsonb!(Decision);
model::redacted!(Decision);

impl Decision {
    pub fn action(&self) -> DecisionAction {
        match self {
            Self::Keep { .. } => DecisionAction::Keep,
            Self::Stop { .. } => DecisionAction::Stop,
            Self::Change { .. } => DecisionAction::Change,
        }
    }

    pub fn reason(&self) -> Option<StopReason> {
        match self {
            Self::Stop { reason_code, .. } => Some(*reason_code),
            Self::Keep { .. } | Self::Change { .. } => None,
        }
    }

    pub fn note(&self) -> Option<&Note> {
        match self {
            Self::Keep { note, .. } | Self::Stop { note, .. } | Self::Change { note, .. } => note.as_ref(),
        }
    }
}

/// A decision: by whom and when.
#[derive(Clone, PartialEq, Queryable, Selectable, Insertable, Serialize, ToSchema)]
#[diesel(table_name = medication_decisions)]
#[schema(as = DecidedMedication)]
pub struct Decided {
    #[serde(skip)]
    pub id: Uuid,
    #[serde(skip)]
    pub patient_id: PatientId,
    #[serde(skip)]
    pub medication_id: Uuid,
    #[serde(skip)]
    pub action: DecisionAction,
    #[serde(flatten)]
    pub decision: Decision,
    pub at: DateTime<Utc>,
    pub decided_by: String,
}

impl Decided {
    pub fn is_stop(&self) -> bool {
        self.action == DecisionAction::Stop
    }
}
