//! Makes the log of each month that has passed, and gives it to its prescriber, without being asked (1311.120(b)(27)).

use super::archive::{Lines, MonthlyLog};
use super::store::{self, Due};
use super::{LogLine, Month};
use crate::controlled::report::store::audited;
use crate::prescription;
use crate::signing_key::store::keyring;
use crate::task::{self, Kind, Subject, Task};
use chrono::{DateTime, Days, Months, NaiveTime, Utc};
use platform::context::Trace;
use platform::{Context, Db, Problem, Sealing, Tx, mint};

/// What was missed while nothing ran is made up for this far back.
const BACK: Months = Months::new(3);

/// Answers how many logs were made.
pub async fn tick(db: &Db, now: DateTime<Utc>) -> anyhow::Result<usize> {
    let (practices, sealing) = (db.system(async |tx| anyhow::Ok(audited(tx).await?)).await?, db.sealing()?);
    let mut made = 0;
    for practice in practices {
        let context = Context { practice: practice.practice_id, trace: Trace::begin(), cause: None };
        let sealing = sealing.clone();
        let turn = async move |tx: &mut Tx| provide(tx, &sealing, now).await;
        match db.transaction(&context, turn).await {
            Ok(logs) => made += logs,
            Err(problem) => {
                let cause = problem.cause.as_ref().map(|cause| format!("{cause:#}"));
                tracing::warn!(practice = %practice.practice_id, %problem, ?cause, "monthly logs were not made");
            }
        }
    }
    Ok(made)
}

async fn provide(tx: &mut Tx, sealing: &Sealing, now: DateTime<Utc>) -> Result<usize, Problem> {
    // A day later it is another month on every wall of the country.
    let Some(this) = now.date_naive().checked_sub_days(Days::new(1)).map(Month::of) else { return Ok(0) };
    let from = this.first.checked_sub_months(BACK).unwrap_or(this.first);
    let due = store::due(tx, (from, this.first)).await?;
    if due.is_empty() {
        return Ok(0);
    }
    let keys = keyring(tx, sealing).await?;
    let mut made = 0;
    for Due { prescriber_id, month } in due {
        let month = Month::of(month);
        let signed =
            prescription::store::controlled(tx, prescriber_id, (month.first, month.after), None).await?;
        let owner = signed.last().and_then(|last| last.signed_by().map(str::to_owned));
        let lines = signed.into_iter().filter_map(|it| LogLine::of(it, &keys)).collect();
        let log = MonthlyLog {
            id: mint(),
            practitioner_id: prescriber_id,
            month: month.first,
            made_at: now,
            lines: Lines(lines),
        };
        if store::insert(tx, &log).await? {
            task::store::open(tx, &owner.into_iter().fold(given(&log, month, now), Task::owner)).await?;
            made += 1;
        }
    }
    Ok(made)
}

fn given(log: &MonthlyLog, month: Month, now: DateTime<Utc>) -> Task {
    let what = format!(
        "The prescriber's log of controlled substances of {} is made: read it with GET /v1/controlled-substance-logs, and \
         report at once what was not signed by the prescriber",
        month.first.format("%Y-%m"),
    );
    let about = Subject::Other { noun: "controlled-substance-log", id: log.id };
    let last = month.after.checked_add_days(Days::new(7)).unwrap_or(month.after);
    Task::new(mint(), Kind::ControlledLog, about, what, now).due(last.and_time(NaiveTime::MIN).and_utc())
}
