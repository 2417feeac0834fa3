//! Holds in the database.

use super::Hold;
use crate::appointment::arrange::Arrangement;
use crate::appointment::occupancy::Taker;
use crate::schema::holds;
use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use model::{HoldId, PractitionerId};
use platform::{Problem, Tx};

/// Keeps the time of practitioner, room and device until it expires.
pub async fn place(
    tx: &mut Tx,
    id: HoldId,
    expires_at: DateTime<Utc>,
    wanted: &Arrangement<'_>,
    now: DateTime<Utc>,
) -> Result<Hold, Problem> {
    let mut hold = Hold {
        id,
        practitioner_id: wanted.practitioner,
        location_id: wanted.place.id,
        visit_type_id: wanted.visit.id,
        start: wanted.start,
        expires_at,
        room_id: None,
        device_id: None,
    };
    // What it takes refers to it, so it is there first; the rooms are known afterwards.
    diesel::insert_into(holds::table).values(&hold).execute(tx).await?;
    let to = wanted.take(tx, Taker::Hold(id, expires_at), now).await?;
    (hold.room_id, hold.device_id) = (to.room, to.device);
    if hold.room_id.is_some() || hold.device_id.is_some() {
        let rooms = (holds::room_id.eq(hold.room_id), holds::device_id.eq(hold.device_id));
        diesel::update(holds::table.find(id)).set(rooms).execute(tx).await?;
    }
    Ok(hold)
}

/// The hold a booking was made for; a hold on another time is refused.
///
/// One that has expired is as good as gone: the time is then free or taken like any other.
pub async fn fitting(
    tx: &mut Tx,
    id: HoldId,
    practitioner: PractitionerId,
    start: DateTime<Utc>,
) -> Result<Hold, Problem> {
    let fitting =
        holds::table.find(id).filter(holds::practitioner_id.eq(practitioner)).filter(holds::start.eq(start));
    let found: Option<Hold> = fitting.select(Hold::as_select()).first(tx).await.optional()?;
    found.ok_or_else(unknown)
}

/// Ends a hold so that the booking it was made for takes its time. Only who has entered may: else somebody who has could
/// wait for the time that is given up here, and be waited for.
pub async fn use_up(tx: &mut Tx, id: HoldId) -> Result<(), Problem> {
    match diesel::delete(holds::table.find(id)).execute(tx).await? {
        1 => Ok(()),
        _ => Err(unknown()),
    }
}

fn unknown() -> Problem {
    Problem::invalid("/hold_id", "names no hold on this practitioner and start")
}
