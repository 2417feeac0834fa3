//! What happened to a prescription, in order, by whom.

pub mod store;

use crate::prescription::{Prescription, Status};
use crate::schema::prescription_history;
use chrono::{DateTime, Utc};
use diesel::prelude::*;
use model::PrescriptionId;
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

    pub fn note(self, note: Option<String>) -> Self {
        Self { note, ..self }
    }
}
