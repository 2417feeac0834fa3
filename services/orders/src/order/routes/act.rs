//! What people do with signed orders.

use super::case::examine;
use super::seen as read_seen;
use super::sign::intend;
use crate::order::compose::Control;
use crate::order::state::Recall;
use crate::order::{Entry, Order, Refusal, State, Status, store};
use crate::{laboratory, task};
use actix_web::{post, web};
use model::{Note, OrderId};
use platform::idempotency::once;
use platform::{Body, Caller, Db, Id, IfMatch, Problem, Reply, Tx, mint};
use serde::Deserialize;
use utoipa::ToSchema;

#[derive(Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct HandOverOrder {
    /// How and to whom, such as "fax to Cedar Laboratory".
    pub how: Note,
}

#[derive(Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CloseOrder {
    /// What it came to.
    pub note: Note,
}

#[derive(Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CancelOrder {
    /// Why.
    pub note: Note,
}

/// A decision on an order as the caller saw it, kept with its history.
async fn decide(
    tx: &mut Tx,
    before: Order,
    (change, client, note): (&'static str, &str, Note),
    state: Result<State, Status>,
) -> Result<Order, Problem> {
    let state = state.map_err(|status| Refusal::WrongStatus(status, change))?;
    let after = before.with_state(state);
    store::update(tx, &after).await?;
    let entry = Entry::new(mint(), &after, change, client, platform::now()).note(Some(note.into()));
    store::record(tx, &entry).await?;
    Ok(after)
}

/// Whether orders of this kind go by wire.
async fn has_wire(tx: &mut Tx, order: &Order) -> Result<bool, Problem> {
    let Some(id) = order.laboratory_id else { return Ok(false) };
    Ok(laboratory::store::find(tx, id).await?.is_some_and(|laboratory| laboratory.connection.is_some()))
}

#[utoipa::path(request_body = HandOverOrder, params(("id" = OrderId, Path, description = "The order.")),
    responses((status = 200, description = "Sent.", body = Order)))]
#[post("/v1/orders/{id}/hand-over")]
/// Says that a person has given the order to its performer: on paper, or because the line did not work.
pub async fn hand_over_order(
    caller: Caller,
    db: web::Data<Db>,
    id: Id<OrderId>,
    seen: IfMatch,
    body: Body<HandOverOrder>,
) -> Result<Reply, Problem> {
    let (now, client, how) = (platform::now(), caller.client.clone(), body.value.how);
    once(&db, &caller, body.digest, async move |tx| {
        let before = read_seen(tx, id.0, seen).await?;
        let by_wire = has_wire(tx, &before).await?;
        let state = before.state.clone().hand_over(how.clone(), client.clone(), now, by_wire);
        let after = decide(tx, before, ("handed over", &client, how.clone()), state).await?;
        task::store::close(tx, task::Kind::OrderFailed, after.subject(), &client, now).await?;
        Ok(Reply::ok(&after)?.version(after.version))
    })
    .await
}

#[utoipa::path(request_body = CloseOrder, params(("id" = OrderId, Path, description = "The order.")),
    responses((status = 200, description = "Reviewed.", body = Order)))]
#[post("/v1/orders/{id}/close")]
/// Says that the answer to an order came another way and has been read: a letter after a referral, a report on paper.
pub async fn close_order(
    caller: Caller,
    db: web::Data<Db>,
    id: Id<OrderId>,
    seen: IfMatch,
    body: Body<CloseOrder>,
) -> Result<Reply, Problem> {
    let (now, client, note) = (platform::now(), caller.client.clone(), body.value.note);
    once(&db, &caller, body.digest, async move |tx| {
        let before = read_seen(tx, id.0, seen).await?;
        let state = before.state.clone().close(note.clone(), client.clone(), now);
        let after = decide(tx, before, ("closed", &client, note.clone()), state).await?;
        Ok(Reply::ok(&after)?.version(after.version))
    })
    .await
}

#[utoipa::path(request_body = CancelOrder, params(("id" = OrderId, Path, description = "The order.")),
    responses((status = 200, description = "Cancelled, or the performer is asked to.", body = Order)))]
#[post("/v1/orders/{id}/cancel")]
/// Cancels an order. A laboratory that has it is told, and `cancel_pending` lasts until it agrees.
///
/// While an order is being sent it cannot be cancelled: the message that cancels it must not overtake it.
pub async fn cancel_order(
    caller: Caller,
    db: web::Data<Db>,
    id: Id<OrderId>,
    seen: IfMatch,
    body: Body<CancelOrder>,
) -> Result<Reply, Problem> {
    let (now, client, note) = (platform::now(), caller.client.clone(), body.value.note);
    once(&db, &caller, body.digest, async move |tx| {
        let before = read_seen(tx, id.0, seen).await?;
        let by_wire = has_wire(tx, &before).await?;
        let recalled = before.state.clone().recall(note.clone(), by_wire);
        let told = matches!(&recalled, Ok((_, Recall::ToBeTold)));
        let state = recalled.map(|(state, _)| state);
        let after = decide(tx, before, ("cancelled", &client, note.clone()), state).await?;
        if told {
            let (cast, _) = examine(tx, &after, now).await?;
            if let Some(laboratory) = &cast.laboratory {
                intend(tx, &after, &cast, laboratory, (Control::Cancel, now)).await?;
            }
        }
        task::store::close(tx, task::Kind::OrderFailed, after.subject(), &client, now).await?;
        Ok(Reply::ok(&after)?.version(after.version))
    })
    .await
}
