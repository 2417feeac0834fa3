//! The senders: take a reminder that is due, look once more whether it still holds, send it with no transaction open, and
//! keep what came of it.
//!
//! Towards the server it is at least once, under one id for life: a sender that dies after sending and before it can
//! write that down sends again, with the same `Message-ID`, `Idempotency-Key` or `webhook-id`.

mod email;
mod hook;
mod prepare;
mod sms;

use super::{Failure, ReminderState, ReminderStatus, store};
use crate::reminder_rule::Channel;
use crate::reminder_settings::Webhook;
use crate::settings::Notices;
use anyhow::Context as _;
use chrono::{DateTime, Utc};
use email::Email;
use hook::Hook;
use model::{Phone, ReminderId};
use platform::outbound::Intent;
use platform::{Db, Tx, client, outbound};
use prepare::prepare;
pub(crate) use prepare::{Message, addressed, unwanted};
use sms::Sms;
use std::time::Duration;
use uuid::Uuid;

/// The kind of the intents of a channel; each has a sender of its own, so that a slow server delays its own messages alone.
pub const fn kind(channel: Channel) -> &'static str {
    match channel {
        Channel::Email => "send_reminder_email",
        Channel::Sms => "send_reminder_sms",
        Channel::Webhook => "send_reminder_webhook",
    }
}

/// The ways out of the house.
#[derive(Clone)]
pub struct Lines {
    email: Option<Email>,
    sms: Option<Sms>,
    hook: Hook,
    pauses: Vec<Duration>,
}

/// A message on its way to somebody.
pub enum Parcel {
    Email { to: String, subject: String, text: String },
    Sms { to: Phone, text: String },
    Webhook { to: Webhook, body: String },
}

/// What a server said.
#[derive(Debug, PartialEq, Eq)]
pub enum Answer {
    /// With what the server calls it.
    Taken(Option<String>),
    /// For good.
    Refused(Failure),
    /// It did not answer, or asks us to come back: the same again may succeed.
    NotNow,
}

/// What a try comes to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum End {
    /// With what the server calls it.
    Sent(Option<String>),
    Failed(Failure),
    /// After a pause.
    Again(Duration),
}

impl Lines {
    pub fn open(settings: &Notices) -> anyhow::Result<Self> {
        let http = client::open()?;
        Ok(Self {
            email: Email::open(settings).context("notices.smtp_url or notices.from")?,
            sms: Sms::open(settings, &http).context("notices.sms_url")?,
            hook: Hook::open(settings.local_webhooks)?,
            pauses: settings.retry_seconds.iter().copied().map(Duration::from_secs).collect(),
        })
    }

    pub(crate) fn is_open(&self, channel: Channel) -> bool {
        match channel {
            Channel::Email => self.email.is_some(),
            Channel::Sms => self.sms.is_some(),
            Channel::Webhook => true,
        }
    }

    /// Within the time a lease leaves, under an id that is the same at every try.
    pub(crate) async fn send(&self, id: Uuid, parcel: Parcel, now: DateTime<Utc>) -> Answer {
        let sending = async {
            match (parcel, &self.email, &self.sms) {
                (Parcel::Email { to, subject, text }, Some(line), _) => {
                    line.send(id, &to, &subject, text).await
                }
                (Parcel::Sms { to, text }, _, Some(line)) => line.send(id, &to, &text).await,
                (Parcel::Webhook { to, body }, ..) => self.hook.send(id, &to, body, now).await,
                // Switched off between the look and the sending.
                _ => Answer::NotNow,
            }
        };
        tokio::time::timeout(client::LIMIT, sending).await.unwrap_or(Answer::NotNow)
    }

    /// What an answer comes to after so many tries: there is an end to them.
    pub(crate) fn end(&self, answer: Answer, attempts: i32) -> End {
        let tried = usize::try_from(attempts).unwrap_or_default().saturating_sub(1);
        match (answer, self.pauses.get(tried)) {
            (Answer::Taken(provider_id), _) => End::Sent(provider_id),
            (Answer::Refused(reason), _) => End::Failed(reason),
            (Answer::NotNow, None) => End::Failed(Failure::Unreachable),
            (Answer::NotNow, Some(pause)) => End::Again(*pause),
        }
    }
}

/// One try of one reminder.
pub async fn send_reminder(db: &Db, lines: &Lines, intent: Intent, now: DateTime<Utc>) -> anyhow::Result<()> {
    let (context, id) = (intent.context(), ReminderId(intent.subject));
    let (taken, ready) = (intent.clone(), lines.clone());
    let prepared = db.transaction(&context, async move |tx| prepare(tx, &taken, &ready, now).await).await?;
    let Some(parcel) = prepared else { return Ok(()) };
    let answer = lines.send(id.0, parcel, now).await;
    tracing::info!(?answer, "a reminder had its turn");
    let end = lines.end(answer, intent.attempts);
    db.transaction(&context, async move |tx| keep(tx, &intent, &end, now).await).await
}

/// Commits what came of it.
async fn keep(tx: &mut Tx, intent: &Intent, end: &End, now: DateTime<Utc>) -> anyhow::Result<()> {
    let id = ReminderId(intent.subject);
    let reminder = store::find_for_change(tx, id).await?.context("the reminder is gone")?;
    if reminder.state.status() != ReminderStatus::Sending {
        return Ok(outbound::settle(tx, intent).await?);
    }
    let attempts = intent.attempts;
    let state = match end {
        End::Sent(provider_id) => ReminderState::Sent { at: now, provider_id: provider_id.clone() },
        End::Failed(reason) => ReminderState::Failed { at: now, reason: *reason, attempts },
        End::Again(pause) => return Ok(outbound::put_off(tx, intent, *pause).await?),
    };
    store::set_state(tx, id, &state).await?;
    Ok(outbound::settle(tx, intent).await?)
}

/// What an HTTP status of a server means for us.
fn by_status(status: reqwest::StatusCode) -> Option<Answer> {
    if status.is_success() {
        return None;
    }
    let again = status.is_server_error() || matches!(status.as_u16(), 408 | 425 | 429);
    Some(if again { Answer::NotNow } else { Answer::Refused(Failure::Refused) })
}
