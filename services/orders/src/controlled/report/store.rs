//! Daily reports in the database.

use super::AuditReport;
use crate::schema::controlled_audit_reports as reports;
use chrono::{DateTime, NaiveDate, Utc};
use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::{Bool, Timestamptz, Uuid};
use diesel_async::RunQueryDsl;
use model::PracticeId;
use platform::Tx;
use platform::page::Limit;

/// Does nothing when another process was quicker.
pub async fn insert(tx: &mut Tx, report: &AuditReport) -> QueryResult<bool> {
    let row = (reports::day.eq(report.analysis.day), reports::report.eq(report));
    let rows = diesel::insert_into(reports::table).values(row).on_conflict_do_nothing().execute(tx).await?;
    Ok(rows == 1)
}

pub async fn last(tx: &mut Tx) -> QueryResult<Option<AuditReport>> {
    let own = reports::table.filter(sql::<Bool>("practice_id = practice()"));
    own.order(reports::day.desc()).select(reports::report).first(tx).await.optional()
}

/// Newest first, those before a day.
pub async fn list(tx: &mut Tx, before: Option<NaiveDate>, limit: Limit) -> QueryResult<Vec<AuditReport>> {
    let own = reports::table.filter(sql::<Bool>("practice_id = practice()"));
    let mut query = own.order(reports::day.desc()).select(reports::report).into_boxed();
    if let Some(before) = before {
        query = query.filter(reports::day.lt(before));
    }
    query.limit(limit.and_one()).load(tx).await
}

/// A practice that has an audit, and when it began.
#[derive(QueryableByName)]
pub struct Audited {
    #[diesel(sql_type = Uuid)]
    pub practice_id: PracticeId,
    #[diesel(sql_type = Timestamptz)]
    pub since: DateTime<Utc>,
}

/// In the platform's own name.
pub async fn audited(tx: &mut Tx) -> QueryResult<Vec<Audited>> {
    let sql = "SELECT practice_id, at AS since FROM controlled_audit WHERE seq = 1 ORDER BY practice_id";
    diesel::sql_query(sql).load(tx).await
}
