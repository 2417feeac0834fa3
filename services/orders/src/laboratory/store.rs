//! Laboratories in the database.

use super::{Laboratory, Refusal};
use crate::schema::laboratories;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use model::LaboratoryId;
use platform::page::{Cursor, Limit};
use platform::{Problem, Tx, db::on_constraint};

const SENDER: &str = "laboratories_sender_unique";

pub async fn insert(tx: &mut Tx, laboratory: &Laboratory) -> Result<(), Problem> {
    let inserted = diesel::insert_into(laboratories::table).values(laboratory).execute(tx).await;
    on_constraint(inserted.map(|_| ()), SENDER, Refusal::Known)
}

pub async fn update(tx: &mut Tx, laboratory: &Laboratory) -> Result<(), Problem> {
    let updated = diesel::update(laboratories::table.find(laboratory.id)).set(laboratory).execute(tx).await;
    on_constraint(updated.map(|_| ()), SENDER, Refusal::Known)
}

pub async fn find(tx: &mut Tx, id: LaboratoryId) -> QueryResult<Option<Laboratory>> {
    laboratories::table.find(id).select(Laboratory::as_select()).first(tx).await.optional()
}

pub async fn find_for_change(tx: &mut Tx, id: LaboratoryId) -> QueryResult<Option<Laboratory>> {
    laboratories::table.find(id).select(Laboratory::as_select()).for_update().first(tx).await.optional()
}

/// Who sends under this application and facility.
pub async fn sender(tx: &mut Tx, application: &str, facility: &str) -> QueryResult<Option<Laboratory>> {
    laboratories::table
        .filter(laboratories::their_facility.eq(facility))
        .filter(laboratories::their_application.eq(application))
        .select(Laboratory::as_select())
        .first(tx)
        .await
        .optional()
}

pub async fn list(tx: &mut Tx, cursor: Option<Cursor>, limit: Limit) -> QueryResult<Vec<Laboratory>> {
    let mut query = laboratories::table.select(Laboratory::as_select()).order(laboratories::id).into_boxed();
    if let Some(Cursor(after)) = cursor {
        query = query.filter(laboratories::id.gt(after));
    }
    query.limit(limit.and_one()).load(tx).await
}
