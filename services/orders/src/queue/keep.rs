//! Keeping what a decision came to: the prescription, its place in the queue, its history, and what others hear.

use super::{AtCounter, Entry, Holder, Parties, Step, store};
use crate::history::{self, Actor};
use crate::pharmacy_webhook;
use crate::prescription::progress::Progress;
use crate::prescription::signing::Cast;
use crate::prescription::{Evidence, Prescription, Turn, announce, keep};
use chrono::{DateTime, Utc};
use diesel::QueryResult;
use model::event::PrescriptionAccepted;
use platform::{Context, Problem, Tx, mint, outbox};

/// Puts a prescription that was just signed into its pharmacy's queue, in the transaction that signs it.
pub async fn put(
    tx: &mut Tx,
    signed: Prescription,
    cast: &Cast,
    now: DateTime<Utc>,
) -> QueryResult<Prescription> {
    let entry = Entry::new(signed.id, signed.pharmacy_id, Parties::of(cast), now);
    let entry = signed.content.earliest_fill.into_iter().fold(entry, Entry::not_before);
    let counter = AtCounter { prescription: signed, entry, fills: Vec::new() };
    store::insert(tx, &counter).await?;
    pharmacy_webhook::ping(tx, counter.entry.pharmacy_id).await?;
    let step = Step {
        evidence: Evidence::Progress(Progress::AcceptedByNetwork),
        change: "put into the pharmacy's queue",
        hold: None,
        note: None,
    };
    Ok(keep(tx, counter, &step, &Actor::Courier, now).await?.prescription)
}

pub async fn keep(
    tx: &mut Tx,
    before: AtCounter,
    step: &Step,
    by: &Actor,
    now: DateTime<Utc>,
) -> QueryResult<AtCounter> {
    let earlier = before.prescription.state.clone();
    let (after, turns) = before.after(step);
    store::update(tx, &after.entry).await?;
    let entry = history::Entry::new(mint(), &after.prescription, step.change, by, now);
    let entry = entry.note(step.note.clone());
    keep::change(tx, &earlier, &after.prescription, &entry, now).await?;
    for turn in turns {
        announce::turn(tx, &after.prescription, turn).await?;
    }
    Ok(after)
}

/// Gives many into one hand at once, with as many statements as one would take.
pub async fn take_all(
    tx: &mut Tx,
    context: &Context,
    free: Vec<AtCounter>,
    (by, actor): (&Holder, &Actor),
    now: DateTime<Utc>,
) -> Result<Vec<AtCounter>, Problem> {
    let (mut taken, mut entries, mut accepted) = (Vec::new(), Vec::new(), Vec::new());
    for counter in free {
        let step = counter.take(by, now)?;
        let (after, turns) = counter.after(&step);
        entries.push(history::Entry::new(mint(), &after.prescription, step.change, actor, now));
        if turns.contains(&Turn::Accepted) {
            accepted.push((context.clone(), PrescriptionAccepted(after.prescription.snapshot())));
        }
        taken.push(after);
    }
    store::hold_all(tx, &taken).await?;
    history::store::record_all(tx, &entries).await?;
    outbox::put_all(tx, &accepted).await?;
    Ok(taken)
}

/// What becomes of a cancel of a prescription in a queue, which its sender has locked: answered at once, or asked of who
/// has it in hand. None when it is in no queue.
pub async fn recall(
    tx: &mut Tx,
    pending: Prescription,
    now: DateTime<Utc>,
) -> QueryResult<Option<Prescription>> {
    let Some(counter) = store::of(tx, pending).await? else { return Ok(None) };
    let Some(evidence) = counter.answer_at_once(now) else {
        pharmacy_webhook::ping(tx, counter.entry.pharmacy_id).await?;
        return Ok(Some(counter.prescription));
    };
    let note = match &evidence {
        Evidence::CancelApproved { note } => note.clone(),
        Evidence::CancelDenied { reason } => Some(reason.clone()),
        _ => None,
    };
    let step = Step { evidence, change: "cancel answered by the queue", hold: None, note };
    Ok(Some(keep(tx, counter, &step, &Actor::Courier, now).await?.prescription))
}
