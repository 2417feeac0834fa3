//! Keeps what came back, together with what it means.

use super::{Heard, Kept, Matter};
use crate::check::answer::{self, Reading};
use crate::check::question::Question;
use crate::check::store::{self, exchange};
use crate::check::{AttemptOutcome, Check, Next, Patience, ReasonCode, State, variant};
use crate::connection::line::Silence;
use crate::connection::traffic::Class;
use crate::connection::{Breaker, Connection, store as connections};
use crate::x12_inquiry::store as raw_store;
use chrono::{DateTime, Utc};
use model::event::EligibilityChecked;
use platform::outbound::Intent;
use platform::outbound::lane::{put_off, settle};
use platform::{Context, Sealing, Tx, outbox};
use std::collections::{BTreeMap, HashMap};
use std::time::Duration;
use x12::eligibility::FollowUp;

/// What one turn keeps.
pub struct Keeping {
    pub heard: Kept,
    pub known: Connection,
    pub breaker: Breaker,
    pub patience: Patience,
    pub sealing: Sealing,
}

pub async fn keep(tx: &mut Tx, keeping: &Keeping, now: DateTime<Utc>) -> anyhow::Result<()> {
    let Keeping { heard, known, breaker, patience, sealing } = keeping;
    if *breaker != known.breaker {
        connections::keep_breaker(tx, known, *breaker).await?;
    }
    if heard.is_empty() {
        return Ok(());
    }
    let ids: Vec<_> = heard.iter().filter_map(|(asked, _)| asked.question()).map(|q| q.check.id).collect();
    let checks = store::lock_all(tx, &ids).await?;
    let mut checks: HashMap<_, _> = checks.into_iter().map(|check| (check.id, check)).collect();
    let (mut ends, mut settled, mut texts) = (Vec::new(), Vec::new(), Vec::new());
    let (mut raw, mut back, mut traffic) = (Vec::new(), Vec::new(), BTreeMap::new());
    for (asked, heard) in heard.iter() {
        let mut outcome = None;
        match &asked.matter {
            Matter::Raw(_) if matches!(heard, Heard::Unsent) => back.push((&asked.intent, Duration::ZERO)),
            Matter::Raw(inquiry) => {
                let end = heard.end();
                outcome = Some(end.err().unwrap_or(AttemptOutcome::Answered));
                raw.push((inquiry.id, end));
                settled.push(&asked.intent);
            }
            Matter::Check { question, exchange } => {
                if let Heard::Answer { result: Ok(text), .. } = heard {
                    texts.push(exchange::Response::new(*exchange, (text, sealing))?);
                }
                match checks.remove(&question.check.id).filter(Check::is_open) {
                    None => settled.push(&asked.intent),
                    Some(check) => {
                        let (came_to, next) = follow(check, question, heard, patience, now);
                        outcome = came_to;
                        ends.push((asked.intent.clone(), next));
                    }
                }
            }
        }
        if let (Some(outcome), Heard::Answer { begun, took, .. }) = (outcome, heard) {
            *traffic.entry(Class::of(asked.payer(), *begun, outcome, *took)).or_default() += 1;
        }
    }
    exchange::keep_responses(tx, &texts).await?;
    raw_store::end_all(tx, sealing, &raw).await?;
    settle(tx, &settled).await?;
    put_off(tx, &back).await?;
    conclude(tx, ends).await?;
    connections::count(tx, known.id, &traffic.into_iter().collect::<Vec<_>>()).await?;
    Ok(())
}

impl Heard {
    /// What somebody who only passes it on is told.
    fn end(&self) -> Result<&str, AttemptOutcome> {
        match self {
            Self::Answer { result: Ok(text), .. } => Ok(text),
            Self::Answer { result: Err(silence), .. } => Err(silence.outcome),
            Self::Unsent | Self::TooLate => Err(AttemptOutcome::NotSent),
        }
    }
}

/// What follows, and what the attempt came to where it was one.
fn follow(
    check: Check,
    question: &Question,
    heard: &Heard,
    patience: &Patience,
    now: DateTime<Utc>,
) -> (Option<AttemptOutcome>, Next) {
    match heard {
        Heard::Unsent => (None, Next::Again(check.unsent(), Duration::ZERO)),
        Heard::TooLate => (None, check.unsent().given_up()),
        Heard::Answer { begun, took, result } => {
            let check = check.timed(*begun, *took);
            match result {
                Ok(text) => after_answer(check, question, answer::read(text, question, now), (patience, now)),
                Err(silence) => (Some(silence.outcome), after_silence(check, *silence, patience, now)),
            }
        }
    }
}

fn after_answer(
    check: Check,
    question: &Question,
    reading: Reading,
    (patience, now): (&Patience, DateTime<Utc>),
) -> (Option<AttemptOutcome>, Next) {
    use AttemptOutcome::{Answered, Mismatched, Rejected, TooLarge, Unavailable, Unreadable};
    let (outcome, next) = match reading {
        Reading::Answered(state) => (Answered, check.ended(Answered, state)),
        Reading::Rejected(state) => (Rejected, after_rejection(check, question, state)),
        Reading::Unavailable(state) => (Unavailable, check.missed(Unavailable, state, patience, now)),
        Reading::Unreadable => {
            (Unreadable, check.ended(Unreadable, State::unknown(ReasonCode::AnswerUnreadable)))
        }
        Reading::TooLarge => (TooLarge, check.ended(TooLarge, State::unknown(ReasonCode::AnswerTooLarge))),
        Reading::Mismatched => {
            (Mismatched, check.ended(Mismatched, State::unknown(ReasonCode::AnswerMismatched)))
        }
    };
    (Some(outcome), next)
}

/// Once more in other words, where the payer allows it and there are any.
fn after_rejection(check: Check, question: &Question, state: State) -> Next {
    let codes: Vec<String> = state.finding().map_or_else(Vec::new, |finding| {
        finding.rejections.iter().map(|rejection| rejection.code.clone()).collect()
    });
    let follow_up: Vec<FollowUp> = state.finding().map_or_else(Vec::new, |finding| {
        let told = finding.rejections.iter().map(|rejection| rejection.follow_up.as_str());
        told.filter(|code| !code.is_empty()).map(FollowUp::from_code).collect()
    });
    let said: Vec<&str> = codes.iter().map(String::as_str).collect();
    let person = variant::Person { demographics: &question.patient, codes: &said };
    let rules = &question.payer.inquiries;
    match variant::next(person, &check.attempts.variants(), rules, &follow_up) {
        Some(_) => check.reworded(codes),
        None => check.ended(AttemptOutcome::Rejected, state),
    }
}

fn after_silence(check: Check, silence: Silence, patience: &Patience, now: DateTime<Utc>) -> Next {
    let reason = match silence.outcome {
        AttemptOutcome::Throttled => return check.put_off(silence.leave_alone.unwrap_or_default(), now),
        AttemptOutcome::Refused => ReasonCode::PayerRefusedConnection,
        AttemptOutcome::NotSent => ReasonCode::AddressNotAllowed,
        AttemptOutcome::TooLarge => ReasonCode::AnswerTooLarge,
        AttemptOutcome::Unreadable => ReasonCode::AnswerUnreadable,
        outcome => {
            return check.missed(outcome, State::unknown(ReasonCode::PayerDidNotAnswer), patience, now);
        }
    };
    check.ended(silence.outcome, State::unknown(reason))
}

/// Commits what follows: checks, facts, and whether the intents come due again.
pub async fn conclude(tx: &mut Tx, ends: Vec<(Intent, Next)>) -> anyhow::Result<()> {
    let (mut checks, mut facts): (Vec<&Check>, Vec<(Context, EligibilityChecked)>) = (Vec::new(), Vec::new());
    let (mut again, mut settled) = (Vec::new(), Vec::new());
    for (intent, next) in &ends {
        match next {
            Next::Again(check, wait) => {
                checks.push(check);
                again.push((intent, *wait));
            }
            Next::Over(check, fact) => {
                checks.push(check);
                facts.push((intent.context(), fact.clone()));
                settled.push(intent);
            }
        }
    }
    store::save_all(tx, &checks).await?;
    outbox::put_all(tx, &facts).await?;
    settle(tx, &settled).await?;
    put_off(tx, &again).await?;
    Ok(())
}
