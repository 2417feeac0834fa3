//! Signing over HTTP: the decision, the message and the intent to send it, in one transaction.

use super::case::examine;
use super::seen as read_seen;
use crate::allergy::store::lock_chart;
use crate::exchange::{self, Logged};
use crate::laboratory::Laboratory;
use crate::message::Direction;
use crate::order::compose::{Control, oml};
use crate::order::courier::SEND;
use crate::order::duplicate::{Reason, WINDOW};
use crate::order::signing::Cast;
use crate::order::{Entry, Order, Signature, store};
use actix_web::{post, web};
use chrono::{DateTime, Utc};
use model::OrderId;
use platform::idempotency::once;
use platform::{Body, Caller, Db, Id, IfMatch, Problem, Reply, Tx, mint, outbound};
use serde::Deserialize;
use utoipa::ToSchema;

#[derive(Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SignOrder {
    /// Why a test is ordered again that was ordered or done in the last 30 days.
    pub duplicate_reason: Option<Reason>,
}

#[utoipa::path(request_body = SignOrder, params(("id" = OrderId, Path, description = "The order.")),
    responses((status = 200, description = "Signed; it is sent at once where there is a connection.", body = Order)))]
#[post("/v1/orders/{id}/sign")]
/// Signs an order and sends it.
///
/// Whatever its performer would send it back for is said at once. The same test of the last 30 days is named, and needs
/// a reason to go on.
pub async fn sign_order(
    caller: Caller,
    db: web::Data<Db>,
    id: Id<OrderId>,
    seen: IfMatch,
    body: Body<SignOrder>,
) -> Result<Reply, Problem> {
    let (now, client, reason) = (platform::now(), caller.client.clone(), body.value.duplicate_reason);
    once(&db, &caller, body.digest, async move |tx| {
        let draft = read_seen(tx, id.0, seen).await?;
        // Two orders of the same test must not miss each other.
        let chart = lock_chart(tx, draft.patient_id).await?;
        let (cast, signed_on) = examine(tx, &draft, now).await?;
        let found = store::same_tests(tx, &draft, &chart, now - WINDOW).await?;
        let signature = Signature { signed_by: client.clone(), signed_at: now, signed_on };
        let signed = draft.sign(signature, &cast, found, reason.clone())?;
        store::update(tx, &signed).await?;
        store::keep_tests(tx, &signed, now).await?;
        if let Some(laboratory) = cast.laboratory.as_ref().filter(|l| l.connection.is_some()) {
            intend(tx, &signed, &cast, laboratory, (Control::New, now)).await?;
        }
        store::record(tx, &Entry::new(mint(), &signed, "signed", &client, now)).await?;
        Ok(Reply::ok(&signed)?.version(signed.version))
    })
    .await
}

/// Writes the message once and for all: whatever is sent later is these bytes.
pub async fn intend(
    tx: &mut Tx,
    order: &Order,
    cast: &Cast,
    laboratory: &Laboratory,
    (control, now): (Control, DateTime<Utc>),
) -> Result<(), Problem> {
    let number = match control {
        Control::New => order.first_message(),
        Control::Cancel => order.cancellation(),
    };
    let body = oml(order, cast, laboratory, (control, &number), now).into_bytes();
    let sender = exchange::sender(laboratory.our_application.as_str(), laboratory.our_facility.as_str());
    let message = Logged {
        id: mint(),
        laboratory_id: Some(laboratory.id),
        order_id: Some(order.id),
        direction: Direction::Out,
        sender: Some(sender),
        control_id: Some(number.clone()),
        at: now,
        body,
        answer: None,
        accepted: false,
    };
    exchange::store::insert(tx, &message).await?;
    Ok(outbound::intend(tx, SEND, order.id.0, &number).await?)
}
