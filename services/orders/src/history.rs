//! What happened to a prescription, in order, by whom.

pub mod evidence;
pub mod store;

use crate::prescription::{Prescription, Status};
use crate::schema::prescription_history;
use chrono::{DateTime, SecondsFormat, Utc};
use diesel::prelude::*;
use model::PrescriptionId;
use platform::print::Html;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

/// Who did it.
#[derive(Clone)]
pub enum Actor {
    /// A client of the API.
    Client(String),
    /// The other side, by its SCRIPT address.
    Pharmacy(String),
    /// This service itself, sending.
    Courier,
}

impl Actor {
    fn name(&self) -> String {
        match self {
            Self::Client(client) => client.clone(),
            Self::Pharmacy(address) => format!("pharmacy {address}"),
            Self::Courier => "praxis".to_owned(),
        }
    }
}

#[derive(Clone, Queryable, Selectable, Insertable, Serialize, ToSchema)]
#[diesel(table_name = prescription_history)]
#[schema(as = PrescriptionEvent)]
pub struct Entry {
    #[serde(skip)]
    id: Uuid,
    #[serde(skip)]
    prescription_id: PrescriptionId,
    at: DateTime<Utc>,
    actor: String,
    change: String,
    /// The status after it.
    status: Status,
    #[serde(skip_serializing_if = "Option::is_none")]
    note: Option<String>,
}

impl Entry {
    pub fn new(id: Uuid, prescription: &Prescription, change: &str, by: &Actor, at: DateTime<Utc>) -> Self {
        Self {
            id,
            prescription_id: prescription.id,
            at,
            actor: by.name(),
            change: change.to_owned(),
            status: prescription.state.status(),
            note: None,
        }
    }

    /// When, who, what, the status after it, and the note, for print.
    pub fn texts(&self) -> [String; 5] {
        let at = self.at.format("%Y-%m-%d %H:%M UTC").to_string();
        let note = self.note.clone().unwrap_or_default();
        [at, self.actor.clone(), self.change.clone(), self.status.to_string(), note]
    }

    pub fn note(self, note: Option<String>) -> Self {
        Self { note, ..self }
    }

    pub fn prescription(&self) -> PrescriptionId {
        self.prescription_id
    }

    /// The status after it.
    pub fn status(&self) -> Status {
        self.status
    }

    /// A row of a table: when, who, what, then, note.
    pub fn row(&self) -> Html {
        let at = self.at.to_rfc3339_opts(SecondsFormat::Secs, true);
        let (actor, change, note) = (self.actor.clone(), self.change.clone(), self.note.clone());
        Html::row("td", [at, actor, change, self.status.to_string(), note.unwrap_or_default()])
    }
}
