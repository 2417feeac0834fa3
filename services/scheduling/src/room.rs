//! A room or a device: what a visit takes beside the people.

pub mod routes;
pub mod store;

use crate::schema::rooms;
use diesel::prelude::*;
use model::{LocationId, Name, RoomId, word_enum};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

word_enum! {
    /// What it is.
    RoomKind { Room = "room", Device = "device" }
}

#[derive(Clone, Debug, PartialEq, Queryable, Selectable, Insertable, Serialize, ToSchema)]
#[diesel(table_name = rooms)]
pub struct Room {
    pub id: RoomId,
    pub version: i64,
    pub kind: RoomKind,
    pub name: Name,
    /// Where it is; it does not travel.
    pub location_id: LocationId,
}

#[derive(Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CreateRoom {
    pub name: Name,
    pub location_id: LocationId,
}

impl Room {
    pub fn create(id: RoomId, kind: RoomKind, said: CreateRoom) -> Self {
        Self { id, version: 1, kind, name: said.name, location_id: said.location_id }
    }
}

/// The rooms and devices one of which a visit needs at a location; none where it needs none.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Choice {
    pub rooms: Option<Vec<RoomId>>,
    pub devices: Option<Vec<RoomId>>,
}

impl Choice {
    /// Everything that could be taken.
    pub fn all(&self) -> impl Iterator<Item = RoomId> {
        self.rooms.iter().chain(&self.devices).flatten().copied()
    }
}
