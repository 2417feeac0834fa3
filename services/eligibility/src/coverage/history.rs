//! Who changed a coverage, when, from what and to what.

use super::Coverage;
use crate::schema::coverage_history::{self as history, table};
use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use model::CoverageId;
use platform::{Problem, Tx, mint};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

#[derive(Clone, Queryable, Selectable, Insertable, Serialize, ToSchema)]
#[diesel(table_name = history)]
#[schema(as = CoverageChange)]
pub struct Change {
    #[serde(skip)]
    pub id: Uuid,
    #[serde(skip)]
    pub coverage_id: CoverageId,
    pub at: DateTime<Utc>,
    /// The client that asked for it.
    pub client: String,
    /// `recorded`, `changed`, `ended` or `renewed`.
    pub change: String,
    /// The coverage before; absent where it was new.
    pub before: Option<serde_json::Value>,
    pub after: serde_json::Value,
}

/// Keeps what happened together with what it changes.
pub async fn record(
    tx: &mut Tx,
    (client, at): (&str, DateTime<Utc>),
    change: &str,
    before: Option<&Coverage>,
    after: &Coverage,
) -> Result<(), Problem> {
    let change = Change {
        id: mint(),
        coverage_id: after.id,
        at,
        client: client.to_owned(),
        change: change.to_owned(),
        before: before.map(serde_json::to_value).transpose()?,
        after: serde_json::to_value(after)?,
    };
    Ok(diesel::insert_into(table).values(&change).execute(tx).await.map(|_| ())?)
}

/// Oldest first.
pub async fn of(tx: &mut Tx, coverage: CoverageId) -> QueryResult<Vec<Change>> {
    let changes = table.filter(history::coverage_id.eq(coverage)).order(history::id);
    changes.select(Change::as_select()).load(tx).await
}
