//! What has happened in the house, as the gateway heard it: the feed of a practice and the timeline of a patient.

pub mod routes;
pub mod store;

use chrono::{DateTime, Utc};
use diesel::Queryable;
use model::{Envelope, EventId, PatientId};
use serde::{Serialize, Serializer};
use serde_json::Value;
use utoipa::ToSchema;

/// A page of the feed, oldest first.
#[derive(Debug, Serialize, ToSchema)]
pub struct Feed {
    /// Whole envelopes (CloudEvents 1.0), as /asyncapi.json describes them.
    #[schema(value_type = Vec<Object>)]
    pub items: Vec<Value>,
    /// Give it as `after` for the next page; null when there is no more yet. The id of the last item does as well.
    pub next: Option<EventId>,
}

/// One thing that happened to a patient.
#[derive(Debug, PartialEq, Serialize, ToSchema, Queryable)]
pub struct Happening {
    pub event_id: EventId,
    /// As `appointment.booked`.
    pub kind: String,
    pub time: DateTime<Utc>,
    /// The service that said it, as `scheduling`.
    #[serde(serialize_with = "without_slash")]
    pub source: String,
    /// What it was about, as `appointment/0190…`.
    pub subject: String,
    /// The event that made it happen; null when a person or a partner did.
    pub cause: Option<EventId>,
}

fn without_slash<S: Serializer>(source: &str, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(source.trim_start_matches('/'))
}

/// Whom an event is about, when it is about a patient.
fn patient_of(envelope: &Envelope) -> Option<PatientId> {
    envelope.data.get("patient_id")?.as_str()?.parse().ok()
}
