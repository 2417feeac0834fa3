//! Reading appointments.

use crate::appointment::store::{self, Change, Filter};
use crate::appointment::{Appointment, Status};
use actix_web::{get, web};
use chrono::{DateTime, FixedOffset, NaiveDate};
use model::{AppointmentId, LocationId, PatientId, PractitionerId};
use platform::page::Limit;
use platform::{Caller, Cursor, Db, Id, Listing, Problem, Query, Reply};
use serde::Deserialize;
use utoipa::IntoParams;

/// The changes of one appointment, oldest first.
#[derive(serde::Serialize, utoipa::ToSchema)]
pub struct History {
    pub items: Vec<Change>,
}

#[utoipa::path(params(("id" = AppointmentId, Path, description = "The appointment.")),
    responses((status = 200, description = "The appointment.", body = Appointment)))]
#[get("/v1/appointments/{id}")]
/// Reads an appointment.
pub async fn get_appointment(
    caller: Caller,
    db: web::Data<Db>,
    id: Id<AppointmentId>,
) -> Result<Reply, Problem> {
    let found =
        db.read(&caller.context(), async move |tx| Ok::<_, Problem>(store::find(tx, id.0).await?)).await?;
    let appointment = found.ok_or_else(|| Problem::missing("appointment"))?;
    Ok(Reply::ok(&appointment)?.version(appointment.version))
}

#[utoipa::path(params(("id" = AppointmentId, Path, description = "The appointment.")),
    responses((status = 200, description = "Its changes, oldest first.", body = History)))]
#[get("/v1/appointments/{id}/history")]
/// Reads who changed an appointment, when, from what and to what.
pub async fn get_appointment_history(
    caller: Caller,
    db: web::Data<Db>,
    id: Id<AppointmentId>,
) -> Result<Reply, Problem> {
    let items =
        db.read(&caller.context(), async move |tx| Ok::<_, Problem>(store::changes(tx, id.0).await?)).await?;
    if items.is_empty() {
        return Err(Problem::missing("appointment"));
    }
    Ok(Reply::ok(&History { items })?)
}

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct ListAppointments {
    /// The date of service on the wall of the location.
    date: Option<NaiveDate>,
    /// Starts at or after.
    from: Option<DateTime<FixedOffset>>,
    /// Starts before.
    to: Option<DateTime<FixedOffset>>,
    practitioner_id: Option<PractitionerId>,
    location_id: Option<LocationId>,
    /// The patient, and those merged into it.
    patient_id: Option<PatientId>,
    #[param(inline)]
    status: Option<Status>,
    #[param(value_type = Option<String>)]
    cursor: Option<Cursor>,
    #[serde(default)]
    #[param(value_type = Option<u32>)]
    limit: Limit,
}

#[utoipa::path(params(ListAppointments), responses((status = 200, description = "A page of appointments.", body = Listing<Appointment>)))]
#[get("/v1/appointments")]
/// Lists appointments, oldest booking first.
pub async fn list_appointments(
    caller: Caller,
    db: web::Data<Db>,
    query: Query<ListAppointments>,
) -> Result<Reply, Problem> {
    let asked = query.0;
    let filter = Filter {
        date: asked.date,
        from: asked.from.map(|t| t.to_utc()),
        to: asked.to.map(|t| t.to_utc()),
        practitioner: asked.practitioner_id,
        location: asked.location_id,
        patient: asked.patient_id,
        status: asked.status,
        cursor: asked.cursor,
        limit: asked.limit,
    };
    let items =
        db.read(&caller.context(), async move |tx| Ok::<_, Problem>(store::list(tx, &filter).await?)).await?;
    Ok(Reply::ok(&Listing::cut(items, asked.limit, |a| a.id.0))?)
}
