//! Correcting and discarding drafts over HTTP.

use super::case::require_start;
use super::draft::unknown_medication;
use super::{mistaken, seen as read_seen};
use crate::controlled::audit::{self, AuditKind, Happening};
use crate::history::{Actor, Entry};
use crate::medication::{Catalogue, Schedule};
use crate::prescription::correction::{Corrected, UpdatePrescription};
use crate::prescription::{Prescription, keep};
use crate::{pharmacy, safety};
use actix_web::{patch, post, web};
use chrono::{DateTime, Utc};
use diesel::QueryResult;
use model::{Note, PrescriptionId};
use platform::idempotency::once;
use platform::{Body, Caller, Db, Id, IfMatch, Patch, Problem, Reply, Tx, mint, projection};
use serde::Deserialize;
use utoipa::ToSchema;

#[utoipa::path(request_body = UpdatePrescription, params(("id" = PrescriptionId, Path, description = "The prescription.")),
    responses((status = 200, description = "Changed; a draft again, whose checks have not run yet.", body = Prescription)))]
#[patch("/v1/prescriptions/{id}")]
/// Corrects a prescription that is not signed.
///
/// The same rules hold as for drafting it. Once a word has changed the checks run before count no more, nor do the answers
/// to their alerts, and what was ready to be signed is a draft. Patient and prescriber stay: for others, discard it.
pub async fn update_prescription(
    caller: Caller,
    db: web::Data<Db>,
    id: Id<PrescriptionId>,
    seen: IfMatch,
    body: Body<UpdatePrescription>,
) -> Result<Reply, Problem> {
    let (now, wish, client) = (platform::now(), body.value, caller.client.clone());
    let context = caller.context();
    if let Patch::To(location) = wish.location_id {
        projection::wait_for(&db, &context, "location", location).await?;
    }
    let correct = async move |tx: &mut Tx| {
        let before = read_seen(tx, id.0, seen).await?;
        let earlier = before.clone();
        let draft = before.at_desk("corrected")?;
        let medication = Catalogue::get().find(wish.rxcui(&earlier)).ok_or_else(unknown_medication)?;
        let corrected = draft.correct(wish.clone(), medication, &client).map_err(mistaken)?;
        if corrected.fields.contains(&"pharmacy_id") {
            pharmacy::routes::is_known(tx, corrected.prescription.pharmacy_id).await?;
        }
        if !corrected.fields.is_empty() {
            require_start(tx, &corrected.prescription, now).await?;
            keep_correction(tx, &earlier, &corrected, &client, now).await?;
        }
        Ok::<_, Problem>(corrected.prescription)
    };
    let corrected = db.transaction(&context, correct).await?;
    Ok(Reply::ok(&corrected)?.version(corrected.version))
}

async fn keep_correction(
    tx: &mut Tx,
    earlier: &Prescription,
    corrected: &Corrected,
    client: &str,
    now: DateTime<Utc>,
) -> QueryResult<()> {
    let Corrected { prescription: after, fields } = corrected;
    let entry = Entry::new(mint(), after, "corrected", &Actor::Client(client.to_owned()), now);
    safety::store::void(tx, after.id, now).await?;
    keep::change(tx, &earlier.state, after, &entry.note(Some(fields.join(", "))), now).await?;
    // The history of what is no controlled substance any more is audited no more: this is the last word of it.
    let schedule = |it: &Prescription| it.content.medication.schedule;
    if schedule(earlier) != Schedule::None && schedule(after) == Schedule::None {
        let happening = Happening {
            kind: AuditKind::Altered,
            actor: client.to_owned(),
            subject: format!("prescription/{}", after.id),
            outcome: "draft",
            note: Some("corrected; no controlled substance any more".to_owned()),
        };
        audit::store::record(tx, &happening).await?;
    }
    Ok(())
}

#[derive(Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DiscardPrescription {
    pub note: Option<Note>,
}

#[utoipa::path(request_body = DiscardPrescription, params(("id" = PrescriptionId, Path, description = "The prescription.")),
    responses((status = 200, description = "`cancelled`, without a signature; nobody outside ever hears of it.", body = Prescription)))]
#[post("/v1/prescriptions/{id}/discard")]
/// Discards a prescription that is not signed: for good, but its history stays.
///
/// Whoever may draft may discard. What is signed is taken back with POST .../cancel.
pub async fn discard_prescription(
    caller: Caller,
    db: web::Data<Db>,
    id: Id<PrescriptionId>,
    seen: IfMatch,
    body: Body<DiscardPrescription>,
) -> Result<Reply, Problem> {
    let (now, wish, by) = (platform::now(), body.value, Actor::Client(caller.client.clone()));
    once(&db, &caller, body.digest, async move |tx| {
        let before = read_seen(tx, id.0, seen).await?;
        let earlier = before.state.clone();
        let discarded = before.at_desk("discarded")?.discard(wish.note.as_ref());
        let entry = Entry::new(mint(), &discarded, "discarded", &by, now);
        let entry = entry.note(wish.note.as_ref().map(ToString::to_string));
        keep::change(tx, &earlier, &discarded, &entry, now).await?;
        Ok(Reply::ok(&discarded)?.version(discarded.version))
    })
    .await
}
