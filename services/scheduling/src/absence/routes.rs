//! Absences over HTTP.

use super::{Absence, RecordAbsence, Refusal, store};
use crate::appointment::Appointment;
use crate::appointment::routes::Nothing;
use crate::practitioner;
use actix_web::{delete, get, post, web};
use model::{AbsenceId, PractitionerId};
use platform::idempotency::once;
use platform::page::Page;
use platform::{Body, Caller, Db, Id, IfMatch, Listing, Problem, Query, Reply, mint};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_actix_web::service_config::ServiceConfig;

pub fn all(config: &mut ServiceConfig<'_>) {
    config.service(record_absence).service(list_absences).service(delete_absence);
}

impl From<Refusal> for Problem {
    fn from(refusal: Refusal) -> Self {
        Problem::invalid("/end", refusal.to_string())
    }
}

/// An absence, and the booked visits that fall into it.
#[derive(Serialize, ToSchema)]
pub struct RecordedAbsence {
    #[serde(flatten)]
    pub absence: Absence,
    /// They stay booked: move them or call them off. At most a hundred.
    pub affected: Vec<Appointment>,
}

#[utoipa::path(request_body = RecordAbsence, params(("id" = PractitionerId, Path, description = "The practitioner.")),
    responses((status = 201, description = "Recorded; `affected` are the booked visits that fall into it.", body = RecordedAbsence)))]
#[post("/v1/practitioners/{id}/absences")]
/// Records that a practitioner sees nobody for some time; booked appointments stay as they are and are answered.
pub async fn record_absence(
    caller: Caller,
    db: web::Data<Db>,
    id: Id<PractitionerId>,
    body: Body<RecordAbsence>,
) -> Result<Reply, Problem> {
    let (absence_id, said) = (mint::<AbsenceId>(), body.value);
    once(&db, &caller, body.digest, async move |tx| {
        practitioner::store::find(tx, id.0).await?.ok_or_else(|| Problem::missing("practitioner"))?;
        let absence = Absence::record(absence_id, id.0, said.clone())?;
        store::insert(tx, &absence).await?;
        let affected = store::affected(tx, &absence).await?;
        let place = format!("/v1/absences/{absence_id}");
        Ok(Reply::created(place, &RecordedAbsence { absence, affected })?.version(1))
    })
    .await
}

#[utoipa::path(params(("id" = PractitionerId, Path, description = "The practitioner."), Page),
    responses((status = 200, description = "A page of absences.", body = Listing<Absence>)))]
#[get("/v1/practitioners/{id}/absences")]
/// Lists a practitioner's absences.
pub async fn list_absences(
    caller: Caller,
    db: web::Data<Db>,
    id: Id<PractitionerId>,
    query: Query<Page>,
) -> Result<Reply, Problem> {
    let Page { cursor, limit } = query.0;
    let context = caller.context();
    let items = db.read(&context, async move |tx| {
        practitioner::store::find(tx, id.0).await?.ok_or_else(|| Problem::missing("practitioner"))?;
        Ok::<_, Problem>(store::list(tx, id.0, cursor, limit).await?)
    });
    Ok(Reply::ok(&Listing::cut(items.await?, limit, |absence| absence.id.0))?)
}

#[utoipa::path(params(("id" = AbsenceId, Path, description = "The absence.")),
    responses((status = 200, description = "It is no more; the answer is what it was.", body = Absence)))]
#[delete("/v1/absences/{id}")]
/// Takes an absence back: the rules hold again.
pub async fn delete_absence(
    caller: Caller,
    db: web::Data<Db>,
    id: Id<AbsenceId>,
    seen: IfMatch,
    body: Body<Nothing>,
) -> Result<Reply, Problem> {
    once(&db, &caller, body.digest, async move |tx| {
        let absence = store::find_for_change(tx, id.0).await?.ok_or_else(|| Problem::missing("absence"))?;
        seen.require(absence.version)?;
        store::delete(tx, id.0).await?;
        Ok(Reply::ok(&absence)?)
    })
    .await
}
