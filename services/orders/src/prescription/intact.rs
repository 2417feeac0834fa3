//! What is read is verified: a signature that does not hold is told, and becomes somebody's task.

use crate::controlled::audit;
use crate::prescription::Prescription;
use crate::prescription::signature::Broken;
use crate::signing_key::store::keyring;
use crate::task::{self, Kind, Subject, Task};
use platform::{Context, Db, Problem, Sealing, Tx, mint};

/// A prescription whose signature does not hold, and why.
#[derive(Clone)]
pub struct Doubtful {
    pub prescription: Prescription,
    pub why: Broken,
}

/// Those of them that do not hold.
pub async fn doubtful(
    tx: &mut Tx,
    sealing: &Sealing,
    prescriptions: &[Prescription],
) -> anyhow::Result<Vec<Doubtful>> {
    if prescriptions.iter().all(|prescription| prescription.signature.is_none()) {
        return Ok(Vec::new());
    }
    let keys = keyring(tx, sealing).await?;
    let doubt =
        |it: &Prescription| it.verified(&keys).err().map(|why| Doubtful { prescription: it.clone(), why });
    Ok(prescriptions.iter().filter_map(doubt).collect())
}

/// Makes them somebody's task, in a transaction of its own: the reading that found them may be refused.
pub async fn tell(db: &Db, context: &Context, found: Vec<Doubtful>) -> Result<(), Problem> {
    if found.is_empty() {
        return Ok(());
    }
    let now = platform::now();
    let open = async move |tx: &mut Tx| {
        let ids: Vec<_> = found.iter().map(|doubtful| doubtful.prescription.id).collect();
        audit::store::record_tampering(tx, &ids).await?;
        for doubtful in &found {
            task::store::open(tx, &doubtful.task(mint(), now)).await?;
        }
        Ok::<_, Problem>(())
    };
    db.transaction(context, open).await
}

impl Doubtful {
    pub fn task(&self, id: model::TaskId, now: chrono::DateTime<chrono::Utc>) -> Task {
        let what = format!(
            "The signature does not hold: {}. It is neither sent nor dispensed. Call the pharmacy if it was sent, \
             write it anew, and find out who changed the database",
            self.why
        );
        let about = Subject::Prescription(self.prescription.id);
        Task::new(id, Kind::SignatureBroken, about, what, now).patient(self.prescription.patient_id)
    }
}
