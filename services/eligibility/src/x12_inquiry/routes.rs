//! Raw inquiries over HTTP.

use super::{Refusal, State, X12Inquiry, payer_of, store};
use crate::check::AttemptOutcome;
use crate::check::send::KIND;
use crate::payer::{self, Payer, Transaction};
use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, Responder, post, web};
use model::PayerId;
use platform::outbound::lane::{self, Urgency};
use platform::{Caller, Db, Problem, Query, Reply, Sealing, Text, Tx, idempotency, mint};
use serde::Deserialize;
use std::time::Duration;
use utoipa::IntoParams;
use uuid::Uuid;

/// An interchange as it came.
pub struct X12(String);

impl Responder for X12 {
    type Body = actix_web::body::BoxBody;

    fn respond_to(self, _: &HttpRequest) -> HttpResponse {
        HttpResponse::Ok().content_type(crate::connection::wire::X12).body(self.0)
    }
}

#[derive(Clone, Copy, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct AskRaw {
    /// Which payer is meant, where several have the id the inquiry names.
    pub payer: Option<PayerId>,
}

/// Passes an inquiry on to its payer: a raw 270 in, the raw 271 out.
///
/// The payer is the one with the id in NM109 of loop 2100A. The interchange goes out byte by byte, within the limits of the
/// payer's connection and before anything nobody waits for; the answer comes as the payer wrote it, be it a 271, a 999 or a
/// TA1. Nothing is repeated by itself: with the same `Idempotency-Key` the same answer comes, without another inquiry.
#[utoipa::path(params(AskRaw), request_body(content = String, content_type = "application/edi-x12"),
    responses((status = 200, description = "What the payer answered", body = String, content_type = "application/edi-x12")))]
#[post("/v1/x12/270")]
pub async fn ask_x12_inquiry(
    caller: Caller,
    db: web::Data<Db>,
    query: Query<AskRaw>,
    file: Text,
) -> Result<X12, Problem> {
    let named = payer_of(&file.value)?;
    let (Query(asked), id, now, sealing) = (query, mint::<Uuid>(), platform::now(), db.sealing()?);
    let (sealer, text, who) = (sealing.clone(), file.value, caller.client.clone());
    let kept = idempotency::once(&db, &caller, file.digest, async move |tx| {
        let payer = meant(tx, &named, asked.payer).await?;
        let inquiry = X12Inquiry::ask(id, payer.id, &who, now);
        store::insert(tx, &inquiry, (&text, &sealer)).await?;
        let intent = [(id, inquiry.key())];
        lane::intend(tx, KIND, (payer.connection_id.0, Urgency::Now), &intent).await?;
        Ok(Reply::ok(&id)?)
    });
    let id: Uuid = kept.await?.said()?;
    answered(&caller, &db, &sealing, id).await
}

async fn meant(tx: &mut Tx, named: &str, chosen: Option<PayerId>) -> Result<Payer, Problem> {
    let found = payer::store::named(tx, named).await?;
    let mut takes = found.into_iter().filter(|payer| payer.takes(Transaction::Eligibility));
    let payer = match chosen {
        Some(id) => takes.find(|payer| payer.id == id),
        None => {
            let first = takes.next();
            if takes.next().is_some() {
                return Err(Refusal::AmbiguousPayer.into());
            }
            first
        }
    };
    payer.ok_or_else(|| Refusal::UnknownPayer.into())
}

/// Waits outside any transaction until it has ended, or its time is over.
async fn answered(caller: &Caller, db: &Db, sealing: &Sealing, id: Uuid) -> Result<X12, Problem> {
    let patience = super::PATIENCE.to_std().unwrap_or_default();
    let deadline = tokio::time::Instant::now() + patience;
    loop {
        let (committed, sealing) = (db.committed(), sealing.clone());
        let read = async move |tx: &mut Tx| Ok::<_, Problem>(store::state(tx, &sealing, id).await?);
        match db.read(&caller.context(), read).await? {
            Some(State::Answered(text)) => return Ok(X12(text)),
            Some(State::Failed(outcome)) => return Err(no_answer(outcome)),
            Some(State::UnderWay) | None => (),
        }
        // The sender may be another process, whose commits are not heard here.
        let look_again = tokio::time::sleep(Duration::from_millis(250));
        tokio::select! {
            () = committed => (),
            () = look_again => (),
            () = tokio::time::sleep_until(deadline) => return Err(no_answer(AttemptOutcome::NotSent)),
        }
    }
}

fn no_answer(outcome: AttemptOutcome) -> Problem {
    let problem = |status, code, detail: &str| Problem::new(status, code, detail);
    match outcome {
        AttemptOutcome::TimedOut => {
            problem(StatusCode::GATEWAY_TIMEOUT, "payer-did-not-answer", "The payer did not answer in time.")
                .next_step("Send the inquiry again with a new Idempotency-Key, or call the payer.")
        }
        AttemptOutcome::NotSent | AttemptOutcome::Throttled => problem(
            StatusCode::SERVICE_UNAVAILABLE,
            "payer-not-asked",
            "The payer was not asked: its connection is down, or bears no more at the moment.",
        )
        .next_step("See GET /v1/payers/{id}/status; send the inquiry again later with a new Idempotency-Key.")
        .retry_after(30),
        AttemptOutcome::TooLarge | AttemptOutcome::Unreadable => problem(
            StatusCode::BAD_GATEWAY,
            "payer-answer-unusable",
            "What the payer's system sent is no answer.",
        )
        .next_step("Check the payer's connection, and report it to whoever runs it."),
        _ => problem(
            StatusCode::BAD_GATEWAY,
            "payer-not-reached",
            "The payer's system could not be reached, or refused.",
        )
        .next_step("See GET /v1/payers/{id}/status; check the connection's address and credentials.")
        .retry_after(30),
    }
}

impl From<Refusal> for Problem {
    fn from(refusal: Refusal) -> Self {
        let detail = refusal.to_string();
        match refusal {
            Refusal::Unreadable(_) | Refusal::NotInquiries => Problem::invalid("", detail),
            Refusal::SeveralPayers => Problem::invalid("2100A/NM109", detail),
            Refusal::UnknownPayer => Problem::invalid("2100A/NM109", detail)
                .next_step("Add the payer with POST /v1/payers, or look its id up with GET /v1/payers."),
            Refusal::AmbiguousPayer => Problem::invalid("?payer", detail),
        }
    }
}
