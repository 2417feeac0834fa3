//! The inbox: an event's effect happens once, in the order of its stream, whatever the bus does.

use crate::db::Tx;
use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel::result::QueryResult;
use diesel::sql_types::{BigInt, Jsonb, Nullable, Text, Timestamptz, Uuid};
use diesel_async::RunQueryDsl;
use model::{Envelope, EventId};

/// What the inbox says of an event before its effect.
#[derive(Debug, PartialEq, Eq)]
pub enum Admission {
    /// The next of its stream: apply it in this transaction.
    Apply,
    /// Its effect is committed, or it waits already.
    Known,
    /// It came before its predecessor: kept until that has come.
    Deferred,
}

#[derive(QueryableByName)]
struct LastSeq {
    #[diesel(sql_type = BigInt)]
    last_seq: i64,
}

/// Decides and records; the cursor row stays locked to the end of the transaction.
pub async fn admit(tx: &mut Tx, envelope: &Envelope) -> QueryResult<Admission> {
    let last = lock_cursor(tx, &envelope.subject).await?;
    if envelope.sequence <= last {
        return Ok(Admission::Known);
    }
    if envelope.sequence > last + 1 {
        let new = record(tx, envelope, Record::Deferred).await?;
        return Ok(if new { Admission::Deferred } else { Admission::Known });
    }
    let new = record(tx, envelope, Record::Applied).await?;
    if !new && !claim_waiting(tx, envelope.id).await? {
        return Ok(Admission::Known);
    }
    advance(tx, envelope).await?;
    Ok(Admission::Apply)
}

/// Keeps an event that cannot be applied, with the cause; its stream waits behind it until it is replayed.
pub async fn park(tx: &mut Tx, envelope: &Envelope, cause: &str) -> QueryResult<()> {
    if !record(tx, envelope, Record::Parked(cause)).await? {
        diesel::sql_query(
            "UPDATE inbox SET state = 'parked', cause = $2 WHERE event_id = $1 AND state = 'deferred'",
        )
        .bind::<Uuid, _>(envelope.id)
        .bind::<Text, _>(cause)
        .execute(tx)
        .await?;
    }
    Ok(())
}

/// Lets a parked event be tried again.
pub async fn replay(tx: &mut Tx, event: EventId) -> QueryResult<bool> {
    let changed = diesel::sql_query(
        "UPDATE inbox SET state = 'deferred', cause = NULL WHERE event_id = $1 AND state = 'parked'",
    )
    .bind::<Uuid, _>(event)
    .execute(tx)
    .await?;
    Ok(changed == 1)
}

#[derive(QueryableByName)]
struct Waiting {
    #[diesel(sql_type = Jsonb)]
    body: serde_json::Value,
}

/// Deferred events whose predecessor has come.
pub async fn ripe(tx: &mut Tx) -> QueryResult<Vec<Envelope>> {
    let rows: Vec<Waiting> = diesel::sql_query(
        "SELECT body FROM inbox i LEFT JOIN stream_cursor c USING (practice_id, stream) \
         WHERE state = 'deferred' AND i.seq <= coalesce(c.last_seq, 0) + 1 ORDER BY i.stream, i.seq LIMIT 100",
    )
    .load(tx)
    .await?;
    Ok(rows.into_iter().filter_map(|row| serde_json::from_value(row.body).ok()).collect())
}

/// Streams whose next fact has not come, though later ones did: a queue was lost, or the noun is new to this service.
#[derive(Debug, PartialEq, Eq, QueryableByName)]
pub struct Gap {
    #[diesel(sql_type = Text)]
    pub noun: String,
    /// The service that announces it, as in `/eligibility`.
    #[diesel(sql_type = Text)]
    pub source: String,
    #[diesel(sql_type = BigInt)]
    pub streams: i64,
}

/// By noun, where something waited for its predecessor since before this moment. Behind a parked fact there is no gap.
pub async fn gaps(tx: &mut Tx, before: DateTime<Utc>) -> QueryResult<Vec<Gap>> {
    diesel::sql_query(
        "SELECT split_part(stream, '/', 1) AS noun, coalesce(body->>'source', '') AS source, \
           count(DISTINCT (practice_id, stream)) AS streams \
         FROM inbox i WHERE state = 'deferred' AND received_at < $1 AND NOT EXISTS (SELECT 1 FROM inbox parked \
           WHERE parked.practice_id = i.practice_id AND parked.stream = i.stream AND parked.state = 'parked') \
         GROUP BY 1, 2 ORDER BY 1, 2",
    )
    .bind::<Timestamptz, _>(before)
    .load(tx)
    .await
}

async fn lock_cursor(tx: &mut Tx, stream: &str) -> QueryResult<i64> {
    diesel::sql_query("INSERT INTO stream_cursor (stream, last_seq) VALUES ($1, 0) ON CONFLICT DO NOTHING")
        .bind::<Text, _>(stream)
        .execute(tx)
        .await?;
    let row: LastSeq = diesel::sql_query(
        "SELECT last_seq FROM stream_cursor WHERE practice_id = practice() AND stream = $1 FOR UPDATE",
    )
    .bind::<Text, _>(stream)
    .get_result(tx)
    .await?;
    Ok(row.last_seq)
}

enum Record<'a> {
    Applied,
    Deferred,
    Parked(&'a str),
}

/// True when the event was not known yet.
async fn record(tx: &mut Tx, envelope: &Envelope, record: Record<'_>) -> QueryResult<bool> {
    let body =
        serde_json::to_value(envelope).map_err(|e| diesel::result::Error::SerializationError(Box::new(e)))?;
    let (state, body, cause) = match record {
        Record::Applied => ("applied", None, None),
        Record::Deferred => ("deferred", Some(body), None),
        Record::Parked(cause) => ("parked", Some(body), Some(cause)),
    };
    let inserted = diesel::sql_query(
        "INSERT INTO inbox (event_id, stream, seq, kind, state, body, cause) VALUES ($1, $2, $3, $4, $5, $6, $7) \
         ON CONFLICT (event_id) DO NOTHING",
    )
    .bind::<Uuid, _>(envelope.id)
    .bind::<Text, _>(&envelope.subject)
    .bind::<BigInt, _>(envelope.sequence)
    .bind::<Text, _>(&envelope.kind)
    .bind::<Text, _>(state)
    .bind::<Nullable<Jsonb>, _>(body)
    .bind::<Nullable<Text>, _>(cause)
    .execute(tx)
    .await?;
    Ok(inserted == 1)
}

async fn claim_waiting(tx: &mut Tx, event: EventId) -> QueryResult<bool> {
    let claimed = diesel::sql_query(
        "UPDATE inbox SET state = 'applied', body = NULL WHERE event_id = $1 AND state = 'deferred'",
    )
    .bind::<Uuid, _>(event)
    .execute(tx)
    .await?;
    Ok(claimed == 1)
}

async fn advance(tx: &mut Tx, envelope: &Envelope) -> QueryResult<()> {
    diesel::sql_query("UPDATE stream_cursor SET last_seq = $2 WHERE practice_id = practice() AND stream = $1")
        .bind::<Text, _>(&envelope.subject)
        .bind::<BigInt, _>(envelope.sequence)
        .execute(tx)
        .await
        .map(|_| ())
}
