//! The planner: looks at every visit when its time has come.
//!
//! It finds what is due across practices with one query a second; each visit is looked at in a transaction of its
//! practice, so that one that fails stops no other. Two planners beside each other do no harm: the patient is locked and
//! the visit read again.

use super::{Visit, look, store};
use crate::schedule::Occasion;
use chrono::{DateTime, TimeDelta, Utc};
use model::{AppointmentId, PracticeId};
use platform::context::Trace;
use platform::{Context, Db, Stop, Tx};
use std::time::Duration;

const POLL: Duration = Duration::from_secs(1);
const AT_ONCE: usize = 200;
/// When to try again what failed.
const LATER: TimeDelta = TimeDelta::seconds(60);

/// Plans until asked to stop.
pub async fn run(db: Db, stop: Stop) {
    while !stop.is_asked() {
        match turn(&db, platform::now()).await {
            Ok(AT_ONCE) => continue,
            Ok(_) => (),
            Err(error) => {
                tracing::warn!(error = %format!("{error:#}"), "cannot look for visits to ask about")
            }
        }
        stop.pause(POLL).await;
    }
}

/// One round; answers how many visits were due.
pub async fn turn(db: &Db, now: DateTime<Utc>) -> anyhow::Result<usize> {
    let due = db.system(async move |tx| anyhow::Ok(store::due(tx, now, AT_ONCE as i64).await?)).await?;
    for &(practice, visit) in &due {
        if let Err(error) = one(db, practice, visit, now).await {
            tracing::warn!(%visit, error = %format!("{error:#}"), "left for later");
            // What cannot be done now must not keep others from their turn.
            let later = async move |tx: &mut Tx| anyhow::Ok(store::put_off(tx, visit, now + LATER).await?);
            db.transaction(&context(practice), later).await?;
        }
    }
    Ok(due.len())
}

async fn one(db: &Db, practice: PracticeId, id: AppointmentId, now: DateTime<Utc>) -> anyhow::Result<()> {
    db.transaction(&context(practice), async move |tx| {
        let Some(found) = store::find(tx, id).await? else { return Ok(()) };
        store::lock_patient(tx, found.patient_id).await?;
        let found = store::find_for_change(tx, id).await?.filter(|visit| is_due(visit, now));
        if let Some(visit) = found {
            look::look(tx, visit, Occasion::Time, now).await?;
        }
        anyhow::Ok(())
    })
    .await
}

fn is_due(visit: &Visit, now: DateTime<Utc>) -> bool {
    visit.expected && visit.look_at.is_some_and(|at| at <= now)
}

fn context(practice: PracticeId) -> Context {
    Context { practice, trace: Trace::begin(), cause: None }
}
