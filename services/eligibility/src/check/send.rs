//! The sender: takes a queued check, asks its payer with no transaction open, and keeps the answer.

mod place;

use super::answer::{self, Reading};
use super::line::Line;
use super::question::Question;
use super::store::exchange::{self, Exchange};
use super::{AttemptOutcome, Check, Next, Patience, ReasonCode, State, store};
use crate::{coverage, payer};
use anyhow::Context as _;
use chrono::{DateTime, Utc};
use model::EligibilityCheckId;
use model::event::PatientSnapshot;
use platform::outbound::Intent;
use platform::{Db, Tx, mint, outbound, outbox, projection};

pub const KIND: &str = "send_inquiry";

/// A question with the interchange that asks it.
#[derive(Clone)]
struct Asked {
    question: Question,
    exchange: Exchange,
}

pub async fn send_inquiry(db: &Db, line: &Line, intent: Intent) -> anyhow::Result<()> {
    let (taken, ready) = (intent.clone(), line.clone());
    let context = intent.context();
    let prepared =
        db.transaction(&context, async move |tx| prepare(tx, &taken, &ready, platform::now()).await);
    let Some(asked) = prepared.await? else { return Ok(()) };
    let endpoint = &asked.question.payer.connection.url;
    let heard = line.ask(endpoint, &intent.key, asked.exchange.request.clone()).await;
    let (taken, patience) = (intent.clone(), line.patience.clone());
    let kept = async move |tx: &mut Tx| keep(tx, &taken, &asked, &heard, &patience, platform::now()).await;
    db.transaction(&context, kept).await
}

/// Commits that the attempt begins and what it says; none when there is nothing (or nothing yet) to send.
async fn prepare(
    tx: &mut Tx,
    intent: &Intent,
    line: &Line,
    now: DateTime<Utc>,
) -> anyhow::Result<Option<Asked>> {
    let check = store::lock(tx, EligibilityCheckId(intent.subject)).await?;
    if !check.is_open() {
        outbound::settle(tx, intent).await?;
        return Ok(None);
    }
    if line.patience.is_over(&check.attempts) {
        let next = check.ended(AttemptOutcome::Interrupted, State::unknown(ReasonCode::PayerDidNotAnswer));
        return conclude(tx, intent, next).await.map(|()| None);
    }
    let check = check.begin(now);
    store::save(tx, &check).await?;
    let Some(question) = question(tx, check.clone()).await? else {
        let last_word = State::unknown(ReasonCode::NoLocation);
        let next = check.missed(AttemptOutcome::NotSent, last_word, &line.patience);
        return conclude(tx, intent, next).await.map(|()| None);
    };
    match interchange(tx, &question, line, now).await? {
        Some(exchange) => Ok(Some(Asked { question, exchange })),
        None => {
            let next = check.ended(AttemptOutcome::NotSent, State::unknown(ReasonCode::InquiryNotPossible));
            conclude(tx, intent, next).await.map(|()| None)
        }
    }
}

/// None while no location of the practice is known.
async fn question(tx: &mut Tx, check: Check) -> anyhow::Result<Option<Question>> {
    let coverage =
        coverage::store::find(tx, check.coverage_id).await?.context("the check's coverage is gone")?;
    let payer = payer::store::find(tx, coverage.payer_id).await?.context("the coverage's payer is gone")?;
    let patient: Option<PatientSnapshot> = projection::find(tx, "patient", check.patient_id).await?;
    let patient = patient.context("the patient is not known")?.demographics;
    let location = place::of(tx, &check).await?;
    Ok(location.map(|location| Question { check, coverage, payer, patient, location }))
}

/// The interchange that waits for its answer, or a new one; none when the question cannot be written as X12.
async fn interchange(
    tx: &mut Tx,
    question: &Question,
    line: &Line,
    now: DateTime<Utc>,
) -> anyhow::Result<Option<Exchange>> {
    if let Some(unanswered) = exchange::unanswered(tx, question.check.id).await? {
        return Ok(Some(unanswered));
    }
    // Tried with any number first: a question that cannot be written must not use one up.
    if question.write(1, line.usage, now).is_err() {
        return Ok(None);
    }
    let control = exchange::next_control(tx).await?;
    let request = question.write(u32::try_from(control)?, line.usage, now)?.into_bytes();
    let exchange = Exchange { id: mint(), check_id: question.check.id, control, request, response: None };
    exchange::insert(tx, &exchange).await?;
    Ok(Some(exchange))
}

/// Commits what came back together with what it means.
async fn keep(
    tx: &mut Tx,
    intent: &Intent,
    asked: &Asked,
    heard: &Result<String, AttemptOutcome>,
    patience: &Patience,
    now: DateTime<Utc>,
) -> anyhow::Result<()> {
    let check = store::lock(tx, asked.question.check.id).await?;
    if !check.is_open() {
        return Ok(outbound::settle(tx, intent).await?);
    }
    let next = match heard {
        Ok(text) => {
            exchange::keep_response(tx, asked.exchange.id, text).await?;
            after_answer(check, answer::read(text, &asked.question, now), patience)
        }
        Err(outcome) => after_silence(check, *outcome, patience),
    };
    conclude(tx, intent, next).await
}

fn after_answer(check: Check, reading: Reading, patience: &Patience) -> Next {
    use AttemptOutcome::{Answered, Mismatched, Rejected, TooLarge, Unavailable, Unreadable};
    match reading {
        Reading::Answered(state) => check.ended(Answered, state),
        Reading::Rejected(state) => check.ended(Rejected, state),
        Reading::Unavailable(state) => check.missed(Unavailable, state, patience),
        Reading::Unreadable => check.ended(Unreadable, State::unknown(ReasonCode::AnswerUnreadable)),
        Reading::TooLarge => check.ended(TooLarge, State::unknown(ReasonCode::AnswerTooLarge)),
        Reading::Mismatched => check.ended(Mismatched, State::unknown(ReasonCode::AnswerMismatched)),
    }
}

fn after_silence(check: Check, outcome: AttemptOutcome, patience: &Patience) -> Next {
    let reason = match outcome {
        AttemptOutcome::Refused => ReasonCode::PayerRefusedConnection,
        AttemptOutcome::TooLarge => ReasonCode::AnswerTooLarge,
        AttemptOutcome::Unreadable => ReasonCode::AnswerUnreadable,
        _ => return check.missed(outcome, State::unknown(ReasonCode::PayerDidNotAnswer), patience),
    };
    check.ended(outcome, State::unknown(reason))
}

async fn conclude(tx: &mut Tx, intent: &Intent, next: Next) -> anyhow::Result<()> {
    match next {
        Next::Again(check, wait) => {
            store::save(tx, &check).await?;
            outbound::put_off(tx, intent, wait).await?;
        }
        Next::Over(check, fact) => {
            store::save(tx, &check).await?;
            outbox::put(tx, &fact).await?;
            outbound::settle(tx, intent).await?;
        }
    }
    Ok(())
}
