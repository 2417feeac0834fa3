//! The schedule over HTTP.

use super::{Refusal, Schedule, SetSchedule, store};
use crate::visit;
use actix_web::{get, put, web};
use chrono::{DateTime, TimeDelta, Utc};
use platform::idempotency::once;
use platform::{Body, Caller, Db, IfMatch, Problem, Reply, Tx};
use utoipa_actix_web::service_config::ServiceConfig;

pub fn all(config: &mut ServiceConfig<'_>) {
    config.service(get_eligibility_schedule).service(set_eligibility_schedule);
}

impl From<Refusal> for Problem {
    fn from(refusal: Refusal) -> Self {
        Problem::invalid(refusal.place, refusal.must)
    }
}

/// What an answer must have been asked for since to serve in place of another question; none where nothing serves.
pub async fn not_before(
    tx: &mut Tx,
    max_age_hours: Option<i32>,
    now: DateTime<Utc>,
) -> Result<Option<DateTime<Utc>>, Problem> {
    let hours = max_age_of(tx, max_age_hours).await?;
    Ok(Some(now - TimeDelta::hours(hours.into())).filter(|_| hours > 0))
}

/// As asked for, else as the practice has it.
pub async fn max_age_of(tx: &mut Tx, asked: Option<i32>) -> Result<i32, Problem> {
    match asked {
        Some(hours) if (0..=744).contains(&hours) => Ok(hours),
        Some(_) => Err(Problem::invalid("/max_age_hours", "must be 0 to 744")),
        None => Ok(store::find(tx).await?.unwrap_or_default().max_age_hours),
    }
}

/// Shows when payers are asked about the visits to come.
#[utoipa::path(responses((status = 200, description = "The schedule", body = Schedule)))]
#[get("/v1/eligibility-schedule")]
pub async fn get_eligibility_schedule(caller: Caller, db: web::Data<Db>) -> Result<Reply, Problem> {
    let schedule = db.read(&caller.context(), async |tx| Ok::<_, Problem>(store::find(tx).await?)).await?;
    let schedule = schedule.unwrap_or_default();
    Ok(Reply::ok(&schedule)?.version(schedule.version))
}

/// Sets when payers are asked about the visits to come, and how old an answer may be to serve again.
///
/// What is asked already stays asked. All visits to come are planned anew; a moment that has passed since a visit was
/// looked at is made up for.
#[utoipa::path(request_body = SetSchedule, responses((status = 200, description = "The schedule as it is now", body = Schedule)))]
#[put("/v1/eligibility-schedule")]
pub async fn set_eligibility_schedule(
    caller: Caller,
    db: web::Data<Db>,
    seen: IfMatch,
    body: Body<SetSchedule>,
) -> Result<Reply, Problem> {
    let (said, now) = (body.value, platform::now());
    once(&db, &caller, body.digest, async move |tx| {
        let before = store::find(tx).await?.unwrap_or_default();
        seen.require(before.version)?;
        let after = before.replaced_by(said.clone())?;
        // Nothing to lock before the first is set: whoever comes second finds it changed.
        if !store::put(tx, &after).await? {
            seen.require(after.version)?;
        }
        visit::store::look_again(tx, now).await?;
        Ok(Reply::ok(&after)?.version(after.version))
    })
    .await
}
