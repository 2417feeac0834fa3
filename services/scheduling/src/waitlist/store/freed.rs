//! Freed time in the database; `occupancy::store::free` writes it.

use crate::schema::freed_times::{self, table};
use crate::waitlist::freed::FreedTime;
use crate::waitlist::rank::Ranking;
use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use model::{FreedTimeId, PractitionerId};
use platform::Tx;
use platform::page::{Cursor, Limit};

/// Locked to the end of the transaction; none where somebody else looks at it or has.
pub async fn find_due(tx: &mut Tx, id: FreedTimeId, now: DateTime<Utc>) -> QueryResult<Option<FreedTime>> {
    let due = table.find(id).filter(freed_times::due_at.le(now));
    due.select(FreedTime::as_select()).for_update().skip_locked().first(tx).await.optional()
}

/// Keeps what a look found, and when the next one is due.
pub async fn keep_look(
    tx: &mut Tx,
    id: FreedTimeId,
    ranking: &Ranking,
    now: DateTime<Utc>,
    due: Option<DateTime<Utc>>,
) -> QueryResult<()> {
    let look =
        (freed_times::ranking.eq(ranking), freed_times::looked_at.eq(now), freed_times::due_at.eq(due));
    diesel::update(table.find(id)).set(look).execute(tx).await.map(|_| ())
}

pub async fn put_off(tx: &mut Tx, id: FreedTimeId, due: Option<DateTime<Utc>>) -> QueryResult<()> {
    diesel::update(table.find(id)).set(freed_times::due_at.eq(due)).execute(tx).await.map(|_| ())
}

/// What could serve another at the same start: a group has more seats.
pub async fn wake_at(
    tx: &mut Tx,
    practitioner: PractitionerId,
    start: DateTime<Utc>,
    now: DateTime<Utc>,
) -> QueryResult<()> {
    let there = table
        .filter(freed_times::practitioner_id.eq(practitioner))
        .filter(freed_times::end_at.gt(now.max(start)))
        .filter(freed_times::start_at.le(start));
    diesel::update(there).set(freed_times::due_at.eq(now)).execute(tx).await.map(|_| ())
}

/// All that is still to come, once offers are made again.
pub async fn wake_all(tx: &mut Tx, now: DateTime<Utc>) -> QueryResult<()> {
    let coming = table.filter(freed_times::end_at.gt(now));
    diesel::update(coming).set(freed_times::due_at.eq(now)).execute(tx).await.map(|_| ())
}

pub async fn list(
    tx: &mut Tx,
    practitioner: Option<PractitionerId>,
    from: Option<DateTime<Utc>>,
    cursor: Option<Cursor>,
    limit: Limit,
) -> QueryResult<Vec<FreedTime>> {
    let mut query = table.select(FreedTime::as_select()).order(freed_times::id).into_boxed();
    if let Some(practitioner) = practitioner {
        query = query.filter(freed_times::practitioner_id.eq(practitioner));
    }
    if let Some(from) = from {
        query = query.filter(freed_times::end_at.gt(from));
    }
    if let Some(Cursor(after)) = cursor {
        query = query.filter(freed_times::id.gt(FreedTimeId(after)));
    }
    query.limit(limit.and_one()).load(tx).await
}
