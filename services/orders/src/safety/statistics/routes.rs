//! Statistics of alerts over HTTP.

use super::{RuleStatistics, store};
use actix_web::{get, web};
use chrono::{DateTime, Days, NaiveDate, NaiveTime, Utc};
use platform::{Caller, Db, Problem, Query, Reply, Tx};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_actix_web::service_config::ServiceConfig;

/// Of days that are counted at once.
const MOST: i64 = 366;

pub fn all(config: &mut ServiceConfig<'_>) {
    config.service(get_alert_statistics);
}

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct GetAlertStatistics {
    /// The first day, UTC, on which checks ran.
    from: NaiveDate,
    /// The last day; at most 366 in all.
    to: NaiveDate,
}

#[derive(Serialize, ToSchema)]
pub struct AlertStatistics {
    pub from: NaiveDate,
    pub to: NaiveDate,
    /// The most often shown first.
    pub rules: Vec<RuleStatistics>,
}

impl GetAlertStatistics {
    fn span(&self) -> Option<[DateTime<Utc>; 2]> {
        let after = self.to.checked_add_days(Days::new(1))?;
        let days = (after - self.from).num_days();
        let midnight = |day: NaiveDate| day.and_time(NaiveTime::MIN).and_utc();
        (1..=MOST).contains(&days).then(|| [midnight(self.from), midnight(after)])
    }
}

#[utoipa::path(params(GetAlertStatistics),
    responses((status = 200, description = "Every rule that asked for an answer in these days.", body = AlertStatistics)))]
#[get("/v1/alert-statistics")]
/// Says how often each safety rule stopped a prescriber, and how often it was overridden, and why.
///
/// A rule that nearly everybody overrides is a candidate for a quieter one: alerts nobody heeds hide those that matter.
pub async fn get_alert_statistics(
    caller: Caller,
    db: web::Data<Db>,
    query: Query<GetAlertStatistics>,
) -> Result<Reply, Problem> {
    let wish = query.0;
    let Some(span) = wish.span() else {
        return Err(Problem::invalid("/to", "must be `from` or a day after it, at most 366 days in all"));
    };
    let tallies = db
        .read(&caller.context(), async move |tx: &mut Tx| Ok::<_, Problem>(store::count(tx, span).await?))
        .await?;
    Ok(Reply::ok(&AlertStatistics { from: wish.from, to: wish.to, rules: RuleStatistics::of(tallies) })?)
}
