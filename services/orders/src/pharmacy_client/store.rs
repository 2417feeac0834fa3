//! Clients of pharmacies in the database.

use super::{ClientId, Refusal};
use crate::pharmacy::Pharmacy;
use crate::schema::{pharmacies, pharmacy_clients as clients};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use model::PharmacyId;
use platform::db::on_constraint;
use platform::{Problem, Tx};

pub async fn pharmacy_of(tx: &mut Tx, client: &str) -> QueryResult<Option<Pharmacy>> {
    clients::table
        .inner_join(pharmacies::table)
        .filter(clients::client.eq(client))
        .select(Pharmacy::as_select())
        .first(tx)
        .await
        .optional()
}

pub async fn list(tx: &mut Tx, pharmacy: PharmacyId) -> QueryResult<Vec<ClientId>> {
    let of = clients::table.filter(clients::pharmacy_id.eq(pharmacy));
    of.order(clients::client).select(clients::client).load(tx).await
}

/// These and no others.
pub async fn bind(tx: &mut Tx, pharmacy: PharmacyId, wanted: &[ClientId]) -> Result<(), Problem> {
    diesel::delete(clients::table.filter(clients::pharmacy_id.eq(pharmacy))).execute(tx).await?;
    let rows: Vec<_> =
        wanted.iter().map(|client| (clients::client.eq(client), clients::pharmacy_id.eq(pharmacy))).collect();
    let bound = diesel::insert_into(clients::table).values(rows).execute(tx).await;
    on_constraint(bound.map(|_| ()), "pharmacy_clients_one_pharmacy", Refusal::BoundElsewhere)
}
