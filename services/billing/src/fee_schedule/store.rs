//! Fee schedules in the database.

use super::FeeSchedule;
use crate::schema::fee_schedules;
use chrono::NaiveDate;
use diesel::prelude::*;
use diesel::result::QueryResult;
use diesel::sql_types::{Array, Date, Text};
use diesel_async::RunQueryDsl;
use model::{FeeScheduleId, Money, ProcedureCode};
use platform::page::Limit;
use platform::{Cursor, Tx};
use std::collections::HashMap;

pub async fn insert(tx: &mut Tx, schedule: &FeeSchedule) -> QueryResult<()> {
    diesel::insert_into(fee_schedules::table).values(schedule).execute(tx).await.map(|_| ())
}

pub async fn find(tx: &mut Tx, id: FeeScheduleId) -> QueryResult<Option<FeeSchedule>> {
    fee_schedules::table.find(id).select(FeeSchedule::as_select()).first(tx).await.optional()
}

pub async fn list(tx: &mut Tx, limit: Limit, after: Option<Cursor>) -> QueryResult<Vec<FeeSchedule>> {
    let mut rows = fee_schedules::table.select(FeeSchedule::as_select()).into_boxed();
    if let Some(Cursor(last)) = after {
        rows = rows.filter(fee_schedules::id.gt(FeeScheduleId(last)));
    }
    rows.order(fee_schedules::id).limit(limit.and_one()).load(tx).await
}

#[derive(QueryableByName)]
struct Price {
    #[diesel(sql_type = Text)]
    procedure_code: ProcedureCode,
    #[diesel(sql_type = Text)]
    charge: String,
}

/// The price of one unit of each procedure on a date, where a schedule lists it.
pub async fn prices(
    tx: &mut Tx,
    on: NaiveDate,
    procedures: &[ProcedureCode],
) -> QueryResult<HashMap<ProcedureCode, Money>> {
    let rows: Vec<Price> = diesel::sql_query(
        "SELECT DISTINCT ON (item->>'procedure_code') item->>'procedure_code' AS procedure_code, item->>'charge' AS charge \
         FROM fee_schedules, jsonb_array_elements(items) AS item \
         WHERE practice_id = practice() AND effective <= $1 AND item->>'procedure_code' = ANY($2) \
         ORDER BY item->>'procedure_code', effective DESC, id DESC",
    )
    .bind::<Date, _>(on)
    .bind::<Array<Text>, _>(procedures)
    .load(tx)
    .await?;
    let read = |row: Price| row.charge.parse().map(|charge| (row.procedure_code, charge));
    let unreadable = |e: model::Invalid| diesel::result::Error::DeserializationError(Box::new(e));
    rows.into_iter().map(read).collect::<Result<_, _>>().map_err(unreadable)
}
