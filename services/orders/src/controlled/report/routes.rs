//! Daily reports over HTTP.

use super::{AuditReport, store};
use actix_web::{get, web};
use chrono::{Datelike as _, NaiveDate};
use platform::page::Limit;
use platform::{Caller, Cursor, Db, Listing, Problem, Query, Reply, Tx};
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

pub fn all(config: &mut ServiceConfig<'_>) {
    config.service(list_audit_reports);
}

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct ListAuditReports {
    #[param(value_type = Option<String>)]
    cursor: Option<Cursor>,
    #[serde(default)]
    #[param(value_type = Option<u32>)]
    limit: Limit,
}

#[utoipa::path(params(ListAuditReports),
    responses((status = 200, description = "A page of daily reports, newest first.", body = Listing<AuditReport>)))]
#[get("/v1/controlled-substance-audit/reports")]
/// Lists the daily reports on the audit of controlled substances, with their incidents.
pub async fn list_audit_reports(
    caller: Caller,
    db: web::Data<Db>,
    query: Query<ListAuditReports>,
) -> Result<Reply, Problem> {
    let ListAuditReports { cursor, limit } = query.0;
    let days = cursor.and_then(|Cursor(id)| i32::try_from(id.as_u128()).ok());
    let before = days.and_then(NaiveDate::from_num_days_from_ce_opt);
    let read = async move |tx: &mut Tx| Ok::<_, Problem>(store::list(tx, before, limit).await?);
    let items = db.read(&caller.context(), read).await?;
    // Reports have a day in place of an id.
    let id =
        |report: &AuditReport| Uuid::from_u128(report.analysis.day.num_days_from_ce().unsigned_abs().into());
    Ok(Reply::ok(&Listing::cut(items, limit, id))?)
}
