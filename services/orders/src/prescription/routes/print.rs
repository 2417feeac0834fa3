//! Printing over HTTP.

use super::{read, seen as read_seen};
use crate::history::{self, Actor, Entry};
use crate::prescription::print::Paper;
use crate::prescription::progress::Progress;
use crate::prescription::{Prescription, Refusal, State, store};
use crate::signing_key::store::keyring;
use actix_web::{HttpResponse, get, post, web};
use model::PrescriptionId;
use platform::idempotency::once;
use platform::{Body, Caller, Db, Id, IfMatch, Problem, Reply, Sealing, Tx, mint, print};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

async fn paper(
    tx: &mut Tx,
    sealing: &Sealing,
    prescription: &Prescription,
    paper: &Paper<'_>,
) -> Result<String, Problem> {
    let verified = prescription.verified(&keyring(tx, sealing).await?).map_err(Refusal::SignatureBroken)?;
    Ok(verified.ok_or(Refusal::NotSigned)?.printed(paper))
}

#[utoipa::path(params(("id" = PrescriptionId, Path, description = "The prescription.")),
    responses((status = 200, description = "A page for printing, labelled as a copy.", body = String, content_type = "text/html")))]
#[get("/v1/prescriptions/{id}/print")]
/// Prints a copy of what was signed: "Copy only - not valid for dispensing".
pub async fn print_prescription(
    caller: Caller,
    db: web::Data<Db>,
    id: Id<PrescriptionId>,
) -> Result<HttpResponse, Problem> {
    let sealing = db.sealing()?;
    let read = async move |tx: &mut Tx| {
        let prescription = read::existing(tx, id.0).await?;
        paper(tx, &sealing, &prescription, &Paper::Copy).await
    };
    Ok(print::answer(db.read(&caller.context(), read).await?))
}

/// Nothing needs to be said.
#[derive(Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PrintOriginal {}

#[derive(Serialize, Deserialize)]
struct Page {
    html: String,
}

#[utoipa::path(request_body = PrintOriginal, params(("id" = PrescriptionId, Path, description = "The prescription.")),
    responses((status = 200, description = "The original for printing, to be signed by hand.", body = String, content_type = "text/html")))]
#[post("/v1/prescriptions/{id}/print-original")]
/// Prints the original of a prescription the other side has refused: once, and from then on it is never sent.
///
/// Only what has `failed` was reported as not delivered; while nobody knows (`unknown`), ask the pharmacy first.
pub async fn print_original(
    caller: Caller,
    db: web::Data<Db>,
    id: Id<PrescriptionId>,
    seen: IfMatch,
    body: Body<PrintOriginal>,
) -> Result<HttpResponse, Problem> {
    let (now, sealing, by) = (platform::now(), db.sealing()?, Actor::Client(caller.client.clone()));
    let reply = once(&db, &caller, body.digest, async move |tx| {
        let before = read_seen(tx, id.0, seen).await?;
        let sent_at = before.signature.as_ref().ok_or(Refusal::NotSigned)?.act.signed_at;
        let State::OnItsWay(Progress::Failed { reason }) = before.state.clone() else {
            return Err(Refusal::NotReportedUndelivered.into());
        };
        let html = paper(tx, &sealing, &before, &Paper::Original { sent_at, reason: &reason }).await?;
        let after = before.original_printed(now)?;
        store::update(tx, &after).await?;
        history::store::record(tx, &Entry::new(mint(), &after, "original printed", &by, now)).await?;
        Ok(Reply::ok(&Page { html })?.version(after.version))
    })
    .await?;
    Ok(print::answer(reply.said::<Page>()?.html))
}
