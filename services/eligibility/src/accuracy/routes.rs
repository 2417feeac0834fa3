//! The accuracy of estimates over HTTP.

use super::{Accuracy, store};
use actix_web::{get, web};
use chrono::NaiveDate;
use platform::{Caller, Db, Problem, Query, Reply, Tx};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

#[derive(Clone, Copy, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct AskAccuracy {
    /// The first date of service.
    from: NaiveDate,
    /// The last date of service; at most 366 days in all.
    to: NaiveDate,
}

#[derive(Serialize, ToSchema)]
#[schema(as = EstimateAccuracyReport)]
pub struct Report {
    pub from: NaiveDate,
    pub to: NaiveDate,
    /// By payer and visit type.
    pub items: Vec<Accuracy>,
}

/// Compares what patients were told with what payers decided, by payer and visit type.
#[utoipa::path(params(AskAccuracy), responses((status = 200, description = "The report", body = Report)))]
#[get("/v1/reports/estimate-accuracy")]
pub async fn get_estimate_accuracy(
    caller: Caller,
    db: web::Data<Db>,
    query: Query<AskAccuracy>,
) -> Result<Reply, Problem> {
    let Query(AskAccuracy { from, to }) = query;
    if !(0..366).contains(&(to - from).num_days()) {
        return Err(Problem::invalid("?to", "must not come before `from`, and at most 366 days in all"));
    }
    let read = async move |tx: &mut Tx| Ok::<_, Problem>(store::report(tx, from, to).await?);
    let items = db.read(&caller.context(), read).await?;
    Ok(Reply::ok(&Report { from, to, items })?)
}
