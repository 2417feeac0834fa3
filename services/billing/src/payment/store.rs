//! Payments in the database.

use super::Payment;
use crate::schema::payments;
use diesel::result::QueryResult;
use diesel_async::RunQueryDsl;
use platform::Tx;

pub async fn insert(tx: &mut Tx, payment: &Payment) -> QueryResult<()> {
    diesel::insert_into(payments::table).values(payment).execute(tx).await.map(|_| ())
}
