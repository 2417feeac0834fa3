//! Doing what is due in every practice: deadlines that have passed, dates that are over, freed time to be looked at.
//!
//! Everything to do is a row, and each is done in a transaction of its own: whoever dies half-way leaves it to the next.

use super::store::due::{Task, tasks};
use super::{last_day_gone, look, store};
use anyhow::Context as _;
use chrono::{DateTime, Utc};
use model::WaitlistOfferId;
use platform::context::Trace;
use platform::{Context, Db, Problem, Stop, Tx};
use std::time::Duration;

const POLL: Duration = Duration::from_secs(1);
/// When to try again what failed.
const LATER: chrono::Duration = chrono::Duration::seconds(30);

/// Does what is due until asked to stop.
pub async fn run(db: Db, stop: Stop) {
    while !stop.is_asked() {
        let committed = db.committed();
        match tick(&db, platform::now()).await {
            Ok(0) => (),
            Ok(_) => continue,
            Err(error) => {
                tracing::warn!(error = %format!("{error:#}"), "cannot look for the waitlist's work");
                stop.pause(POLL).await;
                continue;
            }
        }
        tokio::select! {
            () = committed => (),
            () = tokio::time::sleep(POLL) => (),
            () = stop.asked() => (),
        }
    }
}

/// One round; answers how much there was to do.
pub async fn tick(db: &Db, now: DateTime<Utc>) -> anyhow::Result<usize> {
    let due = db.system(async move |tx| anyhow::Ok(tasks(tx, now, last_day_gone(now)).await?)).await?;
    let mut done = 0;
    for (practice, task) in due {
        let context = Context { practice, trace: Trace::begin(), cause: None };
        match db.transaction(&context, async move |tx| work(tx, task, now).await).await {
            Ok(worked) => done += usize::from(worked),
            Err(problem) => {
                tracing::warn!(?task, problem = %problem, cause = ?problem.cause, "left for later");
                put_off(db, &context, task, now).await?;
            }
        }
    }
    Ok(done)
}

async fn work(tx: &mut Tx, task: Task, now: DateTime<Utc>) -> Result<bool, Problem> {
    match task {
        Task::Lapse(id) => lapse(tx, id, now).await,
        Task::Look(id) => look::look(tx, id, now).await,
        Task::Expire => {
            store::enter(tx).await?;
            Ok(store::expire(tx, last_day_gone(now)).await? > 0)
        }
    }
}

/// Nobody answered: the time goes to the next.
async fn lapse(tx: &mut Tx, id: WaitlistOfferId, now: DateTime<Utc>) -> Result<bool, Problem> {
    store::enter(tx).await?;
    let found = store::offer::find_for_change(tx, id).await?;
    let Some(offer) = found.filter(|offer| offer.deadline <= now) else { return Ok(false) };
    let Some(hold) = offer.state.hold() else { return Ok(false) };
    store::offer::end_hold(tx, hold).await?;
    let entry = store::find_for_change(tx, offer.entry_id).await?;
    let entry = entry.ok_or_else(|| Problem::missing("waitlist entry"))?.wait_on();
    store::update(tx, &entry).await?;
    store::wake(tx, &entry, Some(offer.freed_time_id), now).await?;
    store::offer::update(tx, &offer.lapse(now)).await?;
    Ok(true)
}

/// What cannot be done now must not keep others from their turn.
async fn put_off(db: &Db, context: &Context, task: Task, now: DateTime<Utc>) -> anyhow::Result<()> {
    let Task::Look(id) = task else { return Ok(()) };
    let later = async move |tx: &mut Tx| anyhow::Ok(store::freed::put_off(tx, id, Some(now + LATER)).await?);
    db.transaction(context, later).await.context("putting off")
}
