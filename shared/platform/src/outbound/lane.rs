//! Lanes: intents that share one way out, taken, settled and put off by the dozen by the one process that drives the lane.
//!
//! Who drives is decided by session locks, which PostgreSQL frees when a process dies; whatever was taken by the one
//! that died is then known to be under nobody's hand.

use super::Intent;
use crate::db::{Db, Tx};
use crate::settings;
use diesel::QueryableByName;
use diesel::result::QueryResult;
use diesel::sql_types::{Array, BigInt, Bool, SmallInt, Text, Uuid as SqlUuid};
use diesel_async::{AsyncConnection, AsyncPgConnection, RunQueryDsl};
use model::PracticeId;
use std::ops::RangeInclusive;
use std::time::Duration;
use uuid::Uuid;

/// How long what is taken stays taken when its driver neither settles nor puts it off.
const LEASE_SECONDS: i64 = 120;

/// Before everything else, or when its turn comes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[repr(i16)]
pub enum Urgency {
    /// Somebody waits for it.
    Now = 0,
    /// One of many.
    Queued = 1,
}

/// A lane with something in it, and whose it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, QueryableByName)]
pub struct Lane {
    #[diesel(sql_type = SqlUuid)]
    pub practice_id: PracticeId,
    #[diesel(sql_type = SqlUuid)]
    pub lane: Uuid,
}

/// Commits intents, each a subject with its key; keys that are there already are left as they are.
pub async fn intend(
    tx: &mut Tx,
    kind: &str,
    (lane, urgency): (Uuid, Urgency),
    intents: &[(Uuid, String)],
) -> QueryResult<()> {
    let ids: Vec<Uuid> = intents.iter().map(|_| crate::mint()).collect();
    let (subjects, keys): (Vec<Uuid>, Vec<&str>) =
        intents.iter().map(|(subject, key)| (*subject, key.as_str())).unzip();
    diesel::sql_query(
        "INSERT INTO outbound (id, kind, lane, urgency, subject, key, trace, cause) \
         SELECT id, $1, $2, $3, subject, key, current_setting('app.trace'), \
           coalesce(nullif(current_setting('app.announced', true), ''), nullif(current_setting('app.cause'), ''))::uuid \
         FROM unnest($4, $5, $6) AS wanted (id, subject, key) \
         ON CONFLICT (practice_id, kind, key) DO NOTHING",
    )
    .bind::<Text, _>(kind)
    .bind::<SqlUuid, _>(lane)
    .bind::<SmallInt, _>(urgency as i16)
    .bind::<Array<SqlUuid>, _>(ids)
    .bind::<Array<SqlUuid>, _>(subjects)
    .bind::<Array<Text>, _>(keys)
    .execute(tx)
    .await
    .map(|_| ())
}

/// Intents about these subjects that are still open go to another lane, as urgent as told.
pub async fn redirect(
    tx: &mut Tx,
    kind: &str,
    (lane, urgency): (Uuid, Urgency),
    subjects: &[Uuid],
) -> QueryResult<()> {
    diesel::sql_query(
        "UPDATE outbound SET lane = $2, urgency = least(urgency, $3) WHERE practice_id = practice() AND kind = $1 \
         AND lane IS NOT NULL AND done_at IS NULL AND subject = ANY($4)",
    )
    .bind::<Text, _>(kind)
    .bind::<SqlUuid, _>(lane)
    .bind::<SmallInt, _>(urgency as i16)
    .bind::<Array<SqlUuid>, _>(subjects)
    .execute(tx)
    .await
    .map(|_| ())
}

/// The lanes in which something is due; one step of the index each, however much waits in them.
pub async fn due(db: &Db, kind: &'static str) -> anyhow::Result<Vec<Lane>> {
    db.system(async move |tx| {
        let lanes = diesel::sql_query(
            "WITH RECURSIVE lanes (practice_id, lane) AS ( \
               (SELECT practice_id, lane FROM outbound \
                WHERE kind = $1 AND done_at IS NULL AND lane IS NOT NULL ORDER BY kind, lane LIMIT 1) \
               UNION ALL \
               SELECT next.practice_id, next.lane FROM lanes, LATERAL ( \
                 SELECT practice_id, lane FROM outbound \
                 WHERE kind = $1 AND done_at IS NULL AND lane IS NOT NULL AND outbound.lane > lanes.lane \
                 ORDER BY kind, lane LIMIT 1) next) \
             SELECT practice_id, lane FROM lanes WHERE EXISTS ( \
               SELECT FROM outbound waiting WHERE waiting.kind = $1 AND waiting.lane = lanes.lane AND waiting.done_at IS NULL \
               AND waiting.next_at <= now())",
        )
        .bind::<Text, _>(kind)
        .load(tx)
        .await?;
        anyhow::Ok(lanes)
    })
    .await
}

/// Takes what is due in a lane and as urgent as told, the urgent first, within the caller's transaction.
pub async fn take(
    tx: &mut Tx,
    kind: &str,
    lane: Uuid,
    urgencies: RangeInclusive<Urgency>,
    most: usize,
) -> QueryResult<Vec<Intent>> {
    diesel::sql_query(
        "UPDATE outbound SET attempts = attempts + 1, taken = true, next_at = now() + $4 * interval '1 second' \
         WHERE id IN (SELECT id FROM outbound WHERE kind = $1 AND lane = $2 AND done_at IS NULL \
                      AND urgency BETWEEN $5 AND $6 \
                      AND next_at <= now() ORDER BY urgency, next_at LIMIT $3 FOR UPDATE SKIP LOCKED) \
         RETURNING id, practice_id, subject, key, attempts, trace, cause",
    )
    .bind::<Text, _>(kind)
    .bind::<SqlUuid, _>(lane)
    .bind::<BigInt, _>(i64::try_from(most).unwrap_or(i64::MAX))
    .bind::<BigInt, _>(LEASE_SECONDS)
    .bind::<SmallInt, _>(*urgencies.start() as i16)
    .bind::<SmallInt, _>(*urgencies.end() as i16)
    .load(tx)
    .await
}

/// Settles intents in the transaction that keeps their answers.
pub async fn settle(tx: &mut Tx, intents: &[&Intent]) -> QueryResult<()> {
    if intents.is_empty() {
        return Ok(());
    }
    let ids: Vec<Uuid> = intents.iter().map(|intent| intent.id).collect();
    diesel::sql_query("UPDATE outbound SET done_at = now() WHERE id = ANY($1)")
        .bind::<Array<SqlUuid>, _>(ids)
        .execute(tx)
        .await
        .map(|_| ())
}

/// Puts off the next tries, in the transaction that keeps what is known of these.
pub async fn put_off(tx: &mut Tx, intents: &[(&Intent, Duration)]) -> QueryResult<()> {
    if intents.is_empty() {
        return Ok(());
    }
    let ids: Vec<Uuid> = intents.iter().map(|(intent, _)| intent.id).collect();
    let waits: Vec<i64> =
        intents.iter().map(|(_, wait)| i64::try_from(wait.as_millis()).unwrap_or(i64::MAX)).collect();
    diesel::sql_query(
        "UPDATE outbound SET taken = false, next_at = now() + wait * interval '1 millisecond' \
         FROM unnest($1, $2) AS put_off (intent, wait) WHERE id = intent",
    )
    .bind::<Array<SqlUuid>, _>(ids)
    .bind::<Array<BigInt>, _>(waits)
    .execute(tx)
    .await
    .map(|_| ())
}

/// What was taken in this lane by a driver that is gone is due again at once.
pub async fn take_back(tx: &mut Tx, kind: &str, lane: Uuid) -> QueryResult<usize> {
    diesel::sql_query(
        "UPDATE outbound SET next_at = now(), taken = false \
         WHERE kind = $1 AND lane = $2 AND done_at IS NULL AND taken",
    )
    .bind::<Text, _>(kind)
    .bind::<SqlUuid, _>(lane)
    .execute(tx)
    .await
}

/// The session that holds this process's lanes.
pub struct Driver {
    session: AsyncPgConnection,
}

#[derive(QueryableByName)]
struct Won {
    #[diesel(sql_type = Bool)]
    won: bool,
}

impl Driver {
    pub async fn open(settings: &settings::Database) -> anyhow::Result<Self> {
        let connect = AsyncPgConnection::establish(settings.url.expose());
        Ok(Self { session: tokio::time::timeout(Duration::from_secs(5), connect).await?? })
    }

    /// Whether this process drives the lane from now on, until `leave` or its death.
    pub async fn enter(&mut self, kind: &str, lane: Uuid) -> anyhow::Result<bool> {
        let won: Won = diesel::sql_query("SELECT pg_try_advisory_lock(hashtextextended($1, 0)) AS won")
            .bind::<Text, _>(format!("lane/{kind}/{lane}"))
            .get_result(&mut self.session)
            .await?;
        Ok(won.won)
    }

    pub async fn leave(&mut self, kind: &str, lane: Uuid) -> anyhow::Result<()> {
        diesel::sql_query("SELECT pg_advisory_unlock(hashtextextended($1, 0))")
            .bind::<Text, _>(format!("lane/{kind}/{lane}"))
            .execute(&mut self.session)
            .await?;
        Ok(())
    }

    /// An error says that the session is gone, and every lane with it.
    pub async fn prove(&mut self) -> anyhow::Result<()> {
        let ping = diesel::sql_query("SELECT 1").execute(&mut self.session);
        tokio::time::timeout(Duration::from_secs(5), ping).await??;
        Ok(())
    }
}
