//! Follows the marking policies of all practices, a bounded batch in a transaction of its own at a time.

use super::{CLIENT, MarkingPolicy, store};
use crate::visit_type;
use chrono::{DateTime, Utc};
use model::{PracticeId, VisitTypeId};
use platform::context::Trace;
use platform::{Context, Db, Problem, Stop, Tx};
use std::collections::HashMap;
use std::time::Duration;

const PAUSE: Duration = Duration::from_secs(60);
/// What a practice has left after so many batches waits for the next tick, so that it does not keep others waiting.
const BATCHES: usize = 10;

/// Ticks until asked to stop.
pub async fn run(db: Db, stop: Stop) {
    while !stop.is_asked() {
        match tick(&db, platform::now(), &stop).await {
            Ok(0) => (),
            Ok(marked) => tracing::info!(marked, "visits were marked by policy"),
            Err(error) => tracing::warn!(error = %format!("{error:#}"), "the marking policies wait"),
        }
        stop.pause(PAUSE).await;
    }
}

/// Marks what is due now; answers how many. A practice whose turn fails does not keep the others from theirs.
pub async fn tick(db: &Db, now: DateTime<Utc>, stop: &Stop) -> anyhow::Result<usize> {
    let policies = db.system(async |tx| anyhow::Ok(store::all(tx).await?)).await?;
    let mut marked = 0;
    for (practice, policy) in policies {
        for _ in 0..BATCHES {
            if stop.is_asked() {
                return Ok(marked);
            }
            match batch(db, practice, policy, now).await {
                Ok(some) => {
                    marked += some;
                    if some < store::BATCH {
                        break;
                    }
                }
                Err(problem) => {
                    let cause = problem.cause.as_ref().map(|cause| format!("{cause:#}"));
                    tracing::warn!(%practice, %problem, ?cause, "a practice's visits were not marked");
                    break;
                }
            }
        }
    }
    Ok(marked)
}

async fn batch(
    db: &Db,
    practice: PracticeId,
    policy: MarkingPolicy,
    now: DateTime<Utc>,
) -> Result<usize, Problem> {
    let context = Context { practice, trace: Trace::begin(), cause: None };
    db.transaction(&context, async move |tx| mark(tx, &policy, now).await).await
}

async fn mark(tx: &mut Tx, policy: &MarkingPolicy, now: DateTime<Utc>) -> Result<usize, Problem> {
    let due = store::due(tx, policy, now).await?;
    let kinds: Vec<VisitTypeId> = due.iter().map(|appointment| appointment.visit_type_id).collect();
    let kinds = visit_type::store::find_all(tx, &kinds).await?;
    let kinds: HashMap<_, _> = kinds.into_iter().map(|visit| (visit.id, visit)).collect();
    let mut marked = 0;
    for before in &due {
        let (step, visit) = (policy.step(before, now), kinds.get(&before.visit_type_id));
        if let (Some(step), Some(visit)) = (step, visit) {
            step.take(tx, CLIENT, before, visit, now).await?;
            marked += 1;
        }
    }
    Ok(marked)
}
