//! Marking policies in the database, and the visits they are about.

use super::{MarkingPolicy, due_before};
use crate::appointment::Appointment;
use crate::schema::{appointments, marking_policies};
use chrono::{DateTime, Utc};
use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::Bool;
use diesel_async::RunQueryDsl;
use model::PracticeId;
use platform::Tx;

/// At most so many visits are marked in one transaction.
pub const BATCH: usize = 100;

pub async fn find(tx: &mut Tx) -> QueryResult<Option<MarkingPolicy>> {
    marking_policies::table.select(MarkingPolicy::as_select()).first(tx).await.optional()
}

/// False when another came before: what is there is no longer the version before this.
pub async fn put(tx: &mut Tx, policy: &MarkingPolicy) -> QueryResult<bool> {
    // Only here: elsewhere its `filter` would be one too many.
    use diesel::query_dsl::methods::FilterDsl as _;
    let change = (
        marking_policies::version.eq(policy.version),
        marking_policies::no_show_after_minutes.eq(policy.no_show_after_minutes),
        marking_policies::complete_after_minutes.eq(policy.complete_after_minutes),
    );
    let put = diesel::insert_into(marking_policies::table)
        .values(policy)
        .on_conflict(marking_policies::practice_id)
        .do_update()
        .set(change)
        .filter(marking_policies::version.eq(policy.version - 1));
    Ok(put.execute(tx).await? == 1)
}

/// Of every practice that has one; in the platform's own name.
pub async fn all(tx: &mut Tx) -> QueryResult<Vec<(PracticeId, MarkingPolicy)>> {
    let columns = (marking_policies::practice_id, MarkingPolicy::as_select());
    let some = marking_policies::no_show_after_minutes.is_not_null();
    let some = some.or(marking_policies::complete_after_minutes.is_not_null());
    marking_policies::table.filter(some).select(columns).order(marking_policies::practice_id).load(tx).await
}

/// Visits that are due, longest first, locked to the end of the transaction; those somebody is changing this moment are left to them.
pub async fn due(tx: &mut Tx, policy: &MarkingPolicy, now: DateTime<Utc>) -> QueryResult<Vec<Appointment>> {
    let mut due = Vec::new();
    let kinds = [
        ("appointments.status = 'booked'", policy.no_show_after_minutes),
        ("appointments.status IN ('arrived', 'in_progress')", policy.complete_after_minutes),
    ];
    for (status, after) in kinds {
        let Some(after) = after else { continue };
        let room = BATCH.saturating_sub(due.len());
        let found: Vec<Appointment> = appointments::table
            .filter(sql::<Bool>(status))
            .filter(appointments::end_at.le(due_before(now, after)))
            .order(appointments::end_at)
            .limit(room as i64)
            .select(Appointment::as_select())
            .for_update()
            .skip_locked()
            .load(tx)
            .await?;
        due.extend(found);
    }
    Ok(due)
}
