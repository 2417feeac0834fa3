//! The mailbox: reports are read in order, each processed or kept as an exception, and never lost between the two.

mod store;

use super::{Connection, Report, ReportKind, submission};
use crate::{acknowledgement, remittance};
use anyhow::Context as _;
use model::PracticeId;
use platform::context::{Context, Trace};
use platform::{Db, Problem, Stop};
use std::rc::Rc;
use x12::reader::Interchange;

/// A report that failed on our side this often is kept aside, so that it does not hold up everybody's mail.
const TRIES: u32 = 5;

/// Asks the mailbox again and again until asked to stop.
pub async fn poll(db: &Db, connection: &Connection, stop: &Stop) {
    let mut failed = 0;
    while !stop.is_asked() {
        match poll_once(db, connection, failed).await {
            Ok(0) => failed = 0,
            Ok(_) => {
                failed = 0;
                continue;
            }
            Err(error) => {
                tracing::warn!(error = %format!("{error:#}"), "the clearinghouse's mailbox cannot be read");
                failed += u32::from(error.is::<Problem>());
            }
        }
        stop.pause(connection.pause()).await;
    }
}

/// Reads what has come; answers how many reports were taken in. `failed` counts earlier failures on our side.
pub async fn poll_once(db: &Db, connection: &Connection, failed: u32) -> anyhow::Result<usize> {
    let mut cursor = db.system(async |tx| anyhow::Ok(store::cursor(tx).await?)).await?;
    let reports = connection.reports(&cursor).await?;
    let count = reports.len();
    for report in reports {
        let report = Rc::new(report);
        take_in(db, &report, &cursor, failed).await?;
        cursor.clone_from(&report.id);
    }
    Ok(count)
}

/// Processed in its practice's transaction, or kept aside; either way the cursor moves with it.
async fn take_in(db: &Db, report: &Rc<Report>, cursor: &str, failed: u32) -> anyhow::Result<()> {
    let Some(submitter) = addressee(&report.content) else {
        return keep_aside(db, report, cursor, None, "the report cannot be read as X12").await;
    };
    let practice =
        db.system(async move |tx| anyhow::Ok(submission::practice_of(tx, &submitter).await?)).await?;
    let Some(practice) = practice else {
        return keep_aside(db, report, cursor, None, "no practice has this submitter id").await;
    };
    match process(db, report, cursor, practice).await {
        Ok(()) => Ok(()),
        Err(problem) if is_lasting(&problem) || (problem.code == "failed" && failed >= TRIES) => {
            let cause = match &problem.errors[..] {
                [error, ..] => format!("{} at {}", problem.code, error.pointer),
                [] => problem.code.clone(),
            };
            keep_aside(db, report, cursor, Some(practice), &cause).await
        }
        Err(problem) => Err(problem.into()),
    }
}

/// Nothing that waiting would mend: the report itself is at fault.
fn is_lasting(problem: &Problem) -> bool {
    problem.status < 500 && problem.retry_after.is_none()
}

/// GS03, else ISA08: the submitter id we gave the practice.
fn addressee(text: &str) -> Option<String> {
    let interchanges = Interchange::read(text).ok()?;
    let interchange = interchanges.first()?;
    let group = interchange.groups.first().map(x12::Group::receiver);
    Some(group.unwrap_or_else(|| interchange.receiver()).trim().to_owned())
}

async fn process(db: &Db, report: &Rc<Report>, cursor: &str, practice: PracticeId) -> Result<(), Problem> {
    let context = Context { practice, trace: Trace::begin(), cause: None };
    let (report, cursor, now) = (report.clone(), cursor.to_owned(), platform::now());
    db.transaction(&context, async move |tx| {
        match report.kind {
            ReportKind::Remittance => {
                remittance::receive(tx, &report.content, now).await?;
            }
            _ => {
                acknowledgement::receive(tx, &report.content, now).await?;
            }
        }
        store::advance(tx, &cursor, &report.id).await
    })
    .await
}

async fn keep_aside(
    db: &Db,
    report: &Rc<Report>,
    cursor: &str,
    practice: Option<PracticeId>,
    cause: &str,
) -> anyhow::Result<()> {
    tracing::error!(report_id = %report.id, kind = ?report.kind, cause, "a report was kept aside");
    let (report, cursor, cause) = (report.clone(), cursor.to_owned(), cause.to_owned());
    db.system(async move |tx| {
        store::keep_aside(tx, &report, practice, &cause).await?;
        store::advance(tx, &cursor, &report.id).await
    })
    .await
    .context("keeping a report aside")
}
