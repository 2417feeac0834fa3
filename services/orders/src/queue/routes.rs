//! The queue over HTTP: what a pharmacy's software does with the prescriptions sent to it.

mod ask;
mod cancel;
mod hands;
mod read;

pub use ask::*;
pub use cancel::*;
pub use hands::*;
pub use read::*;

use super::shown::PharmacyPrescription;
use super::{AtCounter, Hold, Holder, Refusal, store};
use crate::history::Actor;
use crate::pharmacy::Pharmacy;
use crate::signing_key::store::keyring;
use crate::{fill, pharmacy_client};
use chrono::{DateTime, Utc};
use model::PrescriptionId;
use platform::problem::Held;
use platform::{IfMatch, Problem, Reply, Sealing, Tx};
use utoipa_actix_web::service_config::ServiceConfig;

pub fn all(config: &mut ServiceConfig<'_>) {
    config
        .service(list_queue)
        .service(take_from_queue)
        .service(get_pharmacy_prescription)
        .service(print_pharmacy_prescription)
        .service(take_prescription)
        .service(return_prescription)
        .service(accept_prescription)
        .service(decline_prescription)
        .service(answer_cancel)
        .service(request_renewal)
        .service(request_change);
}

impl From<Refusal> for Problem {
    fn from(refusal: Refusal) -> Self {
        let conflict = |code: &str, step: &str| Problem::conflict(code, refusal.to_string()).next_step(step);
        match &refusal {
            Refusal::Held(hold) => {
                held(hold, conflict("held", "Ask them to return it, or wait until their hold ends."))
            }
            Refusal::NotHeld(_) => {
                conflict("not-held", "POST .../take first; a hold ends when its holder is silent.")
            }
            Refusal::WrongStatus(..) => conflict("wrong-status", "Read the prescription again."),
            Refusal::CancelRequested => conflict(
                "cancel-requested",
                "Do not dispense. POST .../answer-cancel: approve it, or deny it with the reason.",
            ),
            Refusal::NoCancelRequested => conflict("no-cancel-requested", "Read the prescription again."),
            Refusal::Expired(_) => conflict(
                "prescription-expired",
                "POST .../decline with the reason expired, or POST .../request-renewal.",
            ),
            Refusal::PartlyDispensed => {
                conflict("partly-dispensed", "POST .../return it, or withdraw the fill if it did not happen.")
            }
            Refusal::NothingLeft => {
                conflict("nothing-left", "POST .../request-renewal if the patient needs more.")
            }
            Refusal::NoteMissing => Problem::invalid("/note", "is needed with this answer"),
            Refusal::Fill(refusal) => fill::routes::problem(refusal),
        }
    }
}

/// Names who has it in hand, since when, and when it is free again.
fn held(hold: &Hold, problem: Problem) -> Problem {
    problem.held(Held { by: hold.by.to_string(), since: hold.since, until: hold.until })
}

/// The counter a request stands at: the caller's own pharmacy, and one of its prescriptions, locked.
pub struct Desk {
    pub pharmacy: Pharmacy,
    pub counter: AtCounter,
}

impl Desk {
    /// `seen` is demanded by whatever rests on what the caller saw. What is not what was signed is not worked on.
    pub async fn open(
        tx: &mut Tx,
        sealing: &Sealing,
        client: &str,
        id: PrescriptionId,
        seen: Option<IfMatch>,
    ) -> Result<Self, Problem> {
        let pharmacy = pharmacy_client::own(tx, client).await?;
        let found = store::find_for_change(tx, pharmacy.id, id).await?;
        let counter = found.ok_or_else(|| Problem::missing("prescription"))?;
        seen.map_or(Ok(()), |seen| seen.require(counter.prescription.version))?;
        counter.prescription.require_intact(&keyring(tx, sealing).await?)?;
        Ok(Self { pharmacy, counter })
    }

    pub fn actor(&self, by: &Holder) -> Actor {
        Actor::Pharmacy(format!("{}, {by}", self.pharmacy.ncpdp_id))
    }
}

/// The prescription as it is now, with the ETag the next change must name.
pub fn shown(counter: AtCounter, now: DateTime<Utc>) -> Result<Reply, Problem> {
    let version = counter.prescription.version;
    Ok(Reply::ok(&PharmacyPrescription::of(counter, now))?.version(version))
}
