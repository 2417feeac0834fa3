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

pub async fn find_by_ncpdp(tx: &mut Tx, ncpdp_id: &NcpdpId) -> QueryResult<Option<Pharmacy>> {
    let named = pharmacies::table.filter(pharmacies::ncpdp_id.eq(ncpdp_id));
    named.select(Pharmacy::as_select()).first(tx).await.optional()
}

pub async fn find_for_change(tx: &mut Tx, id: PharmacyId) -> QueryResult<Option<Pharmacy>> {
    pharmacies::table.find(id).select(Pharmacy::as_select()).for_update().first(tx).await.optional()
}

pub async fn update(tx: &mut Tx, pharmacy: &Pharmacy) -> QueryResult<()> {
    diesel::update(pharmacies::table.find(pharmacy.id))
        .set((
            pharmacies::version.eq(pharmacy.version),
            pharmacies::name.eq(&pharmacy.name),
            pharmacies::phone.eq(&pharmacy.phone),
            pharmacies::script.eq(&pharmacy.script),
            pharmacies::queue.eq(pharmacy.queue),
            pharmacies::network_id.eq(pharmacy.network_id),
            pharmacies::service_levels.eq(&pharmacy.service_levels),
        ))
        .execute(tx)
        .await
        .map(|_| ())
}

/// The next version, because something that belongs to it changed; none when somebody else was quicker.
pub async fn touch(tx: &mut Tx, seen: &Pharmacy) -> QueryResult<Option<i64>> {
    let unchanged = pharmacies::table.find(seen.id).filter(pharmacies::version.eq(seen.version));
    let touched = diesel::update(unchanged).set(pharmacies::version.eq(seen.version + 1));
    touched.returning(pharmacies::version).get_result(tx).await.optional()
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
