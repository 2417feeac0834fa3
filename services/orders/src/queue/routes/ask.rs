//! Asking the prescriber for a renewal or for something else.

use super::{Desk, shown};
use crate::history::{self, Entry};
use crate::pharmacy::ServiceLevel;
use crate::prescription::{Refills, Status};
use crate::queue::asking::{Alternative, Asked, ChangeReason, ask};
use crate::queue::shown::PharmacyPrescription;
use crate::queue::{Holder, Refusal};
use actix_web::{post, web};
use chrono::{DateTime, Utc};
use model::{Name, Note, PrescriptionId};
use platform::idempotency::once;
use platform::{Body, Caller, Db, Id, Problem, Reply, Tx, mint};
use serde::Deserialize;
use utoipa::ToSchema;

/// As many as SCRIPT carries.
const MOST: usize = 9;

#[derive(Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RequestRenewal {
    pub operator: Name,
    pub terminal: Name,
    /// How many refills are asked for; the prescriber's own choice when left out.
    pub refills: Option<Refills>,
    pub note: Option<Note>,
}

#[derive(Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RequestChange {
    pub operator: Name,
    pub terminal: Name,
    pub reason_code: ChangeReason,
    /// What the pharmacy would dispense instead, the best first.
    #[serde(default)]
    #[schema(max_items = 9)]
    pub alternatives: Vec<Alternative>,
    pub note: Option<Note>,
}

#[utoipa::path(request_body = RequestRenewal, params(("id" = PrescriptionId, Path, description = "The prescription.")),
    responses((status = 200, description = "The prescriber is asked; the answer stands among `requests` of the prescription.", body = PharmacyPrescription)))]
#[post("/v1/pharmacy/prescriptions/{id}/request-renewal")]
/// Asks the prescriber for more of the same, as an RxRenewalRequest over SCRIPT would.
pub async fn request_renewal(
    caller: Caller,
    db: web::Data<Db>,
    id: Id<PrescriptionId>,
    body: Body<RequestRenewal>,
) -> Result<Reply, Problem> {
    let (now, wish) = (platform::now(), body.value);
    let by = Holder { operator: wish.operator, terminal: wish.terminal, client: caller.client.clone() };
    let (refills, note) = (wish.refills, wish.note);
    let sealing = db.sealing()?;
    once(&db, &caller, body.digest, async move |tx| {
        let desk = Desk::open(tx, &sealing, &by.client, id.0, None).await?;
        let last_fill = desk.counter.fills.iter().rev().find(|fill| fill.is_live());
        let last_fill = last_fill.map(|fill| fill.handout.dispensed_on);
        put(tx, desk, Asked::Renewal { refills, last_fill }, (&by, note.as_ref()), now).await
    })
    .await
}

#[utoipa::path(request_body = RequestChange, params(("id" = PrescriptionId, Path, description = "The prescription.")),
    responses((status = 200, description = "The prescriber is asked; the answer stands among `requests` of the prescription.", body = PharmacyPrescription)))]
#[post("/v1/pharmacy/prescriptions/{id}/request-change")]
/// Asks the prescriber for something else than what was written, as an RxChangeRequest over SCRIPT would.
pub async fn request_change(
    caller: Caller,
    db: web::Data<Db>,
    id: Id<PrescriptionId>,
    body: Body<RequestChange>,
) -> Result<Reply, Problem> {
    let (now, wish) = (platform::now(), body.value);
    if wish.alternatives.len() > MOST {
        return Err(Problem::invalid("/alternatives", format!("must name at most {MOST}")));
    }
    let by = Holder { operator: wish.operator, terminal: wish.terminal, client: caller.client.clone() };
    let asked = Asked::Change { reason: wish.reason_code, alternatives: wish.alternatives };
    let note = wish.note;
    let sealing = db.sealing()?;
    once(&db, &caller, body.digest, async move |tx| {
        let desk = Desk::open(tx, &sealing, &by.client, id.0, None).await?;
        put(tx, desk, asked.clone(), (&by, note.as_ref()), now).await
    })
    .await
}

async fn put(
    tx: &mut Tx,
    desk: Desk,
    asked: Asked,
    (by, note): (&Holder, Option<&Note>),
    now: DateTime<Utc>,
) -> Result<Reply, Problem> {
    let (level, change) = match &asked {
        Asked::Renewal { .. } => (ServiceLevel::Renewal, "renewal requested"),
        Asked::Change { .. } => (ServiceLevel::Change, "change requested"),
    };
    if !desk.pharmacy.takes(level) {
        let detail = format!("The practice has not switched on the service level {level} for this pharmacy.");
        return Err(Problem::conflict("service-level", detail).next_step("Call the practice."));
    }
    let prescription = &desk.counter.prescription;
    if prescription.state.status() == Status::Cancelled {
        return Err(Refusal::WrongStatus(Status::Cancelled, "asked about").into());
    }
    ask(tx, prescription, &asked, note, now).await?;
    let entry = Entry::new(mint(), prescription, change, &desk.actor(by), now);
    history::store::record(tx, &entry.note(note.map(ToString::to_string))).await?;
    shown(desk.counter, now)
}
