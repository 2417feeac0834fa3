//! The medication list: what has been signed for a patient, and whether it is being taken.

use crate::allergy::routes::is_known;
use crate::prescription::{Prescribed, Prescription, Quantity, Sig, Status, store};
use actix_web::{get, web};
use chrono::NaiveDate;
use model::{PatientId, PractitionerId, PrescriptionId};
use platform::page::Limit;
use platform::{Caller, Cursor, Db, Id, Listing, Problem, Query, Reply, Tx};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// A drug on a patient's list, from the prescription it came by.
#[derive(Serialize, ToSchema)]
pub struct ListedMedication {
    pub prescription_id: PrescriptionId,
    pub prescriber_id: PractitionerId,
    pub status: Status,
    /// Whether the patient is to be assumed to take it today.
    pub active: bool,
    pub medication: Prescribed,
    pub sig: Sig,
    pub quantity: Quantity,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub written_on: Option<NaiveDate>,
    /// The last day the supply lasts, with all refills.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lasts_until: Option<NaiveDate>,
}

impl ListedMedication {
    fn of(prescription: Prescription, today: NaiveDate) -> Self {
        Self {
            prescription_id: prescription.id,
            prescriber_id: prescription.prescriber_id,
            status: prescription.state.status(),
            active: prescription.is_active_on(today),
            written_on: prescription.signature.as_ref().map(|signature| signature.written_on),
            lasts_until: prescription.lasts_until(),
            medication: prescription.content.medication,
            sig: prescription.content.sig,
            quantity: prescription.content.quantity,
        }
    }
}

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct ListPatientMedications {
    #[param(value_type = Option<String>)]
    cursor: Option<Cursor>,
    #[serde(default)]
    #[param(value_type = Option<u32>)]
    limit: Limit,
}

#[utoipa::path(params(("id" = PatientId, Path, description = "The patient."), ListPatientMedications),
    responses((status = 200, description = "A page of the list, oldest first.", body = Listing<ListedMedication>)))]
#[get("/v1/patients/{id}/medications")]
/// Lists what this practice has prescribed for a patient.
pub async fn list_patient_medications(
    caller: Caller,
    db: web::Data<Db>,
    patient: Id<PatientId>,
    query: Query<ListPatientMedications>,
) -> Result<Reply, Problem> {
    let ListPatientMedications { cursor, limit } = query.0;
    let today = platform::now().date_naive();
    let read = async move |tx: &mut Tx| {
        is_known(tx, patient.0).await?;
        Ok::<_, Problem>(store::signed(tx, patient.0, Some((cursor, limit))).await?)
    };
    let signed = db.read(&caller.context(), read).await?;
    let items = signed.into_iter().map(|prescription| ListedMedication::of(prescription, today)).collect();
    Ok(Reply::ok(&Listing::cut(items, limit, |listed: &ListedMedication| listed.prescription_id.0))?)
}
