//! How far the mailbox was read, and what was kept aside.

use crate::clearinghouse::Report;
use diesel::QueryableByName;
use diesel::result::QueryResult;
use diesel::sql_types::{Nullable, Text, Uuid as SqlUuid};
use diesel_async::RunQueryDsl;
use model::PracticeId;
use platform::{Problem, Tx};

/// Keeps a report that could not be processed, once, for a person to look at.
pub async fn keep_aside(
    tx: &mut Tx,
    report: &Report,
    practice: Option<PracticeId>,
    cause: &str,
) -> QueryResult<()> {
    diesel::sql_query(
        "INSERT INTO report_exceptions (report_id, practice_id, kind, cause, content) VALUES ($1, $2, $3, $4, $5) \
         ON CONFLICT (report_id) DO NOTHING",
    )
    .bind::<Text, _>(&report.id)
    .bind::<Nullable<SqlUuid>, _>(practice)
    .bind::<Text, _>(format!("{:?}", report.kind))
    .bind::<Text, _>(cause)
    .bind::<Text, _>(&report.content)
    .execute(tx)
    .await
    .map(|_| ())
}

#[derive(QueryableByName)]
struct Position {
    #[diesel(sql_type = Text)]
    cursor: String,
}

/// The id of the last report that was taken in.
pub async fn cursor(tx: &mut Tx) -> QueryResult<String> {
    let row: Position =
        diesel::sql_query("SELECT cursor FROM mailboxes WHERE name = 'clearinghouse'").get_result(tx).await?;
    Ok(row.cursor)
}

/// Refused when another reader was faster: its transaction has done the work.
pub async fn advance(tx: &mut Tx, from: &str, to: &str) -> Result<(), Problem> {
    let moved =
        diesel::sql_query("UPDATE mailboxes SET cursor = $2 WHERE name = 'clearinghouse' AND cursor = $1")
            .bind::<Text, _>(from)
            .bind::<Text, _>(to)
            .execute(tx)
            .await?;
    if moved == 1 { Ok(()) } else { Err(Problem::unavailable("Another reader has taken this report.")) }
}
