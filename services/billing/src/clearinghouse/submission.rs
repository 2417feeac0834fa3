//! The interchange of a submission: written once, under the practice's next control number, and kept byte for byte.

use super::Connection;
use crate::claim::professional::{Envelope, interchange};
use crate::claim::{Claim, number};
use crate::schema::submissions;
use anyhow::Context as _;
use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel::result::QueryResult;
use diesel::sql_types::{Integer, Text};
use diesel_async::RunQueryDsl;
use model::PracticeId;
use platform::{Tx, mint};
use uuid::Uuid;

/// What is sent for the claim's current number; made now if it was not made before.
pub async fn of(
    tx: &mut Tx,
    claim: &Claim,
    practice: PracticeId,
    connection: &Connection,
    now: DateTime<Utc>,
) -> anyhow::Result<String> {
    let made = submissions::table.filter(submissions::number.eq(&claim.number)).select(submissions::content);
    if let Some(content) = made.first(tx).await.optional()? {
        return Ok(content);
    }
    let coverage = claim.bill.coverage.as_ref().context("a claim that is ready has a coverage")?;
    let next = next_control(tx, practice).await?;
    let envelope = Envelope {
        submitter_id: &next.submitter_id,
        receiver_id: connection.receiver_id(),
        receiver_name: connection.receiver_name(),
        usage: connection.usage(),
        control: next.control.unsigned_abs(),
        made_at: now,
    };
    let content = interchange(&claim.bill, coverage, &claim.number, &envelope)?;
    insert(tx, claim, next.control, &content, now).await?;
    Ok(content)
}

async fn insert(
    tx: &mut Tx,
    claim: &Claim,
    control: i32,
    content: &str,
    now: DateTime<Utc>,
) -> QueryResult<()> {
    let row = (
        submissions::id.eq(mint::<Uuid>()),
        submissions::claim_id.eq(claim.id),
        submissions::number.eq(&claim.number),
        submissions::control.eq(control),
        submissions::content.eq(content),
        submissions::made_at.eq(now),
    );
    diesel::insert_into(submissions::table).values(row).execute(tx).await.map(|_| ())
}

#[derive(QueryableByName)]
struct Next {
    #[diesel(sql_type = Text)]
    submitter_id: String,
    #[diesel(sql_type = Integer)]
    control: i32,
}

/// Locks the practice's counter to the end of the transaction: no number is lost, none is used twice.
async fn next_control(tx: &mut Tx, practice: PracticeId) -> QueryResult<Next> {
    diesel::sql_query(
        "INSERT INTO submitters (submitter_id, last_control) VALUES ($1, 1) \
         ON CONFLICT (practice_id) DO UPDATE SET last_control = submitters.last_control + 1 \
         RETURNING submitter_id, last_control AS control",
    )
    .bind::<Text, _>(submitter_id(practice))
    .get_result(tx)
    .await
}

/// `PX` and thirteen letters: who the practice is to the clearinghouse, at most 15 characters (ISA06).
fn submitter_id(practice: PracticeId) -> String {
    format!("PX{}", number::letters(practice.0.as_u128(), 13))
}

/// The practice a report is for, by its ISA08 or GS03; only for the platform's own work.
pub async fn practice_of(tx: &mut Tx, submitter: &str) -> QueryResult<Option<PracticeId>> {
    #[derive(QueryableByName)]
    struct Row {
        #[diesel(sql_type = diesel::sql_types::Uuid)]
        practice_id: PracticeId,
    }
    let row: Option<Row> = diesel::sql_query("SELECT practice_id FROM submitters WHERE submitter_id = $1")
        .bind::<Text, _>(submitter)
        .get_result(tx)
        .await
        .optional()?;
    Ok(row.map(|row| row.practice_id))
}
