//! Prices in the database.

use super::routes::ListContractPrices;
use super::{ContractPrices, ContractPricesHeading};
use crate::schema::contract_prices::{self, table};
use chrono::NaiveDate;
use diesel::prelude::*;
use diesel::sql_types::{Array, BigInt, Date, Text, Uuid as SqlUuid};
use diesel_async::RunQueryDsl;
use model::event::FeeScheduleSnapshot;
use model::{Money, PayerId, ProcedureCode};
use platform::{Cursor, Tx};
use std::collections::HashMap;
use uuid::Uuid;

/// A schedule's prices take the place of those it had before.
pub async fn replace(tx: &mut Tx, schedule: &FeeScheduleSnapshot) -> QueryResult<()> {
    let codes: Vec<&str> = schedule.items.iter().map(|item| item.procedure_code.as_str()).collect();
    let charges: Vec<Money> = schedule.items.iter().map(|item| item.charge).collect();
    diesel::sql_query("DELETE FROM prices WHERE practice_id = practice() AND fee_schedule_id = $1")
        .bind::<SqlUuid, _>(schedule.fee_schedule_id)
        .execute(tx)
        .await?;
    diesel::sql_query(
        "INSERT INTO prices (fee_schedule_id, effective, procedure_code, charge) \
         SELECT $1, $2, code, charge FROM unnest($3, $4) AS item (code, charge)",
    )
    .bind::<SqlUuid, _>(schedule.fee_schedule_id)
    .bind::<Date, _>(schedule.effective)
    .bind::<Array<Text>, _>(codes)
    .bind::<Array<BigInt>, _>(charges)
    .execute(tx)
    .await
    .map(|_| ())
}

pub async fn insert(tx: &mut Tx, prices: &ContractPrices) -> QueryResult<()> {
    diesel::insert_into(table).values(prices).execute(tx).await?;
    let codes: Vec<&str> = prices.items.0.iter().map(|item| item.procedure_code.as_str()).collect();
    let amounts: Vec<Money> = prices.items.0.iter().map(|item| item.amount).collect();
    diesel::sql_query(
        "INSERT INTO allowed_amounts (contract_prices_id, payer_id, effective, procedure_code, amount) \
         SELECT $1, $2, $3, code, amount FROM unnest($4, $5) AS item (code, amount)",
    )
    .bind::<SqlUuid, _>(prices.id)
    .bind::<SqlUuid, _>(prices.payer_id)
    .bind::<Date, _>(prices.effective)
    .bind::<Array<Text>, _>(codes)
    .bind::<Array<BigInt>, _>(amounts)
    .execute(tx)
    .await
    .map(|_| ())
}

pub async fn find(tx: &mut Tx, id: Uuid) -> QueryResult<Option<ContractPrices>> {
    table.find(id).select(ContractPrices::as_select()).first(tx).await.optional()
}

pub async fn list(tx: &mut Tx, asked: &ListContractPrices) -> QueryResult<Vec<ContractPricesHeading>> {
    let page = table.select(ContractPricesHeading::as_select()).order(contract_prices::id);
    let mut query = page.limit(asked.limit.and_one()).into_boxed();
    if let Some(payer) = asked.payer_id {
        query = query.filter(contract_prices::payer_id.eq(payer));
    }
    if let Some(Cursor(last)) = asked.cursor {
        query = query.filter(contract_prices::id.gt(last));
    }
    query.load(tx).await
}

#[derive(QueryableByName)]
struct Found {
    #[diesel(sql_type = Text)]
    procedure_code: ProcedureCode,
    #[diesel(sql_type = BigInt)]
    amount: Money,
}

/// What the practice charges for one unit on a day, where a fee schedule lists it.
pub async fn charges(
    tx: &mut Tx,
    on: NaiveDate,
    procedures: &[ProcedureCode],
) -> QueryResult<HashMap<ProcedureCode, Money>> {
    let found: Vec<Found> = diesel::sql_query(
        "SELECT DISTINCT ON (procedure_code) procedure_code, charge AS amount FROM prices \
         WHERE practice_id = practice() AND procedure_code = ANY($1) AND effective <= $2 \
         ORDER BY procedure_code, effective DESC, fee_schedule_id DESC",
    )
    .bind::<Array<Text>, _>(procedures)
    .bind::<Date, _>(on)
    .load(tx)
    .await?;
    Ok(found.into_iter().map(|row| (row.procedure_code, row.amount)).collect())
}

/// What the payer's contract allows for one unit on a day, where it lists it.
pub async fn allowed(
    tx: &mut Tx,
    payer: PayerId,
    on: NaiveDate,
    procedures: &[ProcedureCode],
) -> QueryResult<HashMap<ProcedureCode, Money>> {
    let found: Vec<Found> = diesel::sql_query(
        "SELECT DISTINCT ON (procedure_code) procedure_code, amount FROM allowed_amounts \
         WHERE practice_id = practice() AND payer_id = $1 AND procedure_code = ANY($2) AND effective <= $3 \
         ORDER BY procedure_code, effective DESC, contract_prices_id DESC",
    )
    .bind::<SqlUuid, _>(payer)
    .bind::<Array<Text>, _>(procedures)
    .bind::<Date, _>(on)
    .load(tx)
    .await?;
    Ok(found.into_iter().map(|row| (row.procedure_code, row.amount)).collect())
}
