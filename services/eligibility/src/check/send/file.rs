//! Files: what is due on a way that takes files goes into one, and answers are kept as they come.

use super::keep::{Keeping, keep};
use super::prepare::{Known, Step, sort};
use super::{Asked, Heard, KIND, Matter, Sender};
use crate::check::store::{self, exchange, exchange::Exchange};
use crate::check::{AttemptOutcome, Check};
use crate::connection::line::Line;
use crate::connection::store as connections;
use crate::inquiry_file::{InquiryFile, MOST, Progress, exchange as files, store as file_store};
use crate::x12_inquiry::store as raw_store;
use chrono::{DateTime, TimeDelta, Utc};
use model::{ConnectionId, EligibilityCheckId};
use platform::outbound::Intent;
use platform::outbound::lane::{Lane, Urgency, put_off, settle, take as take_due};
use platform::{Context, Sealing, Tx, mint, outbound};
use std::collections::{BTreeMap, HashMap};
use std::ops::RangeInclusive;
use std::rc::Rc;
use std::time::Duration;

/// Whoever exchanges files answers within a day (CAQH CORE: by 7 am for what was sent by 9 pm).
const A_DAY: TimeDelta = TimeDelta::hours(24);

/// Until nothing is due any more.
pub async fn fill(sender: &Sender, sealing: &Sealing, lane: Lane, context: &Context) -> anyhow::Result<()> {
    loop {
        let (line, sealing) = (sender.line.clone(), sealing.clone());
        let work = async move |tx: &mut Tx| {
            let all = Urgency::Now..=Urgency::Queued;
            collect(tx, (lane, all, &line, &sealing), platform::now()).await
        };
        if sender.db.transaction(context, work).await? < MOST {
            return Ok(());
        }
    }
}

/// Commits the next files with the attempts they are; answers how many intents were taken.
pub async fn collect(
    tx: &mut Tx,
    (lane, urgencies, line, sealing): (Lane, RangeInclusive<Urgency>, &Line, &Sealing),
    now: DateTime<Utc>,
) -> anyhow::Result<usize> {
    let intents = take_due(tx, KIND, lane.lane, urgencies, MOST).await?;
    let taken = intents.len();
    if taken == 0 {
        return Ok(0);
    }
    let id = ConnectionId(lane.lane);
    let Some(way) = connections::open(tx, sealing, id).await? else { return Ok(0) };
    let mut known = Known::of(tx, &intents, (&way.connection.identity, sealing)).await?;
    let steps = intents.into_iter().map(|intent| known.step(intent, line, now)).collect();
    let asks = sort(tx, steps, line, now).await?;
    let mut envelopes: BTreeMap<(String, String), Vec<Ask>> = BTreeMap::new();
    let (mut left, mut unheard) = (Vec::new(), Vec::new());
    for step in asks {
        match step {
            Step::Ask { intent, question, repeated } => {
                // It was asked on another way before, and nothing came.
                if let Some(sent) = repeated {
                    unheard.push(exchange::Response::new(sent.exchange, ("", sealing))?);
                }
                let header = question.envelope(1, line.usage, now);
                envelopes.entry((header.sender, header.receiver)).or_default().push((intent, question));
            }
            // Nobody waits a day for an answer to a request.
            Step::PassOn { intent, inquiry, .. } => left.push((intent, inquiry.id)),
            Step::Settle(_) | Step::Conclude(..) => (),
        }
    }
    exchange::keep_responses(tx, &unheard).await?;
    let ends: Vec<_> = left.iter().map(|(_, id)| (*id, Err(AttemptOutcome::NotSent))).collect();
    raw_store::end_all(tx, sealing, &ends).await?;
    settle(tx, &left.iter().map(|(intent, _)| intent).collect::<Vec<_>>()).await?;
    for mut asks in envelopes.into_values() {
        asks.sort_unstable_by_key(|(_, question)| question.check.id);
        write(tx, (id, line, sealing), asks, now).await?;
    }
    Ok(taken)
}

type Ask = (Intent, Box<super::Question>);

/// One file; its inquiries wait for a day.
async fn write(
    tx: &mut Tx,
    (connection_id, line, sealing): (ConnectionId, &Line, &Sealing),
    asks: Vec<Ask>,
    now: DateTime<Utc>,
) -> anyhow::Result<()> {
    let control = exchange::next_controls(tx, 1).await?;
    let inquiries = asks.len();
    let file = InquiryFile {
        id: mint(),
        connection_id,
        control,
        inquiries,
        made_at: now,
        progress: Progress::Waiting,
    };
    let number = exchange::isa13(control)?;
    let Some((_, first)) = asks.first() else { return Ok(()) };
    let header = first.envelope(number, line.usage, now);
    let (mut sets, mut exchanges, mut begun) = (Vec::new(), Vec::new(), Vec::<Check>::new());
    for (place, (_, question)) in asks.iter().enumerate() {
        let set = question.set(&format!("{:04}", place + 1), now)?;
        let alone = question.wrap(&header, std::slice::from_ref(&set))?;
        exchanges.push(
            Exchange::new(mint(), question.check.id, control, (alone.as_bytes(), sealing))?.within(file.id),
        );
        sets.push(set);
        begun.push(question.check.clone().until(question.check.give_up_at.max(now + A_DAY)));
    }
    file_store::insert(tx, &file, (&first.wrap(&header, &sets)?, sealing)).await?;
    exchange::insert(tx, &exchanges).await?;
    store::save_all(tx, &begun.iter().collect::<Vec<_>>()).await?;
    outbound::intend(tx, files::KIND, file.id, &file.id.simple().to_string()).await?;
    let wait = |check: &Check| (check.give_up_at - now).to_std().unwrap_or_default();
    let waits: Vec<(&Intent, Duration)> =
        asks.iter().zip(&begun).map(|((intent, _), check)| (intent, wait(check))).collect();
    put_off(tx, &waits).await?;
    Ok(())
}

/// Keeps answers that came in a file, each to the check it is for; answers how many checks are known here.
pub async fn keep_answers(
    tx: &mut Tx,
    (connection, line, sealing): (ConnectionId, &Line, &Sealing),
    answers: &[(EligibilityCheckId, String)],
    now: DateTime<Utc>,
) -> anyhow::Result<usize> {
    let ids: Vec<_> = answers.iter().map(|(id, _)| *id).collect();
    let known_here = store::lock_all(tx, &ids).await?.len();
    let Some(way) = connections::open(tx, sealing, connection).await? else { return Ok(known_here) };
    let intents = store::intents_of(tx, &ids).await?;
    let connection = way.connection;
    let mut known = Known::of(tx, &intents, (&connection.identity, sealing)).await?;
    let texts: HashMap<_, _> = answers.iter().map(|(about, text)| (*about, text)).collect();
    let mut heard = Vec::new();
    for intent in intents {
        let id = EligibilityCheckId(intent.subject);
        let (Some(text), Some((question, exchange))) = (texts.get(&id), known.waiting(id)) else { continue };
        let begun = question.check.attempts.last().map_or(now, |attempt| attempt.at);
        let took = (now - begun).to_std().unwrap_or_default();
        let matter = Matter::Check { question: Box::new(question), exchange };
        let asked = Asked { intent, matter, message: Vec::new(), repeated: false, urgent: false };
        heard.push((asked, Heard::Answer { begun, took, result: Ok((*text).clone()) }));
    }
    let keeping = Keeping {
        heard: Rc::new(heard),
        breaker: connection.breaker,
        known: connection,
        patience: line.patience.clone(),
        sealing: sealing.clone(),
    };
    keep(tx, &keeping, now).await?;
    Ok(known_here)
}
