//! Second factors in the database, their secrets sealed.

use super::totp::Secret;
use super::webauthn::Passkey;
use super::{FactorKind, SecondFactor};
use crate::schema::second_factors as factors;
use anyhow::Context as _;
use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::Bool;
use diesel_async::RunQueryDsl;
use model::{PractitionerId, SecondFactorId};
use platform::page::{Cursor, Limit};
use platform::{Sealing, Tx};

fn place(id: SecondFactorId) -> String {
    format!("second-factor/{id}/secret")
}

pub async fn insert(
    tx: &mut Tx,
    factor: &SecondFactor,
    (secret, sealing): (&[u8], &Sealing),
) -> anyhow::Result<()> {
    let sealed = sealing.seal(&place(factor.id), secret)?;
    diesel::insert_into(factors::table)
        .values((factor, factors::sealed_secret.eq(sealed)))
        .execute(tx)
        .await?;
    Ok(())
}

async fn opened(tx: &mut Tx, sealing: &Sealing, id: SecondFactorId) -> anyhow::Result<Vec<u8>> {
    let sealed: Vec<u8> = factors::table.find(id).select(factors::sealed_secret).first(tx).await?;
    sealing.open(&place(id), &sealed)
}

pub async fn secret(tx: &mut Tx, sealing: &Sealing, id: SecondFactorId) -> anyhow::Result<Secret> {
    Secret::from_bytes(opened(tx, sealing, id).await?).context("a secret has 20 bytes")
}

/// What was kept of the registration that a security key has yet to finish.
pub async fn begun(tx: &mut Tx, sealing: &Sealing, id: SecondFactorId) -> anyhow::Result<Vec<u8>> {
    opened(tx, sealing, id).await
}

/// A prescriber's active security keys, locked.
pub async fn passkeys(
    tx: &mut Tx,
    sealing: &Sealing,
    of: PractitionerId,
) -> anyhow::Result<Vec<(SecondFactor, Passkey)>> {
    let mut keys = Vec::new();
    for factor in active(tx, of, FactorKind::Webauthn).await? {
        let passkey = serde_json::from_slice(&opened(tx, sealing, factor.id).await?)?;
        keys.push((factor, passkey));
    }
    Ok(keys)
}

pub async fn keep_passkey(
    tx: &mut Tx,
    sealing: &Sealing,
    id: SecondFactorId,
    passkey: &Passkey,
) -> anyhow::Result<()> {
    let sealed = sealing.seal(&place(id), &serde_json::to_vec(passkey)?)?;
    diesel::update(factors::table.find(id)).set(factors::sealed_secret.eq(sealed)).execute(tx).await?;
    Ok(())
}

pub async fn find_for_change(tx: &mut Tx, id: SecondFactorId) -> QueryResult<Option<SecondFactor>> {
    factors::table.find(id).select(SecondFactor::as_select()).for_update().first(tx).await.optional()
}

/// A prescriber's active ones of a kind, locked to the end of the transaction: two requests cannot use one code.
pub async fn active(tx: &mut Tx, of: PractitionerId, kind: FactorKind) -> QueryResult<Vec<SecondFactor>> {
    factors::table
        .filter(factors::practitioner_id.eq(of))
        .filter(sql::<Bool>("status = 'active'"))
        .filter(factors::kind.eq(kind))
        .order(factors::id)
        .select(SecondFactor::as_select())
        .for_update()
        .load(tx)
        .await
}

pub async fn has_active(tx: &mut Tx, of: PractitionerId) -> QueryResult<bool> {
    let active =
        factors::table.filter(factors::practitioner_id.eq(of)).filter(sql::<Bool>("status = 'active'"));
    diesel::select(diesel::dsl::exists(active)).get_result(tx).await
}

pub async fn update(tx: &mut Tx, factor: &SecondFactor) -> QueryResult<()> {
    diesel::update(factors::table.find(factor.id))
        .set((
            factors::version.eq(factor.version),
            factors::standing.eq(&factor.standing),
            factors::watch.eq(&factor.watch),
        ))
        .execute(tx)
        .await
        .map(|_| ())
}

pub async fn list(
    tx: &mut Tx,
    of: PractitionerId,
    cursor: Option<Cursor>,
    limit: Limit,
) -> QueryResult<Vec<SecondFactor>> {
    let mut query = factors::table
        .filter(factors::practitioner_id.eq(of))
        .select(SecondFactor::as_select())
        .order(factors::id)
        .into_boxed();
    if let Some(Cursor(after)) = cursor {
        query = query.filter(factors::id.gt(after));
    }
    query.limit(limit.and_one()).load(tx).await
}
