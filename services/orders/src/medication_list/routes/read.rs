//! Reading the list, the decisions about a medicine, and what was stopped here but not cancelled there.

use crate::allergy::routes::chart;
use crate::medication_list::listed::Standing;
use crate::medication_list::stop::{OpenStop, oldest};
use crate::medication_list::{Decided, ListedMedication, store};
use crate::prescription;
use crate::prescription::intact;
use actix_web::{HttpRequest, get, web};
use chrono::NaiveTime;
use model::PatientId;
use platform::page::Page;
use platform::{Caller, Db, Id, Listing, Problem, Query, Reply, Tx};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

#[utoipa::path(params(("id" = PatientId, Path, description = "The patient."), Page),
    responses((status = 200, description = "A page of the list, oldest first.", body = Listing<ListedMedication>)))]
#[get("/v1/patients/{id}/medications")]
/// Lists what a patient takes or took: prescribed here, or reported.
pub async fn list_patient_medications(
    caller: Caller,
    db: web::Data<Db>,
    patient: Id<PatientId>,
    query: Query<Page>,
) -> Result<Reply, Problem> {
    let Page { cursor, limit } = query.0;
    let (context, sealing, today) = (caller.context(), db.sealing()?, platform::now().date_naive());
    let read = async move |tx: &mut Tx| {
        let chart = chart(tx, patient.0).await?;
        let signed = prescription::store::signed(tx, &chart, Some((cursor, limit))).await?;
        let reported = store::reported(tx, &chart, Some((cursor, limit))).await?;
        let standing = Standing::of(tx, &sealing, &signed).await?;
        Ok::<_, Problem>((signed, reported, store::decisions(tx, &chart).await?, standing))
    };
    let (signed, reported, mut decisions, standing) = db.read(&context, read).await?;
    let signed = signed.into_iter().map(|one| {
        let decided = decisions.remove(&one.id.0);
        ListedMedication::prescribed(one, decided, &standing, today)
    });
    let mut items: Vec<ListedMedication> = signed.collect();
    items.extend(reported.into_iter().map(|one| {
        let decided = decisions.remove(&one.id.0);
        ListedMedication::reported(one, decided)
    }));
    intact::tell(&db, &context, standing.doubtful).await?;
    items.sort_by_key(|listed| listed.id);
    items.truncate(limit.size() + 1);
    Ok(Reply::ok(&Listing::cut(items, limit, |listed| listed.id))?)
}

/// Who decided what about a medicine, oldest first.
#[derive(Serialize, ToSchema)]
pub struct MedicationDecisions {
    pub items: Vec<Decided>,
}

#[utoipa::path(params(("id" = PatientId, Path, description = "The patient."), ("medication_id" = Uuid, Path, description = "The line of the list.")),
    responses((status = 200, description = "Who decided what and when, oldest first.", body = MedicationDecisions)))]
#[get("/v1/patients/{id}/medications/{medication_id}/decisions")]
/// Lists what was decided about a medicine of the list.
pub async fn list_medication_decisions(
    caller: Caller,
    db: web::Data<Db>,
    patient: Id<PatientId>,
    request: HttpRequest,
) -> Result<Reply, Problem> {
    let medication = medication_id(&request)?;
    let read = async move |tx: &mut Tx| {
        let chart = chart(tx, patient.0).await?;
        Ok::<_, Problem>(store::history(tx, &chart, medication).await?)
    };
    let items = db.read(&caller.context(), read).await?;
    Ok(Reply::ok(&MedicationDecisions { items })?)
}

pub(super) fn medication_id(request: &HttpRequest) -> Result<Uuid, Problem> {
    let id = request.match_info().get("medication_id").and_then(|text| text.parse().ok());
    id.ok_or_else(|| Problem::missing("medicine on this list"))
}

#[utoipa::path(params(Page), responses((status = 200, description = "A page, in the order of stopping.", body = Listing<OpenStop>)))]
#[get("/v1/medication-stops")]
/// Lists what was stopped here but not cancelled there: the pharmacy may still hand it out.
///
/// A line goes when the pharmacy approves the cancel, or when nothing is left to be dispensed.
pub async fn list_open_stops(
    caller: Caller,
    db: web::Data<Db>,
    query: Query<Page>,
) -> Result<Reply, Problem> {
    let Page { cursor, limit } = query.0;
    let since = oldest(platform::now().date_naive()).and_time(NaiveTime::MIN).and_utc();
    let read = async move |tx: &mut Tx| Ok::<_, Problem>(store::open_stops(tx, since, cursor, limit).await?);
    let stops = db.read(&caller.context(), read).await?;
    let items =
        stops.into_iter().map(|(stopped, prescription)| OpenStop::of(stopped, prescription)).collect();
    Ok(Reply::ok(&Listing::cut(items, limit, |stop: &OpenStop| stop.id))?)
}
