//! Writing audit entries in batches, in the order they came.

use super::{AuditEvent, Entries};
use crate::schema::audit_events;
use diesel_async::RunQueryDsl;
use platform::bus::Backoff;
use platform::{Db, Stop};

const BATCH: usize = 500;
/// Once asked to stop, a database that is away is not waited for any longer than this many tries.
const LAST_TRIES: u32 = 5;

/// Runs until the last handler is gone and every entry is written.
pub async fn write(db: Db, mut entries: Entries, stop: Stop) {
    let mut batch = Vec::with_capacity(BATCH);
    while entries.waiting.recv_many(&mut batch, BATCH).await > 0 {
        let count = batch.len();
        if !until_written(&db, std::mem::take(&mut batch), &stop).await {
            tracing::error!(count, "audit entries were lost: the database stayed away");
            entries.metrics.audit_entries_lost(count as u64);
        }
    }
}

async fn until_written(db: &Db, batch: Vec<AuditEvent>, stop: &Stop) -> bool {
    let (mut backoff, mut last_tries) = (Backoff::default(), 0);
    while last_tries < LAST_TRIES {
        let batch = batch.clone();
        let written = db.system(async move |tx| {
            let insert = diesel::insert_into(audit_events::table).values(&batch);
            anyhow::Ok(insert.execute(tx).await?)
        });
        match written.await {
            Ok(_) => return true,
            Err(error) => tracing::warn!(error = %format!("{error:#}"), "the audit trail waits"),
        }
        last_tries += u32::from(stop.is_asked());
        tokio::time::sleep(backoff.pause()).await;
    }
    false
}
