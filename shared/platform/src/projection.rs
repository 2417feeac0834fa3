//! What a service keeps of another's nouns: the last snapshot of each, learnt from events, never asked for.

use crate::context::Context;
use crate::db::{Db, Tx};
use crate::problem::Problem;
use diesel::QueryableByName;
use diesel::prelude::OptionalExtension;
use diesel::result::QueryResult;
use diesel::sql_types::{Array, Jsonb, Text};
use diesel_async::RunQueryDsl;
use model::Event;
use serde::de::DeserializeOwned;
use std::collections::HashMap;
use std::time::Duration;

/// How long a request waits for news of a thing another service has just announced.
const PATIENCE: Duration = Duration::from_secs(2);

/// A listener that keeps the snapshot an event carries; the inbox sees to order and to once.
pub async fn keep<E: Event>(tx: &mut Tx, event: E) -> anyhow::Result<()> {
    let data = serde_json::to_value(&event)?;
    diesel::sql_query(
        "INSERT INTO projection (subject, data) VALUES ($1, $2) \
         ON CONFLICT (practice_id, subject) DO UPDATE SET data = excluded.data",
    )
    .bind::<Text, _>(event.subject())
    .bind::<Jsonb, _>(data)
    .execute(tx)
    .await?;
    Ok(())
}

#[derive(QueryableByName)]
struct Row {
    #[diesel(sql_type = Jsonb)]
    data: serde_json::Value,
}

/// The snapshot of a noun, as `find::<PatientSnapshot>(tx, "patient", id)`.
pub async fn find<S: DeserializeOwned>(
    tx: &mut Tx,
    noun: &str,
    id: impl std::fmt::Display,
) -> QueryResult<Option<S>> {
    let row: Option<Row> =
        diesel::sql_query("SELECT data FROM projection WHERE practice_id = practice() AND subject = $1")
            .bind::<Text, _>(format!("{noun}/{id}"))
            .get_result(tx)
            .await
            .optional()?;
    row.map(read).transpose()
}

#[derive(QueryableByName)]
struct Named {
    #[diesel(sql_type = Text)]
    subject: String,
    #[diesel(sql_type = Jsonb)]
    data: serde_json::Value,
}

/// The snapshots of these of a noun that are known, by id as it is written.
pub async fn find_all<S: DeserializeOwned>(
    tx: &mut Tx,
    noun: &str,
    ids: impl IntoIterator<Item = impl std::fmt::Display>,
) -> QueryResult<HashMap<String, S>> {
    let subjects: Vec<String> = ids.into_iter().map(|id| format!("{noun}/{id}")).collect();
    let rows: Vec<Named> = diesel::sql_query(
        "SELECT subject, data FROM projection WHERE practice_id = practice() AND subject = ANY($1)",
    )
    .bind::<Array<Text>, _>(subjects)
    .load(tx)
    .await?;
    let read = |Named { subject, data }: Named| {
        let id = subject.split_once('/').map_or("", |(_, id)| id).to_owned();
        Ok((id, read(Row { data })?))
    };
    rows.into_iter().map(read).collect()
}

/// The first snapshot of a noun by subject, for what a practice usually has one of.
pub async fn any<S: DeserializeOwned>(tx: &mut Tx, noun: &str) -> QueryResult<Option<S>> {
    let row: Option<Row> = diesel::sql_query(
        "SELECT data FROM projection WHERE practice_id = practice() AND subject >= $1 AND subject < $2 ORDER BY subject LIMIT 1",
    )
    .bind::<Text, _>(format!("{noun}/"))
    .bind::<Text, _>(format!("{noun}0"))
    .get_result(tx)
    .await
    .optional()?;
    row.map(read).transpose()
}

fn read<S: DeserializeOwned>(row: Row) -> QueryResult<S> {
    S::deserialize(row.data).map_err(|e| diesel::result::Error::DeserializationError(Box::new(e)))
}

/// Like `find`, but an absent one is a 409 `not-known-yet`; call `wait_for` before the transaction.
pub async fn known<S: DeserializeOwned>(
    tx: &mut Tx,
    noun: &str,
    id: impl std::fmt::Display,
) -> Result<S, Problem> {
    find(tx, noun, id).await?.ok_or_else(|| Problem::not_known_yet(noun))
}

/// Waits, bounded, until a thing is known here; outside any transaction, so that no lock is held meanwhile.
pub async fn wait_for(
    db: &Db,
    context: &Context,
    noun: &'static str,
    id: impl std::fmt::Display,
) -> Result<(), Problem> {
    let subject = id.to_string();
    let deadline = tokio::time::Instant::now() + PATIENCE;
    loop {
        let committed = db.committed();
        let subject = subject.clone();
        let there = db.read(context, async move |tx| exists(tx, noun, &subject).await).await?;
        if there {
            return Ok(());
        }
        if tokio::time::timeout_at(deadline, committed).await.is_err() {
            return Err(Problem::not_known_yet(noun));
        }
    }
}

async fn exists(tx: &mut Tx, noun: &str, id: &str) -> Result<bool, Problem> {
    Ok(find::<serde_json::Value>(tx, noun, id).await?.is_some())
}
