//! The steps of a visit that leave its time where it is or give it up, one at a time, in a batch, or by policy.

use super::occupancy::store as occupancy;
use super::routes::record_as;
use super::{Appointment, CancelReason, Refusal, store};
use crate::visit_type::VisitType;
use chrono::{DateTime, Utc};
use diesel::QueryResult;
use model::Note;
use model::event::*;
use platform::{Problem, Tx, outbox};

/// What is to become of an appointment.
#[derive(Clone, Debug, PartialEq)]
pub enum Step {
    Arrive,
    Begin,
    Complete,
    Miss,
    Cancel { reason_code: CancelReason, note: Option<Note> },
}

impl Step {
    pub fn decide(
        &self,
        appointment: Appointment,
        visit: &VisitType,
        now: DateTime<Utc>,
    ) -> Result<Appointment, Refusal> {
        match self {
            Self::Arrive => appointment.arrive(),
            Self::Begin => appointment.begin(),
            Self::Complete => appointment.complete(),
            Self::Miss => appointment.miss(now),
            Self::Cancel { reason_code, note } => appointment.cancel(*reason_code, note.clone(), visit, now),
        }
    }

    /// Decides, keeps, announces and writes it down; the caller holds the appointment's row. A refusal changes nothing.
    pub async fn take(
        &self,
        tx: &mut Tx,
        client: &str,
        before: &Appointment,
        visit: &VisitType,
        now: DateTime<Utc>,
    ) -> Result<Appointment, Problem> {
        let after = self.decide(before.clone(), visit, now)?;
        if !after.state.occupies() {
            occupancy::free(tx, &[after.id]).await?;
        }
        self.announce(tx, after.snapshot()).await?;
        store::update(tx, &after).await?;
        record_as(tx, client, self.written(), Some(before), &after, now).await?;
        Ok(after)
    }

    async fn announce(&self, tx: &mut Tx, now: AppointmentSnapshot) -> QueryResult<i64> {
        match self {
            Self::Arrive => outbox::put(tx, &AppointmentArrived(now)).await,
            Self::Begin => outbox::put(tx, &AppointmentBegun(now)).await,
            Self::Complete => outbox::put(tx, &AppointmentCompleted(now)).await,
            Self::Miss => outbox::put(tx, &AppointmentNoShow(now)).await,
            Self::Cancel { .. } => outbox::put(tx, &AppointmentCancelled(now)).await,
        }
    }

    /// How the history calls it: by the operation that takes it alone.
    const fn written(&self) -> &'static str {
        match self {
            Self::Arrive => "arrive_appointment",
            Self::Begin => "begin_appointment",
            Self::Complete => "complete_appointment",
            Self::Miss => "mark_no_show",
            Self::Cancel { .. } => "cancel_appointment",
        }
    }
}
