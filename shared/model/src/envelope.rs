//! The envelope every event travels in: CloudEvents 1.0 with the practice, the stream's sequence and the trace.

use crate::event::Event;
use crate::id::{EventId, PracticeId};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::Value;

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Envelope {
    pub specversion: String,
    pub id: EventId,
    /// The service that says it, as `/scheduling`.
    pub source: String,
    /// The kind of fact, as `appointment.booked`.
    #[serde(rename = "type")]
    pub kind: String,
    /// The stream, as `appointment/0190…`; within it `sequence` counts 1, 2, 3 without a gap.
    pub subject: String,
    pub sequence: i64,
    pub time: DateTime<Utc>,
    pub practice: PracticeId,
    /// W3C trace context of the request that caused the fact.
    pub traceparent: String,
    /// The event that made this one happen; absent when a person or a partner did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cause: Option<EventId>,
    pub data: Value,
}

impl Envelope {
    /// The fact inside, when it is of this kind and of the shape its type promises.
    pub fn open<E: Event>(&self) -> Result<E, serde_json::Error> {
        E::deserialize(&self.data)
    }
}
