//! The senders of offers: at most one message a channel, sent with no transaction open, as long as it can be answered.
//!
//! Towards the server it is at least once, under the offer's id at every try, as with reminders.

use super::{NotSent, Outcome, Telling, over, text};
use crate::patient::Patient;
use crate::reminder::Hindrance;
use crate::reminder::send::{End, Lines, Message, Parcel, addressed, unwanted};
use crate::reminder::store::recipient;
use crate::reminder_preferences::ReminderPreferences;
use crate::reminder_rule::Channel;
use crate::waitlist::offer::Offer;
use crate::waitlist::{link, store};
use crate::{location, reminder_preferences, reminder_settings};
use anyhow::Context as _;
use chrono::{DateTime, Utc};
use model::WaitlistOfferId;
use platform::outbound::Intent;
use platform::{Db, Problem, Tx, outbound};
use serde_json::json;

/// The kind of the intents of a channel; each has a sender of its own.
pub const fn kind(channel: Channel) -> &'static str {
    match channel {
        Channel::Email => "send_waitlist_offer_email",
        Channel::Sms => "send_waitlist_offer_sms",
        Channel::Webhook => "send_waitlist_offer_webhook",
    }
}

/// Commits with the offer by which ways its patient is to be told; of the others it is kept why not.
pub async fn intend(tx: &mut Tx, offer: &Offer) -> Result<(), Problem> {
    let patient = recipient(tx, offer.patient_id).await?.ok_or_else(|| Problem::missing("patient"))?;
    let preferences = reminder_preferences::store::of_person(tx, patient.id).await?;
    let mut channels = vec![Channel::Email, Channel::Sms];
    if reminder_settings::store::find(tx).await?.webhook.is_some() {
        channels.push(Channel::Webhook);
    }
    for channel in channels {
        if let Some(reason) = hindrance(channel, &patient, &preferences) {
            let outcome = Outcome::NotSent { at: offer.offered_at, reason: NotSent::Hindered(reason) };
            store::offer::add_telling(tx, offer.id, Telling { channel, outcome }).await?;
        } else {
            let key = format!("{}/{channel}", offer.id);
            outbound::intend(tx, kind(channel), offer.id.0, &key).await?;
        }
    }
    Ok(())
}

fn hindrance(channel: Channel, patient: &Patient, preferences: &ReminderPreferences) -> Option<Hindrance> {
    let no_address = match channel {
        Channel::Email => patient.email.is_none(),
        Channel::Sms => patient.phone.is_none(),
        Channel::Webhook => false,
    };
    unwanted(channel, patient, preferences).or_else(|| no_address.then_some(Hindrance::NoAddress))
}

/// One try of one message.
pub async fn send_offer(
    db: &Db,
    lines: &Lines,
    channel: Channel,
    intent: Intent,
    now: DateTime<Utc>,
) -> anyhow::Result<()> {
    let context = intent.context();
    let (taken, ready) = (intent.clone(), lines.clone());
    let prepared =
        db.transaction(&context, async move |tx| prepare(tx, channel, &taken, &ready, now).await).await?;
    let Some(parcel) = prepared else { return Ok(()) };
    let answer = lines.send(intent.subject, parcel, now).await;
    tracing::info!(?answer, "an offer's message had its turn");
    let end = lines.end(answer, intent.attempts);
    db.transaction(&context, async move |tx| keep(tx, channel, &intent, &end, now).await).await
}

/// None when nothing is to be sent; that is kept, and why.
async fn prepare(
    tx: &mut Tx,
    channel: Channel,
    intent: &Intent,
    lines: &Lines,
    now: DateTime<Utc>,
) -> anyhow::Result<Option<Parcel>> {
    let offer = find(tx, intent).await?;
    if offer.told.has(channel) {
        outbound::settle(tx, intent).await?;
        return Ok(None);
    }
    let outcome = match offer.answerable(now) {
        Err(refusal) => over(&refusal, intent.attempts, now),
        Ok(_) => match ready(tx, channel, &offer, lines).await? {
            Ok(parcel) => return Ok(Some(parcel)),
            Err(reason) => Outcome::NotSent { at: now, reason: NotSent::Hindered(reason) },
        },
    };
    store::offer::add_telling(tx, offer.id, Telling { channel, outcome }).await?;
    outbound::settle(tx, intent).await?;
    Ok(None)
}

/// The same words at every try; the link is signed anew and comes out the same.
async fn ready(
    tx: &mut Tx,
    channel: Channel,
    offer: &Offer,
    lines: &Lines,
) -> anyhow::Result<Result<Parcel, Hindrance>> {
    let patient = recipient(tx, offer.patient_id).await?.context("the patient is gone")?;
    let preferences = reminder_preferences::store::of_person(tx, patient.id).await?;
    if let Some(reason) = hindrance(channel, &patient, &preferences) {
        return Ok(Err(reason));
    }
    if !lines.is_open(channel) {
        return Ok(Err(Hindrance::ChannelNotSetUp));
    }
    let settings = reminder_settings::store::find(tx).await?;
    let place = location::store::find(tx, offer.location_id).await?.context("the location is gone")?;
    let practice = settings.practice_name.as_ref().unwrap_or(&place.name);
    let link = match &settings.link_base_url {
        Some(base) => Some(format!("{}{}", base.as_str(), link::store::key_for(tx, offer).await?.expose())),
        None => None,
    };
    let text = text(offer, practice, &place, link.as_deref());
    let body = json!({"type": "waitlist.offered", "timestamp": offer.offered_at, "data": {
        "id": offer.id, "patient_id": offer.patient_id, "start": offer.start, "deadline": offer.deadline,
        "text": text}});
    let message = Message { subject: format!("A time has become free: {practice}"), text, body };
    Ok(addressed(channel, &patient, settings.webhook.as_ref(), message))
}

/// Commits what came of it.
async fn keep(
    tx: &mut Tx,
    channel: Channel,
    intent: &Intent,
    end: &End,
    now: DateTime<Utc>,
) -> anyhow::Result<()> {
    let offer = find(tx, intent).await?;
    if offer.told.has(channel) {
        return Ok(outbound::settle(tx, intent).await?);
    }
    let attempts = intent.attempts;
    let outcome = match end {
        End::Sent(provider_id) => Outcome::Sent { at: now, provider_id: provider_id.clone() },
        End::Failed(reason) => Outcome::Failed { at: now, reason: *reason, attempts },
        End::Again(pause) => return Ok(outbound::put_off(tx, intent, *pause).await?),
    };
    store::offer::add_telling(tx, offer.id, Telling { channel, outcome }).await?;
    Ok(outbound::settle(tx, intent).await?)
}

async fn find(tx: &mut Tx, intent: &Intent) -> anyhow::Result<Offer> {
    let found = store::offer::find_for_change(tx, WaitlistOfferId(intent.subject)).await?;
    found.context("the offer is gone")
}
