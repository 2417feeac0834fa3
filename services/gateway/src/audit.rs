//! The audit trail: one entry a request whose client is known, written behind the answer's back.

mod store;

pub use store::write;

use crate::access::Access;
use crate::metrics::Metrics;
use chrono::{DateTime, Utc};
use diesel::Insertable;
use model::PracticeId;
use std::sync::Arc;
use tokio::sync::mpsc;

/// How many entries wait while the database is away.
const WAITING: usize = 10_000;
/// The client hung up before there was an answer; the request may have taken effect all the same.
const NO_ANSWER: i16 = 499;

#[derive(Clone, Debug, Insertable)]
#[diesel(table_name = crate::schema::audit_events)]
pub struct AuditEvent {
    practice_id: PracticeId,
    occurred_at: DateTime<Utc>,
    client_id: String,
    operation: &'static str,
    method: &'static str,
    /// Without its query, which may hold names and dates of birth, and without the key of a link.
    path: String,
    status: i16,
    trace_id: String,
}

#[derive(Clone)]
pub struct Queue {
    waiting: mpsc::Sender<AuditEvent>,
    metrics: Arc<Metrics>,
}

pub struct Entries {
    waiting: mpsc::Receiver<AuditEvent>,
    metrics: Arc<Metrics>,
}

pub fn queue(metrics: Arc<Metrics>) -> (Queue, Entries) {
    let (sender, receiver) = mpsc::channel(WAITING);
    (Queue { waiting: sender, metrics: metrics.clone() }, Entries { waiting: receiver, metrics })
}

/// An entry being made; it is kept when dropped, however the request ended.
pub struct Entry {
    queue: Queue,
    event: AuditEvent,
}

impl Entry {
    pub fn begin(queue: &Queue, access: &Access, path: &str) -> Self {
        let event = AuditEvent {
            practice_id: access.bearer.practice,
            occurred_at: platform::now(),
            client_id: access.bearer.client.as_str().to_owned(),
            operation: access.operation.id,
            method: access.operation.method,
            path: access.operation.path_without_key(path),
            status: NO_ANSWER,
            trace_id: access.trace.id().to_owned(),
        };
        Self { queue: queue.clone(), event }
    }

    pub fn ended(&mut self, status: u16) {
        self.event.status = status.cast_signed();
    }
}

impl Drop for Entry {
    fn drop(&mut self) {
        if self.queue.waiting.try_send(self.event.clone()).is_err() {
            tracing::error!(operation = self.event.operation, "an audit entry was lost: the queue is full");
            self.queue.metrics.audit_entries_lost(1);
        }
    }
}
