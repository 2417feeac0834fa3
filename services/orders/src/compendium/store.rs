//! Compendia in the database.

use super::Test;
use crate::schema::compendium_tests as tests;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use model::LaboratoryId;
use platform::Tx;
use platform::page::{Cursor, Limit};

/// Rows in one statement: six parameters each, of at most 65,535.
const AT_ONCE: usize = 5_000;

/// Puts the whole list in the place of the one before.
pub async fn replace(tx: &mut Tx, laboratory: LaboratoryId, list: &[Test]) -> QueryResult<()> {
    let before = tests::table.filter(tests::laboratory_id.eq(laboratory));
    diesel::delete(before).execute(tx).await?;
    for part in list.chunks(AT_ONCE) {
        diesel::insert_into(tests::table).values(part).execute(tx).await?;
    }
    Ok(())
}

/// Those of these codes that the laboratory offers.
pub async fn named(tx: &mut Tx, laboratory: LaboratoryId, codes: &[&str]) -> QueryResult<Vec<Test>> {
    tests::table
        .filter(tests::laboratory_id.eq(laboratory))
        .filter(tests::code.eq_any(codes.iter().copied()))
        .select(Test::as_select())
        .load(tx)
        .await
}

/// Those whose name or code holds a text, whatever its case.
pub async fn list(
    tx: &mut Tx,
    laboratory: LaboratoryId,
    text: Option<&str>,
    cursor: Option<Cursor>,
    limit: Limit,
) -> QueryResult<Vec<Test>> {
    let mut query = tests::table
        .filter(tests::laboratory_id.eq(laboratory))
        .select(Test::as_select())
        .order(tests::id)
        .into_boxed();
    if let Some(text) = text {
        let pattern = format!("%{}%", text.replace(['\\', '%', '_'], ""));
        query = query.filter(tests::name.ilike(pattern.clone()).or(tests::code.ilike(pattern)));
    }
    if let Some(Cursor(after)) = cursor {
        query = query.filter(tests::id.gt(after));
    }
    query.limit(limit.and_one()).load(tx).await
}

pub async fn is_loaded(tx: &mut Tx, laboratory: LaboratoryId) -> QueryResult<bool> {
    let any = tests::table.filter(tests::laboratory_id.eq(laboratory));
    diesel::select(diesel::dsl::exists(any)).get_result(tx).await
}
