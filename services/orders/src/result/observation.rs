//! One observation: a value with its unit, its reference range, and how far the laboratory stands by it.

use super::severity::Severity;
use crate::schema::observations;
use chrono::{DateTime, Utc};
use diesel::deserialize::FromSqlRow;
use diesel::expression::AsExpression;
use diesel::prelude::*;
use diesel::sql_types::Jsonb;
use model::{ObservationId, PatientId, ResultId, word_enum};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

word_enum! {
    /// OBX-11 (table 0085).
    ObservationStatus {
        /// There is no value (yet).
        Pending = "pending",
        Preliminary = "preliminary",
        Final = "final",
        /// In the place of one that was final.
        Corrected = "corrected",
        /// It cannot be obtained.
        NotObtained = "not_obtained",
        /// Taken back, or sent for the wrong patient.
        Withdrawn = "withdrawn",
    }
}

impl ObservationStatus {
    /// A final value can only be replaced by one that is at least as firm.
    pub fn firmness(self) -> u8 {
        match self {
            Self::Pending => 0,
            Self::Preliminary => 1,
            Self::Final | Self::NotObtained | Self::Corrected | Self::Withdrawn => 2,
        }
    }
}

/// A code with its words.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Choice {
    pub code: String,
    pub text: String,
    pub system: String,
}

/// What was observed, by the type the laboratory gave it.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema, AsExpression, FromSqlRow)]
#[diesel(sql_type = Jsonb)]
#[serde(tag = "kind", rename_all = "snake_case")]
#[schema(as = ObservedValue)]
pub enum Reading {
    None,
    /// A decimal number, as it was written.
    Number {
        value: String,
    },
    /// Such as `> 500`, `100 - 200` or `1 : 128`.
    Comparison {
        comparator: String,
        value: String,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        separator: Option<String>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        second: Option<String>,
    },
    Text {
        text: String,
    },
    Coded {
        choices: Vec<Choice>,
    },
    /// A time, as exact as it was written (HL7 DTM).
    Time {
        at: String,
    },
    /// Read at `GET /v1/results/{id}/documents/{document_id}`.
    Document {
        document_id: Uuid,
        media_type: String,
        bytes: usize,
        /// In hexadecimal.
        sha256: String,
    },
}
model::jsonb!(Reading);
model::redacted!(Reading);

impl Reading {
    /// For a page.
    pub fn words(&self) -> String {
        match self {
            Self::None => String::new(),
            Self::Number { value } => value.clone(),
            Self::Comparison { comparator, value, separator, second } => {
                let sign = if comparator == "=" { "" } else { comparator };
                let rest = [separator, second].map(|part| part.as_deref().unwrap_or_default());
                format!("{sign}{value}{}{}", rest[0], rest[1])
            }
            Self::Text { text } => text.clone(),
            Self::Coded { choices } => {
                let words = choices.iter().map(|c| if c.text.is_empty() { &c.code } else { &c.text });
                words.cloned().collect::<Vec<_>>().join(", ")
            }
            Self::Time { at } => at.clone(),
            Self::Document { media_type, bytes, .. } => format!("document, {media_type}, {bytes} bytes"),
        }
    }
}

#[derive(Clone, PartialEq, Queryable, Selectable, Insertable, Serialize, ToSchema)]
#[diesel(table_name = observations)]
pub struct Observation {
    pub id: ObservationId,
    #[serde(skip)]
    pub result_id: ResultId,
    #[serde(skip)]
    pub patient_id: PatientId,
    #[serde(skip)]
    pub message_id: Uuid,
    #[serde(skip)]
    pub position: i32,
    /// OBX-3: LOINC where it is named, else the laboratory's own code.
    pub code: String,
    /// The coding system of `code`; `LN` is LOINC.
    pub system: String,
    pub name: String,
    /// OBX-4: tells apart observations of one code.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub sub_id: String,
    #[serde(rename = "value")]
    pub reading: Reading,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
    /// The reference range, in the laboratory's words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub range: Option<String>,
    /// OBX-8 (table 0078).
    pub flags: Vec<String>,
    pub severity: Severity,
    pub status: ObservationStatus,
    pub observed_at: DateTime<Utc>,
    /// When the laboratory said so.
    pub stated_at: DateTime<Utc>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub performer: Option<String>,
    pub notes: Vec<String>,
    /// Since when another value stands in its place.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub superseded_at: Option<DateTime<Utc>>,
}
