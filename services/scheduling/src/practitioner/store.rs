//! Practitioners in the database.

use super::Practitioner;
use crate::schema::practitioners;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use model::{PractitionerId, StateCode};
use platform::Tx;
use platform::page::{Cursor, Limit};

pub async fn insert(tx: &mut Tx, practitioner: &Practitioner) -> QueryResult<()> {
    diesel::insert_into(practitioners::table).values(practitioner).execute(tx).await.map(|_| ())
}

pub async fn find(tx: &mut Tx, id: PractitionerId) -> QueryResult<Option<Practitioner>> {
    practitioners::table.find(id).select(Practitioner::as_select()).first(tx).await.optional()
}

pub async fn list(tx: &mut Tx, cursor: Option<Cursor>, limit: Limit) -> QueryResult<Vec<Practitioner>> {
    let mut query =
        practitioners::table.select(Practitioner::as_select()).order(practitioners::id).into_boxed();
    if let Some(Cursor(after)) = cursor {
        query = query.filter(practitioners::id.gt(PractitionerId(after)));
    }
    query.limit(limit.and_one()).load(tx).await
}

/// Which of these there are.
pub async fn known(tx: &mut Tx, ids: &[PractitionerId]) -> QueryResult<Vec<PractitionerId>> {
    practitioners::table.filter(practitioners::id.eq_any(ids)).select(practitioners::id).load(tx).await
}

/// Which of these are licensed in a state.
pub async fn licensed(
    tx: &mut Tx,
    ids: &[PractitionerId],
    state: &StateCode,
) -> QueryResult<Vec<PractitionerId>> {
    let licensed = practitioners::license_states.contains(vec![state.clone()]);
    practitioners::table
        .filter(practitioners::id.eq_any(ids))
        .filter(licensed)
        .select(practitioners::id)
        .load(tx)
        .await
}

/// Locked to the end of the transaction.
pub async fn find_for_change(tx: &mut Tx, id: PractitionerId) -> QueryResult<Option<Practitioner>> {
    practitioners::table.find(id).select(Practitioner::as_select()).for_update().first(tx).await.optional()
}

pub async fn update(tx: &mut Tx, practitioner: &Practitioner) -> QueryResult<()> {
    diesel::update(practitioners::table.find(practitioner.id)).set(practitioner).execute(tx).await.map(|_| ())
}
