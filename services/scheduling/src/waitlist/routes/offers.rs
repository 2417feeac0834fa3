//! What is offered to whom, and the answers.

use crate::appointment::occupancy::store::{self as occupancy, Beside};
use crate::appointment::routes::{Order, Parties, book};
use crate::appointment::step::Step;
use crate::appointment::{self, CancelReason, Status};
use crate::waitlist::Entry;
use crate::waitlist::freed::FreedTime;
use crate::waitlist::offer::{Offer, OfferStatus};
use crate::waitlist::store::{self, offer::Filter};
use crate::{hold, patient, visit_type};
use actix_web::{get, post, web};
use chrono::{DateTime, FixedOffset, Utc};
use model::{AppointmentId, HoldId, Note, PatientId, PractitionerId, WaitlistEntryId, WaitlistOfferId};
use platform::idempotency::once;
use platform::page::Limit;
use platform::{Body, Caller, Cursor, Db, Id, IfMatch, Listing, Problem, Query, Reply, Tx, mint};
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct ListWaitlistOffers {
    #[param(inline)]
    status: Option<OfferStatus>,
    entry_id: Option<WaitlistEntryId>,
    practitioner_id: Option<PractitionerId>,
    #[param(value_type = Option<String>)]
    cursor: Option<Cursor>,
    #[serde(default)]
    #[param(value_type = Option<u32>)]
    limit: Limit,
}

#[utoipa::path(params(ListWaitlistOffers), responses((status = 200, description = "A page of offers.", body = Listing<Offer>)))]
#[get("/v1/waitlist/offers")]
/// Lists what was offered, the oldest first, each with the ranking it came from.
pub async fn list_waitlist_offers(
    caller: Caller,
    db: web::Data<Db>,
    query: Query<ListWaitlistOffers>,
) -> Result<Reply, Problem> {
    let ListWaitlistOffers { status, entry_id, practitioner_id, cursor, limit } = query.0;
    let filter = Filter { status, entry: entry_id, practitioner: practitioner_id, cursor, limit };
    let context = caller.context();
    let items =
        db.read(&context, async move |tx| Ok::<_, Problem>(store::offer::list(tx, &filter).await?)).await?;
    Ok(Reply::ok(&Listing::cut(items, limit, |offer| offer.id.0))?)
}

#[utoipa::path(params(("id" = WaitlistOfferId, Path, description = "The offer.")),
    responses((status = 200, description = "The offer and what became of it.", body = Offer)))]
#[get("/v1/waitlist/offers/{id}")]
/// Reads an offer.
pub async fn get_waitlist_offer(
    caller: Caller,
    db: web::Data<Db>,
    id: Id<WaitlistOfferId>,
) -> Result<Reply, Problem> {
    let context = caller.context();
    let found =
        db.read(&context, async move |tx| Ok::<_, Problem>(store::offer::find(tx, id.0).await?)).await?;
    let offer = found.ok_or_else(|| Problem::missing("offer"))?;
    Ok(Reply::ok(&offer)?.version(offer.version))
}

#[derive(Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AcceptWaitlistOffer {
    /// A booked appointment of the patient that is called off in the same step: they come sooner instead.
    pub instead_of: Option<AppointmentId>,
}

#[utoipa::path(request_body = AcceptWaitlistOffer, params(("id" = WaitlistOfferId, Path, description = "The offer.")),
    responses((status = 200, description = "Booked: `appointment_id` names the appointment.", body = Offer)))]
#[post("/v1/waitlist/offers/{id}/accept")]
/// Accepts an offer for the patient: books the start that was kept, and the patient waits no longer.
///
/// Once it is declined, withdrawn, accepted or past its deadline the answer is 409 `offer-closed`.
pub async fn accept_waitlist_offer(
    caller: Caller,
    db: web::Data<Db>,
    id: Id<WaitlistOfferId>,
    seen: IfMatch,
    body: Body<AcceptWaitlistOffer>,
) -> Result<Reply, Problem> {
    let (now, booker, said) = (platform::now(), caller.clone(), body.value);
    once(&db, &caller, body.digest, async move |tx| {
        let offer = accept(tx, &booker, (id.0, Some(seen)), said.instead_of, now).await?;
        Ok(Reply::ok(&offer)?.version(offer.version))
    })
    .await
}

/// Books the start that was kept, whoever says so for the patient.
pub(super) async fn accept(
    tx: &mut Tx,
    caller: &Caller,
    (id, seen): (WaitlistOfferId, Option<IfMatch>),
    instead_of: Option<AppointmentId>,
    now: DateTime<Utc>,
) -> Result<Offer, Problem> {
    let (offer, entry, held) = read(tx, id, seen, now).await?;
    if let Some(later) = instead_of {
        // Time is given up and other time taken: nobody may be at it beside.
        let both = [offer.practitioner_id.0, offer.patient_id.0];
        occupancy::enter(tx, &both, Beside::Nobody).await?;
        call_off(tx, caller, later, offer.patient_id, now).await?;
    }
    let kept = hold::store::fitting(tx, held, offer.practitioner_id, offer.start).await?;
    let who = Parties {
        patient: offer.patient_id,
        practitioner: offer.practitioner_id,
        location: offer.location_id,
        visit_type: offer.visit_type_id,
    };
    let order = Order {
        who,
        start: offer.start,
        room: kept.room_id,
        device: kept.device_id,
        hold: Some(held),
        reason: None,
        overbook_reason: None,
    };
    let id_of_new = mint::<AppointmentId>();
    book(tx, caller, id_of_new, order, now).await?;
    store::update(tx, &entry.book(id_of_new)).await?;
    let offer = offer.accept(id_of_new, now);
    store::offer::update(tx, &offer).await?;
    store::freed::wake_at(tx, offer.practitioner_id, offer.start, now).await?;
    Ok(offer)
}

/// Calls off what the patient comes sooner for.
async fn call_off(
    tx: &mut Tx,
    caller: &Caller,
    id: AppointmentId,
    patient: PatientId,
    now: DateTime<Utc>,
) -> Result<(), Problem> {
    let theirs = || Problem::invalid("/instead_of", "must be a booked appointment of the patient");
    let records = patient::store::records(tx, patient).await?;
    let before = appointment::store::find_for_change(tx, id).await?;
    let before =
        before.filter(|one| records.contains(&one.patient_id) && one.state.status() == Status::Booked);
    let before = before.ok_or_else(theirs)?;
    let visit = visit_type::store::find(tx, before.visit_type_id).await?;
    let visit = visit.ok_or_else(|| Problem::missing("visit type"))?;
    let step = Step::Cancel { reason_code: CancelReason::PatientRequest, note: None };
    step.take(tx, &caller.client, &before, &visit, now).await?;
    Ok(())
}

#[derive(Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DeclineWaitlistOffer {
    pub reason: Option<Note>,
}

#[utoipa::path(request_body = DeclineWaitlistOffer, params(("id" = WaitlistOfferId, Path, description = "The offer.")),
    responses((status = 200, description = "Declined: the start goes to the next, and the patient waits on.", body = Offer)))]
#[post("/v1/waitlist/offers/{id}/decline")]
/// Declines an offer for the patient, who is not asked about this very start again.
pub async fn decline_waitlist_offer(
    caller: Caller,
    db: web::Data<Db>,
    id: Id<WaitlistOfferId>,
    seen: IfMatch,
    body: Body<DeclineWaitlistOffer>,
) -> Result<Reply, Problem> {
    let (now, said) = (platform::now(), body.value);
    once(&db, &caller, body.digest, async move |tx| {
        let offer = decline(tx, (id.0, Some(seen)), said.reason.clone(), now).await?;
        Ok(Reply::ok(&offer)?.version(offer.version))
    })
    .await
}

/// Gives the start to the next, whoever says so for the patient.
pub(super) async fn decline(
    tx: &mut Tx,
    (id, seen): (WaitlistOfferId, Option<IfMatch>),
    reason: Option<Note>,
    now: DateTime<Utc>,
) -> Result<Offer, Problem> {
    let (offer, entry, held) = read(tx, id, seen, now).await?;
    let (offer, entry) = (offer.decline(reason, now), entry.wait_on());
    store::offer::end_hold(tx, held).await?;
    store::update(tx, &entry).await?;
    store::wake(tx, &entry, Some(offer.freed_time_id), now).await?;
    store::offer::update(tx, &offer).await?;
    Ok(offer)
}

/// An offer that can be answered, with its entry and its hold. What became of one that cannot is said first: whoever saw
/// it open has an old version. Whoever holds a link saw no version.
async fn read(
    tx: &mut Tx,
    id: WaitlistOfferId,
    seen: Option<IfMatch>,
    now: DateTime<Utc>,
) -> Result<(Offer, Entry, HoldId), Problem> {
    store::enter(tx).await?;
    let offer = store::offer::find_for_change(tx, id).await?.ok_or_else(|| Problem::missing("offer"))?;
    let held = offer.answerable(now)?;
    if let Some(seen) = seen {
        seen.require(offer.version)?;
    }
    let entry = store::find_for_change(tx, offer.entry_id).await?;
    Ok((offer, entry.ok_or_else(|| Problem::missing("waitlist entry"))?, held))
}

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct ListFreedTimes {
    practitioner_id: Option<PractitionerId>,
    /// Ends after; RFC 3339 with offset.
    from: Option<DateTime<FixedOffset>>,
    #[param(value_type = Option<String>)]
    cursor: Option<Cursor>,
    #[serde(default)]
    #[param(value_type = Option<u32>)]
    limit: Limit,
}

#[utoipa::path(params(ListFreedTimes), responses((status = 200, description = "A page of freed times.", body = Listing<FreedTime>)))]
#[get("/v1/waitlist/freed-times")]
/// Lists time that was given up, in that order, and why the last look at it did or did not come to an offer.
pub async fn list_freed_times(
    caller: Caller,
    db: web::Data<Db>,
    query: Query<ListFreedTimes>,
) -> Result<Reply, Problem> {
    let ListFreedTimes { practitioner_id, from, cursor, limit } = query.0;
    let from = from.map(|from| from.to_utc());
    let context = caller.context();
    let items = db.read(&context, async move |tx| {
        Ok::<_, Problem>(store::freed::list(tx, practitioner_id, from, cursor, limit).await?)
    });
    Ok(Reply::ok(&Listing::cut(items.await?, limit, |freed| freed.id.0))?)
}
