//! Files of inquiries in the database, sealed until they are written.

use super::InquiryFile;
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
}

/// With its text while it is not written.
pub async fn find(
    tx: &mut Tx,
    sealing: &Sealing,
    id: Uuid,
) -> anyhow::Result<Option<(InquiryFile, Option<Vec<u8>>)>> {
    let found: Option<Row> = diesel::sql_query(
        "SELECT id, connection_id, control, inquiries, made_at, content FROM inquiry_files \
         WHERE practice_id = practice() AND id = $1",
    )
    .bind::<SqlUuid, _>(id)
    .get_result(tx)
    .await
    .optional()?;
    let Some(Row { id, connection_id, control, inquiries, made_at, content }) = found else {
        return Ok(None);
    };
    let text = content.map(|sealed| sealing.open(&place(id), &sealed)).transpose()?;
    let inquiries = usize::try_from(inquiries)?;
    Ok(Some((InquiryFile { id, connection_id, control, inquiries, made_at }, text)))
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
