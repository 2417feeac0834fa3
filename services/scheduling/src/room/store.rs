//! Rooms and devices in the database.

use super::{Choice, Room, RoomKind};
use crate::schema::rooms;
use crate::visit_type::VisitType;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use model::{LocationId, RoomId};
use platform::Tx;
use platform::page::{Cursor, Limit};
use std::collections::HashMap;

pub async fn insert(tx: &mut Tx, room: &Room) -> QueryResult<()> {
    diesel::insert_into(rooms::table).values(room).execute(tx).await.map(|_| ())
}

pub async fn find(tx: &mut Tx, kind: RoomKind, id: RoomId) -> QueryResult<Option<Room>> {
    let found = rooms::table.find(id).filter(rooms::kind.eq(kind));
    found.select(Room::as_select()).first(tx).await.optional()
}

/// Which of these there are.
pub async fn known(tx: &mut Tx, kind: RoomKind, ids: &[RoomId]) -> QueryResult<Vec<RoomId>> {
    let known = rooms::table.filter(rooms::id.eq_any(ids)).filter(rooms::kind.eq(kind));
    known.select(rooms::id).load(tx).await
}

pub async fn list(
    tx: &mut Tx,
    kind: RoomKind,
    location: Option<LocationId>,
    cursor: Option<Cursor>,
    limit: Limit,
) -> QueryResult<Vec<Room>> {
    let mut query =
        rooms::table.filter(rooms::kind.eq(kind)).select(Room::as_select()).order(rooms::id).into_boxed();
    if let Some(location) = location {
        query = query.filter(rooms::location_id.eq(location));
    }
    if let Some(Cursor(after)) = cursor {
        query = query.filter(rooms::id.gt(RoomId(after)));
    }
    query.limit(limit.and_one()).load(tx).await
}

/// What a kind of visit needs at each location that has any of it, in the order the visit type names them.
pub async fn choices(tx: &mut Tx, visit: &VisitType) -> QueryResult<HashMap<LocationId, Choice>> {
    let wanted: Vec<RoomId> = visit.room_ids.iter().chain(&visit.device_ids).copied().collect();
    let mut choices: HashMap<LocationId, Choice> = HashMap::new();
    if wanted.is_empty() {
        return Ok(choices);
    }
    let found = rooms::table.filter(rooms::id.eq_any(&wanted)).select((rooms::id, rooms::location_id));
    let places: HashMap<RoomId, LocationId> =
        found.load::<(RoomId, LocationId)>(tx).await?.into_iter().collect();
    for (ids, kind) in [(&visit.room_ids, RoomKind::Room), (&visit.device_ids, RoomKind::Device)] {
        for id in ids {
            let Some(place) = places.get(id) else { continue };
            let choice = choices.entry(*place).or_default();
            let of_kind = match kind {
                RoomKind::Room => &mut choice.rooms,
                RoomKind::Device => &mut choice.devices,
            };
            of_kind.get_or_insert_default().push(*id);
        }
    }
    Ok(choices)
}
