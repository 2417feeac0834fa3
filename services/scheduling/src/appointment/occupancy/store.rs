//! Taking and giving up time: the rows the exclusion constraints guard.

use super::{Blocker, Need, Span, Stay, Taken, Taker};
use chrono::{DateTime, Duration, Utc};
use diesel::QueryableByName;
use diesel::result::QueryResult;
use diesel::sql_types::{Array, BigInt, Bool, Nullable, SmallInt, Timestamptz, Uuid as SqlUuid};
use diesel_async::RunQueryDsl;
use model::{AppointmentId, LocationId};
use platform::Tx;
use uuid::Uuid;

/// Who may be at work on the same resources at the same time.
#[derive(Clone, Copy)]
pub enum Beside {
    /// For those who only take time, in the order of the resources' ids and then of time: nobody waits for somebody who
    /// waits for them.
    Others,
    /// For those who give up time and take other time: two of them could want what the other gave up.
    Nobody,
}

/// Waits for those at work on these resources, until the end of the transaction.
pub async fn enter(tx: &mut Tx, resources: &[Uuid], beside: Beside) -> QueryResult<()> {
    let mut resources = resources.to_vec();
    resources.sort_unstable();
    resources.dedup();
    let sql = match beside {
        Beside::Others => {
            "SELECT pg_advisory_xact_lock_shared(hashtextextended(practice()::text || id::text, 1)) \
             FROM unnest($1::uuid[]) AS id"
        }
        Beside::Nobody => {
            "SELECT pg_advisory_xact_lock(hashtextextended(practice()::text || id::text, 1)) \
             FROM unnest($1::uuid[]) AS id"
        }
    };
    diesel::sql_query(sql).bind::<Array<SqlUuid>, _>(resources).execute(tx).await.map(|_| ())
}

/// What a taker needs of one resource.
pub type Want = (Taker, Need);

/// A want that cannot be met.
#[derive(Debug)]
pub struct Lost {
    pub taker: Taker,
    pub blocker: Blocker,
}

/// Takes the time, all of it that is free, and answers what was not. Whoever loses one of its wants has to give up the
/// others.
///
/// Every row is inserted in the order of the resources' ids and then of time, by everybody, so that nobody waits for
/// somebody who waits for them.
pub async fn take(tx: &mut Tx, wants: &[Want], now: DateTime<Utc>) -> QueryResult<Vec<Lost>> {
    let mut wants = wants.to_vec();
    wants.sort_by_key(|(_, need)| (need.resource, need.span.start));
    share_sessions(tx, &wants).await?;
    clear_expired(tx, &wants, now).await?;
    let missed = insert(tx, &wants).await?;
    if missed.is_empty() {
        return Ok(Vec::new());
    }
    let missed: Vec<Want> = missed.into_iter().filter_map(|n| wants.get(n).copied()).collect();
    blockers(tx, &missed, now).await
}

/// Seats of a session are given out one after the other.
async fn share_sessions(tx: &mut Tx, wants: &[Want]) -> QueryResult<()> {
    let mut keys: Vec<Uuid> = wants
        .iter()
        .filter(|(_, need)| need.session.seats.is_some())
        .map(|(_, need)| need.session.key)
        .collect();
    keys.sort_unstable();
    keys.dedup();
    if keys.is_empty() { Ok(()) } else { enter(tx, &keys, Beside::Nobody).await }
}

/// A hold that has expired takes nothing, though its rows are still there.
async fn clear_expired(tx: &mut Tx, wants: &[Want], now: DateTime<Utc>) -> QueryResult<()> {
    let reach = |need: &Need| need.stay.map_or(need.span, |stay| stay.reach);
    let starts: Vec<DateTime<Utc>> = wants.iter().map(|(_, need)| reach(need).start - TRAVEL).collect();
    let ends: Vec<DateTime<Utc>> = wants.iter().map(|(_, need)| reach(need).end + TRAVEL).collect();
    diesel::sql_query(
        "DELETE FROM occupancy o USING unnest($1::uuid[], $2::timestamptz[], $3::timestamptz[]) AS w (resource, s, e) \
         WHERE o.practice_id = practice() AND o.resource_id = w.resource AND o.expires_at <= $4 \
         AND o.start_at > w.s - interval '1 day' AND o.start_at < w.e AND o.end_at > w.s",
    )
    .bind::<Array<SqlUuid>, _>(wants.iter().map(|(_, need)| need.resource).collect::<Vec<_>>())
    .bind::<Array<Timestamptz>, _>(starts)
    .bind::<Array<Timestamptz>, _>(ends)
    .bind::<Timestamptz, _>(now)
    .execute(tx)
    .await
    .map(|_| ())
}

/// Nobody travels longer between two locations: four hours out of one and four into the other.
const TRAVEL: Duration = Duration::hours(8);

#[derive(QueryableByName)]
struct Missed {
    #[diesel(sql_type = BigInt)]
    n: i64,
}

/// Inserts what fits; answers the places of those that do not.
async fn insert(tx: &mut Tx, wants: &[Want]) -> QueryResult<Vec<usize>> {
    let stay = |need: &Need| need.stay;
    let appointment = |taker: Taker| match taker {
        Taker::Appointment(id) => Some(id.0),
        Taker::Hold(..) => None,
    };
    let hold = |taker: Taker| match taker {
        Taker::Appointment(_) => None,
        Taker::Hold(id, expires) => Some((id.0, expires)),
    };
    let missed: Vec<Missed> = diesel::sql_query(
        "WITH wanted AS (SELECT * FROM unnest($1::uuid[], $2::timestamptz[], $3::timestamptz[], $4::uuid[], \
             $5::timestamptz[], $6::timestamptz[], $7::uuid[], $8::smallint[], $9::boolean[], $10::uuid[], $11::uuid[], \
             $12::timestamptz[]) WITH ORDINALITY \
           AS w (resource, s, e, location, reach_s, reach_e, session, seats, overbooked, appointment, hold, expires, n)), \
         seated AS (SELECT w.*, CASE WHEN w.overbooked THEN NULL ELSE \
             (SELECT min(k)::smallint FROM generate_series(0, w.seats - 1) AS k WHERE NOT EXISTS ( \
               SELECT FROM occupancy o WHERE o.practice_id = practice() AND o.resource_id = w.resource \
               AND o.session_id = w.session AND o.seat = k AND NOT o.overbooked)) END AS seat \
           FROM wanted w), \
         got AS (INSERT INTO occupancy (resource_id, start_at, end_at, location_id, reach_start, reach_end, session_id, \
             seat, overbooked, appointment_id, hold_id, expires_at) \
           SELECT resource, s, e, location, reach_s, reach_e, session, seat, overbooked, appointment, hold, expires \
           FROM seated w WHERE w.overbooked OR (w.seats IS NULL OR w.seat IS NOT NULL) AND NOT EXISTS ( \
             SELECT FROM occupancy o WHERE o.practice_id = practice() AND o.resource_id = w.resource AND o.overbooked \
             AND o.start_at > w.s - interval '1 day' AND o.start_at < w.e AND o.end_at > w.s) \
           ORDER BY n ON CONFLICT DO NOTHING RETURNING resource_id, coalesce(appointment_id, hold_id) AS taker) \
         SELECT n - 1 AS n FROM wanted w WHERE NOT EXISTS (SELECT FROM got g \
           WHERE g.resource_id = w.resource AND g.taker = coalesce(w.appointment, w.hold))",
    )
    .bind::<Array<SqlUuid>, _>(wants.iter().map(|(_, need)| need.resource).collect::<Vec<_>>())
    .bind::<Array<Timestamptz>, _>(wants.iter().map(|(_, need)| need.span.start).collect::<Vec<_>>())
    .bind::<Array<Timestamptz>, _>(wants.iter().map(|(_, need)| need.span.end).collect::<Vec<_>>())
    .bind::<Array<Nullable<SqlUuid>>, _>(
        wants.iter().map(|(_, need)| stay(need).map(|stay| stay.location.0)).collect::<Vec<_>>(),
    )
    .bind::<Array<Nullable<Timestamptz>>, _>(
        wants.iter().map(|(_, need)| stay(need).map(|stay| stay.reach.start)).collect::<Vec<_>>(),
    )
    .bind::<Array<Nullable<Timestamptz>>, _>(
        wants.iter().map(|(_, need)| stay(need).map(|stay| stay.reach.end)).collect::<Vec<_>>(),
    )
    .bind::<Array<SqlUuid>, _>(wants.iter().map(|(_, need)| need.session.key).collect::<Vec<_>>())
    .bind::<Array<Nullable<SmallInt>>, _>(wants.iter().map(|(_, need)| need.session.seats).collect::<Vec<_>>())
    .bind::<Array<Bool>, _>(wants.iter().map(|(_, need)| need.overbooked).collect::<Vec<_>>())
    .bind::<Array<Nullable<SqlUuid>>, _>(wants.iter().map(|(taker, _)| appointment(*taker)).collect::<Vec<_>>())
    .bind::<Array<Nullable<SqlUuid>>, _>(
        wants.iter().map(|(taker, _)| hold(*taker).map(|(id, _)| id)).collect::<Vec<_>>(),
    )
    .bind::<Array<Nullable<Timestamptz>>, _>(
        wants.iter().map(|(taker, _)| hold(*taker).map(|(_, expires)| expires)).collect::<Vec<_>>(),
    )
    .load(tx)
    .await?;
    Ok(missed.into_iter().filter_map(|missed| usize::try_from(missed.n).ok()).collect())
}

/// What blocks each of these wants now.
async fn blockers(tx: &mut Tx, wants: &[Want], now: DateTime<Utc>) -> QueryResult<Vec<Lost>> {
    let mut resources: Vec<Uuid> = wants.iter().map(|(_, need)| need.resource).collect();
    resources.dedup();
    let reach = |need: &Need| need.stay.map_or(need.span, |stay| stay.reach);
    let from = wants.iter().map(|(_, need)| reach(need).start).min();
    let to = wants.iter().map(|(_, need)| reach(need).end).max();
    let (Some(start), Some(end)) = (from, to) else { return Ok(Vec::new()) };
    let others = taken(tx, &resources, Span { start, end }, now).await?;
    let own: Vec<Uuid> = wants.iter().map(|(taker, _)| taker.id()).collect();
    let busy: super::busy::Busy = others.into_iter().filter(|(_, taken)| !own.contains(&taken.by)).collect();
    let lost = |(taker, need): &Want| {
        let gone = Blocker { whose: need.whose, elsewhere: false, by: None };
        Lost { taker: *taker, blocker: busy.blocker(need).unwrap_or(gone) }
    };
    Ok(wants.iter().map(lost).collect())
}

/// Gives up the time of appointments; what is still to come of a practitioner's is written down for the waitlist.
pub async fn free(tx: &mut Tx, appointments: &[AppointmentId]) -> QueryResult<()> {
    diesel::sql_query(
        "WITH gone AS (DELETE FROM occupancy WHERE practice_id = practice() AND appointment_id = ANY($1) \
           RETURNING appointment_id, resource_id, location_id, start_at, end_at) \
         INSERT INTO freed_times (id, practitioner_id, location_id, appointment_id, start_at, end_at, freed_at, due_at) \
         SELECT new.id, gone.resource_id, gone.location_id, gone.appointment_id, gone.start_at, gone.end_at, now(), now() \
         FROM unnest($1::uuid[], $2::uuid[]) AS new (appointment, id) JOIN gone ON gone.appointment_id = new.appointment \
         WHERE gone.location_id IS NOT NULL AND gone.end_at > now()",
    )
    .bind::<Array<SqlUuid>, _>(appointments)
    .bind::<Array<SqlUuid>, _>(appointments.iter().map(|_| platform::mint::<Uuid>()).collect::<Vec<_>>())
    .execute(tx)
    .await
    .map(|_| ())
}

/// Gives up whatever a taker has taken in this transaction.
pub async fn give_up(tx: &mut Tx, taker: Taker) -> QueryResult<()> {
    let sql = match taker {
        Taker::Appointment(_) => {
            "DELETE FROM occupancy WHERE practice_id = practice() AND appointment_id = $1"
        }
        Taker::Hold(..) => "DELETE FROM occupancy WHERE practice_id = practice() AND hold_id = $1",
    };
    diesel::sql_query(sql).bind::<SqlUuid, _>(taker.id()).execute(tx).await.map(|_| ())
}

#[derive(QueryableByName)]
struct Row {
    #[diesel(sql_type = SqlUuid)]
    resource_id: Uuid,
    #[diesel(sql_type = SqlUuid)]
    by: Uuid,
    #[diesel(sql_type = Timestamptz)]
    start_at: DateTime<Utc>,
    #[diesel(sql_type = Timestamptz)]
    end_at: DateTime<Utc>,
    #[diesel(sql_type = SqlUuid)]
    session_id: Uuid,
    #[diesel(sql_type = Nullable<SqlUuid>)]
    location_id: Option<LocationId>,
    #[diesel(sql_type = Nullable<Timestamptz>)]
    reach_start: Option<DateTime<Utc>>,
    #[diesel(sql_type = Nullable<Timestamptz>)]
    reach_end: Option<DateTime<Utc>>,
    #[diesel(sql_type = Bool)]
    overbooked: bool,
}

/// What of these resources' time is taken in or near a span, travel included; expired holds take nothing. Each resource
/// is named once.
pub async fn taken(
    tx: &mut Tx,
    resources: &[Uuid],
    span: Span,
    now: DateTime<Utc>,
) -> QueryResult<Vec<(Uuid, Taken)>> {
    let near = span.widened(TRAVEL);
    let rows: Vec<Row> = diesel::sql_query(
        "SELECT o.resource_id, coalesce(o.appointment_id, o.hold_id) AS by, o.start_at, o.end_at, o.session_id, \
         o.location_id, o.reach_start, o.reach_end, o.overbooked \
         FROM unnest($1::uuid[]) AS r (id) JOIN occupancy o ON o.practice_id = practice() AND o.resource_id = r.id \
         AND o.start_at > $2 AND o.start_at < $3 AND o.end_at > $4 AND (o.expires_at IS NULL OR o.expires_at > $5)",
    )
    .bind::<Array<SqlUuid>, _>(resources)
    .bind::<Timestamptz, _>(near.start - Duration::days(1))
    .bind::<Timestamptz, _>(near.end)
    .bind::<Timestamptz, _>(near.start)
    .bind::<Timestamptz, _>(now)
    .load(tx)
    .await?;
    Ok(rows.into_iter().map(|row| (row.resource_id, row.taken())).collect())
}

impl Row {
    fn taken(self) -> Taken {
        let stay = match (self.location_id, self.reach_start, self.reach_end) {
            (Some(location), Some(start), Some(end)) => Some(Stay { location, reach: Span { start, end } }),
            _ => None,
        };
        Taken {
            span: Span { start: self.start_at, end: self.end_at },
            by: self.by,
            session: self.session_id,
            stay,
            overbooked: self.overbooked,
        }
    }
}
