//! HL7 messages in the database.

use super::Logged;
use crate::message::Direction;
use crate::schema::hl7_messages as messages;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use model::OrderId;
use platform::Tx;
use uuid::Uuid;

/// False when this sender's number is known already; waits for a transaction that is just storing it.
pub async fn insert(tx: &mut Tx, message: &Logged) -> QueryResult<bool> {
    let rows =
        diesel::insert_into(messages::table).values(message).on_conflict_do_nothing().execute(tx).await?;
    Ok(rows == 1)
}

/// The message of a sender under its number, locked.
pub async fn known(tx: &mut Tx, sender: &str, control_id: &str) -> QueryResult<Option<Logged>> {
    messages::table
        .filter(messages::direction.eq(Direction::In))
        .filter(messages::sender.eq(sender))
        .filter(messages::control_id.eq(control_id))
        .select(Logged::as_select())
        .for_update()
        .first(tx)
        .await
        .optional()
}

/// What became of a message; its sender may have mended it since it was refused.
pub async fn conclude(tx: &mut Tx, message: &Logged) -> QueryResult<()> {
    diesel::update(messages::table.find(message.id))
        .set((
            messages::laboratory_id.eq(message.laboratory_id),
            messages::order_id.eq(message.order_id),
            messages::at.eq(message.at),
            messages::body.eq(&message.body),
            messages::answer.eq(&message.answer),
            messages::accepted.eq(message.accepted),
        ))
        .execute(tx)
        .await
        .map(|_| ())
}

pub async fn find(tx: &mut Tx, id: Uuid) -> QueryResult<Option<Logged>> {
    messages::table.find(id).select(Logged::as_select()).first(tx).await.optional()
}

/// Every message about an order, oldest first.
pub async fn about(tx: &mut Tx, order: OrderId) -> QueryResult<Vec<Logged>> {
    messages::table
        .filter(messages::order_id.eq(order))
        .select(Logged::as_select())
        .order(messages::id)
        .load(tx)
        .await
}
