//! The last look before a reminder is sent: is it still true, is it wanted, and what does it say to whom.

use super::{Lines, Parcel};
use crate::appointment::{self, Appointment};
use crate::location::{self, Location};
use crate::patient::Patient;
use crate::reminder::message::{Words, with_link};
use crate::reminder::{Failure, Hindrance, Reminder, ReminderState, ReminderStatus, Standing, store};
use crate::reminder_preferences::ReminderPreferences;
use crate::reminder_rule::Channel;
use crate::reminder_settings::{ReminderSettings, Webhook};
use crate::{appointment_link, reminder_preferences, reminder_rule, reminder_settings};
use anyhow::Context as _;
use chrono::{DateTime, Utc};
use model::ReminderId;
use platform::outbound::Intent;
use platform::{Tx, outbound};
use serde_json::{Value, json};

/// None when nothing is to be sent; that is kept, and why.
pub async fn prepare(
    tx: &mut Tx,
    intent: &Intent,
    lines: &Lines,
    now: DateTime<Utc>,
) -> anyhow::Result<Option<Parcel>> {
    let id = ReminderId(intent.subject);
    let reminder = store::find_for_change(tx, id).await?.context("the reminder is gone")?;
    if reminder.state.status() != ReminderStatus::Sending {
        return outbound::settle(tx, intent).await.map(|()| None).map_err(anyhow::Error::from);
    }
    match ready(tx, &reminder, lines, intent.attempts, now).await? {
        Ok(parcel) => Ok(Some(parcel)),
        Err(state) => {
            store::set_state(tx, id, &state).await?;
            outbound::settle(tx, intent).await?;
            Ok(None)
        }
    }
}

/// What to send, or where the reminder ends instead.
async fn ready(
    tx: &mut Tx,
    reminder: &Reminder,
    lines: &Lines,
    attempts: i32,
    now: DateTime<Utc>,
) -> anyhow::Result<Result<Parcel, ReminderState>> {
    let appointment = appointment::store::find(tx, reminder.appointment_id).await?;
    let appointment = appointment.context("the appointment is gone")?;
    if let Standing::Over(state) = reminder.standing(&appointment) {
        return Ok(Err(state));
    }
    if reminder.is_stale(now) {
        return Ok(Err(late(attempts, now)));
    }
    let patient = store::recipient(tx, appointment.patient_id).await?.context("the patient is gone")?;
    let preferences = reminder_preferences::store::of_person(tx, patient.id).await?;
    let settings = reminder_settings::store::find(tx).await?;
    let closed = !lines.is_open(reminder.channel);
    let hindrance = unwanted(reminder.channel, &patient, &preferences)
        .or_else(|| closed.then_some(Hindrance::ChannelNotSetUp));
    if let Some(reason) = hindrance {
        return Ok(Err(ReminderState::NotSent { at: now, reason }));
    }
    let place = location::store::find(tx, appointment.location_id).await?.context("the location is gone")?;
    let text = text(tx, reminder, &appointment, &settings, &place).await?;
    let parcel = text.and_then(|text| {
        let subject = Words::new(&settings, &place).subject(reminder.occasion);
        let body = json!({"type": "reminder.due", "timestamp": reminder.due, "data": {
            "id": reminder.id, "appointment_id": appointment.id, "patient_id": appointment.patient_id,
            "reminder": reminder.occasion, "start": reminder.start, "text": text}});
        addressed(reminder.channel, &patient, settings.webhook.as_ref(), Message { subject, text, body })
    });
    Ok(parcel.map_err(|reason| ReminderState::NotSent { at: now, reason }))
}

/// Too late: one that was tried before has failed.
fn late(attempts: i32, now: DateTime<Utc>) -> ReminderState {
    if attempts > 1 {
        ReminderState::Failed { at: now, reason: Failure::Unreachable, attempts: attempts - 1 }
    } else {
        ReminderState::Missed { at: now }
    }
}

/// The same at every try, and when it is repeated; the link is signed anew and comes out the same.
async fn text(
    tx: &mut Tx,
    reminder: &Reminder,
    appointment: &Appointment,
    settings: &ReminderSettings,
    place: &Location,
) -> anyhow::Result<Result<String, Hindrance>> {
    let kept = match &reminder.message {
        Some(kept) => kept.clone(),
        None => {
            let rule = reminder_rule::store::find(tx, reminder.rule_id).await?.context("the rule is gone")?;
            let Some(text) = Words::new(settings, place).text(reminder, &rule) else {
                return Ok(Err(Hindrance::LinksNotSetUp));
            };
            store::set_message(tx, reminder.id, &text).await?;
            text
        }
    };
    if !kept.contains("{link}") {
        return Ok(Ok(kept));
    }
    let Some(base) = &settings.link_base_url else { return Ok(Err(Hindrance::LinksNotSetUp)) };
    let key = appointment_link::store::key_for(tx, appointment).await?;
    Ok(Ok(with_link(&kept, Some(&format!("{}{}", base.as_str(), key.expose())))))
}

/// Why a patient is not written to by a channel at all.
pub(crate) fn unwanted(
    channel: Channel,
    patient: &Patient,
    preferences: &ReminderPreferences,
) -> Option<Hindrance> {
    match channel {
        _ if patient.deceased => Some(Hindrance::Deceased),
        _ if preferences.stop => Some(Hindrance::OptedOut),
        Channel::Email if !preferences.email => Some(Hindrance::ChannelNotAllowed),
        Channel::Sms if !preferences.sms => Some(Hindrance::ChannelNotAllowed),
        _ => None,
    }
}

/// What is said, for each way it may go.
pub(crate) struct Message {
    pub subject: String,
    pub text: String,
    /// For the practice's own system.
    pub body: Value,
}

pub(crate) fn addressed(
    channel: Channel,
    patient: &Patient,
    webhook: Option<&Webhook>,
    message: Message,
) -> Result<Parcel, Hindrance> {
    let Message { subject, text, body } = message;
    match channel {
        Channel::Email => {
            let to = patient.email.as_ref().ok_or(Hindrance::NoAddress)?.to_string();
            Ok(Parcel::Email { to, subject, text })
        }
        Channel::Sms => Ok(Parcel::Sms { to: patient.phone.clone().ok_or(Hindrance::NoAddress)?, text }),
        Channel::Webhook => {
            let to = webhook.ok_or(Hindrance::ChannelNotSetUp)?.clone();
            Ok(Parcel::Webhook { to, body: body.to_string() })
        }
    }
}
