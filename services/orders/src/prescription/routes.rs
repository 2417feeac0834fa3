//! Prescriptions over HTTP.

mod cancel;
mod case;
mod check;
mod draft;
mod medications;
mod read;
mod sign;

pub use cancel::*;
pub use check::*;
pub use draft::*;
pub use medications::*;
pub use read::*;
pub use sign::*;

use super::draft::Mistake;
use super::{Prescription, Refusal, store};
use actix_web::http::StatusCode;
use model::PrescriptionId;
use platform::{IfMatch, Problem, Tx};
use utoipa_actix_web::service_config::ServiceConfig;

pub fn all(config: &mut ServiceConfig<'_>) {
    config
        .service(draft_prescription)
        .service(list_prescriptions)
        .service(get_prescription)
        .service(get_prescription_history)
        .service(get_prescription_script)
        .service(check_prescription)
        .service(override_alert)
        .service(sign_prescription)
        .service(cancel_prescription)
        .service(list_patient_medications);
}

impl From<Refusal> for Problem {
    fn from(refusal: Refusal) -> Self {
        let conflict = |code: &str, step: &str| Problem::conflict(code, refusal.to_string()).next_step(step);
        match &refusal {
            Refusal::WrongStatus(..) => conflict("wrong-status", "Read the prescription again."),
            Refusal::NotChecked => conflict("not-checked", "POST .../checks first."),
            Refusal::ChecksStale => conflict("checks-stale", "POST .../checks again and answer its alerts."),
            Refusal::AlertsOpen(_) => conflict(
                "alerts-open",
                "Override each alert that demands an answer; mend what demands a correction.",
            ),
            Refusal::NoSuchAlert => {
                Problem::invalid("/alert_id", "names no alert of this check that waits for an answer")
            }
            Refusal::NotOverridable => {
                conflict("not-overridable", "Mend what the alert names and run the checks again.")
            }
            Refusal::NoteMissing => Problem::invalid("/note", "is needed with the reason \"other\""),
            Refusal::Controlled(_) => {
                let problem = Problem::new(StatusCode::CONFLICT, "controlled-substance", refusal.to_string());
                problem.next_step("Prescribe it outside this program, as your state demands.")
            }
            Refusal::NotLicensed => {
                conflict("not-licensed", "Choose a prescriber with a licence in one of the two states.")
            }
            Refusal::NotConnected => {
                conflict("pharmacy-not-connected", "Cancel this one and draft it for another pharmacy.")
            }
            Refusal::NotWritable(_) => conflict("not-writable", "Mend the field and run the checks again."),
        }
    }
}

fn mistaken(mistakes: Vec<Mistake>) -> Problem {
    let problem =
        Problem::new(StatusCode::BAD_REQUEST, "invalid-request", "The request has something to mend.");
    mistakes.into_iter().fold(problem, |problem, Mistake(pointer, detail)| problem.field(pointer, detail))
}

/// The prescription as the caller saw it, locked.
async fn seen(tx: &mut Tx, id: PrescriptionId, seen: IfMatch) -> Result<Prescription, Problem> {
    let found = locked(tx, id).await?;
    seen.require(found.version)?;
    Ok(found)
}

async fn locked(tx: &mut Tx, id: PrescriptionId) -> Result<Prescription, Problem> {
    store::find_for_change(tx, id).await?.ok_or_else(|| Problem::missing("prescription"))
}
