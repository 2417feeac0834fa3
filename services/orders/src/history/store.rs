//! The history in the database.

use super::Entry;
use crate::schema::prescription_history as history;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use model::PrescriptionId;
use platform::Tx;

pub async fn record(tx: &mut Tx, entry: &Entry) -> QueryResult<()> {
    diesel::insert_into(history::table).values(entry).execute(tx).await.map(|_| ())
}

pub async fn record_all(tx: &mut Tx, entries: &[Entry]) -> QueryResult<()> {
    diesel::insert_into(history::table).values(entries).execute(tx).await.map(|_| ())
}

pub async fn list(tx: &mut Tx, prescription: PrescriptionId) -> QueryResult<Vec<Entry>> {
    history::table
        .filter(history::prescription_id.eq(prescription))
        .order(history::id)
        .select(Entry::as_select())
        .load(tx)
        .await
}

/// Of several prescriptions, in order.
pub async fn of_all(tx: &mut Tx, prescriptions: &[PrescriptionId]) -> QueryResult<Vec<Entry>> {
    history::table
        .filter(history::prescription_id.eq_any(prescriptions))
        .order((history::prescription_id, history::id))
        .select(Entry::as_select())
        .load(tx)
        .await
}
