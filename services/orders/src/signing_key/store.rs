//! Signing keys in the database, each sealed for its place.

use super::{ActiveKey, Keyring, Seed, SigningKey};
use crate::schema::signing_keys as keys;
use anyhow::Context as _;
use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use model::SigningKeyId;
use platform::{Sealing, Tx};

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = keys)]
struct Row {
    id: SigningKeyId,
    sealed_seed: Vec<u8>,
    made_at: DateTime<Utc>,
    made_by: String,
    retired_at: Option<DateTime<Utc>>,
}

/// Who makes a key, and when.
#[derive(Clone)]
pub struct Making {
    pub id: SigningKeyId,
    pub seed: [u8; 32],
    pub by: String,
    pub now: DateTime<Utc>,
}

fn place(id: SigningKeyId) -> String {
    format!("signing-key/{id}")
}

fn opened(sealing: &Sealing, id: SigningKeyId, sealed: &[u8]) -> anyhow::Result<Seed> {
    let seed = sealing.open(&place(id), sealed).context("a signing key cannot be opened")?;
    let seed = <[u8; 32]>::try_from(seed).ok().context("a signing key has 32 bytes")?;
    Ok(Seed::new(seed))
}

async fn all(tx: &mut Tx) -> QueryResult<Vec<Row>> {
    keys::table.select(Row::as_select()).order(keys::id).load(tx).await
}

pub async fn keyring(tx: &mut Tx, sealing: &Sealing) -> anyhow::Result<Keyring> {
    let seeds =
        all(tx).await?.into_iter().map(|row| Ok((row.id, opened(sealing, row.id, &row.sealed_seed)?)));
    Ok(Keyring::new(seeds.collect::<anyhow::Result<Vec<_>>>()?))
}

pub async fn list(tx: &mut Tx, sealing: &Sealing) -> anyhow::Result<Vec<SigningKey>> {
    let shown = all(tx).await?.into_iter().map(|row| {
        let public_key = opened(sealing, row.id, &row.sealed_seed)?.public_key();
        let Row { id, made_at, made_by, retired_at, .. } = row;
        Ok(SigningKey { id, algorithm: "Ed25519", public_key, made_at, made_by, retired_at })
    });
    shown.collect()
}

/// The key in use; a practice's first is made when it first signs.
pub async fn active(tx: &mut Tx, sealing: &Sealing, making: &Making) -> anyhow::Result<ActiveKey> {
    let row = match find_active(tx).await? {
        Some(row) => row,
        None => {
            insert(tx, sealing, making).await?;
            find_active(tx).await?.context("a key was just made")?
        }
    };
    Ok(ActiveKey { id: row.id, seed: opened(sealing, row.id, &row.sealed_seed)? })
}

async fn find_active(tx: &mut Tx) -> QueryResult<Option<Row>> {
    keys::table.filter(keys::retired_at.is_null()).select(Row::as_select()).first(tx).await.optional()
}

/// Does nothing when another was quicker to make one.
async fn insert(tx: &mut Tx, sealing: &Sealing, making: &Making) -> anyhow::Result<()> {
    let row = Row {
        id: making.id,
        sealed_seed: sealing.seal(&place(making.id), &making.seed)?,
        made_at: making.now,
        made_by: making.by.clone(),
        retired_at: None,
    };
    diesel::insert_into(keys::table).values(&row).on_conflict_do_nothing().execute(tx).await?;
    Ok(())
}

/// Retires the key in use and puts a new one in its place.
pub async fn rotate(tx: &mut Tx, sealing: &Sealing, making: &Making) -> anyhow::Result<()> {
    diesel::update(keys::table.filter(keys::retired_at.is_null()))
        .set(keys::retired_at.eq(making.now))
        .execute(tx)
        .await?;
    insert(tx, sealing, making).await
}
