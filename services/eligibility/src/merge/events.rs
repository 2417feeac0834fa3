//! What is heard of merges.

use super::store;
use crate::visit;
use crate::visit::look;
use model::PatientId;
use model::event::{PatientMerge, PatientMerged, PatientUnmerged};
use platform::Tx;

/// The person's visits meet the coverages of all their records from now on.
pub async fn keep_merge(tx: &mut Tx, PatientMerged(merge): PatientMerged) -> anyhow::Result<()> {
    lock(tx, &merge).await?;
    store::keep(tx, merge.patient_id, merge.into).await?;
    Ok(look::again(tx, merge.into, platform::now()).await?)
}

pub async fn forget_merge(tx: &mut Tx, PatientUnmerged(merge): PatientUnmerged) -> anyhow::Result<()> {
    lock(tx, &merge).await?;
    store::forget(tx, merge.patient_id).await?;
    look::again(tx, merge.patient_id, platform::now()).await?;
    Ok(look::again(tx, merge.into, platform::now()).await?)
}

/// In the order of their ids, so that two merges cannot wait for each other.
async fn lock(tx: &mut Tx, merge: &PatientMerge) -> anyhow::Result<()> {
    let mut both: [PatientId; 2] = [merge.patient_id, merge.into];
    both.sort_unstable();
    for record in both {
        visit::store::lock_record(tx, record).await?;
    }
    Ok(())
}
