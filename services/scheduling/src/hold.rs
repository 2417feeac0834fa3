//! A hold: a start kept free for a few minutes while a booking is being made.

pub mod routes;
pub mod store;

use crate::schema::holds;
use chrono::{DateTime, Duration, Utc};
use diesel::prelude::*;
use model::{HoldId, LocationId, PractitionerId, RoomId, VisitTypeId};
use serde::Serialize;
use utoipa::ToSchema;

/// How long a hold keeps the time.
pub const LASTS: Duration = Duration::minutes(10);

#[derive(Clone, Debug, PartialEq, Queryable, Selectable, Insertable, Serialize, ToSchema)]
#[diesel(table_name = holds)]
pub struct Hold {
    pub id: HoldId,
    pub practitioner_id: PractitionerId,
    pub location_id: LocationId,
    pub visit_type_id: VisitTypeId,
    pub start: DateTime<Utc>,
    /// Afterwards the time is free again.
    pub expires_at: DateTime<Utc>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub room_id: Option<RoomId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub device_id: Option<RoomId>,
}
