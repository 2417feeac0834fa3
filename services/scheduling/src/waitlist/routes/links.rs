//! Links to offers over HTTP: no token, the key in the path is enough.

use super::offers::{accept, decline};
use crate::appointment::routes::Nothing;
use crate::appointment::{self, Status};
use crate::location::{self, TimeZone};
use crate::reminder_settings;
use crate::waitlist::link;
use crate::waitlist::offer::{Offer, OfferState, OfferStatus};
use crate::waitlist::store;
use actix_web::{get, post, web};
use chrono::{DateTime, Utc};
use model::{Address, LinkKey, Name, Phone};
use platform::idempotency::once;
use platform::{Body, Caller, Db, Problem, Reply, Tx};
use serde::Serialize;
use utoipa::ToSchema;

/// What the message said, and what has become of it. Nothing says who comes, to whom, or what for.
#[derive(Serialize, ToSchema)]
pub struct WaitlistOfferLink {
    #[schema(inline)]
    pub status: OfferStatus,
    pub practice_name: Name,
    pub start: DateTime<Utc>,
    /// Until when to answer.
    pub deadline: DateTime<Utc>,
    /// Where its wall clock runs.
    pub time_zone: TimeZone,
    pub location_name: Name,
    pub address: Address,
    /// Of the location, for whoever would rather call.
    pub phone: Phone,
}

fn nothing() -> Problem {
    Problem::missing("link").next_step("Ask the practice for a new one.")
}

/// Whoever holds a link is told what they can do, and not what else is known.
fn closed(refusal: &crate::waitlist::offer::Refusal) -> Problem {
    Problem::conflict("offer-closed", refusal.to_string()).next_step("Call the practice.")
}

async fn open(tx: &mut Tx, key: &str, now: DateTime<Utc>) -> Result<Offer, Problem> {
    let key: LinkKey = key.parse().map_err(|_| nothing())?;
    link::store::open(tx, &key, now).await?.ok_or_else(nothing)
}

/// Opens it for an answer: whoever answers at the same time comes before or after.
async fn open_for_answer(tx: &mut Tx, key: &str, now: DateTime<Utc>) -> Result<Offer, Problem> {
    store::enter(tx).await?;
    open(tx, key, now).await
}

async fn show(tx: &mut Tx, offer: &Offer, now: DateTime<Utc>) -> Result<Reply, Problem> {
    let settings = reminder_settings::store::find(tx).await?;
    let place = location::store::find(tx, offer.location_id).await?.ok_or_else(nothing)?;
    let shown = WaitlistOfferLink {
        status: link::status(offer, now),
        practice_name: settings.practice_name.unwrap_or_else(|| place.name.clone()),
        start: offer.start,
        deadline: offer.deadline,
        time_zone: place.time_zone,
        location_name: place.name,
        address: place.address,
        phone: place.phone,
    };
    Ok(Reply::ok(&shown)?)
}

#[utoipa::path(params(("token" = String, Path, description = "The key at the end of the link in the message.")),
    responses((status = 200, description = "The offer the message spoke of.", body = WaitlistOfferLink)))]
#[get("/v1/waitlist-offer-links/{token}")]
/// Reads what a link to an offer is for. It changes nothing, so that programs that look into links do no harm.
pub async fn get_waitlist_offer_link(
    caller: Caller,
    db: web::Data<Db>,
    token: web::Path<String>,
) -> Result<Reply, Problem> {
    let (now, key) = (platform::now(), token.into_inner());
    let read = async move |tx: &mut Tx| {
        let offer = open(tx, &key, now).await?;
        show(tx, &offer, now).await
    };
    db.read(&caller.context(), read).await
}

#[utoipa::path(request_body = Nothing, params(("token" = String, Path, description = "The key at the end of the link in the message.")),
    responses((status = 200, description = "Booked.", body = WaitlistOfferLink)))]
#[post("/v1/waitlist-offer-links/{token}/accept")]
/// Accepts the offer: books the start that was kept, and the patient waits no longer; again is the same.
///
/// Past its deadline, declined or withdrawn, or when what was booked is called off since, the answer is 409
/// `offer-closed`.
pub async fn accept_waitlist_offer_link(
    caller: Caller,
    db: web::Data<Db>,
    token: web::Path<String>,
    body: Body<Nothing>,
) -> Result<Reply, Problem> {
    let (now, key, actor) = (platform::now(), token.into_inner(), caller.clone());
    once(&db, &caller, body.digest, async move |tx| {
        let offer = open_for_answer(tx, &key, now).await?;
        if is_booked(tx, &offer).await? {
            return show(tx, &offer, now).await;
        }
        offer.answerable(now).map_err(|refusal| closed(&refusal))?;
        let offer = accept(tx, &actor, (offer.id, None), None, now).await?;
        show(tx, &offer, now).await
    })
    .await
}

/// Whether it was accepted and the patient still comes.
async fn is_booked(tx: &mut Tx, offer: &Offer) -> Result<bool, Problem> {
    let OfferState::Accepted { appointment_id, .. } = offer.state else { return Ok(false) };
    let booked = appointment::store::find(tx, appointment_id).await?;
    Ok(booked.is_some_and(|one| one.state.status() != Status::Cancelled))
}

#[utoipa::path(request_body = Nothing, params(("token" = String, Path, description = "The key at the end of the link in the message.")),
    responses((status = 200, description = "Declined.", body = WaitlistOfferLink)))]
#[post("/v1/waitlist-offer-links/{token}/decline")]
/// Declines the offer: the start goes to the next, and the patient waits on; again is the same.
///
/// Past its deadline, accepted or withdrawn, the answer is 409 `offer-closed`.
pub async fn decline_waitlist_offer_link(
    caller: Caller,
    db: web::Data<Db>,
    token: web::Path<String>,
    body: Body<Nothing>,
) -> Result<Reply, Problem> {
    let (now, key) = (platform::now(), token.into_inner());
    once(&db, &caller, body.digest, async move |tx| {
        let offer = open_for_answer(tx, &key, now).await?;
        if offer.state.status() == OfferStatus::Declined {
            return show(tx, &offer, now).await;
        }
        offer.answerable(now).map_err(|refusal| closed(&refusal))?;
        let offer = decline(tx, (offer.id, None), None, now).await?;
        show(tx, &offer, now).await
    })
    .await
}
