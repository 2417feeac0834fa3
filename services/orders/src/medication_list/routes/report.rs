//! Reporting a medicine the practice did not prescribe.

use crate::allergy::store::lock_chart;
use crate::medication_list::{ListedMedication, Report, ReportedMedication, store};
use actix_web::{post, web};
use model::{PatientId, ReportedMedicationId};
use platform::idempotency::once;
use platform::{Body, Caller, Db, Id, Problem, Reply, mint, projection};

#[utoipa::path(request_body = Report, params(("id" = PatientId, Path, description = "The patient.")),
    responses((status = 201, description = "On the list; the safety checks see it.", body = ListedMedication)))]
#[post("/v1/patients/{id}/medications")]
/// Puts a medicine on the list that the patient or somebody else reports.
///
/// Given by a code of the catalogue it is compared in every safety check; in words alone it keeps them from being clear.
pub async fn report_medication(
    caller: Caller,
    db: web::Data<Db>,
    patient: Id<PatientId>,
    body: Body<Report>,
) -> Result<Reply, Problem> {
    body.value.medication.admit()?;
    let reported = ReportedMedication {
        id: mint::<ReportedMedicationId>(),
        version: 1,
        patient_id: patient.0,
        entry: body.value,
        recorded_at: platform::now(),
        recorded_by: caller.client.clone(),
    };
    projection::wait_for(&db, &caller.context(), "patient", patient.0).await?;
    once(&db, &caller, body.digest, async move |tx| {
        lock_chart(tx, patient.0).await?;
        store::report(tx, &reported).await?;
        let listed = ListedMedication::reported(reported.clone(), None);
        Ok(Reply::created(format!("/v1/patients/{}/medications", patient.0), &listed)?
            .version(listed.version))
    })
    .await
}
