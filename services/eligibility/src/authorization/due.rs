//! Warns of last days: a tick over all practices, a patient in a transaction of its own.

use super::ledger::settle_patient;
use super::store;
use crate::visit;
use chrono::{DateTime, Utc};
use platform::context::Trace;
use platform::{Context, Db, Problem, Stop, Tx};
use std::time::Duration;

const PAUSE: Duration = Duration::from_secs(300);
/// More than this waits for the next tick.
const MOST: i64 = 500;

/// Ticks until asked to stop.
pub async fn run(db: Db, stop: Stop) {
    while !stop.is_asked() {
        match tick(&db, platform::now()).await {
            Ok(0) => (),
            Ok(patients) => tracing::info!(patients, "authorizations come to their last days"),
            Err(error) => {
                tracing::warn!(error = %format!("{error:#}"), "authorizations wait for their warning")
            }
        }
        stop.pause(PAUSE).await;
    }
}

/// Answers for how many patients something was due. One that fails does not keep the others from their turn.
pub async fn tick(db: &Db, now: DateTime<Utc>) -> anyhow::Result<usize> {
    let today = now.date_naive();
    let due = db.system(async move |tx| anyhow::Ok(store::to_warn_of(tx, today, MOST).await?)).await?;
    let mut warned = 0;
    for (practice, patient) in due {
        let context = Context { practice, trace: Trace::begin(), cause: None };
        let settle = async move |tx: &mut Tx| {
            visit::store::lock_patient(tx, patient).await?;
            settle_patient(tx, patient, None, now).await?;
            Ok::<_, Problem>(())
        };
        match db.transaction(&context, settle).await {
            Ok(()) => warned += 1,
            Err(problem) => {
                let cause = problem.cause.as_ref().map(|cause| format!("{cause:#}"));
                tracing::warn!(%practice, %problem, ?cause, "a patient's authorizations were not settled");
            }
        }
    }
    Ok(warned)
}
