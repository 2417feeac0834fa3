//! Where events are kept: once each, in one order a practice, never changed.

use super::{Happening, patient_of};
use crate::schema::events::{self, dsl};
use diesel::QueryableByName;
use diesel::prelude::*;
use diesel::sql_types::BigInt;
use diesel_async::RunQueryDsl;
use model::{Envelope, EventId, PatientId};
use platform::Tx;
use platform::page::Limit;
use serde_json::Value;
use uuid::Uuid;

#[derive(QueryableByName)]
struct Taken {
    #[diesel(sql_type = BigInt)]
    position: i64,
}

/// Keeps an event at the next position of its practice's feed.
pub async fn keep(tx: &mut Tx, envelope: Envelope) -> anyhow::Result<()> {
    let taken: Taken = diesel::sql_query(
        "INSERT INTO feed (position) VALUES (1) \
         ON CONFLICT (practice_id) DO UPDATE SET position = feed.position + 1 RETURNING position",
    )
    .get_result(tx)
    .await?;
    diesel::insert_into(events::table)
        .values((
            dsl::event_id.eq(envelope.id),
            dsl::position.eq(taken.position),
            dsl::kind.eq(&envelope.kind),
            dsl::source.eq(&envelope.source),
            dsl::subject.eq(&envelope.subject),
            dsl::occurred_at.eq(envelope.time),
            dsl::cause.eq(envelope.cause),
            dsl::patient_id.eq(patient_of(&envelope)),
            dsl::envelope.eq(serde_json::to_value(&envelope)?),
        ))
        .on_conflict(dsl::event_id)
        .do_nothing()
        .execute(tx)
        .await?;
    Ok(())
}

/// Where in the feed an event stands.
pub async fn position_of(tx: &mut Tx, id: EventId) -> QueryResult<Option<i64>> {
    events::table.find(id).select(dsl::position).first(tx).await.optional()
}

/// The envelopes that follow a position, oldest first.
pub async fn after(tx: &mut Tx, position: i64, limit: Limit) -> QueryResult<Vec<(EventId, Value)>> {
    events::table
        .filter(dsl::position.gt(position))
        .order(dsl::position)
        .limit(limit.and_one())
        .select((dsl::event_id, dsl::envelope))
        .load(tx)
        .await
}

/// What happened to a patient after an earlier happening (or from the beginning), in order of time.
pub async fn of_patient(
    tx: &mut Tx,
    patient: PatientId,
    after: Option<Uuid>,
    limit: Limit,
) -> QueryResult<Vec<Happening>> {
    let columns = (dsl::event_id, dsl::kind, dsl::occurred_at, dsl::source, dsl::subject, dsl::cause);
    let mut query = events::table.filter(dsl::patient_id.eq(patient)).select(columns).into_boxed();
    if let Some(id) = after {
        let time: chrono::DateTime<chrono::Utc> =
            events::table.find(id).select(dsl::occurred_at).first(tx).await?;
        query =
            query.filter(dsl::occurred_at.gt(time).or(dsl::occurred_at.eq(time).and(dsl::event_id.gt(id))));
    }
    query.order((dsl::occurred_at, dsl::event_id)).limit(limit.and_one()).load(tx).await
}
