//! Prescribers' credentials in the database.

use super::{Credential, Refusal};
use crate::schema::prescriber_credentials as credentials;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use model::{CredentialId, PractitionerId};
use platform::page::{Cursor, Limit};
use platform::{Problem, Tx, db::on_constraint};

pub async fn insert(tx: &mut Tx, credential: &Credential) -> Result<(), Problem> {
    let inserted = diesel::insert_into(credentials::table).values(credential).execute(tx).await;
    on_constraint(inserted.map(|_| ()), "prescriber_credentials_one_prescriber", Refusal::Bound)
}

pub async fn find_for_change(tx: &mut Tx, id: CredentialId) -> QueryResult<Option<Credential>> {
    credentials::table.find(id).select(Credential::as_select()).for_update().first(tx).await.optional()
}

pub async fn update(tx: &mut Tx, credential: &Credential) -> QueryResult<()> {
    diesel::update(credentials::table.find(credential.id))
        .set((credentials::version.eq(credential.version), credentials::revoked.eq(&credential.revoked)))
        .execute(tx)
        .await
        .map(|_| ())
}

/// Whose own this client is; locked, so that it is not revoked while it signs.
pub async fn prescriber_of(tx: &mut Tx, client: &str) -> QueryResult<Option<PractitionerId>> {
    credentials::table
        .filter(credentials::client_id.eq(client))
        .filter(credentials::revoked.is_null())
        .select(credentials::practitioner_id)
        .for_share()
        .first(tx)
        .await
        .optional()
}

pub async fn list(
    tx: &mut Tx,
    of: PractitionerId,
    cursor: Option<Cursor>,
    limit: Limit,
) -> QueryResult<Vec<Credential>> {
    let mut query = credentials::table
        .filter(credentials::practitioner_id.eq(of))
        .select(Credential::as_select())
        .order(credentials::id)
        .into_boxed();
    if let Some(Cursor(after)) = cursor {
        query = query.filter(credentials::id.gt(after));
    }
    query.limit(limit.and_one()).load(tx).await
}
