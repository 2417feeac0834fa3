//! Reading a series.

use crate::appointment::{self, Appointment};
use crate::series::{Series, store};
use actix_web::{get, web};
use model::SeriesId;
use platform::{Caller, Db, Id, Problem, Reply};
use serde::Serialize;
use utoipa::ToSchema;

/// A series with its occurrences in the order of time.
#[derive(Serialize, ToSchema)]
pub struct SeriesAppointments {
    #[serde(flatten)]
    pub series: Series,
    pub appointments: Vec<Appointment>,
}

#[utoipa::path(params(("id" = SeriesId, Path, description = "The series.")),
    responses((status = 200, description = "The series and its occurrences.", body = SeriesAppointments)))]
#[get("/v1/appointment-series/{id}")]
/// Reads a series and its occurrences.
pub async fn get_series(caller: Caller, db: web::Data<Db>, id: Id<SeriesId>) -> Result<Reply, Problem> {
    let context = caller.context();
    let found = db.read(&context, async move |tx| {
        let series = store::find(tx, id.0).await?.ok_or_else(|| Problem::missing("series"))?;
        let appointments = appointment::store::of_series(tx, id.0).await?;
        Ok::<_, Problem>(SeriesAppointments { series, appointments })
    });
    let found = found.await?;
    Ok(Reply::ok(&found)?.version(found.series.version))
}
