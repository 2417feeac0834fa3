//! Patients' keys in the database.

use super::PortalKey;
use crate::schema::portal_keys::{self, dsl};
use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use model::{KeyHash, PatientId, PortalKeyId};
use platform::Tx;
use platform::page::{Cursor, Limit};

pub async fn insert(tx: &mut Tx, key: &PortalKey, hash: &KeyHash) -> QueryResult<()> {
    let row = (key, portal_keys::key_hash.eq(hash));
    diesel::insert_into(portal_keys::table).values(row).execute(tx).await.map(|_| ())
}

pub async fn list(
    tx: &mut Tx,
    patient: PatientId,
    cursor: Option<Cursor>,
    limit: Limit,
) -> QueryResult<Vec<PortalKey>> {
    let all = dsl::portal_keys.filter(dsl::patient_id.eq(patient)).order(dsl::id);
    let mut query = all.select(PortalKey::as_select()).into_boxed();
    if let Some(Cursor(after)) = cursor {
        query = query.filter(dsl::id.gt(PortalKeyId(after)));
    }
    query.limit(limit.and_one()).load(tx).await
}

/// Locked to the end of the transaction.
pub async fn find_for_change(tx: &mut Tx, id: PortalKeyId) -> QueryResult<Option<PortalKey>> {
    dsl::portal_keys.find(id).select(PortalKey::as_select()).for_update().first(tx).await.optional()
}

pub async fn update(tx: &mut Tx, key: &PortalKey) -> QueryResult<()> {
    let change = (dsl::version.eq(key.version), dsl::revoked_at.eq(key.revoked_at));
    diesel::update(dsl::portal_keys.find(key.id)).set(change).execute(tx).await.map(|_| ())
}

/// Whose portal a key opens; nobody's when it has expired or is revoked.
pub async fn opened_by(tx: &mut Tx, hash: &KeyHash, now: DateTime<Utc>) -> QueryResult<Option<PatientId>> {
    let open = dsl::portal_keys
        .filter(dsl::key_hash.eq(hash))
        .filter(dsl::revoked_at.is_null())
        .filter(dsl::expires_at.gt(now));
    open.select(dsl::patient_id).first(tx).await.optional()
}
