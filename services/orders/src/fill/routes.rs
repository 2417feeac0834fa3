//! Fills over HTTP: partial, complete, and withdrawn.

use super::ledger::Wish;
use super::{Fill, FillKind, Handout, Measure, Refusal, Substitution, Withdrawal, WithdrawalReason, store};
use crate::prescription::DaysSupply;
use crate::prescription::content::Amount;
use crate::queue::routes::{Desk, shown};
use crate::queue::shown::PharmacyPrescription;
use crate::queue::{self, Holder, Step};
use actix_web::{post, web};
use chrono::{DateTime, NaiveDate, Utc};
use model::{FillId, Name, Ndc, Note, PrescriptionId};
use platform::idempotency::once;
use platform::{Body, Caller, Db, Id, IfMatch, Problem, Reply, Tx, mint};
use serde::Deserialize;
use utoipa::ToSchema;
use utoipa_actix_web::service_config::ServiceConfig;

pub fn all(config: &mut ServiceConfig<'_>) {
    config.service(dispense_prescription).service(partially_dispense_prescription).service(withdraw_fill);
}

/// What a refusal to record a fill says to the pharmacy's software.
pub fn problem(refusal: &Refusal) -> Problem {
    let conflict = |code: &str, field: &str, step: &str| {
        Problem::conflict(code, refusal.to_string()).field(field, "is the reason").next_step(step)
    };
    match refusal {
        Refusal::NumberTaken { fill, .. } => conflict(
            "fill-recorded",
            "/fill_number",
            "Read the prescription: this fill stands among its fills.",
        )
        .blocked_by(fill.0),
        Refusal::NumberAhead(_) => {
            conflict("fill-number", "/fill_number", "Give the next_fill_number of the prescription.")
        }
        Refusal::NothingLeft => {
            conflict("nothing-left", "/quantity", "POST .../request-renewal if the patient needs more.")
        }
        Refusal::TooMuch(_) => conflict(
            "too-much",
            "/quantity",
            "Dispense what is left of this fill; POST .../request-change if more is needed.",
        ),
        Refusal::PartialIsComplete => conflict("fill-complete", "/quantity", "POST .../dispense instead."),
        Refusal::SubstitutionForbidden => conflict(
            "substitution-forbidden",
            "/substitution",
            "Dispense as written, or POST .../request-change.",
        ),
        Refusal::InTheFuture(_)
        | Refusal::BeforeWritten(_)
        | Refusal::BeforeLastFill(_)
        | Refusal::Expired(_) => {
            conflict("dispense-date", "/dispensed_on", "Give the day it was handed out.")
        }
        Refusal::BeforeEarliestFill(_) => conflict(
            "before-earliest-fill-date",
            "/dispensed_on",
            "Dispense it on that day or later; the prescriber alone can name another day.",
        ),
        Refusal::NoSuchFill | Refusal::NotTheLast(_) => {
            conflict("fill-not-withdrawable", "/fill_number", "Read the prescription and name its last fill.")
        }
        Refusal::TooLate(_) => {
            conflict("too-late", "/fill_number", "Call the practice: the record of its fills stands.")
        }
        Refusal::NoteMissing => Problem::invalid("/note", "is needed with the reason \"other\""),
    }
}

#[derive(Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DispensePrescription {
    pub operator: Name,
    pub terminal: Name,
    /// `next_fill_number` as it was read: a fill recorded already is refused, however often it is sent.
    #[schema(minimum = 1)]
    pub fill_number: i32,
    /// In the unit of the prescription.
    pub quantity: Amount,
    pub days_supply: DaysSupply,
    /// The package it was taken from.
    pub ndc: Ndc,
    /// Given when another product was handed out than the one written.
    pub substitution: Option<Substitution>,
    pub lot: Option<Name>,
    /// Today, on the wall of the prescriber's location, when left out.
    pub dispensed_on: Option<NaiveDate>,
    pub note: Option<Note>,
}

impl DispensePrescription {
    fn split(self, kind: FillKind, client: String, today: impl Fn() -> NaiveDate) -> (Wish, Holder) {
        let by = Holder { operator: self.operator.clone(), terminal: self.terminal.clone(), client };
        let handout = Handout {
            days_supply: self.days_supply,
            ndc: self.ndc,
            substitution: self.substitution,
            lot: self.lot,
            dispensed_on: self.dispensed_on.unwrap_or_else(today),
            operator: self.operator,
            terminal: self.terminal,
            note: self.note,
        };
        (Wish { number: self.fill_number, kind, quantity: Measure::from(self.quantity), handout }, by)
    }
}

#[utoipa::path(request_body = DispensePrescription, params(("id" = PrescriptionId, Path, description = "The prescription.")),
    responses((status = 200, description = "The fill is recorded, and complete.", body = PharmacyPrescription)))]
#[post("/v1/pharmacy/prescriptions/{id}/dispense")]
/// Records that a fill was handed out, as a whole or the rest of it; the prescription must be in hand.
///
/// A fill is never more than the quantity written, and all of them never more than the prescription allows with its
/// refills. Send it with an Idempotency-Key until it is answered: whatever is sent again, it is recorded once.
pub async fn dispense_prescription(
    caller: Caller,
    db: web::Data<Db>,
    id: Id<PrescriptionId>,
    seen: IfMatch,
    body: Body<DispensePrescription>,
) -> Result<Reply, Problem> {
    record(caller, db, (id.0, seen), FillKind::Complete, body).await
}

#[utoipa::path(request_body = DispensePrescription, params(("id" = PrescriptionId, Path, description = "The prescription.")),
    responses((status = 200, description = "The part is recorded; the rest of the fill is owed.", body = PharmacyPrescription)))]
#[post("/v1/pharmacy/prescriptions/{id}/partial")]
/// Records that a part of a fill was handed out; it has a number of its own, and the rest is owed.
pub async fn partially_dispense_prescription(
    caller: Caller,
    db: web::Data<Db>,
    id: Id<PrescriptionId>,
    seen: IfMatch,
    body: Body<DispensePrescription>,
) -> Result<Reply, Problem> {
    record(caller, db, (id.0, seen), FillKind::Partial, body).await
}

async fn record(
    caller: Caller,
    db: web::Data<Db>,
    (id, seen): (PrescriptionId, IfMatch),
    kind: FillKind,
    body: Body<DispensePrescription>,
) -> Result<Reply, Problem> {
    let (fill_id, now, client, said) = (mint::<FillId>(), platform::now(), caller.client.clone(), body.value);
    let sealing = db.sealing()?;
    once(&db, &caller, body.digest, async move |tx| {
        let desk = Desk::open(tx, &sealing, &client, id, Some(seen)).await?;
        let today = || desk.counter.entry.parties.today(now);
        let (wish, by) = said.clone().split(kind, client.clone(), today);
        let (step, fill) = desk.counter.dispense(wish, fill_id, &by, now)?;
        store::insert(tx, &fill).await?;
        keep(tx, desk, (step, fill), &by, now).await
    })
    .await
}

#[derive(Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct WithdrawFill {
    pub operator: Name,
    pub terminal: Name,
    #[schema(minimum = 1)]
    pub fill_number: i32,
    pub reason_code: WithdrawalReason,
    /// Needed with the reason `other`.
    pub note: Option<Note>,
}

#[utoipa::path(request_body = WithdrawFill, params(("id" = PrescriptionId, Path, description = "The prescription.")),
    responses((status = 200, description = "The fill stands as withdrawn; its quantity may be dispensed again.", body = PharmacyPrescription)))]
#[post("/v1/pharmacy/prescriptions/{id}/withdraw")]
/// Withdraws the last fill, which was recorded by mistake or did not happen, within 14 days.
///
/// Its record and its number stay; the practice and the chart learn that the patient did not get it.
pub async fn withdraw_fill(
    caller: Caller,
    db: web::Data<Db>,
    id: Id<PrescriptionId>,
    seen: IfMatch,
    body: Body<WithdrawFill>,
) -> Result<Reply, Problem> {
    let (now, client, said) = (platform::now(), caller.client.clone(), body.value);
    let sealing = db.sealing()?;
    once(&db, &caller, body.digest, async move |tx| {
        let desk = Desk::open(tx, &sealing, &client, id.0, Some(seen)).await?;
        let WithdrawFill { operator, terminal, fill_number, reason_code, note } = said.clone();
        let by = Holder { operator: operator.clone(), terminal: terminal.clone(), client: client.clone() };
        let withdrawal = Withdrawal { reason: reason_code, note, operator, terminal, at: now };
        let (step, fill) = desk.counter.withdraw(fill_number, withdrawal, &by, now)?;
        store::withdraw(tx, &fill).await?;
        keep(tx, desk, (step, fill), &by, now).await
    })
    .await
}

async fn keep(
    tx: &mut Tx,
    desk: Desk,
    (step, fill): (Step, Fill),
    by: &Holder,
    now: DateTime<Utc>,
) -> Result<Reply, Problem> {
    let actor = desk.actor(by);
    let after = queue::keep(tx, desk.counter.with_fill(fill), &step, &actor, now).await?;
    shown(after, now)
}
