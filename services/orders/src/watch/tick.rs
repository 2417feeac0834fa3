//! Doing what is due by the clock: looking after what was sent, and escalating what nobody did.

use super::store::{Due, due};
use super::{Look, look, store};
use crate::history::{Actor, Entry};
use crate::prescription::{self, keep};
use crate::task::escalation;
use chrono::{DateTime, Utc};
use platform::context::Trace;
use platform::{Context, Db, Problem, Stop, Tx, mint};
use std::time::Duration;

const PAUSE: Duration = Duration::from_secs(5);

/// Ticks until asked to stop.
pub async fn run(db: Db, stop: Stop) {
    while !stop.is_asked() {
        for (what, done) in [
            ("watch", tick(&db, platform::now()).await),
            ("escalation", escalation::tick(&db, platform::now()).await),
        ] {
            if let Err(error) = done {
                tracing::warn!(what, error = %format!("{error:#}"), "it waits for the next round");
            }
        }
        stop.pause(PAUSE).await;
    }
}

/// Looks at what is due now; answers how many there were. One whose turn fails does not keep the others from theirs.
pub async fn tick(db: &Db, now: DateTime<Utc>) -> anyhow::Result<usize> {
    let found = db.system(async move |tx| anyhow::Ok(due(tx, now).await?)).await?;
    for due in &found {
        let (due, context) = (*due, Context { practice: due.practice, trace: Trace::begin(), cause: None });
        if let Err(problem) = db.transaction(&context, async move |tx| watch(tx, &due, now).await).await {
            let cause = problem.cause.as_ref().map(|cause| format!("{cause:#}"));
            tracing::warn!(prescription = %due.prescription, %problem, ?cause, "not looked at");
        }
    }
    Ok(found.len())
}

async fn watch(tx: &mut Tx, due: &Due, now: DateTime<Utc>) -> Result<(), Problem> {
    let Some(prescription) = prescription::store::find_for_change(tx, due.prescription).await? else {
        return Ok(store::end(tx, due).await?);
    };
    match look(&prescription, due.about, due.since, now) {
        Look::Later(until) => return Ok(store::put_off(tx, due, until).await?),
        Look::Over => {}
        Look::Ask(kind, what) => {
            keep::ask(tx, &prescription, kind, what.to_owned(), now).await?;
            let entry = Entry::new(mint(), &prescription, "a person was asked to look", &Actor::Courier, now);
            keep::tell(tx, &entry.note(Some(what.to_owned()))).await?;
        }
    }
    Ok(store::end(tx, due).await?)
}
