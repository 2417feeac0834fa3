//! The audit in the database, which hashes it.

use super::{AuditEntry, Happening};
use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel::sql_types::{Array, BigInt, Nullable, Text, Timestamptz, Uuid};
use diesel_async::RunQueryDsl;
use model::PrescriptionId;
use platform::Tx;
use platform::page::Limit;

const COLUMNS: &str = "seq, at, kind, actor, subject, outcome, note, encode(hash, 'hex') AS hash";

pub async fn record(tx: &mut Tx, happening: &Happening) -> QueryResult<()> {
    diesel::sql_query("SELECT audit_controlled($1, $2, $3, $4, $5)")
        .bind::<Text, _>(happening.kind.as_str())
        .bind::<Text, _>(&happening.actor)
        .bind::<Text, _>(&happening.subject)
        .bind::<Text, _>(happening.outcome)
        .bind::<Nullable<Text>, _>(&happening.note)
        .execute(tx)
        .await
        .map(|_| ())
}

/// Those of the prescriptions that are controlled substances: the same happened to each of them.
pub async fn record_controlled(
    tx: &mut Tx,
    of: &[PrescriptionId],
    (kind, actor): (super::AuditKind, &str),
    note: &str,
) -> QueryResult<()> {
    let ids: Vec<uuid::Uuid> = of.iter().map(|id| id.0).collect();
    diesel::sql_query(
        "SELECT audit_controlled($2, $3, 'prescription/' || id, 'refused', $4) FROM prescriptions \
         WHERE practice_id = practice() AND id = ANY($1) AND content->'medication'->>'schedule' <> 'none'",
    )
    .bind::<Array<Uuid>, _>(ids)
    .bind::<Text, _>(kind.as_str())
    .bind::<Text, _>(actor)
    .bind::<Text, _>(note)
    .execute(tx)
    .await
    .map(|_| ())
}

/// Once for each controlled substance whose signature does not hold, before its task is opened.
pub async fn record_tampering(tx: &mut Tx, of: &[PrescriptionId]) -> QueryResult<()> {
    let ids: Vec<uuid::Uuid> = of.iter().map(|id| id.0).collect();
    diesel::sql_query(
        "SELECT audit_controlled('unauthorized_change', 'unknown', 'prescription/' || p.id, 'found', 'the signature does not hold') \
         FROM prescriptions p WHERE p.practice_id = practice() AND p.id = ANY($1) \
           AND p.content->'medication'->>'schedule' <> 'none' AND NOT EXISTS ( \
             SELECT FROM tasks t WHERE t.practice_id = practice() AND t.kind = 'signature_broken' \
               AND t.subject = 'prescription/' || p.id AND t.is_open)",
    )
    .bind::<Array<Uuid>, _>(ids)
    .execute(tx)
    .await
    .map(|_| ())
}

pub async fn list(tx: &mut Tx, after: i64, limit: Limit) -> QueryResult<Vec<AuditEntry>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM controlled_audit WHERE practice_id = practice() AND seq > $1 ORDER BY seq LIMIT $2"
    );
    diesel::sql_query(sql).bind::<BigInt, _>(after).bind::<BigInt, _>(limit.and_one()).load(tx).await
}

pub async fn between(tx: &mut Tx, from: DateTime<Utc>, to: DateTime<Utc>) -> QueryResult<Vec<AuditEntry>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM controlled_audit WHERE practice_id = practice() AND at >= $1 AND at < $2 ORDER BY seq"
    );
    diesel::sql_query(sql).bind::<Timestamptz, _>(from).bind::<Timestamptz, _>(to).load(tx).await
}

#[derive(QueryableByName)]
struct Place {
    #[diesel(sql_type = BigInt)]
    seq: i64,
}

/// Entries of a time that do not follow from the one before: altered, or the one before is gone.
pub async fn torn(tx: &mut Tx, from: DateTime<Utc>, to: DateTime<Utc>) -> QueryResult<Vec<i64>> {
    let sql = "WITH first AS (SELECT min(seq) AS seq FROM controlled_audit \
             WHERE practice_id = practice() AND at >= $1 AND at < $2), \
         chain AS (SELECT a, lag(a.hash) OVER w AS before, lag(a.seq) OVER w AS number FROM controlled_audit a, first \
             WHERE a.practice_id = practice() AND a.seq >= first.seq - 1 AND a.at < $2 WINDOW w AS (ORDER BY a.seq)) \
         SELECT (a).seq AS seq FROM chain, first WHERE (a).seq >= first.seq AND ( \
             (a).hash <> controlled_audit_hash(before, a) OR ((a).seq > 1 AND number IS DISTINCT FROM (a).seq - 1)) \
         ORDER BY 1";
    let places = diesel::sql_query(sql).bind::<Timestamptz, _>(from).bind::<Timestamptz, _>(to);
    Ok(places.load::<Place>(tx).await?.into_iter().map(|place| place.seq).collect())
}

/// The number of the last entry; 0 when there is none.
pub async fn last(tx: &mut Tx) -> QueryResult<i64> {
    let sql = "SELECT coalesce(max(seq), 0) AS seq FROM controlled_audit WHERE practice_id = practice()";
    Ok(diesel::sql_query(sql).get_result::<Place>(tx).await?.seq)
}
