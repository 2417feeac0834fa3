//! Signing over HTTP: one prescription, or several of one patient.

use super::pen::{Hand, Pen, Saying};
use super::{locked, seen as read_seen};
use crate::controlled::Module;
use crate::controlled::audit::tried;
use crate::patient_number;
use crate::prescription::Prescription;
use crate::second_factor::prove::{ShownFactor, counted};
use actix_web::{post, web};
use model::{PatientId, PrescriptionId};
use platform::idempotency::once;
use platform::{Body, Caller, Db, Id, IfMatch, Problem, Reply, Tx};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// More than this nobody reads before signing.
const MOST: usize = 25;

/// What is signed is what the ETag names.
#[derive(Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SignPrescription {
    /// Where the practice's policy or the drug's schedule demands it.
    pub second_factor: Option<ShownFactor>,
}

#[utoipa::path(request_body = SignPrescription, params(("id" = PrescriptionId, Path, description = "The prescription.")),
    responses((status = 200, description = "Signed; it is sent at once and as often as needed.", body = Prescription)))]
#[post("/v1/prescriptions/{id}/sign")]
/// Signs a prescription and sends it to the pharmacy.
///
/// Only the prescriber's own client signs (see POST /v1/prescribers/{id}/credentials); anybody with `orders:write` may
/// have prepared it. The checks must have run on the chart as it is now, and every interruptive alert must be answered.
/// What is signed never changes: the signature covers all of it and is verified at every read. Controlled substances
/// are refused here: they are signed from their list, with POST /v1/prescription-signings, where the module is installed.
pub async fn sign_prescription(
    caller: Caller,
    db: web::Data<Db>,
    id: Id<PrescriptionId>,
    module: Module,
    seen: IfMatch,
    body: Body<SignPrescription>,
) -> Result<Reply, Problem> {
    let (hand, sealing) = (hand(&caller, body.value.second_factor, &module), db.sealing()?);
    let answer = once(&db, &caller, body.digest, async move |tx| {
        let draft = read_seen(tx, id.0, seen).await?;
        let signed = Pen::take(tx, &sealing, &hand).await?.sign(tx, draft, Saying::NewRx).await?;
        Ok(Reply::ok(&signed)?.version(signed.version))
    })
    .await;
    tried(&db, &caller, &[id.0], &answer).await?;
    counted(&db, &caller, answer).await
}

#[derive(Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SignPrescriptions {
    pub patient_id: PatientId,
    /// Each of this patient, and ready.
    #[schema(min_items = 1, max_items = 25)]
    pub prescription_ids: Vec<PrescriptionId>,
    /// Shown once for all of them, where the practice's policy or a drug's schedule demands it.
    pub second_factor: Option<ShownFactor>,
    /// The digests of GET /v1/patients/{id}/controlled-signing-list, for those that are controlled substances.
    #[serde(default)]
    #[schema(max_items = 25)]
    pub displayed: Vec<String>,
}

/// What was signed, in the order that was asked.
#[derive(Serialize, ToSchema)]
pub struct SignedPrescriptions {
    pub patient_id: PatientId,
    pub items: Vec<Prescription>,
}

#[utoipa::path(request_body = SignPrescriptions,
    responses((status = 200, description = "All of them are signed; each is sent by itself.", body = SignedPrescriptions)))]
#[post("/v1/prescription-signings")]
/// Signs several prescriptions of one patient at once: all of them, or none.
///
/// A refusal names the prescription it is about in `blocked_by`. What is signed first counts as being taken when the next
/// is judged: prescriptions that concern each other are signed one after the other, each checked again.
pub async fn sign_prescriptions(
    caller: Caller,
    db: web::Data<Db>,
    module: Module,
    body: Body<SignPrescriptions>,
) -> Result<Reply, Problem> {
    let (wish, sealing) = (body.value, db.sealing()?);
    wish.require_sound()?;
    let (ids, displayed) = (wish.prescription_ids.clone(), wish.displayed.clone());
    let hand = Hand { displayed, ..hand(&caller, wish.second_factor.clone(), &module) };
    let answer = once(&db, &caller, body.digest, async move |tx| {
        let pen = Pen::take(tx, &sealing, &hand).await?;
        let chart = patient_number::store::records(tx, wish.patient_id).await?;
        let mut items = Vec::with_capacity(wish.prescription_ids.len());
        for (place, id) in wish.prescription_ids.iter().enumerate() {
            let signed = sign_one(tx, &pen, &chart, *id).await;
            items.push(signed.map_err(|problem| naming(problem, place, *id))?);
        }
        Ok(Reply::ok(&SignedPrescriptions { patient_id: wish.patient_id, items })?)
    })
    .await;
    tried(&db, &caller, &ids, &answer).await?;
    counted(&db, &caller, answer).await
}

fn hand(caller: &Caller, shown: Option<ShownFactor>, module: &Module) -> Hand {
    let (client, controlled) = (caller.client.clone(), module.is_some());
    Hand { client, shown, displayed: Vec::new(), controlled, now: platform::now() }
}

fn naming(problem: Problem, place: usize, id: PrescriptionId) -> Problem {
    let pointer = format!("/prescription_ids/{place}");
    problem.field(pointer, "is why none of them was signed").blocked_by(id.0)
}

async fn sign_one(
    tx: &mut Tx,
    pen: &Pen,
    chart: &[PatientId],
    id: PrescriptionId,
) -> Result<Prescription, Problem> {
    let draft = locked(tx, id).await?;
    if !chart.contains(&draft.patient_id) {
        return Err(Problem::conflict(
            "other-patient",
            "The prescriptions of one signing are of one patient.",
        )
        .next_step("Sign those of each patient by themselves."));
    }
    pen.sign(tx, draft, Saying::NewRx).await
}

impl SignPrescriptions {
    fn require_sound(&self) -> Result<(), Problem> {
        let ids = &self.prescription_ids;
        if ids.is_empty() || ids.len() > MOST {
            return Err(Problem::invalid(
                "/prescription_ids",
                format!("must name 1 to {MOST} prescriptions"),
            ));
        }
        let twice = (1..ids.len()).find(|&place| ids[..place].contains(&ids[place]));
        twice.map_or(Ok(()), |place| {
            Err(Problem::invalid(format!("/prescription_ids/{place}"), "is named twice"))
        })
    }
}
