//! The utilization report over HTTP.

use super::Utilization;
use super::offered::{Hours, around, offered_minutes};
use super::store::{self, Filter};
use crate::{absence, availability, closure, location};
use actix_web::{HttpResponse, get, web};
use chrono::NaiveDate;
use model::{LocationId, PractitionerId};
use platform::{Caller, Db, Problem, Query, Reply, print};
use serde::Deserialize;
use std::collections::{BTreeSet, HashMap};
use utoipa::IntoParams;
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

pub fn all(config: &mut ServiceConfig<'_>) {
    config.service(get_utilization).service(print_utilization);
}

/// No report is about more days.
const LONGEST_DAYS: i64 = 92;

#[derive(Clone, Copy, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct AskUtilization {
    /// The first date of service on the wall of the location.
    from: NaiveDate,
    /// The last; a report is about 92 days at most.
    to: NaiveDate,
    practitioner_id: Option<PractitionerId>,
    location_id: Option<LocationId>,
}

#[utoipa::path(params(AskUtilization), responses((status = 200, description = "The report.", body = Utilization)))]
#[get("/v1/reports/utilization")]
/// How full the offered time was, by practitioner and location and by day.
pub async fn get_utilization(
    caller: Caller,
    db: web::Data<Db>,
    query: Query<AskUtilization>,
) -> Result<Reply, Problem> {
    Ok(Reply::ok(&report(&caller, &db, query.0).await?)?)
}

#[utoipa::path(params(AskUtilization),
    responses((status = 200, description = "A page to be printed.", body = String, content_type = "text/html")))]
#[get("/v1/reports/utilization/print")]
/// The same to be printed, with a chart.
pub async fn print_utilization(
    caller: Caller,
    db: web::Data<Db>,
    query: Query<AskUtilization>,
) -> Result<HttpResponse, Problem> {
    Ok(print::answer(report(&caller, &db, query.0).await?.printed()))
}

async fn report(caller: &Caller, db: &Db, asked: AskUtilization) -> Result<Utilization, Problem> {
    let AskUtilization { from, to, practitioner_id: practitioner, location_id } = asked;
    if to < from || (to - from).num_days() >= LONGEST_DAYS {
        return Err(Problem::invalid("?to", "must not be before from, nor more than 92 days in all"));
    }
    let filter = Filter { from, to, practitioner, location: location_id };
    db.read(&caller.context(), async move |tx| {
        let rules = availability::store::list(tx, practitioner).await?;
        let places = location::store::all(tx, location_id).await?;
        let mut names: HashMap<Uuid, String> =
            places.iter().map(|place| (place.id.0, place.name.to_string())).collect();
        let places = places.into_iter().map(|place| (place.id, place)).collect();
        let absences = absence::store::within(tx, practitioner, around(from, to)).await?;
        let closures = closure::store::within(tx, from, to).await?;
        let hours = Hours { rules: &rules, locations: &places, absences: &absences, closures: &closures };
        let offered = offered_minutes(&hours, from, to);
        let counted = store::count(tx, filter).await?;
        let whose = offered.keys().map(|place| place.0).chain(counted.iter().map(|row| row.practitioner_id));
        let whose: BTreeSet<Uuid> = whose.map(|id| id.0).collect();
        let whose: Vec<Uuid> = whose.into_iter().collect();
        names.extend(store::practitioner_names(tx, &whose).await?);
        Ok::<_, Problem>(Utilization::of((from, to), &offered, &counted, &names))
    })
    .await
}
