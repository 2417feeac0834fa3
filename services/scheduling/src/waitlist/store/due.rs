//! What is to be done in any practice.

use chrono::{DateTime, NaiveDate, Utc};
use diesel::QueryableByName;
use diesel::result::QueryResult;
use diesel::sql_types::{Date, Text, Timestamptz, Uuid as SqlUuid};
use diesel_async::RunQueryDsl;
use model::{FreedTimeId, PracticeId, WaitlistOfferId};
use platform::Tx;
use uuid::Uuid;

#[derive(QueryableByName)]
struct Row {
    #[diesel(sql_type = Text)]
    kind: String,
    #[diesel(sql_type = SqlUuid)]
    practice_id: PracticeId,
    #[diesel(sql_type = SqlUuid)]
    id: Uuid,
}

/// Something to do in a practice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Task {
    Lapse(WaitlistOfferId),
    Expire,
    Look(FreedTimeId),
}

/// Offers first, so that what they give back is looked at in the same round.
pub async fn tasks(
    tx: &mut Tx,
    now: DateTime<Utc>,
    before: NaiveDate,
) -> QueryResult<Vec<(PracticeId, Task)>> {
    let rows: Vec<Row> = diesel::sql_query(
        "(SELECT 'lapse' AS kind, practice_id, id FROM waitlist_offers WHERE status = 'open' AND deadline <= $1 \
          ORDER BY deadline LIMIT 50) \
         UNION ALL \
         (SELECT 'expire', practice_id, practice_id FROM waitlist_entries WHERE status = 'waiting' AND latest < $2 \
          GROUP BY practice_id LIMIT 50) \
         UNION ALL \
         (SELECT 'look', practice_id, id FROM freed_times WHERE due_at <= $1 ORDER BY due_at LIMIT 50)",
    )
    .bind::<Timestamptz, _>(now)
    .bind::<Date, _>(before)
    .load(tx)
    .await?;
    let task = |row: &Row| match row.kind.as_str() {
        "lapse" => Task::Lapse(WaitlistOfferId(row.id)),
        "expire" => Task::Expire,
        _ => Task::Look(FreedTimeId(row.id)),
    };
    Ok(rows.iter().map(|row| (row.practice_id, task(row))).collect())
}
