//! Free starts, computed from rules and what is taken; a slot is never stored.

pub mod explain;
pub mod offer;
pub mod routes;
pub mod search;

use chrono::{DateTime, Utc};
use model::{LocationId, PractitionerId, RoomId};
use serde::Serialize;
use utoipa::ToSchema;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Slot {
    pub start: DateTime<Utc>,
    pub end: DateTime<Utc>,
    pub practitioner_id: PractitionerId,
    pub location_id: LocationId,
    /// A room that is free, where the visit type needs one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub room_id: Option<RoomId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub device_id: Option<RoomId>,
}

#[cfg(test)]
mod tests;
