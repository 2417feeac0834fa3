//! Drafting over HTTP.

use super::mistaken;
use crate::history::{self, Actor, Entry};
use crate::medication::Catalogue;
use crate::pharmacy;
use crate::prescription::draft::DraftPrescription;
use crate::prescription::{Prescription, store};
use actix_web::{post, web};
use model::PrescriptionId;
use platform::idempotency::once;
use platform::{Body, Caller, Db, Problem, Reply, mint, projection};

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
    let (id, now, wish) = (mint::<PrescriptionId>(), platform::now(), body.value);
    let medication = Catalogue::get().find(&wish.medication.rxcui).ok_or_else(unknown_medication)?;
    let draft = Prescription::draft(id, wish, medication).map_err(mistaken)?;
    let context = caller.context();
    projection::wait_for(&db, &context, "patient", draft.patient_id).await?;
    projection::wait_for(&db, &context, "practitioner", draft.prescriber_id).await?;
    if let Some(location) = draft.location_id {
        projection::wait_for(&db, &context, "location", location).await?;
    }
    let by = Actor::Client(caller.client.clone());
    once(&db, &caller, body.digest, async move |tx| {
        if pharmacy::store::find(tx, draft.pharmacy_id).await?.is_none() {
            return Err(Problem::invalid("/pharmacy_id", "names nothing in this practice"));
        }
        store::insert(tx, &draft).await?;
        history::store::record(tx, &Entry::new(mint(), &draft, "drafted", &by, now)).await?;
        Ok(Reply::created(format!("/v1/prescriptions/{id}"), &draft)?.version(draft.version))
    })
    .await
}

fn unknown_medication() -> Problem {
    Problem::invalid("/medication/rxcui", "is not in the catalogue: take one of GET /v1/medications")
}
