//! Connections and their traffic in the database.

use super::line::Way;
use super::traffic::{Class, Seen};
use super::{Breaker, Connection, Credentials};
use crate::check::AttemptOutcome;
use crate::schema::connections::{self, table};
use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel::sql_types::{Array, BigInt, Integer, Nullable, Text, Timestamptz, Uuid as SqlUuid};
use diesel_async::RunQueryDsl;
use model::{ConnectionId, PayerId};
use platform::page::{Cursor, Limit};
use platform::{Sealing, Tx};
use uuid::Uuid;

pub async fn insert(tx: &mut Tx, connection: &Connection, secret: Option<Vec<u8>>) -> QueryResult<()> {
    let row = (connection, connections::secret.eq(secret));
    diesel::insert_into(table).values(row).execute(tx).await.map(|_| ())
}

/// None leaves the secret as it is.
pub async fn update(
    tx: &mut Tx,
    connection: &Connection,
    secret: Option<Option<Vec<u8>>>,
) -> QueryResult<()> {
    let Connection { id, name, kind, url, batch_url, identity, limits, credentials, breaker, version } =
        connection;
    let changed = (
        connections::name.eq(name),
        connections::kind.eq(kind),
        connections::url.eq(url),
        connections::batch_url.eq(batch_url),
        connections::identity.eq(identity),
        connections::limits.eq(limits),
        connections::credentials.eq(credentials),
        connections::breaker.eq(breaker),
        connections::version.eq(version),
    );
    let row = diesel::update(table.find(id));
    match secret {
        Some(secret) => row.set((changed, connections::secret.eq(secret))).execute(tx).await,
        None => row.set(changed).execute(tx).await,
    }
    .map(|_| ())
}

pub async fn find(tx: &mut Tx, id: ConnectionId) -> QueryResult<Option<Connection>> {
    table.find(id).select(Connection::as_select()).first(tx).await.optional()
}

pub async fn lock(tx: &mut Tx, id: ConnectionId) -> QueryResult<Option<Connection>> {
    table.find(id).select(Connection::as_select()).for_update().first(tx).await.optional()
}

pub async fn list(tx: &mut Tx, cursor: Option<Cursor>, limit: Limit) -> QueryResult<Vec<Connection>> {
    let page = table.select(Connection::as_select()).order(connections::id).limit(limit.and_one());
    let mut query = page.into_boxed();
    if let Some(Cursor(last)) = cursor {
        query = query.filter(connections::id.gt(ConnectionId(last)));
    }
    query.load(tx).await
}

/// The connection with its secret opened; what cannot be opened is an error that says how to mend it.
pub async fn open(tx: &mut Tx, sealing: &Sealing, id: ConnectionId) -> anyhow::Result<Option<Way>> {
    let found: Option<(Connection, Option<Vec<u8>>)> =
        table.find(id).select((Connection::as_select(), connections::secret)).first(tx).await.optional()?;
    let Some((connection, secret)) = found else { return Ok(None) };
    let credentials = secret.map(|sealed| Credentials::open(sealing, id, &sealed)).transpose()?;
    Ok(Some(Way { connection, credentials }))
}

/// A breaker that another change closed stays closed: only the version the driver knows is written over.
pub async fn keep_breaker(tx: &mut Tx, known: &Connection, breaker: Breaker) -> QueryResult<()> {
    let same = table.find(known.id).filter(connections::version.eq(known.version));
    diesel::update(same).set(connections::breaker.eq(breaker)).execute(tx).await.map(|_| ())
}

pub async fn count(tx: &mut Tx, connection: ConnectionId, seen: &[(Class, i64)]) -> QueryResult<()> {
    if seen.is_empty() {
        return Ok(());
    }
    let payers: Vec<Uuid> = seen.iter().map(|(class, _)| class.payer.0).collect();
    let minutes: Vec<DateTime<Utc>> = seen.iter().map(|(class, _)| class.minute).collect();
    let outcomes: Vec<&str> = seen.iter().map(|(class, _)| class.outcome.as_str()).collect();
    let within: Vec<i32> = seen.iter().map(|(class, _)| class.within).collect();
    let attempts: Vec<i64> = seen.iter().map(|(_, number)| *number).collect();
    diesel::sql_query(
        "INSERT INTO traffic (connection_id, payer_id, minute, outcome, within, attempts) \
         SELECT $1, payer_id, minute, outcome, within, attempts \
         FROM unnest($2, $3, $4, $5, $6) AS seen (payer_id, minute, outcome, within, attempts) \
         ON CONFLICT (practice_id, payer_id, minute, outcome, within) \
         DO UPDATE SET attempts = traffic.attempts + excluded.attempts",
    )
    .bind::<SqlUuid, _>(connection)
    .bind::<Array<SqlUuid>, _>(payers)
    .bind::<Array<Timestamptz>, _>(minutes)
    .bind::<Array<Text>, _>(outcomes)
    .bind::<Array<Integer>, _>(within)
    .bind::<Array<BigInt>, _>(attempts)
    .execute(tx)
    .await
    .map(|_| ())
}

/// Older traffic says nothing of today.
pub async fn forget(tx: &mut Tx, connection: ConnectionId, now: DateTime<Utc>) -> QueryResult<usize> {
    diesel::sql_query(
        "DELETE FROM traffic WHERE practice_id = practice() AND connection_id = $1 AND minute < $2",
    )
    .bind::<SqlUuid, _>(connection)
    .bind::<Timestamptz, _>(now - chrono::TimeDelta::days(35))
    .execute(tx)
    .await
}

#[derive(QueryableByName)]
struct SeenRow {
    #[diesel(sql_type = Text)]
    outcome: AttemptOutcome,
    #[diesel(sql_type = Integer)]
    within: i32,
    #[diesel(sql_type = BigInt)]
    attempts: i64,
    #[diesel(sql_type = Timestamptz)]
    last: DateTime<Utc>,
    #[diesel(sql_type = BigInt)]
    lately: i64,
}

/// What a connection, or one payer on it, carried within a day.
pub async fn seen(
    tx: &mut Tx,
    connection: ConnectionId,
    payer: Option<PayerId>,
    now: DateTime<Utc>,
) -> QueryResult<Vec<Seen>> {
    let rows: Vec<SeenRow> = diesel::sql_query(
        "SELECT outcome, within, sum(attempts)::bigint AS attempts, max(minute) AS last, \
           coalesce(sum(attempts) FILTER (WHERE minute > $3 - interval '1 hour'), 0)::bigint AS lately \
         FROM traffic WHERE practice_id = practice() AND connection_id = $1 AND ($2 IS NULL OR payer_id = $2) \
           AND minute > $3 - interval '1 day' GROUP BY outcome, within",
    )
    .bind::<SqlUuid, _>(connection)
    .bind::<Nullable<SqlUuid>, _>(payer)
    .bind::<Timestamptz, _>(now)
    .load(tx)
    .await?;
    let seen = |row: SeenRow| {
        let SeenRow { outcome, within, attempts, last, lately } = row;
        Seen { outcome, within, attempts, last, lately }
    };
    Ok(rows.into_iter().map(seen).collect())
}
