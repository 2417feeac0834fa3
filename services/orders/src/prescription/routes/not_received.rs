//! "The pharmacy says it is not there": what can be shown, and sending the same message once more.

use super::seen as read_seen;
use crate::history::evidence::Evidence;
use crate::history::{self, Actor, Entry};
use crate::message;
use crate::prescription::{Prescription, Refusal};
use crate::queue;
use actix_web::{get, post, web};
use model::{Name, Note, PrescriptionId};
use platform::idempotency::once;
use platform::{Body, Caller, Db, Id, IfMatch, Problem, Reply, Tx, mint, outbound};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

#[derive(Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReportNotReceived {
    /// Who at the pharmacy said so.
    pub told_by: Name,
    pub note: Option<Note>,
    /// Whether the same message is to be sent once more.
    #[serde(default)]
    pub resend: bool,
}

/// What was sent and answered, to be read to the pharmacy, and what to beware of.
#[derive(Serialize, ToSchema)]
pub struct NotReceived {
    pub prescription: Prescription,
    pub evidence: Evidence,
    pub resent: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub warning: Option<&'static str>,
}

const THERE: &str =
    "It may already be at the pharmacy: have them look for the MessageID before they dispense.";

#[utoipa::path(request_body = ReportNotReceived, params(("id" = PrescriptionId, Path, description = "The prescription.")),
    responses((status = 200, description = "Noted, with the evidence of what was sent and answered.", body = NotReceived)))]
#[post("/v1/prescriptions/{id}/report-not-received")]
/// Notes that the pharmacy says it never received a prescription.
///
/// The answer is the evidence to read to the pharmacy, printable at GET .../evidence. With `resend` the same message goes
/// out again under the same MessageID and order number, so that a pharmacy that has it knows it; nothing does once an
/// original was printed in its place (21 CFR 1311.170(d)), nor what the pharmacy fetches from the queue itself.
pub async fn report_not_received(
    caller: Caller,
    db: web::Data<Db>,
    id: Id<PrescriptionId>,
    seen: IfMatch,
    body: Body<ReportNotReceived>,
) -> Result<Reply, Problem> {
    let (now, wish, by) = (platform::now(), body.value, Actor::Client(caller.client.clone()));
    once(&db, &caller, body.digest, async move |tx| {
        let prescription = read_seen(tx, id.0, seen).await?;
        let progress = prescription.state.progress().ok_or(Refusal::NotSent)?;
        if wish.resend && prescription.original_printed_at.is_some() {
            return Err(Refusal::OriginalPrinted.into());
        }
        // What is still being tried needs no second try beside it, and what lies in the queue is fetched.
        let resent = wish.resend && !progress.is_being_sent() && !queue::store::has(tx, id.0).await?;
        let note = [Some(format!("told by {}", wish.told_by)), wish.note.as_ref().map(ToString::to_string)];
        let note = note.into_iter().flatten().collect::<Vec<_>>().join(": ");
        let change = if resent { "reported as not received; sent again" } else { "reported as not received" };
        history::store::record(tx, &Entry::new(mint(), &prescription, change, &by, now).note(Some(note)))
            .await?;
        if resent {
            let key = format!("{}/{}", prescription.order_number, mint::<uuid::Uuid>().simple());
            outbound::intend(tx, "send_prescription", prescription.id.0, &key).await?;
        }
        let evidence = evidence(tx, &prescription).await?;
        let version = prescription.version;
        let warning = resent.then_some(THERE);
        Ok(Reply::ok(&NotReceived { prescription, evidence, resent, warning })?.version(version))
    })
    .await
}

async fn evidence(tx: &mut Tx, prescription: &Prescription) -> Result<Evidence, Problem> {
    let messages = message::store::list(tx, prescription.id).await?;
    let entries = history::store::list(tx, prescription.id).await?;
    Ok(Evidence::of(prescription, &messages, entries))
}

#[utoipa::path(params(("id" = PrescriptionId, Path, description = "The prescription.")),
    responses((status = 200, description = "What was sent and answered when, to be printed.", body = String, content_type = "text/html")))]
#[get("/v1/prescriptions/{id}/evidence")]
/// Prints what was sent to the pharmacy and what it answered, each with its time and MessageID.
pub async fn print_evidence(
    caller: Caller,
    db: web::Data<Db>,
    id: Id<PrescriptionId>,
) -> Result<actix_web::HttpResponse, Problem> {
    let read = async move |tx: &mut Tx| {
        let prescription = super::read::existing(tx, id.0).await?;
        evidence(tx, &prescription).await
    };
    let evidence = db.read(&caller.context(), read).await?;
    Ok(platform::print::answer(evidence.page()))
}
