//! Day sheets over HTTP.

use super::DaySheet;
use crate::appointment::Status;
use crate::readiness::store::{self, Filter};
use actix_web::{HttpResponse, get, web};
use chrono::NaiveDate;
use model::{LocationId, PractitionerId};
use platform::{Caller, Db, Problem, Query, Reply, print};
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_actix_web::service_config::ServiceConfig;

pub fn all(config: &mut ServiceConfig<'_>) {
    config.service(get_day_sheet).service(print_day_sheet);
}

/// A sheet has no pages, so a day that has more is asked for in parts.
const MOST: i64 = 2_000;

#[derive(Clone, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct AskDaySheet {
    /// The date of service on the wall of the location.
    date: NaiveDate,
    location_id: Option<LocationId>,
    practitioner_id: Option<PractitionerId>,
}

#[utoipa::path(params(AskDaySheet), responses((status = 200, description = "The day, by practitioner.", body = DaySheet)))]
#[get("/v1/day-sheets")]
/// A day by practitioner, in the order of time, with what is left to do before each visit.
///
/// Cancelled appointments are left out. A day of more than 2000 visits is to be asked for by location or practitioner.
pub async fn get_day_sheet(
    caller: Caller,
    db: web::Data<Db>,
    query: Query<AskDaySheet>,
) -> Result<Reply, Problem> {
    Ok(Reply::ok(&sheet(&caller, &db, query.0).await?)?)
}

#[utoipa::path(params(AskDaySheet),
    responses((status = 200, description = "A page to be printed.", body = String, content_type = "text/html")))]
#[get("/v1/day-sheets/print")]
/// The same to be printed: a page that needs nothing else, a sheet of paper a practitioner.
pub async fn print_day_sheet(
    caller: Caller,
    db: web::Data<Db>,
    query: Query<AskDaySheet>,
) -> Result<HttpResponse, Problem> {
    Ok(print::answer(sheet(&caller, &db, query.0).await?.printed()))
}

async fn sheet(caller: &Caller, db: &Db, asked: AskDaySheet) -> Result<DaySheet, Problem> {
    let (now, context) = (platform::now(), caller.context());
    let filter = Filter {
        date: asked.date,
        location: asked.location_id,
        practitioner: asked.practitioner_id,
        statuses: &[Status::Booked, Status::Arrived, Status::InProgress, Status::Completed, Status::NoShow],
        cursor: None,
        most: MOST + 1,
    };
    let cases = db.read(&context, async move |tx| Ok::<_, Problem>(store::cases(tx, &filter).await?)).await?;
    if cases.len() as i64 > MOST {
        return Err(Problem::invalid("?practitioner_id", "must be given: the day has more than 2000 visits"));
    }
    Ok(DaySheet::of(asked.date, &cases, now)?)
}
