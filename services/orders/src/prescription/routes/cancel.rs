//! Taking a prescription back over HTTP.

use super::seen as read_seen;
use crate::history::{Actor, Entry};
use crate::message::{self, About, Logged};
use crate::pharmacy::{self, ServiceLevel};
use crate::prescription::progress::Progress;
use crate::prescription::{CancelReason, Prescription, RecallStep, Turn, announce, keep};
use crate::{queue, watch};
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
        let reason = wish.reason_code.map(|reason| reason.to_string());
        let after = take_back(tx, before, wish.note.as_ref(), reason, &by, now).await?;
        Ok(Reply::ok(&after)?.version(after.version))
    })
    .await
}

/// Recalls a locked prescription: at once, or by asking its pharmacy.
pub(crate) async fn take_back(
    tx: &mut Tx,
    before: Prescription,
    note: Option<&Note>,
    reason: Option<String>,
    by: &Actor,
    now: DateTime<Utc>,
) -> Result<Prescription, Problem> {
    let pharmacy = pharmacy::store::find(tx, before.pharmacy_id).await?;
    let taken = pharmacy.is_some_and(|pharmacy| pharmacy.queue || pharmacy.takes(ServiceLevel::Cancel));
    let earlier = before.state.clone();
    let (after, step) = before.recall(note, taken, now.date_naive())?;
    let change = match step {
        RecallStep::Done => "cancelled",
        RecallStep::AskPharmacy => "cancel requested",
    };
    keep::change(tx, &earlier, &after, &Entry::new(mint(), &after, change, by, now).note(reason), now)
        .await?;
    match step {
        RecallStep::Done => announce::turn(tx, &after, Turn::Cancelled).await?,
        RecallStep::AskPharmacy => match queue::recall(tx, after.clone(), now).await? {
            Some(answered) => return Ok(answered),
            None => ask(tx, &after, now).await?,
        },
    }
    Ok(after)
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
    watch::store::begin(tx, recalled.id, About::Recall, now).await?;
    Ok(())
}
