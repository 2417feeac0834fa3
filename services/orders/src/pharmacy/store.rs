//! Pharmacies in the database.

use super::{Pharmacy, Refusal};
use crate::schema::pharmacies;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use model::{NcpdpId, PharmacyId};
use platform::page::{Cursor, Limit};
use platform::{Problem, Tx, db::on_constraint};

pub async fn insert(tx: &mut Tx, pharmacy: &Pharmacy) -> Result<(), Problem> {
    let inserted = diesel::insert_into(pharmacies::table).values(pharmacy).execute(tx).await;
    on_constraint(inserted.map(|_| ()), "pharmacies_ncpdp_unique", Refusal::Known)
}

pub async fn find(tx: &mut Tx, id: PharmacyId) -> QueryResult<Option<Pharmacy>> {
    pharmacies::table.find(id).select(Pharmacy::as_select()).first(tx).await.optional()
}

pub async fn list(
    tx: &mut Tx,
    ncpdp_id: Option<&NcpdpId>,
    cursor: Option<Cursor>,
    limit: Limit,
) -> QueryResult<Vec<Pharmacy>> {
    let mut query = pharmacies::table.select(Pharmacy::as_select()).order(pharmacies::id).into_boxed();
    if let Some(ncpdp_id) = ncpdp_id {
        query = query.filter(pharmacies::ncpdp_id.eq(ncpdp_id));
    }
    if let Some(Cursor(after)) = cursor {
        query = query.filter(pharmacies::id.gt(after));
    }
    query.limit(limit.and_one()).load(tx).await
}
