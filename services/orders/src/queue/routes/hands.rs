//! Taking prescriptions in hand, giving them back, accepting and declining them.

use super::{Desk, shown};
use crate::history::Actor;
use crate::pharmacy_client;
use crate::prescription::intact::Doubtful;
use crate::queue::shown::{PharmacyPrescription, QueueItem};
use crate::queue::{AtCounter, DeclineReason, Holder, keep, store, take_all};
use crate::signing_key::store::keyring;
use crate::task;
use actix_web::{post, web};
use chrono::{DateTime, Utc};
use model::{Name, Note, PrescriptionId};
use platform::idempotency::once;
use platform::{Body, Caller, Db, Id, IfMatch, Problem, Reply, Sealing, Tx, mint};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// More than this nobody has in hand at once.
const MOST: u8 = 25;

#[derive(Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TakePrescription {
    /// Who will work on it.
    pub operator: Name,
    /// Where, so that one person at two terminals does not fill it twice.
    pub terminal: Name,
}

#[derive(Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TakeFromQueue {
    pub operator: Name,
    pub terminal: Name,
    /// How many at most, 1 to 25.
    #[schema(minimum = 1, maximum = 25)]
    pub most: u8,
}

#[derive(Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReturnPrescription {
    pub operator: Name,
    pub terminal: Name,
    pub note: Option<Note>,
}

#[derive(Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DeclinePrescription {
    pub operator: Name,
    pub terminal: Name,
    pub reason_code: DeclineReason,
    /// Needed with the reason `other`.
    pub note: Option<Note>,
}

/// What was taken, oldest first.
#[derive(Serialize, ToSchema)]
pub struct TakenPrescriptions {
    pub items: Vec<QueueItem>,
}

#[utoipa::path(request_body = TakePrescription, params(("id" = PrescriptionId, Path, description = "The prescription.")),
    responses((status = 200, description = "In hand until `held.until`.", body = PharmacyPrescription)))]
#[post("/v1/pharmacy/prescriptions/{id}/take")]
/// Takes a prescription in hand, so that nobody else at the pharmacy fills it meanwhile.
///
/// The hold ends after 15 minutes; taking it again, like everything its holder does with it, prolongs it. Whoever finds
/// it held is told by whom and since when.
pub async fn take_prescription(
    caller: Caller,
    db: web::Data<Db>,
    id: Id<PrescriptionId>,
    body: Body<TakePrescription>,
) -> Result<Reply, Problem> {
    let (now, TakePrescription { operator, terminal }) = (platform::now(), body.value);
    let by = Holder { operator, terminal, client: caller.client.clone() };
    let sealing = db.sealing()?;
    once(&db, &caller, body.digest, async move |tx| {
        let desk = Desk::open(tx, &sealing, &by.client, id.0, None).await?;
        if let Some(hold) = desk.counter.still_held(&by, now) {
            store::extend(tx, id.0, &hold).await?;
            return shown(desk.counter.in_hand(hold), now);
        }
        let (step, actor) = (desk.counter.take(&by, now)?, desk.actor(&by));
        shown(keep(tx, desk.counter, &step, &actor, now).await?, now)
    })
    .await
}

#[utoipa::path(request_body = TakeFromQueue, responses((status = 200, description = "What was free, all in hand now.", body = TakenPrescriptions)))]
#[post("/v1/pharmacy/queue/take")]
/// Takes the oldest free prescriptions in hand, up to 25 at once; terminals that ask at the same time get different ones.
pub async fn take_from_queue(
    caller: Caller,
    db: web::Data<Db>,
    body: Body<TakeFromQueue>,
) -> Result<Reply, Problem> {
    let (now, TakeFromQueue { operator, terminal, most }) = (platform::now(), body.value);
    if !(1..=MOST).contains(&most) {
        return Err(Problem::invalid("/most", format!("must be 1 to {MOST}")));
    }
    let by = Holder { operator, terminal, client: caller.client.clone() };
    let (context, sealing) = (caller.context(), db.sealing()?);
    once(&db, &caller, body.digest, async move |tx| {
        let pharmacy = pharmacy_client::own(tx, &by.client).await?;
        let free = store::next_free(tx, pharmacy.id, most.into(), now).await?;
        let free = intact(tx, &sealing, free, now).await?;
        let actor = Actor::Pharmacy(format!("{}, {by}", pharmacy.ncpdp_id));
        let taken = take_all(tx, &context, free, (&by, &actor), now).await?;
        let items = taken.into_iter().map(|one| QueueItem::of(one.entry, one.prescription, now)).collect();
        Ok(Reply::ok(&TakenPrescriptions { items })?)
    })
    .await
}

/// What is still what was signed; the others become tasks.
async fn intact(
    tx: &mut Tx,
    sealing: &Sealing,
    free: Vec<AtCounter>,
    now: DateTime<Utc>,
) -> Result<Vec<AtCounter>, Problem> {
    let keys = keyring(tx, sealing).await?;
    let (mut intact, mut broken) = (Vec::with_capacity(free.len()), Vec::new());
    for counter in free {
        match counter.prescription.verified(&keys) {
            Ok(_) => intact.push(counter),
            Err(why) => broken.push(Doubtful { prescription: counter.prescription, why }),
        }
    }
    for doubtful in broken {
        task::store::open(tx, &doubtful.task(mint(), now)).await?;
    }
    Ok(intact)
}

#[utoipa::path(request_body = ReturnPrescription, params(("id" = PrescriptionId, Path, description = "The prescription.")),
    responses((status = 200, description = "Free again.", body = PharmacyPrescription)))]
#[post("/v1/pharmacy/prescriptions/{id}/return")]
/// Gives a prescription back into the queue; the practice can send what was never dispensed to another pharmacy.
///
/// A cancel that waited for the holder is answered with it.
pub async fn return_prescription(
    caller: Caller,
    db: web::Data<Db>,
    id: Id<PrescriptionId>,
    seen: IfMatch,
    body: Body<ReturnPrescription>,
) -> Result<Reply, Problem> {
    let (now, ReturnPrescription { operator, terminal, note }) = (platform::now(), body.value);
    let by = Holder { operator, terminal, client: caller.client.clone() };
    let sealing = db.sealing()?;
    once(&db, &caller, body.digest, async move |tx| {
        let desk = Desk::open(tx, &sealing, &by.client, id.0, Some(seen)).await?;
        let (step, actor) = (desk.counter.give_back(&by, note.as_ref(), now)?, desk.actor(&by));
        shown(keep(tx, desk.counter, &step, &actor, now).await?, now)
    })
    .await
}

#[utoipa::path(request_body = TakePrescription, params(("id" = PrescriptionId, Path, description = "The prescription.")),
    responses((status = 200, description = "Verified by a pharmacist.", body = PharmacyPrescription)))]
#[post("/v1/pharmacy/prescriptions/{id}/accept")]
/// Says that a pharmacist has looked at it and will fill it.
pub async fn accept_prescription(
    caller: Caller,
    db: web::Data<Db>,
    id: Id<PrescriptionId>,
    seen: IfMatch,
    body: Body<TakePrescription>,
) -> Result<Reply, Problem> {
    let (now, TakePrescription { operator, terminal }) = (platform::now(), body.value);
    let by = Holder { operator, terminal, client: caller.client.clone() };
    let sealing = db.sealing()?;
    once(&db, &caller, body.digest, async move |tx| {
        let desk = Desk::open(tx, &sealing, &by.client, id.0, Some(seen)).await?;
        let (step, actor) = (desk.counter.accept(&by, now)?, desk.actor(&by));
        shown(keep(tx, desk.counter, &step, &actor, now).await?, now)
    })
    .await
}

#[utoipa::path(request_body = DeclinePrescription, params(("id" = PrescriptionId, Path, description = "The prescription.")),
    responses((status = 200, description = "Not dispensed; the practice is told to act.", body = PharmacyPrescription)))]
#[post("/v1/pharmacy/prescriptions/{id}/decline")]
/// Says that it will not be dispensed, and why.
///
/// The practice gets a task, and can send it to another pharmacy.
pub async fn decline_prescription(
    caller: Caller,
    db: web::Data<Db>,
    id: Id<PrescriptionId>,
    seen: IfMatch,
    body: Body<DeclinePrescription>,
) -> Result<Reply, Problem> {
    let (now, wish) = (platform::now(), body.value);
    let by = Holder { operator: wish.operator, terminal: wish.terminal, client: caller.client.clone() };
    let (reason, note) = (wish.reason_code, wish.note);
    let sealing = db.sealing()?;
    once(&db, &caller, body.digest, async move |tx| {
        let desk = Desk::open(tx, &sealing, &by.client, id.0, Some(seen)).await?;
        let (step, actor) = (desk.counter.decline(reason, note.as_ref(), &by, now)?, desk.actor(&by));
        shown(keep(tx, desk.counter, &step, &actor, now).await?, now)
    })
    .await
}
