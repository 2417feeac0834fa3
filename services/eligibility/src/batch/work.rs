//! The worker: spells a batch out, puts it in the queue, and notices when all of it has ended.
//!
//! It is driven by a committed intent: whoever dies in the middle leaves the rest to the next, and nothing is asked twice.

use super::{Batch, Progress, State, fill, put, store};
use crate::schedule;
use chrono::{DateTime, Utc};
use model::EligibilityBatchId;
use model::event::EligibilityBatchFinished;
use platform::outbound::Intent;
use platform::{Db, Tx, outbound, outbox};
use std::time::Duration;

pub const KIND: &str = "eligibility_batch";

/// How often it is looked whether all has ended.
const PAUSE: Duration = Duration::from_secs(1);
/// Well below the time an intent is lent for.
const MOST_STEPS: usize = 20;

/// What a step leaves.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Step {
    /// There is more at once.
    More,
    Waits,
}

pub async fn work(db: &Db, intent: Intent, now: DateTime<Utc>) -> anyhow::Result<()> {
    for _ in 0..MOST_STEPS {
        let taken = intent.clone();
        let step = db.transaction(&intent.context(), async move |tx| step(tx, &taken, now).await).await?;
        if step == Step::Waits {
            return Ok(());
        }
    }
    let taken = intent.clone();
    let later = async move |tx: &mut Tx| anyhow::Ok(outbound::put_off(tx, &taken, Duration::ZERO).await?);
    db.transaction(&intent.context(), later).await
}

async fn step(tx: &mut Tx, intent: &Intent, now: DateTime<Utc>) -> anyhow::Result<Step> {
    let found = store::find_for_change(tx, EligibilityBatchId(intent.subject)).await?;
    let Some(batch) = found else {
        outbound::settle(tx, intent).await?;
        return Ok(Step::Waits);
    };
    match batch.state {
        State::Queued => {
            let others_too = schedule::store::find(tx).await?.unwrap_or_default().other_coverages;
            fill::spell_out(tx, &batch, others_too).await?;
            let started = batch.started(now);
            store::save(tx, &started).await?;
            put::put_next(tx, &started, put::FIRST, now).await?;
            return Ok(Step::More);
        }
        State::Running { .. } if put::put_next(tx, &batch, put::AT_ONCE, now).await? > 0 => {
            return Ok(Step::More);
        }
        State::Finished { .. } => outbound::settle(tx, intent).await?,
        State::Running { .. } | State::Cancelling { .. } => finish(tx, intent, batch, now).await?,
    }
    Ok(Step::Waits)
}

/// Once nothing is open any more; until then it is looked again.
async fn finish(tx: &mut Tx, intent: &Intent, batch: Batch, now: DateTime<Utc>) -> anyhow::Result<()> {
    if store::is_open(tx, batch.id).await? {
        return Ok(outbound::put_off(tx, intent, PAUSE).await?);
    }
    let batch = batch.finished(now);
    store::save(tx, &batch).await?;
    let progress = Progress::of(&batch, &store::groups(tx, batch.id).await?, now);
    outbox::put(tx, &EligibilityBatchFinished(progress.snapshot(&batch))).await?;
    Ok(outbound::settle(tx, intent).await?)
}
