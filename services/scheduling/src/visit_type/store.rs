//! Visit types in the database.

use super::VisitType;
use crate::schema::visit_types;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use model::VisitTypeId;
use platform::Tx;
use platform::page::{Cursor, Limit};

pub async fn insert(tx: &mut Tx, visit_type: &VisitType) -> QueryResult<()> {
    diesel::insert_into(visit_types::table).values(visit_type).execute(tx).await.map(|_| ())
}

pub async fn find(tx: &mut Tx, id: VisitTypeId) -> QueryResult<Option<VisitType>> {
    visit_types::table.find(id).select(VisitType::as_select()).first(tx).await.optional()
}

pub async fn list(tx: &mut Tx, cursor: Option<Cursor>, limit: Limit) -> QueryResult<Vec<VisitType>> {
    let mut query = visit_types::table.select(VisitType::as_select()).order(visit_types::id).into_boxed();
    if let Some(Cursor(after)) = cursor {
        query = query.filter(visit_types::id.gt(VisitTypeId(after)));
    }
    query.limit(limit.and_one()).load(tx).await
}

/// Locked to the end of the transaction.
pub async fn find_for_change(tx: &mut Tx, id: VisitTypeId) -> QueryResult<Option<VisitType>> {
    visit_types::table.find(id).select(VisitType::as_select()).for_update().first(tx).await.optional()
}

pub async fn update(tx: &mut Tx, visit_type: &VisitType) -> QueryResult<()> {
    diesel::update(visit_types::table.find(visit_type.id)).set(visit_type).execute(tx).await.map(|_| ())
}

pub async fn find_all(tx: &mut Tx, ids: &[VisitTypeId]) -> QueryResult<Vec<VisitType>> {
    visit_types::table.filter(visit_types::id.eq_any(ids)).select(VisitType::as_select()).load(tx).await
}
