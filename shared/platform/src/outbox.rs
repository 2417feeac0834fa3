//! Announcing a fact: a row in the caller's transaction, published afterwards by the relay.

use crate::context::Context;
use crate::db::Tx;
use diesel::QueryableByName;
use diesel::result::QueryResult;
use diesel::sql_types::{Array, BigInt, Jsonb, Nullable, SmallInt, Text, Uuid};
use diesel_async::RunQueryDsl;
use model::{Event, EventId};

/// Streams are spread over this many partitions; a relay owns whole partitions.
pub const PARTITIONS: i16 = 16;

#[derive(QueryableByName)]
struct Numbered {
    #[diesel(sql_type = BigInt)]
    seq: i64,
}

/// Announces a fact together with what the caller's transaction changes; answers its number in the stream.
///
/// What the same transaction intends to tell the outside world afterwards has this fact as its cause.
/// Taking the number locks the stream's row until commit: commit order is sequence order, and a rollback leaves no gap.
pub async fn put<E: Event>(tx: &mut Tx, event: &E) -> QueryResult<i64> {
    let stream = event.subject();
    let data =
        serde_json::to_value(event).map_err(|e| diesel::result::Error::SerializationError(Box::new(e)))?;
    let numbered: Numbered = diesel::sql_query(
        "WITH numbered AS ( \
           INSERT INTO stream (name, seq) VALUES ($1, 1) \
           ON CONFLICT (practice_id, name) DO UPDATE SET seq = stream.seq + 1 RETURNING seq) \
         INSERT INTO outbox (event_id, stream, seq, part, kind, data, trace, cause) \
         SELECT $2, $1, seq, $3, $4, $5, current_setting('app.trace'), nullif(current_setting('app.cause'), '')::uuid \
         FROM numbered RETURNING seq, set_config('app.announced', event_id::text, true)",
    )
    .bind::<Text, _>(&stream)
    .bind::<Uuid, _>(crate::mint::<EventId>())
    .bind::<SmallInt, _>(partition(&stream))
    .bind::<Text, _>(E::KIND)
    .bind::<Jsonb, _>(data)
    .get_result(tx)
    .await?;
    Ok(numbered.seq)
}

/// Announces facts of as many streams at once, each as what follows from its own context.
///
/// No two of them may be of one stream, and whoever announces several this way takes the streams in one order.
pub async fn put_all<E: Event>(tx: &mut Tx, facts: &[(Context, E)]) -> QueryResult<()> {
    if facts.is_empty() {
        return Ok(());
    }
    let mut facts: Vec<(String, &Context, &E)> =
        facts.iter().map(|(context, fact)| (fact.subject(), context, fact)).collect();
    facts.sort_unstable_by(|(one, ..), (other, ..)| one.cmp(other));
    let data: Result<Vec<_>, _> = facts.iter().map(|(.., fact)| serde_json::to_value(fact)).collect();
    let data = data.map_err(|e| diesel::result::Error::SerializationError(Box::new(e)))?;
    let streams: Vec<&str> = facts.iter().map(|(stream, ..)| stream.as_str()).collect();
    let parts: Vec<i16> = streams.iter().map(|stream| partition(stream)).collect();
    let ids: Vec<uuid::Uuid> = facts.iter().map(|_| crate::mint()).collect();
    let traces: Vec<&str> = facts.iter().map(|(_, context, _)| context.trace.as_str()).collect();
    let causes: Vec<Option<EventId>> = facts.iter().map(|(_, context, _)| context.cause).collect();
    diesel::sql_query(
        "WITH fact AS (SELECT * FROM unnest($1, $2, $3, $4, $5, $6) AS fact (stream, id, part, data, trace, cause)), \
         numbered AS ( \
           INSERT INTO stream (name, seq) SELECT stream, 1 FROM fact ORDER BY stream \
           ON CONFLICT (practice_id, name) DO UPDATE SET seq = stream.seq + 1 RETURNING name, seq) \
         INSERT INTO outbox (event_id, stream, seq, part, kind, data, trace, cause) \
         SELECT id, stream, seq, part, $7, data, trace, cause FROM fact JOIN numbered ON name = stream",
    )
    .bind::<Array<Text>, _>(&streams)
    .bind::<Array<Uuid>, _>(ids)
    .bind::<Array<SmallInt>, _>(parts)
    .bind::<Array<Jsonb>, _>(data)
    .bind::<Array<Text>, _>(traces)
    .bind::<Array<Nullable<Uuid>>, _>(causes)
    .bind::<Text, _>(E::KIND)
    .execute(tx)
    .await
    .map(|_| ())
}

/// The same stream always falls into the same partition (FNV-1a, stable across releases).
fn partition(stream: &str) -> i16 {
    let hash =
        stream.bytes().fold(0x811c_9dc5_u32, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193));
    (hash % u32::from(PARTITIONS.unsigned_abs())) as i16
}

/// Marks published facts as unpublished again: of a stream (`patient/…`), of all streams of a noun (`patient`), or all.
///
/// So a queue that was lost is refilled, and a service that begins to hear a noun gets what came before; listeners drop what
/// they know.
pub async fn replay(tx: &mut Tx, streams: Option<&str>) -> QueryResult<usize> {
    diesel::sql_query(
        "UPDATE outbox SET published_at = NULL WHERE published_at IS NOT NULL \
         AND ($1 IS NULL OR stream = $1 OR starts_with(stream, $1 || '/'))",
    )
    .bind::<Nullable<Text>, _>(streams)
    .execute(tx)
    .await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn partitions_are_stable_and_within_range() {
        assert_eq!(partition("patient/1"), partition("patient/1"));
        let all: std::collections::BTreeSet<i16> =
            (0..1000).map(|n| partition(&format!("patient/{n}"))).collect();
        assert_eq!(all.into_iter().collect::<Vec<_>>(), (0..PARTITIONS).collect::<Vec<_>>());
    }
}
