//! Unmatched results in the database.

use super::{Unmatched, UnmatchedStatus};
use crate::result::Severity;
use crate::schema::unmatched_results as table;
use crate::task::{self, Kind, Task};
use chrono::TimeDelta;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use model::UnmatchedResultId;
use platform::page::{Cursor, Limit};
use platform::{Tx, mint};

/// With a task for somebody who can tell whose it is.
pub async fn open(tx: &mut Tx, unmatched: &Unmatched) -> QueryResult<()> {
    diesel::insert_into(table::table).values(unmatched).execute(tx).await?;
    let (what, hours) = match unmatched.severity {
        Severity::Critical => ("A critical result cannot be matched: find out at once whose it is", 1),
        _ => ("A result cannot be matched: find out whose it is and attach it", 24),
    };
    let now = unmatched.received_at;
    let task = Task::new(mint(), Kind::ResultUnmatched, unmatched.subject(), what.to_owned(), now);
    task::store::open(tx, &task.due(now + TimeDelta::hours(hours))).await
}

pub async fn find_for_change(tx: &mut Tx, id: UnmatchedResultId) -> QueryResult<Option<Unmatched>> {
    table::table.find(id).select(Unmatched::as_select()).for_update().first(tx).await.optional()
}

pub async fn update(tx: &mut Tx, unmatched: &Unmatched) -> QueryResult<()> {
    diesel::update(table::table.find(unmatched.id))
        .set((table::version.eq(unmatched.version), table::state.eq(&unmatched.state)))
        .execute(tx)
        .await
        .map(|_| ())
}

pub async fn list(
    tx: &mut Tx,
    status: UnmatchedStatus,
    cursor: Option<Cursor>,
    limit: Limit,
) -> QueryResult<Vec<Unmatched>> {
    let mut query = table::table
        .filter(table::status.eq(status.as_str()))
        .select(Unmatched::as_select())
        .order(table::id)
        .into_boxed();
    if let Some(Cursor(after)) = cursor {
        query = query.filter(table::id.gt(UnmatchedResultId(after)));
    }
    query.limit(limit.and_one()).load(tx).await
}
