//! Moving and calling off what is the patient's own.

use super::{in_person, owner};
use crate::appointment::routes::{Destination, Parties, move_to};
use crate::appointment::step::Step;
use crate::appointment::{self, Appointment, CancelReason};
use crate::portal::{OwnAppointment, may_book, may_change, store};
use crate::visit_type::VisitType;
use crate::{patient, visit_type};
use actix_web::{post, web};
use chrono::{DateTime, FixedOffset, Utc};
use model::{AppointmentId, Note};
use platform::idempotency::once;
use platform::{Body, Caller, Db, Id, IfMatch, Problem, Reply, Tx};
use serde::Deserialize;
use utoipa::ToSchema;

#[derive(Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RescheduleOwnAppointment {
    /// RFC 3339 with offset.
    pub start: DateTime<FixedOffset>,
}

#[derive(Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CancelOwnAppointment {
    pub note: Option<Note>,
}

#[utoipa::path(request_body = RescheduleOwnAppointment, params(("id" = AppointmentId, Path, description = "The appointment.")),
    responses((status = 200, description = "Moved; the id is the same.", body = OwnAppointment)))]
#[post("/v1/portal/appointments/{id}/reschedule")]
/// Moves the patient's own appointment to another start: with the notice the visit type asks for, before and after.
pub async fn reschedule_own_appointment(
    caller: Caller,
    db: web::Data<Db>,
    id: Id<AppointmentId>,
    seen: IfMatch,
    body: Body<RescheduleOwnAppointment>,
) -> Result<Reply, Problem> {
    let (now, start, person) = (platform::now(), body.value.start.to_utc(), caller.clone());
    once(&db, &caller, body.digest, async move |tx| {
        let (before, visit) = own(tx, &person, id.0, seen, now).await?;
        may_change(&visit, &before, now)?;
        may_book(&visit, start, now)?;
        let to = Destination { who: Parties::of(&before), start, room: None, device: None };
        let after = move_to(tx, &in_person(&person), &before, &to, now).await?;
        answer(tx, after).await
    })
    .await
}

#[utoipa::path(request_body = CancelOwnAppointment, params(("id" = AppointmentId, Path, description = "The appointment.")),
    responses((status = 200, description = "Cancelled.", body = OwnAppointment)))]
#[post("/v1/portal/appointments/{id}/cancel")]
/// Calls off the patient's own appointment; with less notice than the visit type asks for it answers 409 `too-late`.
pub async fn cancel_own_appointment(
    caller: Caller,
    db: web::Data<Db>,
    id: Id<AppointmentId>,
    seen: IfMatch,
    body: Body<CancelOwnAppointment>,
) -> Result<Reply, Problem> {
    let (now, said, person) = (platform::now(), body.value, caller.clone());
    once(&db, &caller, body.digest, async move |tx| {
        let (before, visit) = own(tx, &person, id.0, seen, now).await?;
        may_change(&visit, &before, now)?;
        let step = Step::Cancel { reason_code: CancelReason::PatientRequest, note: said.note.clone() };
        let after = step.take(tx, &in_person(&person).client, &before, &visit, now).await?;
        answer(tx, after).await
    })
    .await
}

/// The patient's own appointment, held to the end of the transaction; another's does not exist.
async fn own(
    tx: &mut Tx,
    person: &Caller,
    id: AppointmentId,
    seen: IfMatch,
    now: DateTime<Utc>,
) -> Result<(Appointment, VisitType), Problem> {
    let owner = owner(tx, person, now).await?;
    let records = patient::store::records(tx, owner).await?;
    let found = appointment::store::find_for_change(tx, id).await?;
    let found = found.filter(|one| records.contains(&one.patient_id));
    let before = found.ok_or_else(|| Problem::missing("appointment"))?;
    seen.require(before.version)?;
    let visit = visit_type::store::find(tx, before.visit_type_id).await?;
    Ok((before, visit.ok_or_else(|| Problem::missing("visit type"))?))
}

async fn answer(tx: &mut Tx, after: Appointment) -> Result<Reply, Problem> {
    let version = after.version;
    let own = store::named(tx, vec![after]).await?;
    Ok(Reply::ok(&own.first())?.version(version))
}
