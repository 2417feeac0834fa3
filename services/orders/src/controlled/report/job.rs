//! Analyses each calendar day that has passed, for every practice that has an audit.

use super::store::{self, Audited};
use super::{Analysis, Evidence, span};
use crate::controlled::{audit, log};
use crate::signing_key::store::{Making, active};
use crate::task::{self, Kind, Subject, Task};
use chrono::{DateTime, Days, NaiveDate, TimeDelta, Utc};
use platform::context::Trace;
use platform::{Context, Db, Problem, Sealing, Stop, Tx, mint};
use std::time::Duration;

const PAUSE: Duration = Duration::from_secs(600);
/// What a practice is behind by more than this waits for the next tick.
const MOST_DAYS: usize = 31;

/// Ticks until asked to stop; the logs of months that have passed are made with it.
pub async fn run(db: Db, stop: Stop) {
    while !stop.is_asked() {
        match log::job::tick(&db, platform::now()).await {
            Ok(0) => (),
            Ok(made) => tracing::info!(made, "monthly logs of controlled substances were made"),
            Err(error) => tracing::warn!(error = %format!("{error:#}"), "the monthly logs wait to be made"),
        }
        match tick(&db, platform::now()).await {
            Ok(0) => (),
            Ok(made) => tracing::info!(made, "days of the audit of controlled substances were analysed"),
            Err(error) => tracing::warn!(error = %format!("{error:#}"), "the audit waits to be analysed"),
        }
        stop.pause(PAUSE).await;
    }
}

/// Answers how many reports were made.
pub async fn tick(db: &Db, now: DateTime<Utc>) -> anyhow::Result<usize> {
    let (practices, sealing) =
        (db.system(async |tx| anyhow::Ok(store::audited(tx).await?)).await?, db.sealing()?);
    let mut made = 0;
    for Audited { practice_id, since } in practices {
        let context = Context { practice: practice_id, trace: Trace::begin(), cause: None };
        for _ in 0..MOST_DAYS {
            let (sealing, first) = (sealing.clone(), since.date_naive());
            let turn = async move |tx: &mut Tx| analyse_next(tx, &sealing, first, now).await;
            match db.transaction(&context, turn).await {
                Ok(true) => made += 1,
                Ok(false) => break,
                Err(problem) => {
                    let cause = problem.cause.as_ref().map(|cause| format!("{cause:#}"));
                    tracing::warn!(practice = %practice_id, %problem, ?cause, "a day of the audit was not analysed");
                    break;
                }
            }
        }
    }
    Ok(made)
}

/// The oldest day that has passed without a report; false when there is none.
async fn analyse_next(
    tx: &mut Tx,
    sealing: &Sealing,
    first: NaiveDate,
    now: DateTime<Utc>,
) -> Result<bool, Problem> {
    let before = store::last(tx).await?.map(|report| report.analysis);
    let next = before.as_ref().and_then(|before| before.day.checked_add_days(Days::new(1))).unwrap_or(first);
    if next >= now.date_naive() {
        return Ok(false);
    }
    let (from, to) = span(next);
    let seen = Evidence {
        entries: audit::store::between(tx, from, to).await?,
        torn: audit::store::torn(tx, from, to).await?,
        last: audit::store::last(tx).await?,
        before,
    };
    let analysis = Analysis::of(next, seen, now);
    if !analysis.incidents.is_empty() {
        task::store::open(tx, &review(&analysis, now)).await?;
    }
    let making = Making { id: mint(), seed: platform::draw_seed(), by: "praxis".to_owned(), now };
    let report = analysis.sealed(&active(tx, sealing, &making).await?)?;
    Ok(store::insert(tx, &report).await?)
}

fn review(analysis: &Analysis, now: DateTime<Utc>) -> Task {
    let what = format!(
        "The audit of controlled substances of {} names {} incidents: read the report. What is a security incident is \
         reported to the provider of this application and to the DEA within one business day (21 CFR 1311.150(c))",
        analysis.day,
        analysis.incidents.len()
    );
    let id: uuid::Uuid = mint();
    let about = Subject::Other { noun: "audit-report", id };
    Task::new(mint(), Kind::AccessReview, about, what, now).due(now + TimeDelta::days(1))
}
