//! Practitioners in the database.

use super::Practitioner;
use crate::schema::practitioners;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use model::PractitionerId;
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
