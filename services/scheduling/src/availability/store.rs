//! Availability in the database.

use super::Availability;
use crate::schema::availability;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use model::PractitionerId;
use platform::Tx;

pub async fn find(tx: &mut Tx, practitioner: PractitionerId) -> QueryResult<Option<Availability>> {
    availability::table.find(practitioner).select(Availability::as_select()).first(tx).await.optional()
}

/// Of one practitioner, or of all.
pub async fn list(tx: &mut Tx, practitioner: Option<PractitionerId>) -> QueryResult<Vec<Availability>> {
    let mut query = availability::table
        .select(Availability::as_select())
        .order(availability::practitioner_id)
        .into_boxed();
    if let Some(practitioner) = practitioner {
        query = query.filter(availability::practitioner_id.eq(practitioner));
    }
    query.load(tx).await
}

/// Replaces what was there.
pub async fn put(tx: &mut Tx, said: &Availability) -> QueryResult<()> {
    diesel::insert_into(availability::table)
        .values(said)
        .on_conflict(availability::practitioner_id)
        .do_update()
        .set(said)
        .execute(tx)
        .await
        .map(|_| ())
}
