//! Unmatched results over HTTP.

use super::{Refusal, State, Unmatched, UnmatchedStatus, store};
use crate::exchange::{self, arrival};
use crate::laboratory;
use crate::patient_number;
use crate::result;
use crate::result::file::{Filing, file};
use crate::result::identify::Owner;
use crate::task::{self, Kind};
use actix_web::{get, post, web};
use anyhow::Context as _;
use model::{Note, PatientId, ResultId, UnmatchedResultId};
use platform::idempotency::once;
use platform::page::Limit;
use platform::{Body, Caller, Cursor, Db, Id, IfMatch, Listing, Problem, Query, Reply, Tx, projection};
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};
use utoipa_actix_web::service_config::ServiceConfig;

pub fn all(config: &mut ServiceConfig<'_>) {
    config.service(list_unmatched_results).service(attach_unmatched_result).service(dismiss_unmatched_result);
}

impl From<Refusal> for Problem {
    fn from(refusal: Refusal) -> Self {
        let detail = refusal.to_string();
        match refusal {
            Refusal::Done => Problem::conflict("unmatched-done", detail)
                .next_step("Read GET /v1/unmatched-results for what still waits."),
            Refusal::ResultOfAnother(result) => Problem::conflict("result-of-another-patient", detail)
                .blocked_by(result.0)
                .next_step("Read the result that stands in the way, and ask the laboratory whose it is."),
        }
    }
}

#[derive(Clone, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct ListUnmatchedResults {
    /// `waiting` unless told.
    #[param(inline)]
    status: Option<UnmatchedStatus>,
    #[param(value_type = Option<String>)]
    cursor: Option<Cursor>,
    #[serde(default)]
    #[param(value_type = Option<u32>)]
    limit: Limit,
}

#[utoipa::path(params(ListUnmatchedResults), responses((status = 200, description = "A page, oldest first.", body = Listing<Unmatched>)))]
#[get("/v1/unmatched-results")]
/// Lists results of whom nobody can say for certain whose they are.
pub async fn list_unmatched_results(
    caller: Caller,
    db: web::Data<Db>,
    query: Query<ListUnmatchedResults>,
) -> Result<Reply, Problem> {
    let ListUnmatchedResults { status, cursor, limit } = query.0;
    let status = status.unwrap_or(UnmatchedStatus::Waiting);
    let read = async move |tx: &mut Tx| Ok::<_, Problem>(store::list(tx, status, cursor, limit).await?);
    let items = db.read(&caller.context(), read).await?;
    Ok(Reply::ok(&Listing::cut(items, limit, |unmatched| unmatched.id.0))?)
}

#[derive(Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AttachUnmatchedResult {
    pub patient_id: PatientId,
}

#[utoipa::path(request_body = AttachUnmatchedResult, params(("id" = UnmatchedResultId, Path, description = "The unmatched result.")),
    responses((status = 200, description = "It is in the patient's chart, and waits for review.", body = Unmatched)))]
#[post("/v1/unmatched-results/{id}/attach")]
/// Says whose result it is. What it says is taken as if it had come for this patient.
pub async fn attach_unmatched_result(
    caller: Caller,
    db: web::Data<Db>,
    id: Id<UnmatchedResultId>,
    seen: IfMatch,
    body: Body<AttachUnmatchedResult>,
) -> Result<Reply, Problem> {
    let (now, client, patient) = (platform::now(), caller.client.clone(), body.value.patient_id);
    projection::wait_for(&db, &caller.context(), "patient", patient).await?;
    once(&db, &caller, body.digest, async move |tx| {
        let unmatched = waiting(tx, id.0, seen).await?;
        let result_id = attach(tx, &unmatched, patient, (&client, now)).await?;
        task::store::close(tx, Kind::ResultUnmatched, unmatched.subject(), &client, now).await?;
        let state =
            State::Attached { attached_by: client.clone(), attached_at: now, patient_id: patient, result_id };
        let attached = unmatched.to(state);
        store::update(tx, &attached).await?;
        Ok(Reply::ok(&attached)?.version(attached.version))
    })
    .await
}

async fn waiting(tx: &mut Tx, id: UnmatchedResultId, seen: IfMatch) -> Result<Unmatched, Problem> {
    let found = store::find_for_change(tx, id).await?;
    let found = found.ok_or_else(|| Problem::missing("unmatched result"))?;
    seen.require(found.version)?;
    found.still_waits()?;
    Ok(found)
}

/// Reads the message again, as it came.
async fn attach(
    tx: &mut Tx,
    unmatched: &Unmatched,
    patient: PatientId,
    (client, now): (&str, chrono::DateTime<chrono::Utc>),
) -> Result<ResultId, Problem> {
    let message = exchange::store::find(tx, unmatched.message_id).await?.context("the message is gone")?;
    let laboratory = laboratory::store::find(tx, unmatched.laboratory_id).await?;
    let laboratory = laboratory.context("the laboratory is gone")?;
    let (text, _) = hl7::decode(&message.body).context("the message cannot be read any more")?;
    let header = hl7::header(&text).context("the message cannot be read any more")?;
    let arrivals = arrival::read(&text, &header, &laboratory, message.at);
    let arrivals = arrivals.context("the message cannot be read any more")?;
    let arrival = arrivals.into_iter().find(|arrival| arrival.place == unmatched.place);
    let arrival = arrival.context("the message does not hold the report any more")?;
    let stated = arrival.stated;
    result::store::lock_number(tx, laboratory.id, &stated.filler_number).await?;
    let before = result::store::known(tx, laboratory.id, &stated).await?;
    let chart = patient_number::store::records(tx, patient).await?;
    if let Some(other) = before.as_ref().filter(|before| !chart.contains(&before.patient_id)) {
        return Err(Refusal::ResultOfAnother(other.id).into());
    }
    let ordered = match &arrival.claim.order_number {
        Some(number) => result::store::ordered(tx, number, laboratory.id).await?,
        None => None,
    };
    let order =
        ordered.filter(|ordered| chart.contains(&ordered.candidate.patient)).map(|ordered| ordered.order);
    let owner = Owner { patient, order };
    let (laboratory, message) = (laboratory.id, message.id);
    file(tx, &Filing { stated: &stated, laboratory, message, owner, by: client, now }, before).await
}

#[derive(Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DismissUnmatchedResult {
    /// Why it is nobody's here, and whom the laboratory was told.
    pub note: Note,
}

#[utoipa::path(request_body = DismissUnmatchedResult, params(("id" = UnmatchedResultId, Path, description = "The unmatched result.")),
    responses((status = 200, description = "Dismissed; the message is kept.", body = Unmatched)))]
#[post("/v1/unmatched-results/{id}/dismiss")]
/// Says that a result is of nobody in this practice.
pub async fn dismiss_unmatched_result(
    caller: Caller,
    db: web::Data<Db>,
    id: Id<UnmatchedResultId>,
    seen: IfMatch,
    body: Body<DismissUnmatchedResult>,
) -> Result<Reply, Problem> {
    let (now, client, note) = (platform::now(), caller.client.clone(), body.value.note);
    once(&db, &caller, body.digest, async move |tx| {
        let unmatched = waiting(tx, id.0, seen).await?;
        task::store::close(tx, Kind::ResultUnmatched, unmatched.subject(), &client, now).await?;
        let state = State::Dismissed { dismissed_by: client.clone(), dismissed_at: now, note: note.clone() };
        let dismissed = unmatched.to(state);
        store::update(tx, &dismissed).await?;
        Ok(Reply::ok(&dismissed)?.version(dismissed.version))
    })
    .await
}
