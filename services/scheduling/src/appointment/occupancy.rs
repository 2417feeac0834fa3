//! Who is taken when: the rows the exclusion constraint guards.

use crate::visit_type::VisitType;
use chrono::{DateTime, Duration, Utc};
use diesel::QueryableByName;
use diesel::prelude::OptionalExtension;
use diesel::result::QueryResult;
use diesel::sql_types::{Array, Nullable, Timestamptz, Uuid as SqlUuid};
use diesel_async::RunQueryDsl;
use model::{AppointmentId, HoldId, PractitionerId};
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

    pub fn overlaps(&self, other: &Span) -> bool {
        self.start < other.end && other.start < self.end
    }
}

/// Whose time it takes.
pub enum Taker {
    Appointment(AppointmentId),
    Hold(HoldId, DateTime<Utc>),
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

pub async fn free(tx: &mut Tx, appointment: AppointmentId) -> QueryResult<()> {
    diesel::sql_query("DELETE FROM occupancy WHERE practice_id = practice() AND appointment_id = $1")
        .bind::<SqlUuid, _>(appointment)
        .execute(tx)
        .await
        .map(|_| ())
}

#[derive(QueryableByName)]
struct Taken {
    #[diesel(sql_type = SqlUuid)]
    resource_id: PractitionerId,
    #[diesel(sql_type = Timestamptz)]
    start_at: DateTime<Utc>,
    #[diesel(sql_type = Timestamptz)]
    end_at: DateTime<Utc>,
}

/// What of these practitioners' time is taken in a span; expired holds take nothing.
pub async fn taken(
    tx: &mut Tx,
    practitioners: &[PractitionerId],
    span: Span,
    now: DateTime<Utc>,
) -> QueryResult<Vec<(PractitionerId, Span)>> {
    let rows: Vec<Taken> = diesel::sql_query(
        "SELECT resource_id, lower(during) AS start_at, upper(during) AS end_at FROM occupancy \
         WHERE practice_id = practice() AND resource_id = ANY($1) AND during && tstzrange($2, $3) \
         AND (expires_at IS NULL OR expires_at > $4) ORDER BY lower(during)",
    )
    .bind::<Array<SqlUuid>, _>(practitioners)
    .bind::<Timestamptz, _>(span.start)
    .bind::<Timestamptz, _>(span.end)
    .bind::<Timestamptz, _>(now)
    .load(tx)
    .await?;
    Ok(rows.into_iter().map(|t| (t.resource_id, Span { start: t.start_at, end: t.end_at })).collect())
}
