//! Drafting over HTTP.

use super::case::require_start;
use super::mistaken;
use crate::history::{self, Actor, Entry};
use crate::medication::Catalogue;
use crate::pharmacy;
use crate::prescription::draft::DraftPrescription;
use crate::prescription::{Prescription, store};
use actix_web::{post, web};
use anyhow::Context as _;
use chrono::{DateTime, Utc};
use model::PrescriptionId;
use platform::idempotency::once;
use platform::{Body, Caller, Db, Problem, Reply, Tx, mint, projection};

#[utoipa::path(request_body = DraftPrescription, responses((status = 201, description = "Drafted; nothing leaves the house before it is signed.", body = Prescription)))]
#[post("/v1/prescriptions")]
/// Drafts a prescription.
///
/// The medication is one of GET /v1/medications. Run the checks, answer their alerts, then sign.
pub async fn draft_prescription(
    caller: Caller,
    db: web::Data<Db>,
    body: Body<DraftPrescription>,
) -> Result<Reply, Problem> {
    let (now, client) = (platform::now(), caller.client.clone());
    let draft = drafted(body.value)?.prepared_by(caller.client.clone());
    let context = caller.context();
    projection::wait_for(&db, &context, "patient", draft.patient_id).await?;
    projection::wait_for(&db, &context, "practitioner", draft.prescriber_id).await?;
    if let Some(location) = draft.location_id {
        projection::wait_for(&db, &context, "location", location).await?;
    }
    once(&db, &caller, body.digest, async move |tx| {
        require_start(tx, &draft, now).await?;
        let kept = keep_drafts(tx, vec![draft.clone()], &client, now).await?;
        let draft = kept.first().context("one draft")?;
        Ok(Reply::created(format!("/v1/prescriptions/{}", draft.id), draft)?.version(draft.version))
    })
    .await
}

/// A wish held against the catalogue.
pub(crate) fn drafted(wish: DraftPrescription) -> Result<Prescription, Problem> {
    let medication = Catalogue::get().find(&wish.medication.rxcui).ok_or_else(unknown_medication)?;
    Prescription::draft(mint::<PrescriptionId>(), wish, medication).map_err(mistaken)
}

/// Keeps drafts that go to one pharmacy, each with the beginning of its history.
pub(crate) async fn keep_drafts(
    tx: &mut Tx,
    drafts: Vec<Prescription>,
    client: &str,
    now: DateTime<Utc>,
) -> Result<Vec<Prescription>, Problem> {
    let by = Actor::Client(client.to_owned());
    let Some(first) = drafts.first() else { return Ok(drafts) };
    pharmacy::routes::is_known(tx, first.pharmacy_id).await?;
    store::insert(tx, &drafts).await?;
    let entries: Vec<Entry> =
        drafts.iter().map(|draft| Entry::new(mint(), draft, "drafted", &by, now)).collect();
    history::store::record_all(tx, &entries).await?;
    Ok(drafts)
}

pub(super) fn unknown_medication() -> Problem {
    Problem::invalid("/medication/rxcui", "is not in the catalogue: take one of GET /v1/medications")
}
