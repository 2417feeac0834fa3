//! Prescriptions over HTTP.

mod cancel;
pub mod case;
mod check;
mod correct;
mod draft;
mod not_received;
mod other_pharmacy;
mod pen;
mod print;
mod print_history;
mod read;
mod sign;
mod successor;

pub use cancel::*;
pub use check::*;
pub use correct::*;
pub use draft::*;
pub use not_received::*;
pub use other_pharmacy::*;
pub(crate) use pen::{Saying, Signer};
pub use print::*;
pub use print_history::*;
pub use read::*;
pub use sign::*;
pub use successor::OverrideAlerts;
pub(crate) use successor::Successor;

use super::draft::Mistake;
use super::{Prescription, Refusal, start, store};
use actix_web::http::StatusCode;
use model::PrescriptionId;
use platform::{IfMatch, Problem, Tx};
use utoipa_actix_web::service_config::ServiceConfig;

pub fn all(config: &mut ServiceConfig<'_>) {
    config
        .service(draft_prescription)
        .service(list_prescriptions)
        .service(get_prescription)
        .service(update_prescription)
        .service(discard_prescription)
        .service(get_prescription_history)
        .service(get_prescription_script)
        .service(check_prescription)
        .service(override_alert)
        .service(sign_prescription)
        .service(sign_prescriptions)
        .service(print_prescription)
        .service(print_original)
        .service(cancel_prescription)
        .service(change_pharmacy)
        .service(report_not_received)
        .service(print_evidence)
        .service(print_prescription_history);
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
                conflict("not-overridable", "Mend what the alert names with PATCH and run the checks again.")
            }
            Refusal::NoteMissing => Problem::invalid("/note", "is needed with the reason \"other\""),
            Refusal::Controlled(_) => {
                let problem = Problem::new(StatusCode::CONFLICT, "controlled-substance", refusal.to_string());
                problem.next_step("Prescribe it outside this program, as your state demands.")
            }
            Refusal::NotBound => forbidden("not-a-prescriber", &refusal).next_step(
                "Bind the client with POST /v1/prescribers/{practitioner_id}/credentials, once for each prescriber.",
            ),
            Refusal::NotThePrescriber => forbidden("not-the-prescriber", &refusal)
                .next_step("Let the prescriber sign with a client of their own."),
            Refusal::SignatureBroken(_) => conflict(
                "signature-broken",
                "Call the pharmacy if it was sent, write it anew, and find out who changed the database.",
            ),
            Refusal::NotSigned => conflict("not-signed", "Sign it first."),
            Refusal::NotReportedUndelivered => {
                conflict("not-undelivered", "Wait for the other side's answer, or call the pharmacy.")
            }
            Refusal::OriginalPrinted => {
                conflict("original-printed", "Print a copy, or take the paper back and write a new prescription.")
            }
            Refusal::NoControlledAccess => forbidden("controlled-access-missing", &refusal).next_step(
                "Have it entered with POST /v1/controlled-substance-access, and executed by a DEA registrant.",
            ),
            Refusal::NotDisplayed => conflict(
                "not-displayed",
                "Read GET /v1/patients/{id}/controlled-signing-list, display it, and sign with POST /v1/prescription-signings.",
            ),
            Refusal::NoControlledService => {
                conflict("pharmacy-not-controlled", "Name another pharmacy with PATCH, and run the checks again.")
            }
            Refusal::TooManyRefills(..) | Refusal::RefillsBeyondSixMonths(_) => {
                conflict("refills-not-allowed", "Give fewer refills with PATCH, and run the checks again.")
                    .field("/refills", "is more than the schedule of the drug allows")
            }
            Refusal::Start(refusal) => not_begun(refusal),
            Refusal::NotLicensed => {
                conflict("not-licensed", "Choose a prescriber with a licence in one of the two states.")
            }
            Refusal::NotConnected => {
                conflict("pharmacy-not-connected", "Name another pharmacy with PATCH, and run the checks again.")
            }
            Refusal::CancelNotTaken => {
                conflict("cancel-not-taken", "Call the pharmacy, and note there who took the cancellation.")
            }
            Refusal::TooOldToCancel(_) => conflict("too-old-to-cancel", "Call the pharmacy."),
            Refusal::NotSent => conflict("not-sent", "Read the prescription again."),
            Refusal::SamePharmacy => {
                Problem::invalid("/pharmacy_id", "is where it is already: name another pharmacy")
            }
            Refusal::NotWritable(_) => conflict("not-writable", "Mend the field with PATCH and run the checks again."),
        }
    }
}

/// What a refusal to begin on its day, or to be one of a series, says to the prescriber's software.
fn not_begun(refusal: &start::Refusal) -> Problem {
    let conflict = |code: &str, step: &str| Problem::conflict(code, refusal.to_string()).next_step(step);
    match refusal {
        start::Refusal::BeforeWritten(_) | start::Refusal::TooLate(..) => conflict(
            "earliest-fill-date",
            "Give another day with PATCH, or null for none, and run the checks again.",
        )
        .field("/earliest_fill_date", "is a day the law does not allow"),
        start::Refusal::SeriesTooLong(_) => {
            conflict("series-too-long", "Give fewer days with PATCH, and run the checks again.")
                .field("/days_supply", "is more than a series may still have")
        }
        start::Refusal::SeriesWithoutDate => conflict(
            "series-without-date",
            "Give the day from which it may be filled with PATCH, and run the checks again.",
        )
        .field("/earliest_fill_date", "is needed: another one may be filled at once"),
    }
}

fn forbidden(code: &str, refusal: &Refusal) -> Problem {
    Problem::new(StatusCode::FORBIDDEN, code, refusal.to_string())
}

pub(crate) fn mistaken(mistakes: Vec<Mistake>) -> Problem {
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
