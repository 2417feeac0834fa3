//! What is heard of patients: what somebody accepted from a payer's record.

use super::{Patient, store};
use anyhow::Context as _;
use model::PatientId;
use model::event::{DemographicChanges, DemographicCorrection, DemographicsCorrected, PatientUpdated};
use platform::{Tx, outbox};

/// Corrects the patient, and the one it was merged into: they are one person. What is so already changes nothing.
pub async fn correct_demographics(
    tx: &mut Tx,
    DemographicsCorrected(correction): DemographicsCorrected,
) -> anyhow::Result<()> {
    let DemographicCorrection { patient_id, changes, .. } = correction;
    let Some(known) = store::find(tx, patient_id).await? else {
        anyhow::bail!("a patient that is not registered was corrected");
    };
    let mut records = vec![patient_id];
    records.extend(known.merged_into);
    // In the order in which a merge locks them.
    records.sort_unstable();
    for id in records {
        let patient = correct(tx, id, &changes).await?;
        if id == patient_id && patient.merged_into != known.merged_into {
            anyhow::bail!("the patient was merged or taken apart meanwhile; it is tried again");
        }
    }
    Ok(())
}

/// The record as it is then.
async fn correct(tx: &mut Tx, id: PatientId, changes: &DemographicChanges) -> anyhow::Result<Patient> {
    let before = store::find_for_change(tx, id).await?.context("the patient is gone")?;
    let after = before.clone().corrected(changes.clone());
    if after == before {
        return Ok(before);
    }
    let patient = after.changed(platform::now().date_naive())?;
    store::update(tx, &patient).await?;
    outbox::put(tx, &PatientUpdated(patient.snapshot())).await?;
    Ok(patient)
}

impl Patient {
    fn corrected(self, changes: DemographicChanges) -> Self {
        let after = changes.apply(self.snapshot().demographics);
        Self {
            given_name: after.given_name,
            middle_name: after.middle_name,
            family_name: after.family_name,
            suffix: after.suffix,
            birth_date: after.birth_date,
            sex: after.sex,
            address: after.address,
            ..self
        }
    }
}
