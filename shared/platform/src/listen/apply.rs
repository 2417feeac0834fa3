//! Applying one event until it is done: transient trouble is waited out in place, lasting trouble is parked with its cause.

use super::Listeners;
use crate::bus::Backoff;
use crate::context::{Context, Trace};
use crate::db::{Db, is_about_the_server};
use crate::inbox::{self, Admission};
use crate::metrics::HEARD;
use crate::stop::Stop;
use diesel::result::{DatabaseErrorKind, Error as DieselError};
use diesel_async::pooled_connection::bb8::RunError;
use model::Envelope;
use std::rc::Rc;
use tracing::Instrument;

/// A lasting error is tried this often before the event is parked.
const TRIES: u32 = 5;

/// True when the event may be acknowledged; false when the service stops before it could be applied.
pub async fn until_done(listeners: &Rc<Listeners>, db: &Db, envelope: &Envelope, stop: &Stop) -> bool {
    let trace = Trace::continued(Some(&envelope.traceparent));
    let span =
        tracing::info_span!("event", trace_id = trace.id(), kind = %envelope.kind, event_id = %envelope.id);
    attempt(listeners, db, envelope, stop).instrument(span).await
}

async fn attempt(listeners: &Rc<Listeners>, db: &Db, envelope: &Envelope, stop: &Stop) -> bool {
    let (mut backoff, mut lasting) = (Backoff::default(), 0);
    loop {
        match listeners.hear(db, envelope.clone()).await {
            Ok(admission) => {
                tracing::info!(?admission, "heard");
                HEARD.count(word(&admission));
                return true;
            }
            Err(error) if is_transient(&error) => {
                tracing::warn!(error = %format!("{error:#}"), "waiting to apply")
            }
            Err(error) => {
                lasting += 1;
                tracing::error!(error = %format!("{error:#}"), tries = lasting, "could not apply");
                if lasting >= TRIES && park(db, envelope, &error).await {
                    HEARD.count("parked");
                    return true;
                }
            }
        }
        if !stop.pause(backoff.pause()).await {
            return false;
        }
    }
}

fn word(admission: &Admission) -> &'static str {
    match admission {
        Admission::Apply => "applied",
        Admission::Known => "known",
        Admission::Deferred => "deferred",
    }
}

async fn park(db: &Db, envelope: &Envelope, cause: &anyhow::Error) -> bool {
    let context = Context { practice: envelope.practice, trace: Trace::begin(), cause: Some(envelope.id) };
    let (envelope, cause) = (envelope.clone(), format!("{cause:#}"));
    let parked =
        db.transaction(&context, async move |tx| anyhow::Ok(inbox::park(tx, &envelope, &cause).await?)).await;
    parked.is_ok()
}

/// The database is away, busy or restarting: nothing is wrong with the event.
fn is_transient(error: &anyhow::Error) -> bool {
    error.chain().any(|cause| {
        cause.is::<RunError>()
            || match cause.downcast_ref::<DieselError>() {
                Some(DieselError::DatabaseError(kind, message)) => match kind {
                    DatabaseErrorKind::ClosedConnection
                    | DatabaseErrorKind::SerializationFailure
                    | DatabaseErrorKind::UnableToSendCommand => true,
                    DatabaseErrorKind::Unknown => is_about_the_server(message.message()),
                    _ => false,
                },
                Some(DieselError::BrokenTransactionManager | DieselError::RollbackTransaction) => true,
                _ => false,
            }
    })
}
