//! Merging over HTTP.

use super::Refusal;
use super::store::{self, Clash, Merge, Move};
use crate::appointment::occupancy::store::{self as occupancy, Beside};
use crate::patient::{self, Patient};
use actix_web::{post, web};
use model::PatientId;
use model::event::{PatientMerge, PatientMerged, PatientUnmerged};
use platform::db::on_constraint;
use platform::idempotency::once;
use platform::{Body, Caller, Db, Id, IfMatch, Problem, Reply, Tx, mint, outbox};
use serde::Deserialize;
use utoipa::ToSchema;
use uuid::Uuid;

#[derive(Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MergePatient {
    /// The patient that survives; not merged itself.
    pub into: PatientId,
}

/// Nothing is to be said.
#[derive(Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct UnmergePatient {}

impl From<Refusal> for Problem {
    fn from(refusal: Refusal) -> Self {
        let detail = refusal.to_string();
        match refusal {
            Refusal::Itself => Problem::invalid("/into", detail),
            Refusal::AlreadyMerged(into) => Problem::conflict("already-merged", detail)
                .next_step("Work with the patient it was merged into, or take the merge apart first.")
                .blocked_by(into.0),
            Refusal::IntoMerged(into) => Problem::conflict("survivor-merged", detail)
                .next_step("Merge into the patient that one was merged into.")
                .blocked_by(into.0),
            Refusal::NotMerged => {
                Problem::conflict("not-merged", detail).next_step("Read the patient again.")
            }
        }
    }
}

impl From<Clash> for Problem {
    fn from(clash: Clash) -> Self {
        let problem = overlaps().blocked_by(clash.staying.unwrap_or(clash.moving));
        let Some(staying) = clash.staying else { return problem };
        problem.next_step(format!(
            "Move or cancel appointment {} or {staying}, then send the request again.",
            clash.moving
        ))
    }
}

fn overlaps() -> Problem {
    Problem::conflict(
        "appointments-overlap",
        "The person would be in two places at once; nothing was changed.",
    )
    .next_step("Move or cancel one of the appointments, then send the request again.")
}

#[utoipa::path(request_body = MergePatient, params(("id" = PatientId, Path, description = "The patient that is merged.")),
    responses((status = 200, description = "The merged patient, with `merged_into`.", body = Patient)))]
#[post("/v1/patients/{id}/merge")]
/// Merges a patient into another who is the same person.
///
/// Both ids stay alive: the merged patient can be read as before and names the survivor in `merged_into`. Time taken by
/// future appointments becomes the survivor's; if that puts the person in two places at once the answer is 409
/// `appointments-overlap` with the appointment, and nothing changes. What was merged into the patient follows it.
pub async fn merge_patient(
    caller: Caller,
    db: web::Data<Db>,
    id: Id<PatientId>,
    seen: IfMatch,
    body: Body<MergePatient>,
) -> Result<Reply, Problem> {
    let (now, into, client) = (platform::now(), body.value.into, caller.client.clone());
    once(&db, &caller, body.digest, async move |tx| {
        store::enter(tx).await?;
        let below = store::below_for_change(tx, id.0).await?;
        let (before, survivor) = both(tx, id.0, into).await?;
        seen.require(before.version)?;
        let merged = before.merge(&survivor)?;
        let records = with(merged.id, &below);
        occupancy::enter(tx, &[merged.id.0, into.0], Beside::Nobody).await?;
        let time = Move { records: &records, from: &[merged.id], to: into, since: Some(now) };
        take_over(tx, &time).await?;
        store::point(tx, &records, Some(into)).await?;
        let merge = Merge { id: mint(), from_id: merged.id, into_id: into, at: now, client: client.clone() };
        store::insert(tx, &merge).await?;
        announce(tx, &records, into).await?;
        Ok(Reply::ok(&merged)?.version(merged.version))
    })
    .await
}

#[utoipa::path(request_body = UnmergePatient, params(("id" = PatientId, Path, description = "The patient that was merged.")),
    responses((status = 200, description = "The patient, by itself again.", body = Patient)))]
#[post("/v1/patients/{id}/unmerge")]
/// Takes a merge apart: the patient stands by itself again, with what had been merged into it and the time of their
/// appointments.
pub async fn unmerge_patient(
    caller: Caller,
    db: web::Data<Db>,
    id: Id<PatientId>,
    seen: IfMatch,
    body: Body<UnmergePatient>,
) -> Result<Reply, Problem> {
    let (now, client) = (platform::now(), caller.client.clone());
    once(&db, &caller, body.digest, async move |tx| {
        store::enter(tx).await?;
        let below = store::below_for_change(tx, id.0).await?;
        let before = found(tx, id.0).await?.ok_or_else(|| Problem::missing("patient"))?;
        seen.require(before.version)?;
        let (apart, survivor) = before.unmerge()?;
        let above = store::above(tx, apart.id).await?;
        let resources: Vec<Uuid> = with(apart.id, &above).into_iter().map(|id| id.0).collect();
        occupancy::enter(tx, &resources, Beside::Nobody).await?;
        let records = with(apart.id, &below);
        let time = Move { records: &records, from: &above, to: apart.id, since: None };
        take_over(tx, &time).await?;
        store::point(tx, &[apart.id], None).await?;
        store::point(tx, &below, Some(apart.id)).await?;
        store::undo(tx, apart.id, now, &client).await?;
        outbox::put(tx, &PatientUnmerged(PatientMerge { patient_id: apart.id, into: survivor })).await?;
        announce(tx, &below, apart.id).await?;
        Ok(Reply::ok(&apart)?.version(apart.version))
    })
    .await
}

fn with(id: PatientId, others: &[PatientId]) -> Vec<PatientId> {
    std::iter::once(id).chain(others.iter().copied()).collect()
}

async fn found(tx: &mut Tx, id: PatientId) -> Result<Option<Patient>, Problem> {
    Ok(patient::store::find_for_change(tx, id).await?)
}

/// The patient to merge and the one that is to survive, locked in the order of their ids.
async fn both(tx: &mut Tx, id: PatientId, into: PatientId) -> Result<(Patient, Patient), Problem> {
    let (before, survivor) = if id <= into {
        let before = found(tx, id).await?;
        (before, found(tx, into).await?)
    } else {
        let survivor = found(tx, into).await?;
        (found(tx, id).await?, survivor)
    };
    let before = before.ok_or_else(|| Problem::missing("patient"))?;
    let survivor = survivor.ok_or_else(|| Problem::invalid("/into", "names nothing in this practice"))?;
    Ok((before, survivor))
}

/// The constraint has the last word on two places at once; what it would say is said in words before.
async fn take_over(tx: &mut Tx, time: &Move<'_>) -> Result<(), Problem> {
    if let Some(clash) = store::clash(tx, time).await? {
        return Err(clash.into());
    }
    on_constraint(store::move_time(tx, time).await, "occupancy_no_overlap", overlaps())
}

async fn announce(tx: &mut Tx, records: &[PatientId], into: PatientId) -> Result<(), Problem> {
    for &patient_id in records {
        outbox::put(tx, &PatientMerged(PatientMerge { patient_id, into })).await?;
    }
    Ok(())
}
