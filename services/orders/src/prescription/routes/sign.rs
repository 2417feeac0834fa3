//! Signing over HTTP: the decision, the message and the intent to send it, in one transaction.

use super::case::Case;
use super::seen as read_seen;
use crate::history::{self, Actor, Entry};
use crate::message::{self, Logged};
use crate::prescription::signing::Cast;
use crate::prescription::{Prescription, Refusal, Signature, store};
use crate::safety;
use actix_web::{post, web};
use chrono::{DateTime, Utc};
use model::PrescriptionId;
use model::event::PrescriptionSigned;
use platform::idempotency::once;
use platform::{Body, Caller, Db, Id, IfMatch, Problem, Reply, Tx, mint, outbound, outbox};
use script::NewRx;
use serde::Deserialize;
use utoipa::ToSchema;

/// Nothing needs to be said: what is signed is what the ETag names.
#[derive(Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SignPrescription {}

#[utoipa::path(request_body = SignPrescription, params(("id" = PrescriptionId, Path, description = "The prescription.")),
    responses((status = 200, description = "Signed; it is sent at once and as often as needed.", body = Prescription)))]
#[post("/v1/prescriptions/{id}/sign")]
/// Signs a prescription and sends it to the pharmacy.
///
/// The checks must have run on the chart as it is now, and every interruptive alert must be answered. What is signed
/// never changes. Controlled substances are refused.
pub async fn sign_prescription(
    caller: Caller,
    db: web::Data<Db>,
    id: Id<PrescriptionId>,
    seen: IfMatch,
    body: Body<SignPrescription>,
) -> Result<Reply, Problem> {
    let (now, client) = (platform::now(), caller.client.clone());
    once(&db, &caller, body.digest, async move |tx| {
        let draft = read_seen(tx, id.0, seen).await?;
        let Case { cast, verdicts, new_rx, written_on } = Case::examine(tx, &draft, now).await?;
        let last = safety::store::last(tx, id.0).await?;
        let signature = Signature { signed_by: client.clone(), signed_at: now, written_on };
        let signed = draft.sign(signature, &cast, last.as_ref(), &verdicts)?;
        let new_rx = new_rx.map_err(Refusal::NotWritable)?;
        store::update(tx, &signed).await?;
        outbox::put(tx, &PrescriptionSigned(signed.snapshot())).await?;
        intend(tx, &signed, &cast, new_rx, now).await?;
        let by = Actor::Client(client.clone());
        let unchecked = last.map(|report| report.unchecked()).filter(|text| !text.is_empty());
        history::store::record(tx, &Entry::new(mint(), &signed, "signed", &by, now).note(unchecked)).await?;
        Ok(Reply::ok(&signed)?.version(signed.version))
    })
    .await
}

/// Writes the message once and for all: whatever is sent later is these bytes.
async fn intend(
    tx: &mut Tx,
    signed: &Prescription,
    cast: &Cast,
    new_rx: NewRx,
    now: DateTime<Utc>,
) -> Result<(), Problem> {
    let message = message::new_rx_message(signed, cast, new_rx, message::message_id(signed.id, 1)?, now)?;
    let logged = Logged::outgoing(mint(), &message, now)?.about(Some(signed.id));
    message::store::insert(tx, &logged).await?;
    outbound::intend(tx, "send_prescription", signed.id.0, &signed.order_number).await?;
    Ok(())
}
