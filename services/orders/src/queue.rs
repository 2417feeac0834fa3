//! A prescription in the queue of a pharmacy that fetches by itself: who has it in hand, and what may be done with it.

pub mod asking;
mod counter;
pub mod decline;
pub mod hold;
mod keep;
mod parties;
mod printed;
pub mod recall;
mod refusal;
pub mod routes;
pub mod shown;
pub mod store;

pub use counter::{AtCounter, Step};
pub use decline::DeclineReason;
pub use hold::{Hold, Holder};
pub use keep::{keep, put, recall, take_all};
pub use parties::Parties;
pub use refusal::Refusal;

use crate::schema::queue_entries;
use chrono::{DateTime, NaiveDate, NaiveTime, TimeDelta, Utc};
use diesel::prelude::*;
use model::{PharmacyId, PrescriptionId};

/// How long a prescription may wait for a pharmacist before it counts as overdue.
const PATIENCE: TimeDelta = TimeDelta::hours(24);

/// A prescription's place in a pharmacy's queue.
#[derive(Clone, PartialEq, Queryable, Selectable)]
#[diesel(table_name = queue_entries)]
pub struct Entry {
    pub prescription_id: PrescriptionId,
    pub pharmacy_id: PharmacyId,
    /// Who is in it, as they were when it was signed.
    pub parties: Parties,
    pub put_at: DateTime<Utc>,
    /// When a pharmacist should have looked at it; none once one has.
    pub due_at: Option<DateTime<Utc>>,
    pub hold: Option<Hold>,
}
model::redacted!(Entry);

impl Entry {
    pub fn new(
        prescription: PrescriptionId,
        pharmacy: PharmacyId,
        parties: Parties,
        now: DateTime<Utc>,
    ) -> Self {
        Self {
            prescription_id: prescription,
            pharmacy_id: pharmacy,
            parties,
            put_at: now,
            due_at: Some(now + PATIENCE),
            hold: None,
        }
    }

    /// It need not be looked at long before it may be filled.
    pub fn not_before(self, first: NaiveDate) -> Self {
        let from = first.and_time(NaiveTime::MIN).and_utc();
        Self { due_at: self.due_at.map(|due| due.max(from + PATIENCE)), ..self }
    }

    /// The hold that still lasts.
    pub fn held(&self, now: DateTime<Utc>) -> Option<&Hold> {
        self.hold.as_ref().filter(|hold| hold.lasts(now))
    }

    pub fn is_overdue(&self, now: DateTime<Utc>) -> bool {
        self.due_at.is_some_and(|due| due < now)
    }
}
