//! SCRIPT messages in the database.

use super::{Direction, Logged};
use crate::schema::script_messages as messages;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use model::PrescriptionId;
use platform::Tx;
use uuid::Uuid;

/// False when this sender's MessageID is known already; waits for a transaction that is just storing it.
pub async fn insert(tx: &mut Tx, message: &Logged) -> QueryResult<bool> {
    let rows =
        diesel::insert_into(messages::table).values(message).on_conflict_do_nothing().execute(tx).await?;
    Ok(rows == 1)
}

/// An answer that came on our own connection; one whose MessageID stands for another message already is kept without it.
pub async fn insert_answer(tx: &mut Tx, answer: &Logged, id: Uuid) -> QueryResult<()> {
    if insert(tx, answer).await? {
        return Ok(());
    }
    let sender = answer.sender.as_deref().zip(answer.message_id.as_deref());
    let before = match sender {
        Some((sender, message_id)) => known(tx, sender, message_id).await?,
        None => None,
    };
    if before.is_some_and(|before| before.body != answer.body) {
        insert(tx, &Logged { id, message_id: None, ..answer.clone() }).await?;
    }
    Ok(())
}

pub async fn conclude(
    tx: &mut Tx,
    id: Uuid,
    prescription: Option<PrescriptionId>,
    answer: &str,
) -> QueryResult<()> {
    diesel::update(messages::table.find(id))
        .set((messages::prescription_id.eq(prescription), messages::answer.eq(answer)))
        .execute(tx)
        .await
        .map(|_| ())
}

/// The message of a sender under its MessageID.
pub async fn known(tx: &mut Tx, sender: &str, message_id: &str) -> QueryResult<Option<Logged>> {
    messages::table
        .filter(messages::direction.eq(Direction::In))
        .filter(messages::sender.eq(sender))
        .filter(messages::message_id.eq(message_id))
        .select(Logged::as_select())
        .first(tx)
        .await
        .optional()
}

/// A message of ours by its MessageID.
pub async fn sent(tx: &mut Tx, message_id: &str) -> QueryResult<Option<Logged>> {
    messages::table
        .filter(messages::direction.eq(Direction::Out))
        .filter(messages::message_id.eq(message_id))
        .select(Logged::as_select())
        .first(tx)
        .await
        .optional()
}

/// A message as it came, by its row.
pub async fn raw(tx: &mut Tx, id: Uuid) -> QueryResult<String> {
    messages::table.find(id).select(messages::body).first(tx).await
}

/// The MessageID of the last CancelRx about a prescription.
pub async fn last_recall(tx: &mut Tx, prescription: PrescriptionId) -> QueryResult<Option<String>> {
    let recalls = messages::table
        .filter(messages::direction.eq(Direction::Out))
        .filter(messages::prescription_id.eq(prescription))
        .filter(messages::transaction.eq("CancelRx"))
        .order(messages::id.desc());
    Ok(recalls.select(messages::message_id).first::<Option<String>>(tx).await.optional()?.flatten())
}

/// How many messages of ours there are about a prescription.
pub async fn count_sent(tx: &mut Tx, prescription: PrescriptionId) -> QueryResult<i64> {
    messages::table
        .filter(messages::direction.eq(Direction::Out))
        .filter(messages::prescription_id.eq(prescription))
        .count()
        .get_result(tx)
        .await
}

pub async fn list(tx: &mut Tx, prescription: PrescriptionId) -> QueryResult<Vec<Logged>> {
    messages::table
        .filter(messages::prescription_id.eq(prescription))
        .order(messages::id)
        .select(Logged::as_select())
        .load(tx)
        .await
}
