//! Files of inquiries in the database, sealed until they are written.

use super::{InquiryFile, Progress};
use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Bool, Bytea, Integer, Nullable, Timestamptz, Uuid as SqlUuid};
use diesel_async::RunQueryDsl;
use model::ConnectionId;
use platform::{Sealing, Tx};
use uuid::Uuid;

fn place(id: Uuid) -> String {
    format!("inquiry_file/{id}")
}

pub async fn insert(
    tx: &mut Tx,
    file: &InquiryFile,
    (text, sealing): (&str, &Sealing),
) -> anyhow::Result<()> {
    diesel::sql_query(
        "INSERT INTO inquiry_files (id, connection_id, control, inquiries, made_at, content) \
         VALUES ($1, $2, $3, $4, $5, $6)",
    )
    .bind::<SqlUuid, _>(file.id)
    .bind::<SqlUuid, _>(file.connection_id)
    .bind::<BigInt, _>(file.control)
    .bind::<Integer, _>(i32::try_from(file.inquiries)?)
    .bind::<Timestamptz, _>(file.made_at)
    .bind::<Bytea, _>(sealing.seal(&place(file.id), text.as_bytes())?)
    .execute(tx)
    .await?;
    Ok(())
}

#[derive(QueryableByName)]
struct Row {
    #[diesel(sql_type = SqlUuid)]
    id: Uuid,
    #[diesel(sql_type = SqlUuid)]
    connection_id: ConnectionId,
    #[diesel(sql_type = BigInt)]
    control: i64,
    #[diesel(sql_type = Integer)]
    inquiries: i32,
    #[diesel(sql_type = Timestamptz)]
    made_at: DateTime<Utc>,
    #[diesel(sql_type = Nullable<Bytea>)]
    content: Option<Vec<u8>>,
    #[diesel(sql_type = Nullable<Timestamptz>)]
    begun_at: Option<DateTime<Utc>>,
    #[diesel(sql_type = Nullable<Timestamptz>)]
    written_at: Option<DateTime<Utc>>,
    #[diesel(sql_type = Nullable<Timestamptz>)]
    acknowledged_at: Option<DateTime<Utc>>,
}

impl Row {
    fn file(&self) -> anyhow::Result<InquiryFile> {
        let progress = match (self.acknowledged_at, self.written_at, self.begun_at) {
            (Some(_), ..) => Progress::Acknowledged,
            (None, Some(at), _) => Progress::HandedOver { at },
            (None, None, Some(since)) => Progress::Unsure { since },
            (None, None, None) => Progress::Waiting,
        };
        let Self { id, connection_id, control, made_at, .. } = *self;
        let inquiries = usize::try_from(self.inquiries)?;
        Ok(InquiryFile { id, connection_id, control, inquiries, made_at, progress })
    }
}

const ROW: &str = "SELECT id, connection_id, control, inquiries, made_at, content, begun_at, written_at, acknowledged_at \
    FROM inquiry_files WHERE practice_id = practice()";

/// With its text while it is not written.
pub async fn find(
    tx: &mut Tx,
    sealing: &Sealing,
    id: Uuid,
) -> anyhow::Result<Option<(InquiryFile, Option<Vec<u8>>)>> {
    let found: Option<Row> = diesel::sql_query(format!("{ROW} AND id = $1"))
        .bind::<SqlUuid, _>(id)
        .get_result(tx)
        .await
        .optional()?;
    let Some(row) = found else { return Ok(None) };
    let text = row.content.as_ref().map(|sealed| sealing.open(&place(id), sealed)).transpose()?;
    Ok(Some((row.file()?, text)))
}

/// The newest file of a connection under this ISA13, which begins again after nine digits.
pub async fn of_control(
    tx: &mut Tx,
    connection: ConnectionId,
    control: u32,
) -> anyhow::Result<Option<InquiryFile>> {
    // The control numbers that are written with these digits.
    let sql = "AND connection_id = $1 AND control IN (SELECT $2 + round * 999999999 FROM generate_series(0::bigint, 9) AS round) \
        ORDER BY control DESC LIMIT 1";
    let found: Option<Row> = diesel::sql_query(format!("{ROW} {sql}"))
        .bind::<SqlUuid, _>(connection)
        .bind::<BigInt, _>(i64::from(control))
        .get_result(tx)
        .await
        .optional()?;
    found.map(|row| row.file()).transpose()
}

/// From now on it may have arrived; none: it did not.
pub async fn begun(tx: &mut Tx, id: Uuid, at: Option<DateTime<Utc>>) -> QueryResult<()> {
    diesel::sql_query(
        "UPDATE inquiry_files SET begun_at = $2 WHERE practice_id = practice() AND id = $1 AND written_at IS NULL",
    )
    .bind::<SqlUuid, _>(id)
    .bind::<Nullable<Timestamptz>, _>(at)
    .execute(tx)
    .await
    .map(|_| ())
}

/// The partner has read it, so it was handed over.
pub async fn acknowledged(tx: &mut Tx, id: Uuid, now: DateTime<Utc>) -> QueryResult<()> {
    diesel::sql_query(
        "UPDATE inquiry_files SET content = NULL, written_at = coalesce(written_at, $2), \
           acknowledged_at = coalesce(acknowledged_at, $2) WHERE practice_id = practice() AND id = $1",
    )
    .bind::<SqlUuid, _>(id)
    .bind::<Timestamptz, _>(now)
    .execute(tx)
    .await
    .map(|_| ())
}

pub async fn written(tx: &mut Tx, id: Uuid, now: DateTime<Utc>) -> QueryResult<()> {
    diesel::sql_query(
        "UPDATE inquiry_files SET content = NULL, written_at = $2 \
         WHERE practice_id = practice() AND id = $1 AND written_at IS NULL",
    )
    .bind::<SqlUuid, _>(id)
    .bind::<Timestamptz, _>(now)
    .execute(tx)
    .await
    .map(|_| ())
}

#[derive(QueryableByName)]
struct Locked {
    #[diesel(sql_type = Bool)]
    locked: bool,
}

/// One at a time reads a connection's folder; until commit.
pub async fn may_read(tx: &mut Tx, connection: ConnectionId) -> QueryResult<bool> {
    let sql = "SELECT pg_try_advisory_xact_lock(hashtextextended('folder/' || $1::text, 0)) AS locked";
    let held: Locked = diesel::sql_query(sql).bind::<SqlUuid, _>(connection).get_result(tx).await?;
    Ok(held.locked)
}
