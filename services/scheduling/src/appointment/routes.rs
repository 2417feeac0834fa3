//! Appointments over HTTP.

mod book;
mod moves;
mod read;

pub use book::*;
pub use moves::*;
pub use read::*;

use super::{Appointment, Refusal, store};
use chrono::{DateTime, Utc};
use platform::{Caller, Problem, Tx, mint};
use utoipa_actix_web::service_config::ServiceConfig;

pub fn all(config: &mut ServiceConfig<'_>) {
    config
        .service(book_appointment)
        .service(overbook_appointment)
        .service(list_appointments)
        .service(get_appointment)
        .service(get_appointment_history)
        .service(reschedule_appointment)
        .service(cancel_appointment)
        .service(reinstate_appointment)
        .service(arrive_appointment)
        .service(begin_appointment)
        .service(complete_appointment)
        .service(mark_no_show);
}

impl From<Refusal> for Problem {
    fn from(refusal: Refusal) -> Self {
        let detail = refusal.to_string();
        match refusal {
            Refusal::WrongStatus(..) => {
                Problem::conflict("wrong-status", detail).next_step("Read the appointment again.")
            }
            Refusal::InThePast => Problem::invalid("/start", "must lie in the future"),
            Refusal::NotYet => Problem::conflict("not-yet", detail).next_step("Try again after the start."),
        }
    }
}

/// Writes down who changed what; part of every change's transaction.
pub(crate) async fn record(
    tx: &mut Tx,
    caller: &Caller,
    change: &str,
    before: Option<&Appointment>,
    after: &Appointment,
    at: DateTime<Utc>,
) -> Result<(), Problem> {
    let change = store::Change {
        id: mint(),
        appointment_id: after.id,
        at,
        client: caller.client.clone(),
        change: change.to_owned(),
        before: before.map(serde_json::to_value).transpose()?,
        after: serde_json::to_value(after)?,
    };
    Ok(store::record(tx, &change).await?)
}
