//! A practitioner's time that somebody gave up.

use super::rank::Ranking;
use crate::appointment::occupancy::Span;
use crate::schema::freed_times;
use chrono::{DateTime, Utc};
use diesel::prelude::*;
use model::{AppointmentId, FreedTimeId, LocationId, PractitionerId};
use serde::Serialize;
use utoipa::ToSchema;

#[derive(Clone, Debug, PartialEq, Queryable, Selectable, Serialize, ToSchema)]
#[diesel(table_name = freed_times)]
pub struct FreedTime {
    pub id: FreedTimeId,
    pub practitioner_id: PractitionerId,
    pub location_id: LocationId,
    /// Whose time it was.
    pub appointment_id: AppointmentId,
    /// With the time before and after the visit.
    #[diesel(column_name = start_at)]
    pub start: DateTime<Utc>,
    #[diesel(column_name = end_at)]
    pub end: DateTime<Utc>,
    pub freed_at: DateTime<Utc>,
    /// When the next look at it is due; absent while nobody waits who could want it, and when it is over.
    #[diesel(column_name = due_at)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next_look: Option<DateTime<Utc>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub looked_at: Option<DateTime<Utc>>,
    /// What the last look found: the first is offered a start; the others wait, or are passed over.
    pub ranking: Ranking,
}

impl FreedTime {
    pub fn span(&self) -> Span {
        Span { start: self.start, end: self.end }
    }
}
