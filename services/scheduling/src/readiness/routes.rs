//! The readiness list over HTTP.

use super::Readiness;
use super::store::{self, Filter};
use crate::appointment::Status;
use actix_web::{get, web};
use chrono::NaiveDate;
use model::{LocationId, PractitionerId};
use platform::page::Limit;
use platform::{Caller, Cursor, Db, Listing, Problem, Query, Reply};
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_actix_web::service_config::ServiceConfig;

pub fn all(config: &mut ServiceConfig<'_>) {
    config.service(list_readiness);
}

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct ListReadiness {
    /// The date of service on the wall of the location.
    date: NaiveDate,
    location_id: Option<LocationId>,
    practitioner_id: Option<PractitionerId>,
    #[param(value_type = Option<String>)]
    cursor: Option<Cursor>,
    #[serde(default)]
    #[param(value_type = Option<u32>)]
    limit: Limit,
}

#[utoipa::path(params(ListReadiness), responses((status = 200, description = "A page of appointments, earliest first.", body = Listing<Readiness>)))]
#[get("/v1/readiness")]
/// Says for each appointment of a day what is missing and what to do next.
///
/// Shows what is booked or has arrived. What payers and billing said comes from their events, so it can lag by moments.
pub async fn list_readiness(
    caller: Caller,
    db: web::Data<Db>,
    query: Query<ListReadiness>,
) -> Result<Reply, Problem> {
    let (asked, now, context) = (query.0, platform::now(), caller.context());
    let filter = Filter {
        date: asked.date,
        location: asked.location_id,
        practitioner: asked.practitioner_id,
        statuses: &[Status::Booked, Status::Arrived],
        cursor: asked.cursor,
        most: asked.limit.and_one(),
    };
    let items = db.read(&context, async move |tx| {
        let cases = store::cases(tx, &filter).await?;
        let items = cases.iter().map(|case| case.readiness(now));
        Ok::<_, Problem>(items.collect::<Result<Vec<Readiness>, _>>()?)
    });
    Ok(Reply::ok(&Listing::cut(items.await?, asked.limit, |item| item.appointment_id.0))?)
}
