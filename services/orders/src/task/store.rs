//! Tasks in the database.

use super::routes::ListTasks;
use super::{Kind, Solution, Status, Subject, Task};
use crate::patient_number;
use crate::schema::tasks;
use chrono::{DateTime, Utc};
use diesel::dsl::sql;
use diesel::expression::SqlLiteral;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Bool, Text};
use diesel_async::RunQueryDsl;
use model::{PracticeId, TaskId};
use platform::{Cursor, Tx};

/// Said again, because the policy of the table is an alternative (practice or system), and no index serves one.
fn own() -> SqlLiteral<Bool> {
    sql("practice_id = practice()")
}

/// As the partial indexes say it.
fn standing(status: Status) -> SqlLiteral<Bool> {
    match status {
        Status::Open => sql("is_open"),
        Status::Done => sql("NOT is_open"),
    }
}

/// Opens a task; the one that is open already for the kind and subject stays as it is.
pub async fn open(tx: &mut Tx, task: &Task) -> QueryResult<()> {
    diesel::insert_into(tasks::table).values(task).on_conflict_do_nothing().execute(tx).await.map(|_| ())
}

/// Closes the open task of a kind about a subject, because the world solved it.
pub async fn close(
    tx: &mut Tx,
    kind: Kind,
    subject: Subject,
    by: &str,
    now: DateTime<Utc>,
) -> QueryResult<()> {
    let solution = Solution { by: by.to_owned(), at: now, note: None };
    let open = tasks::table
        .filter(own().and(standing(Status::Open)))
        .filter(tasks::kind.eq(kind).and(tasks::subject.eq(subject.to_string())));
    diesel::update(open)
        .set((tasks::solution.eq(solution), tasks::version.eq(tasks::version + 1)))
        .execute(tx)
        .await
        .map(|_| ())
}

/// Locked to the end of the transaction.
pub async fn find_for_change(tx: &mut Tx, id: TaskId) -> QueryResult<Option<Task>> {
    tasks::table.find(id).filter(own()).select(Task::as_select()).for_update().first(tx).await.optional()
}

pub async fn find(tx: &mut Tx, id: TaskId) -> QueryResult<Option<Task>> {
    tasks::table.find(id).filter(own()).select(Task::as_select()).first(tx).await.optional()
}

pub async fn update(tx: &mut Tx, task: &Task) -> QueryResult<()> {
    diesel::update(tasks::table.find(task.id))
        .set((
            tasks::version.eq(task.version),
            tasks::owner.eq(&task.owner),
            tasks::solution.eq(&task.solution),
        ))
        .execute(tx)
        .await
        .map(|_| ())
}

pub async fn list(tx: &mut Tx, asked: &ListTasks) -> QueryResult<Vec<Task>> {
    let mut query = tasks::table
        .filter(own().and(standing(asked.status.unwrap_or(Status::Open))))
        .select(Task::as_select())
        .order(tasks::id)
        .into_boxed();
    if let Some(kind) = asked.kind {
        query = query.filter(tasks::kind.eq(kind));
    }
    if let Some(owner) = &asked.owner {
        query = query.filter(tasks::owner.eq(owner));
    }
    if let Some(patient) = asked.patient_id {
        query = query.filter(tasks::patient_id.eq_any(patient_number::store::records(tx, patient).await?));
    }
    if let Some(Cursor(after)) = asked.cursor {
        query = query.filter(tasks::id.gt(TaskId(after)));
    }
    query.limit(asked.limit.and_one()).load(tx).await
}

/// How many tasks of a kind are open.
#[derive(QueryableByName)]
pub struct Count {
    #[diesel(sql_type = Text)]
    pub kind: Kind,
    #[diesel(sql_type = BigInt)]
    pub open: i64,
    #[diesel(sql_type = BigInt)]
    pub mine: i64,
    #[diesel(sql_type = BigInt)]
    pub escalated: i64,
}

pub async fn count(tx: &mut Tx, client: &str) -> QueryResult<Vec<Count>> {
    let sql = "SELECT kind, count(*) AS open, count(*) FILTER (WHERE owner = $1) AS mine, count(escalated_at) AS escalated \
               FROM tasks WHERE practice_id = practice() AND is_open GROUP BY kind";
    diesel::sql_query(sql).bind::<Text, _>(client).load(tx).await
}

/// How many are escalated in one round.
const BATCH: i64 = 200;

/// What is open past the time it was due, of all practices.
pub async fn overdue(tx: &mut Tx, now: DateTime<Utc>) -> QueryResult<Vec<(PracticeId, TaskId)>> {
    tasks::table
        .filter(standing(Status::Open))
        .filter(tasks::escalated_at.is_null().and(tasks::due_at.le(now)))
        .order(tasks::due_at)
        .limit(BATCH)
        .select((tasks::practice_id, tasks::id))
        .load(tx)
        .await
}

/// None when it was done, or escalated, meanwhile.
pub async fn escalate(tx: &mut Tx, id: TaskId, now: DateTime<Utc>) -> QueryResult<Option<Task>> {
    let still =
        tasks::table.find(id).filter(own().and(standing(Status::Open))).filter(tasks::escalated_at.is_null());
    diesel::update(still)
        .set((tasks::escalated_at.eq(now), tasks::version.eq(tasks::version + 1)))
        .returning(Task::as_returning())
        .get_result(tx)
        .await
        .optional()
}

/// Every task there was about something, oldest first.
pub async fn about(tx: &mut Tx, subject: Subject) -> QueryResult<Vec<Task>> {
    tasks::table
        .filter(own().and(tasks::subject.eq(subject.to_string())))
        .order(tasks::id)
        .select(Task::as_select())
        .load(tx)
        .await
}
