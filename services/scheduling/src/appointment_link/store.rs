//! Links in the database: what each was signed for, found by the hash of its key.

use super::Link;
use crate::appointment::Appointment;
use anyhow::Context as _;
use chrono::{DateTime, Utc};
use diesel::QueryableByName;
use diesel::prelude::*;
use diesel::sql_types::{Binary, Timestamptz, Uuid as SqlUuid};
use diesel_async::RunQueryDsl;
use model::{AppointmentId, LinkKey, PracticeId};
use platform::Tx;

#[derive(QueryableByName)]
struct Secret {
    #[diesel(sql_type = SqlUuid)]
    practice_id: PracticeId,
    #[diesel(sql_type = Binary)]
    secret: Vec<u8>,
}

#[derive(QueryableByName)]
struct Row {
    #[diesel(sql_type = SqlUuid)]
    appointment_id: AppointmentId,
    #[diesel(sql_type = Timestamptz)]
    start_at: DateTime<Utc>,
    #[diesel(sql_type = Timestamptz)]
    expires_at: DateTime<Utc>,
}

/// The practice's key for signing, if a link was ever signed.
pub(crate) async fn secret(tx: &mut Tx) -> anyhow::Result<Option<(PracticeId, [u8; 32])>> {
    let sql = "SELECT practice_id, secret FROM link_secrets WHERE practice_id = practice()";
    let found: Option<Secret> = diesel::sql_query(sql).get_result(tx).await.optional()?;
    let Some(Secret { practice_id, secret }) = found else { return Ok(None) };
    let secret = secret.try_into().ok().context("the practice's link secret is not 32 bytes")?;
    Ok(Some((practice_id, secret)))
}

/// The practice's key for signing, made when it is first needed.
pub(crate) async fn own_secret(tx: &mut Tx) -> anyhow::Result<(PracticeId, [u8; 32])> {
    if let Some(found) = secret(tx).await? {
        return Ok(found);
    }
    let sql = "INSERT INTO link_secrets DEFAULT VALUES ON CONFLICT DO NOTHING";
    diesel::sql_query(sql).execute(tx).await?;
    secret(tx).await?.context("the practice has no link secret")
}

/// The key for an appointment at its start of now; the same whenever it is asked for.
pub async fn key_for(tx: &mut Tx, appointment: &Appointment) -> anyhow::Result<LinkKey> {
    let (practice, secret) = own_secret(tx).await?;
    let link = Link::to(practice, appointment);
    let key = link.sign(&secret);
    diesel::sql_query(
        "INSERT INTO appointment_links (key_hash, appointment_id, start_at, expires_at) VALUES ($1, $2, $3, $4) \
         ON CONFLICT DO NOTHING",
    )
    .bind::<Binary, _>(key.hash())
    .bind::<SqlUuid, _>(link.appointment)
    .bind::<Timestamptz, _>(link.start)
    .bind::<Timestamptz, _>(link.expires)
    .execute(tx)
    .await?;
    Ok(key)
}

/// What a key opens in this practice; none when it was not signed here, was altered, or is over.
pub async fn open(tx: &mut Tx, key: &LinkKey, now: DateTime<Utc>) -> anyhow::Result<Option<Link>> {
    let Some((practice, secret)) = secret(tx).await? else { return Ok(None) };
    let found: Option<Row> = diesel::sql_query(
        "SELECT appointment_id, start_at, expires_at FROM appointment_links \
         WHERE practice_id = practice() AND key_hash = $1",
    )
    .bind::<Binary, _>(key.hash())
    .get_result(tx)
    .await
    .optional()?;
    let link = found.map(|row| Link {
        practice,
        appointment: row.appointment_id,
        start: row.start_at,
        expires: row.expires_at,
    });
    Ok(link.filter(|link| link.is_opened_by(key, &secret, now)))
}
