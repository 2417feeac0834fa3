//! Logs as prescribers were given them, month by month, kept as they were made.

use super::LogLine;
use super::store;
use crate::schema::controlled_logs;
use actix_web::{get, web};
use chrono::{DateTime, NaiveDate, Utc};
use diesel::deserialize::FromSqlRow;
use diesel::expression::AsExpression;
use diesel::prelude::*;
use diesel::sql_types::Jsonb;
use model::PractitionerId;
use platform::page::Limit;
use platform::{Caller, Cursor, Db, Listing, Problem, Query, Reply, Tx};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

pub fn all(config: &mut ServiceConfig<'_>) {
    config.service(list_monthly_logs);
}

#[derive(Clone, Serialize, Deserialize, ToSchema, AsExpression, FromSqlRow)]
#[diesel(sql_type = Jsonb)]
pub struct Lines(pub Vec<LogLine>);
model::jsonb!(Lines);
model::redacted!(Lines);

/// What a prescriber was given of a month.
#[derive(Clone, Queryable, Selectable, Insertable, Serialize, ToSchema)]
#[diesel(table_name = controlled_logs)]
pub struct MonthlyLog {
    pub id: Uuid,
    pub practitioner_id: PractitionerId,
    /// The first day of the month.
    pub month: NaiveDate,
    pub made_at: DateTime<Utc>,
    /// What was signed in it, as it stood when the log was made.
    pub lines: Lines,
}

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct ListMonthlyLogs {
    practitioner_id: PractitionerId,
    #[param(value_type = Option<String>)]
    cursor: Option<Cursor>,
    #[serde(default)]
    #[param(value_type = Option<u32>)]
    limit: Limit,
}

#[utoipa::path(params(ListMonthlyLogs),
    responses((status = 200, description = "A page of a prescriber's logs, oldest first.", body = Listing<MonthlyLog>)))]
#[get("/v1/controlled-substance-logs")]
/// Lists the logs a prescriber was given, each as it was made after its month.
///
/// Each comes with a task for the prescriber, due seven days after the month. What is in the log of a month by now, and
/// of a month that has not passed, tells GET /v1/controlled-substance-log.
pub async fn list_monthly_logs(
    caller: Caller,
    db: web::Data<Db>,
    query: Query<ListMonthlyLogs>,
) -> Result<Reply, Problem> {
    let ListMonthlyLogs { practitioner_id, cursor, limit } = query.0;
    let read =
        async move |tx: &mut Tx| Ok::<_, Problem>(store::list(tx, practitioner_id, cursor, limit).await?);
    let items = db.read(&caller.context(), read).await?;
    Ok(Reply::ok(&Listing::cut(items, limit, |log: &MonthlyLog| log.id))?)
}
