//! Taking a prescription back over HTTP.

use super::seen as read_seen;
use crate::history::{self, Actor, Entry};
use crate::message::{self, Logged};
use crate::prescription::progress::Progress;
use crate::prescription::{CancelReason, Prescription, RecallStep, Turn, announce, store};
use actix_web::{post, web};
use anyhow::Context as _;
use chrono::{DateTime, Utc};
use model::{Note, PrescriptionId};
use platform::idempotency::once;
use platform::{Body, Caller, Db, Id, IfMatch, Problem, Reply, Tx, mint, outbound};
use serde::Deserialize;
use utoipa::ToSchema;

#[derive(Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CancelPrescription {
    pub reason_code: Option<CancelReason>,
    pub note: Option<Note>,
}

#[utoipa::path(request_body = CancelPrescription, params(("id" = PrescriptionId, Path, description = "The prescription.")),
    responses((status = 200, description = "`cancelled` when it never left the house, otherwise `cancel_pending`.", body = Prescription)))]
#[post("/v1/prescriptions/{id}/cancel")]
/// Takes a prescription back.
///
/// Once it may be at the pharmacy, the pharmacy is asked with a CancelRx; it is `cancelled` only when the pharmacy approves.
pub async fn cancel_prescription(
    caller: Caller,
    db: web::Data<Db>,
    id: Id<PrescriptionId>,
    seen: IfMatch,
    body: Body<CancelPrescription>,
) -> Result<Reply, Problem> {
    let (now, wish, by) = (platform::now(), body.value, Actor::Client(caller.client.clone()));
    once(&db, &caller, body.digest, async move |tx| {
        let before = read_seen(tx, id.0, seen).await?;
        let (after, step) = before.recall(wish.note.as_ref())?;
        store::update(tx, &after).await?;
        let change = match step {
            RecallStep::Done => "cancelled",
            RecallStep::AskPharmacy => "cancel requested",
        };
        let reason = wish.reason_code.map(|reason| reason.to_string());
        history::store::record(tx, &Entry::new(mint(), &after, change, &by, now).note(reason)).await?;
        match step {
            RecallStep::Done => announce::turn(tx, &after, Turn::Cancelled).await?,
            RecallStep::AskPharmacy => ask(tx, &after, now).await?,
        }
        Ok(Reply::ok(&after)?.version(after.version))
    })
    .await
}

/// Writes the CancelRx. While the prescription itself is still being sent the courier holds it back.
async fn ask(tx: &mut Tx, recalled: &Prescription, now: DateTime<Utc>) -> Result<(), Problem> {
    let first = message::message_id(recalled.id, 1)?;
    let sent = message::store::sent(tx, first.as_str()).await?.context("the NewRx was never written")?;
    let number = message::store::count_sent(tx, recalled.id).await? + 1;
    let cancel = message::cancel_rx(&sent.body, message::message_id(recalled.id, number)?, now)?;
    let logged = Logged::outgoing(mint(), &cancel, now)?.about(Some(recalled.id));
    message::store::insert(tx, &logged).await?;
    if !recalled.state.progress().is_some_and(Progress::is_being_sent) {
        let key = cancel.header.message_id.as_str();
        outbound::intend(tx, "send_cancellation", recalled.id.0, key).await?;
    }
    Ok(())
}
