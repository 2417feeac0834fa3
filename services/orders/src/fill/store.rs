//! Fills in the database, which keeps their sum and gives no number twice.

use super::{Fill, Refusal};
use crate::queue;
use crate::schema::fills;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use model::PrescriptionId;
use platform::db::on_constraint;
use platform::{Problem, Tx};

pub async fn insert(tx: &mut Tx, fill: &Fill) -> Result<(), Problem> {
    let inserted = diesel::insert_into(fills::table).values(fill).execute(tx).await;
    let taken = Refusal::NumberTaken { number: fill.number, fill: fill.id };
    on_constraint(inserted.map(|_| ()), "fills_number_unique", queue::Refusal::from(taken))
}

pub async fn withdraw(tx: &mut Tx, fill: &Fill) -> QueryResult<()> {
    diesel::update(fills::table.find(fill.id))
        .set(fills::withdrawal.eq(&fill.withdrawal))
        .execute(tx)
        .await
        .map(|_| ())
}

/// By number.
pub async fn list(tx: &mut Tx, prescription: PrescriptionId) -> QueryResult<Vec<Fill>> {
    fills::table
        .filter(fills::prescription_id.eq(prescription))
        .order(fills::number)
        .select(Fill::as_select())
        .load(tx)
        .await
}
