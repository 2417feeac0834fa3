//! The pharmacist's answer to a cancel.

use super::{Desk, shown};
use crate::queue::recall::CancelAnswer;
use crate::queue::shown::PharmacyPrescription;
use crate::queue::{Holder, keep};
use actix_web::{post, web};
use model::{Name, Note, PrescriptionId};
use platform::idempotency::once;
use platform::{Body, Caller, Db, Id, IfMatch, Problem, Reply};
use serde::Deserialize;
use utoipa::ToSchema;

#[derive(Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AnswerCancel {
    pub operator: Name,
    pub terminal: Name,
    pub answer: CancelAnswer,
    /// Needed to deny: why it cannot be stopped any more.
    pub note: Option<Note>,
}

#[utoipa::path(request_body = AnswerCancel, params(("id" = PrescriptionId, Path, description = "The prescription.")),
    responses((status = 200, description = "`cancelled`, or `cancel_denied`.", body = PharmacyPrescription)))]
#[post("/v1/pharmacy/prescriptions/{id}/answer-cancel")]
/// Answers the prescriber's request to cancel a prescription that was found in hand.
///
/// What nobody had in hand was answered by the queue itself, at once.
pub async fn answer_cancel(
    caller: Caller,
    db: web::Data<Db>,
    id: Id<PrescriptionId>,
    seen: IfMatch,
    body: Body<AnswerCancel>,
) -> Result<Reply, Problem> {
    let (now, wish) = (platform::now(), body.value);
    let by = Holder { operator: wish.operator, terminal: wish.terminal, client: caller.client.clone() };
    let (answer, note) = (wish.answer, wish.note);
    let sealing = db.sealing()?;
    once(&db, &caller, body.digest, async move |tx| {
        let desk = Desk::open(tx, &sealing, &by.client, id.0, Some(seen)).await?;
        let (step, actor) = (desk.counter.answer_cancel(answer, note.as_ref(), &by, now)?, desk.actor(&by));
        shown(keep(tx, desk.counter, &step, &actor, now).await?, now)
    })
    .await
}
