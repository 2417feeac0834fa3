//! Telling the outside world: intent is committed with the decision, sent afterwards under one key, settled by its answer.
//!
//! A sender may die at any point: the intent is due again after its lease, and the partner sees the same key.

pub mod lane;

use crate::bus::Backoff;
use crate::context::{Context, Trace};
use crate::db::{Db, Tx};
use crate::stop::Stop;
use diesel::QueryableByName;
use diesel::result::QueryResult;
use diesel::sql_types::{BigInt, Integer, Nullable, Text, Uuid as SqlUuid};
use diesel_async::RunQueryDsl;
use futures_util::StreamExt;
use futures_util::stream::FuturesUnordered;
use model::{EventId, PracticeId};
use std::time::Duration;
use tracing::Instrument;
use uuid::Uuid;

/// Longer than any sender's time limit (15 s), so that two tries never overlap.
const LEASE_SECONDS: i64 = 20;
const AT_ONCE: usize = 16;
const POLL: Duration = Duration::from_millis(250);

/// Something the outside world must be told.
#[derive(Clone, Debug, QueryableByName)]
pub struct Intent {
    #[diesel(sql_type = SqlUuid)]
    id: Uuid,
    #[diesel(sql_type = SqlUuid)]
    practice_id: PracticeId,
    /// What it is about: a check, a prescription, a claim.
    #[diesel(sql_type = SqlUuid)]
    pub subject: Uuid,
    /// The business key, the same at every try.
    #[diesel(sql_type = Text)]
    pub key: String,
    /// 1 at the first try.
    #[diesel(sql_type = Integer)]
    pub attempts: i32,
    #[diesel(sql_type = Text)]
    trace: String,
    #[diesel(sql_type = Nullable<SqlUuid>)]
    cause: Option<EventId>,
}

impl Intent {
    pub fn context(&self) -> Context {
        Context { practice: self.practice_id, trace: Trace::continued(Some(&self.trace)), cause: self.cause }
    }
}

/// Commits the intent with the caller's transaction; a key that is already there is the same intent.
///
/// Its cause, and so that of the answer, is the fact announced last in this transaction, else the event that is being heard.
pub async fn intend(tx: &mut Tx, kind: &str, subject: Uuid, key: &str) -> QueryResult<()> {
    diesel::sql_query(
        "INSERT INTO outbound (id, kind, subject, key, trace, cause) \
         VALUES ($1, $2, $3, $4, current_setting('app.trace'), \
           coalesce(nullif(current_setting('app.announced', true), ''), nullif(current_setting('app.cause'), ''))::uuid) \
         ON CONFLICT (practice_id, kind, key) DO NOTHING",
    )
    .bind::<SqlUuid, _>(crate::mint::<Uuid>())
    .bind::<Text, _>(kind)
    .bind::<SqlUuid, _>(subject)
    .bind::<Text, _>(key)
    .execute(tx)
    .await
    .map(|_| ())
}

/// Settles an intent in the transaction that keeps its answer.
pub async fn settle(tx: &mut Tx, intent: &Intent) -> QueryResult<()> {
    lane::settle(tx, &[intent]).await
}

/// Puts off the next try, in the transaction that keeps what is known of this one.
pub async fn put_off(tx: &mut Tx, intent: &Intent, by: Duration) -> QueryResult<()> {
    lane::put_off(tx, &[(intent, by)]).await
}

/// It was not tried after all, as when its partner has enough to do: due again after a while, and this try does not count.
pub async fn not_tried(tx: &mut Tx, intent: &Intent, by: Duration) -> QueryResult<()> {
    put_off(tx, intent, by).await?;
    diesel::sql_query("UPDATE outbound SET attempts = attempts - 1 WHERE id = $1")
        .bind::<SqlUuid, _>(intent.id)
        .execute(tx)
        .await
        .map(|_| ())
}

/// Takes due intents of a kind and hands each to `send`, until asked to stop. `send` settles or puts off.
///
/// A slow partner holds up one place of sixteen, not those who come after it.
pub async fn run<F>(db: Db, kind: &'static str, stop: Stop, send: F)
where
    F: AsyncFn(&Db, Intent) -> anyhow::Result<()>,
{
    let (mut backoff, mut running) = (Backoff::default(), FuturesUnordered::new());
    while !stop.is_asked() {
        let committed = db.committed();
        let free = AT_ONCE.saturating_sub(running.len());
        match take(&db, kind, free).await {
            Ok(intents) => {
                backoff.reset();
                running.extend(intents.into_iter().map(|intent| one(&db, kind, &send, intent)));
            }
            Err(error) => {
                tracing::warn!(kind, error = %format!("{error:#}"), "cannot take what is due");
                stop.pause(backoff.pause()).await;
            }
        }
        tokio::select! {
            Some(()) = running.next() => (),
            () = committed => (),
            () = tokio::time::sleep(POLL) => (),
            () = stop.asked() => (),
        }
    }
    while let Some(()) = running.next().await {}
}

async fn one<F>(db: &Db, kind: &'static str, send: &F, intent: Intent)
where
    F: AsyncFn(&Db, Intent) -> anyhow::Result<()>,
{
    let subject = intent.subject;
    let trace = intent.context().trace;
    let span =
        tracing::info_span!("outbound", trace_id = trace.id(), kind, %subject, attempt = intent.attempts);
    if let Err(error) = send(db, intent).instrument(span).await {
        tracing::warn!(kind, %subject, error = %format!("{error:#}"), "not settled; due again after its lease");
    }
}

/// The lease is committed before anything is sent.
async fn take(db: &Db, kind: &'static str, most: usize) -> anyhow::Result<Vec<Intent>> {
    if most == 0 {
        return Ok(Vec::new());
    }
    db.system(async move |tx| {
        let taken = diesel::sql_query(
            "UPDATE outbound SET attempts = attempts + 1, next_at = now() + $3 * interval '1 second' \
             WHERE id IN (SELECT id FROM outbound WHERE kind = $1 AND done_at IS NULL AND next_at <= now() \
                          ORDER BY next_at LIMIT $2 FOR UPDATE SKIP LOCKED) \
             RETURNING id, practice_id, subject, key, attempts, trace, cause",
        )
        .bind::<Text, _>(kind)
        .bind::<BigInt, _>(most as i64)
        .bind::<BigInt, _>(LEASE_SECONDS)
        .load(tx)
        .await?;
        anyhow::Ok(taken)
    })
    .await
}
