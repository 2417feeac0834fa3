//! Keeping what became of a prescription: the row, its history, and the tasks of people, together.

use super::{Prescription, State, attention, store};
use crate::history::{self, Entry};
use crate::task::{self, Kind, Subject, Task};
use chrono::{DateTime, TimeDelta, Utc};
use diesel::QueryResult;
use platform::{Tx, mint};

/// When a task about a prescription is escalated: an hour after it was signed if nobody knows where it is, else after an hour.
const PATIENCE: TimeDelta = TimeDelta::minutes(60);

/// `before` is where it stood.
pub async fn change(
    tx: &mut Tx,
    before: &State,
    after: &Prescription,
    entry: &Entry,
    now: DateTime<Utc>,
) -> QueryResult<()> {
    store::update(tx, after).await?;
    tell(tx, entry).await?;
    for kind in attention::ended(before, &after.state) {
        task::store::close(tx, kind, Subject::Prescription(after.id), "praxis", now).await?;
    }
    for (kind, what) in attention::opened(before, &after.state) {
        ask(tx, after, kind, what, now).await?;
    }
    Ok(())
}

pub async fn tell(tx: &mut Tx, entry: &Entry) -> QueryResult<()> {
    history::store::record(tx, entry).await
}

/// Asks whoever signed it to do something.
pub async fn ask(
    tx: &mut Tx,
    about: &Prescription,
    kind: Kind,
    what: String,
    now: DateTime<Utc>,
) -> QueryResult<()> {
    let due = match (kind, about.signed_at()) {
        (Kind::TransmissionUnknown, Some(signed_at)) => now.max(signed_at + PATIENCE),
        _ => now + PATIENCE,
    };
    let task = Task::new(mint(), kind, Subject::Prescription(about.id), what, now);
    let task = task.patient(about.patient_id).due(due);
    let owner = about.signed_by().map(str::to_owned);
    task::store::open(tx, &owner.into_iter().fold(task, Task::owner)).await
}
