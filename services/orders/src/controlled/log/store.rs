//! Monthly logs in the database.

use super::archive::MonthlyLog;
use crate::schema::controlled_logs as logs;
use chrono::NaiveDate;
use diesel::prelude::*;
use diesel::sql_types::{Date, Text, Uuid};
use diesel_async::RunQueryDsl;
use model::PractitionerId;
use platform::Tx;
use platform::page::{Cursor, Limit};

/// A prescriber who must be given the log of a month.
#[derive(QueryableByName)]
pub struct Due {
    #[diesel(sql_type = Uuid)]
    pub prescriber_id: PractitionerId,
    /// Its first day.
    #[diesel(sql_type = Date)]
    pub month: NaiveDate,
}

/// Whoever signed a controlled substance from the first day to before the second, and has no log of that month yet.
pub async fn due(tx: &mut Tx, (from, to): (NaiveDate, NaiveDate)) -> QueryResult<Vec<Due>> {
    diesel::sql_query(
        "SELECT DISTINCT p.prescriber_id, w.month FROM prescriptions p, \
           LATERAL (SELECT date_trunc('month', (p.signature->>'written_on')::date)::date AS month) w \
         WHERE p.practice_id = practice() AND p.signature IS NOT NULL \
           AND p.content->'medication'->>'schedule' <> 'none' \
           AND p.signature->>'written_on' >= $1 AND p.signature->>'written_on' < $2 \
           AND NOT EXISTS (SELECT FROM controlled_logs l WHERE l.practice_id = practice() \
             AND l.practitioner_id = p.prescriber_id AND l.month = w.month) \
         ORDER BY 2, 1",
    )
    .bind::<Text, _>(from.to_string())
    .bind::<Text, _>(to.to_string())
    .load(tx)
    .await
}

/// False when another process was quicker.
pub async fn insert(tx: &mut Tx, log: &MonthlyLog) -> QueryResult<bool> {
    let rows = diesel::insert_into(logs::table).values(log).on_conflict_do_nothing().execute(tx).await?;
    Ok(rows == 1)
}

pub async fn list(
    tx: &mut Tx,
    practitioner: PractitionerId,
    cursor: Option<Cursor>,
    limit: Limit,
) -> QueryResult<Vec<MonthlyLog>> {
    let mut query = logs::table
        .filter(logs::practitioner_id.eq(practitioner))
        .select(MonthlyLog::as_select())
        .order(logs::id)
        .into_boxed();
    if let Some(Cursor(after)) = cursor {
        query = query.filter(logs::id.gt(after));
    }
    query.limit(limit.and_one()).load(tx).await
}
