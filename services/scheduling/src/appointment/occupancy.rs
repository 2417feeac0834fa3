//! Who is taken when: the rows the exclusion constraint guards.

use crate::visit_type::VisitType;
use chrono::{DateTime, Duration, Utc};
use diesel::QueryableByName;
use diesel::prelude::OptionalExtension;
use diesel::result::QueryResult;
use diesel::sql_types::{Array, Nullable, Timestamptz, Uuid as SqlUuid};
use diesel_async::RunQueryDsl;
use model::{AppointmentId, HoldId};
use platform::Tx;
use uuid::Uuid;

/// Half-open: a visit may start the moment another ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    pub start: DateTime<Utc>,
    pub end: DateTime<Utc>,
}

impl Span {
    /// The visit with the practitioner's time before and after it.
    pub fn with_buffers(start: DateTime<Utc>, visit: &VisitType) -> Self {
        let minutes = |n: i32| Duration::minutes(n.into());
        Self {
            start: start - minutes(visit.buffer_before_minutes),
            end: start + minutes(visit.minutes + visit.buffer_after_minutes),
        }
    }

    /// The visit alone: buffers are the practitioner's.
    pub fn of_patient(start: DateTime<Utc>, visit: &VisitType) -> Self {
        Self { start, end: start + Duration::minutes(visit.minutes.into()) }
    }

    pub fn overlaps(&self, other: &Span) -> bool {
        self.start < other.end && other.start < self.end
    }
}

/// Whose time it takes.
pub enum Taker {
    Appointment(AppointmentId),
    Hold(HoldId, DateTime<Utc>),
}

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
pub async fn enter(tx: &mut Tx, mut resources: [Uuid; 2], beside: Beside) -> QueryResult<()> {
    resources.sort_unstable();
    let sql = match beside {
        Beside::Others => {
            "SELECT pg_advisory_xact_lock_shared(hashtextextended(practice()::text || $1::text, 1))"
        }
        Beside::Nobody => "SELECT pg_advisory_xact_lock(hashtextextended(practice()::text || $1::text, 1))",
    };
    for resource in resources {
        diesel::sql_query(sql).bind::<SqlUuid, _>(resource).execute(tx).await?;
    }
    Ok(())
}

/// What stands in the way.
#[derive(Debug, QueryableByName)]
pub struct Blocker {
    #[diesel(sql_type = Nullable<SqlUuid>)]
    pub appointment_id: Option<Uuid>,
    #[diesel(sql_type = Nullable<SqlUuid>)]
    pub hold_id: Option<Uuid>,
    #[diesel(sql_type = SqlUuid)]
    pub resource_id: Uuid,
}

/// Takes the time of a resource, or says what blocks it. Rows are taken in the order of the resources' ids by the caller.
pub async fn take(
    tx: &mut Tx,
    resource: Uuid,
    span: Span,
    taker: &Taker,
    now: DateTime<Utc>,
) -> QueryResult<Option<Blocker>> {
    clear_expired(tx, resource, span, now).await?;
    let (appointment, hold, expires) = match taker {
        Taker::Appointment(id) => (Some(id.0), None, None),
        Taker::Hold(id, expires) => (None, Some(id.0), Some(*expires)),
    };
    let inserted = diesel::sql_query(
        "INSERT INTO occupancy (resource_id, during, appointment_id, hold_id, expires_at) \
         VALUES ($1, tstzrange($2, $3), $4, $5, $6) ON CONFLICT DO NOTHING",
    )
    .bind::<SqlUuid, _>(resource)
    .bind::<Timestamptz, _>(span.start)
    .bind::<Timestamptz, _>(span.end)
    .bind::<Nullable<SqlUuid>, _>(appointment)
    .bind::<Nullable<SqlUuid>, _>(hold)
    .bind::<Nullable<Timestamptz>, _>(expires)
    .execute(tx)
    .await?;
    if inserted == 1 { Ok(None) } else { blocker(tx, resource, span).await.map(Some) }
}

async fn blocker(tx: &mut Tx, resource: Uuid, span: Span) -> QueryResult<Blocker> {
    let found: Option<Blocker> = diesel::sql_query(
        "SELECT appointment_id, hold_id, resource_id FROM occupancy \
         WHERE practice_id = practice() AND resource_id = $1 AND during && tstzrange($2, $3) ORDER BY during LIMIT 1",
    )
    .bind::<SqlUuid, _>(resource)
    .bind::<Timestamptz, _>(span.start)
    .bind::<Timestamptz, _>(span.end)
    .get_result(tx)
    .await
    .optional()?;
    // The one that blocked may have been given up in the meantime; the time was taken all the same.
    Ok(found.unwrap_or(Blocker { appointment_id: None, hold_id: None, resource_id: resource }))
}

async fn clear_expired(tx: &mut Tx, resource: Uuid, span: Span, now: DateTime<Utc>) -> QueryResult<()> {
    diesel::sql_query(
        "DELETE FROM occupancy WHERE practice_id = practice() AND resource_id = $1 \
         AND during && tstzrange($2, $3) AND expires_at <= $4",
    )
    .bind::<SqlUuid, _>(resource)
    .bind::<Timestamptz, _>(span.start)
    .bind::<Timestamptz, _>(span.end)
    .bind::<Timestamptz, _>(now)
    .execute(tx)
    .await
    .map(|_| ())
}

pub async fn free(tx: &mut Tx, appointments: &[AppointmentId]) -> QueryResult<()> {
    diesel::sql_query("DELETE FROM occupancy WHERE practice_id = practice() AND appointment_id = ANY($1)")
        .bind::<Array<SqlUuid>, _>(appointments)
        .execute(tx)
        .await
        .map(|_| ())
}

#[derive(QueryableByName)]
struct Row {
    #[diesel(sql_type = SqlUuid)]
    resource_id: Uuid,
    #[diesel(sql_type = Nullable<SqlUuid>)]
    by: Option<Uuid>,
    #[diesel(sql_type = Timestamptz)]
    start_at: DateTime<Utc>,
    #[diesel(sql_type = Timestamptz)]
    end_at: DateTime<Utc>,
}

/// A span that is taken, and the appointment or hold that has it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Taken {
    pub span: Span,
    pub by: Option<Uuid>,
}

/// What of these resources' time is taken in a span, earliest first; expired holds take nothing.
pub async fn taken(
    tx: &mut Tx,
    resources: &[Uuid],
    span: Span,
    now: DateTime<Utc>,
) -> QueryResult<Vec<(Uuid, Taken)>> {
    let rows: Vec<Row> = diesel::sql_query(
        "SELECT resource_id, coalesce(appointment_id, hold_id) AS by, lower(during) AS start_at, \
         upper(during) AS end_at FROM occupancy \
         WHERE practice_id = practice() AND resource_id = ANY($1) AND during && tstzrange($2, $3) \
         AND (expires_at IS NULL OR expires_at > $4) ORDER BY lower(during)",
    )
    .bind::<Array<SqlUuid>, _>(resources)
    .bind::<Timestamptz, _>(span.start)
    .bind::<Timestamptz, _>(span.end)
    .bind::<Timestamptz, _>(now)
    .load(tx)
    .await?;
    let taken = |row: Row| Taken { span: Span { start: row.start_at, end: row.end_at }, by: row.by };
    Ok(rows.into_iter().map(|row| (row.resource_id, taken(row))).collect())
}

#[derive(QueryableByName)]
struct Lost {
    #[diesel(sql_type = SqlUuid)]
    wanted_for: AppointmentId,
    #[diesel(sql_type = Nullable<SqlUuid>)]
    by: Option<Uuid>,
}

/// As `take`, for many appointments of one resource; answers those whose time is taken, with what has it. They are taken
/// in the order of time, as by everybody else, so that nobody waits for somebody who waits for them.
pub async fn take_all(
    tx: &mut Tx,
    resource: Uuid,
    wanted: &[(AppointmentId, Span)],
    now: DateTime<Utc>,
) -> QueryResult<Vec<(AppointmentId, Option<Uuid>)>> {
    let appointments: Vec<Uuid> = wanted.iter().map(|(id, _)| id.0).collect();
    let (starts, ends): (Vec<_>, Vec<_>) = wanted.iter().map(|(_, span)| (span.start, span.end)).unzip();
    diesel::sql_query(
        "DELETE FROM occupancy o USING unnest($2::timestamptz[], $3::timestamptz[]) AS w (s, e) \
         WHERE o.practice_id = practice() AND o.resource_id = $1 AND o.during && tstzrange(w.s, w.e) \
         AND o.expires_at <= $4",
    )
    .bind::<SqlUuid, _>(resource)
    .bind::<Array<Timestamptz>, _>(&starts)
    .bind::<Array<Timestamptz>, _>(&ends)
    .bind::<Timestamptz, _>(now)
    .execute(tx)
    .await?;
    let lost: Vec<Lost> = diesel::sql_query(
        "WITH wanted AS (SELECT * FROM unnest($2::uuid[], $3::timestamptz[], $4::timestamptz[]) AS w (id, s, e)), \
         got AS (INSERT INTO occupancy (resource_id, during, appointment_id) \
           SELECT $1, tstzrange(s, e), id FROM wanted ORDER BY s ON CONFLICT DO NOTHING RETURNING appointment_id) \
         SELECT w.id AS wanted_for, (SELECT coalesce(o.appointment_id, o.hold_id) FROM occupancy o \
           WHERE o.practice_id = practice() AND o.resource_id = $1 AND o.during && tstzrange(w.s, w.e) \
           ORDER BY o.during LIMIT 1) AS by \
         FROM wanted w WHERE w.id NOT IN (SELECT appointment_id FROM got)",
    )
    .bind::<SqlUuid, _>(resource)
    .bind::<Array<SqlUuid>, _>(&appointments)
    .bind::<Array<Timestamptz>, _>(&starts)
    .bind::<Array<Timestamptz>, _>(&ends)
    .load(tx)
    .await?;
    Ok(lost.into_iter().map(|lost| (lost.wanted_for, lost.by)).collect())
}
