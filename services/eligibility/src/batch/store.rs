//! Batches in the database, and how far their questions are.

use super::Batch;
use super::count::{CheckPlace, Group, ItemState, Outcome, Place};
use crate::schema::batches::{self, table};
use diesel::prelude::*;
use diesel::sql_types::{Array, BigInt, Bool, Integer, Nullable, Text, Uuid as SqlUuid};
use diesel_async::RunQueryDsl;
use model::event::EligibilityOutcome;
use model::{CoverageId, EligibilityBatchId, Name, PayerId};
use platform::Tx;
use platform::page::{Cursor, Limit};

pub async fn insert(tx: &mut Tx, batch: &Batch) -> QueryResult<()> {
    diesel::insert_into(table).values(batch).execute(tx).await.map(|_| ())
}

pub async fn find(tx: &mut Tx, id: EligibilityBatchId) -> QueryResult<Option<Batch>> {
    table.find(id).select(Batch::as_select()).first(tx).await.optional()
}

/// Locked to the end of the transaction.
pub async fn find_for_change(tx: &mut Tx, id: EligibilityBatchId) -> QueryResult<Option<Batch>> {
    table.find(id).select(Batch::as_select()).for_update().first(tx).await.optional()
}

pub async fn save(tx: &mut Tx, batch: &Batch) -> QueryResult<()> {
    diesel::update(table.find(batch.id))
        .set((batches::version.eq(batch.version), batches::state.eq(&batch.state)))
        .execute(tx)
        .await
        .map(|_| ())
}

pub async fn list(tx: &mut Tx, cursor: Option<Cursor>, limit: Limit) -> QueryResult<Vec<Batch>> {
    let mut query = table.select(Batch::as_select()).order(batches::id).limit(limit.and_one()).into_boxed();
    if let Some(Cursor(last)) = cursor {
        query = query.filter(batches::id.gt(EligibilityBatchId(last)));
    }
    query.load(tx).await
}

#[derive(QueryableByName)]
struct Row {
    #[diesel(sql_type = SqlUuid)]
    payer_id: PayerId,
    #[diesel(sql_type = Text)]
    payer_name: Name,
    #[diesel(sql_type = Text)]
    state: ItemState,
    #[diesel(sql_type = Nullable<Text>)]
    status: Option<String>,
    #[diesel(sql_type = Nullable<Text>)]
    outcome: Option<EligibilityOutcome>,
    #[diesel(sql_type = Bool)]
    withdrawn: bool,
    #[diesel(sql_type = BigInt)]
    number: i64,
}

/// The questions of a batch by payer and by where they are.
pub async fn groups(tx: &mut Tx, id: EligibilityBatchId) -> QueryResult<Vec<Group>> {
    let rows: Vec<Row> = diesel::sql_query(
        "SELECT i.payer_id, p.name AS payer_name, i.state, k.status, k.state ->> 'outcome' AS outcome, \
           coalesce(k.state -> 'reason' ->> 'code' = 'withdrawn', false) AS withdrawn, count(*) AS number \
         FROM batch_items i JOIN payers p ON p.id = i.payer_id LEFT JOIN checks k ON k.id = i.check_id \
         WHERE i.practice_id = practice() AND i.batch_id = $1 \
         GROUP BY 1, 2, 3, 4, 5, 6 ORDER BY p.name, i.payer_id",
    )
    .bind::<SqlUuid, _>(id)
    .load(tx)
    .await?;
    Ok(rows.into_iter().map(Group::from).collect())
}

impl From<Row> for Group {
    fn from(row: Row) -> Self {
        let place = match row.state {
            ItemState::Waiting => Place::Waiting,
            ItemState::NotAsked => Place::NotAsked,
            ItemState::Withdrawn => Place::Withdrawn,
            ItemState::Asked | ItemState::Shared if row.withdrawn => Place::Withdrawn,
            ItemState::Asked | ItemState::Shared => {
                let check = check_place(row.status.as_deref(), row.outcome);
                Place::Asked { check, shared: row.state == ItemState::Shared }
            }
        };
        Group { payer_id: row.payer_id, payer_name: row.payer_name, place, number: row.number }
    }
}

fn check_place(status: Option<&str>, outcome: Option<EligibilityOutcome>) -> CheckPlace {
    match (status, outcome) {
        (Some("queued"), _) => CheckPlace::Queued,
        (Some("sending"), _) => CheckPlace::Sending,
        (Some("rejected"), _) => CheckPlace::Rejected,
        (Some("answered"), Some(EligibilityOutcome::Active)) => CheckPlace::Answered(Outcome::Active),
        (Some("answered"), Some(EligibilityOutcome::Inactive)) => CheckPlace::Answered(Outcome::Inactive),
        (Some("answered"), _) => CheckPlace::Answered(Outcome::Undetermined),
        _ => CheckPlace::Unknown,
    }
}

/// Whether a question of the batch is still to be answered. Each is looked up by its check: joined, all that is open in the
/// practice would be read for each.
pub async fn is_open(tx: &mut Tx, id: EligibilityBatchId) -> QueryResult<bool> {
    #[derive(QueryableByName)]
    struct Open {
        #[diesel(sql_type = Bool)]
        open: bool,
    }
    let open: Open = diesel::sql_query(
        "SELECT EXISTS (SELECT FROM batch_items i CROSS JOIN LATERAL ( \
           SELECT FROM checks k WHERE k.id = i.check_id AND k.status IN ('queued', 'sending') LIMIT 1) k \
         WHERE i.practice_id = practice() AND i.batch_id = $1) AS open",
    )
    .bind::<SqlUuid, _>(id)
    .get_result(tx)
    .await?;
    Ok(open.open)
}

/// The place in the list of the first that names no coverage of the practice.
pub async fn first_unknown(tx: &mut Tx, ids: &[CoverageId]) -> QueryResult<Option<usize>> {
    #[derive(QueryableByName)]
    struct Unknown {
        #[diesel(sql_type = Integer)]
        n: i32,
    }
    let unknown: Option<Unknown> = diesel::sql_query(
        "SELECT (a.n - 1)::int AS n FROM unnest($1) WITH ORDINALITY AS a (id, n) \
         LEFT JOIN coverages c ON c.id = a.id WHERE c.id IS NULL ORDER BY a.n LIMIT 1",
    )
    .bind::<Array<SqlUuid>, _>(ids)
    .get_result(tx)
    .await
    .optional()?;
    Ok(unknown.map(|unknown| unknown.n.unsigned_abs() as usize))
}

/// Takes back all that was not sent: what waits, and what stands in the queue for this batch alone.
pub async fn withdraw(tx: &mut Tx, id: EligibilityBatchId) -> QueryResult<()> {
    diesel::sql_query(
        "UPDATE batch_items SET state = 'withdrawn' \
         WHERE practice_id = practice() AND batch_id = $1 AND state = 'waiting'",
    )
    .bind::<SqlUuid, _>(id)
    .execute(tx)
    .await?;
    diesel::sql_query(
        "UPDATE checks k SET state = $2, version = version + 1 \
         WHERE k.status = 'queued' AND k.id = ANY (ARRAY( \
           SELECT i.check_id FROM batch_items i WHERE i.practice_id = practice() AND i.batch_id = $1 \
             AND i.state = 'asked' AND NOT EXISTS (SELECT FROM batch_items o WHERE o.practice_id = practice() \
               AND o.check_id = i.check_id AND o.batch_id <> $1)))",
    )
    .bind::<SqlUuid, _>(id)
    .bind::<diesel::sql_types::Jsonb, _>(crate::check::queue::store::withdrawn())
    .execute(tx)
    .await
    .map(|_| ())
}
