//! Patients registered by an earlier version are prepared for searching and matching, once, beside the service.

use super::store;
use diesel::QueryableByName;
use diesel::sql_types::Uuid as SqlUuid;
use diesel_async::RunQueryDsl;
use model::{PatientId, PracticeId};
use platform::context::Trace;
use platform::{Context, Db, Problem, Stop, Tx};
use std::collections::BTreeMap;
use std::time::Duration;

#[derive(QueryableByName)]
struct Waiting {
    #[diesel(sql_type = SqlUuid)]
    practice_id: PracticeId,
    #[diesel(sql_type = SqlUuid)]
    patient_id: PatientId,
}

/// Ends when nobody waits any more; a database that is away is waited for.
pub async fn run(db: Db, stop: Stop) {
    loop {
        let pause = match batch(&db).await {
            Ok(0) => return,
            Ok(_) => Duration::from_millis(50),
            Err(problem) => {
                tracing::warn!(%problem, "patients could not be prepared for searching; it is tried again");
                Duration::from_secs(5)
            }
        };
        if !stop.pause(pause).await {
            return;
        }
    }
}

/// Prepares some of those who wait; answers how many.
pub async fn batch(db: &Db) -> Result<usize, Problem> {
    let waiting = db.system(async |tx: &mut Tx| {
        let sql = "SELECT practice_id, patient_id FROM patients_to_prepare ORDER BY patient_id LIMIT 200";
        Ok::<_, Problem>(diesel::sql_query(sql).load::<Waiting>(tx).await?)
    });
    let mut practices: BTreeMap<PracticeId, Vec<PatientId>> = BTreeMap::new();
    for Waiting { practice_id, patient_id } in waiting.await? {
        practices.entry(practice_id).or_default().push(patient_id);
    }
    let mut prepared = 0;
    for (practice, patients) in practices {
        prepared += patients.len();
        let context = Context { practice, trace: Trace::begin(), cause: None };
        db.transaction(&context, async move |tx| prepare(tx, &patients).await).await?;
    }
    Ok(prepared)
}

async fn prepare(tx: &mut Tx, patients: &[PatientId]) -> Result<(), Problem> {
    for &id in patients {
        if let Some(patient) = store::find_for_change(tx, id).await? {
            store::update(tx, &patient).await?;
        }
        let sql = "DELETE FROM patients_to_prepare WHERE practice_id = practice() AND patient_id = $1";
        diesel::sql_query(sql).bind::<SqlUuid, _>(id).execute(tx).await?;
    }
    Ok(())
}
