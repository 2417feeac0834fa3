//! A reminder: one message about one appointment, from the plan to its outcome.

pub mod message;
pub mod plan;
pub mod planner;
pub mod quiet;
pub mod routes;
pub mod send;
pub mod store;

use crate::appointment::Appointment;
use crate::reminder_rule::{Channel, Occasion};
use crate::schema::reminders;
use chrono::{DateTime, Duration, Utc};
use diesel::deserialize::FromSqlRow;
use diesel::expression::AsExpression;
use diesel::prelude::*;
use diesel::sql_types::Jsonb;
use model::{AppointmentId, ReminderId, ReminderRuleId, word_enum};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

word_enum! {
    /// The states by name, for filters.
    ReminderStatus {
        Planned = "planned",
        Sending = "sending",
        Sent = "sent",
        Failed = "failed",
        NotSent = "not_sent",
        Skipped = "skipped",
        Missed = "missed",
        Superseded = "superseded",
        Dropped = "dropped",
    }

    /// Why sending failed for good.
    Failure {
        /// The server refused it: the address or number does not exist, or it takes nothing from us.
        Refused = "refused",
        /// The server could not be reached, did not answer in time, or put us off every time.
        Unreachable = "unreachable",
        /// The address is not one.
        AddressNotValid = "address_not_valid",
    }

    /// Why it was not sent although it was due.
    Hindrance {
        /// The operator has set up no server for this channel, or the practice no webhook.
        ChannelNotSetUp = "channel_not_set_up",
        /// The patient has no email address, or no telephone number.
        NoAddress = "no_address",
        /// The patient opted out of all.
        OptedOut = "opted_out",
        /// The patient does not want this channel.
        ChannelNotAllowed = "channel_not_allowed",
        Deceased = "deceased",
        /// The text has a link and the practice has set no `link_base_url`.
        LinksNotSetUp = "links_not_set_up",
    }

    /// Why a planned one was called off.
    Dropping {
        AppointmentEnded = "appointment_ended",
        RuleDisabled = "rule_disabled",
    }
}

/// Where a reminder stands.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema, AsExpression, FromSqlRow)]
#[diesel(sql_type = Jsonb)]
#[serde(tag = "status", rename_all = "snake_case")]
pub enum ReminderState {
    Planned,
    /// Handed to the sender; under way, or to be tried again.
    Sending,
    /// Taken by the server it was given to.
    Sent {
        at: DateTime<Utc>,
        /// What the server calls it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        provider_id: Option<String>,
    },
    Failed {
        at: DateTime<Utc>,
        reason: Failure,
        attempts: i32,
    },
    NotSent {
        at: DateTime<Utc>,
        reason: Hindrance,
    },
    /// Its time had passed when the appointment was booked or moved, or the rule made.
    Skipped,
    /// It was to be sent, and was not in time: a late one would only confuse.
    Missed {
        at: DateTime<Utc>,
    },
    /// The appointment has another start.
    Superseded,
    Dropped {
        reason: Dropping,
    },
}
model::jsonb!(ReminderState);

impl ReminderState {
    pub fn status(&self) -> ReminderStatus {
        match self {
            Self::Planned => ReminderStatus::Planned,
            Self::Sending => ReminderStatus::Sending,
            Self::Sent { .. } => ReminderStatus::Sent,
            Self::Failed { .. } => ReminderStatus::Failed,
            Self::NotSent { .. } => ReminderStatus::NotSent,
            Self::Skipped => ReminderStatus::Skipped,
            Self::Missed { .. } => ReminderStatus::Missed,
            Self::Superseded => ReminderStatus::Superseded,
            Self::Dropped { .. } => ReminderStatus::Dropped,
        }
    }
}

#[derive(Clone, Debug, PartialEq, Queryable, Selectable, Insertable, Serialize, ToSchema)]
#[diesel(table_name = reminders)]
pub struct Reminder {
    pub id: ReminderId,
    pub appointment_id: AppointmentId,
    pub rule_id: ReminderRuleId,
    #[serde(flatten)]
    pub occasion: Occasion,
    pub channel: Channel,
    /// The start it speaks of.
    #[diesel(column_name = start_at)]
    pub start: DateTime<Utc>,
    /// The appointment's version it tells of; 0 where it is the time alone that calls for it.
    #[serde(skip)]
    pub told_version: i64,
    #[diesel(column_name = due_at)]
    pub due: DateTime<Utc>,
    /// The reminder it repeats.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub resend_of: Option<ReminderId>,
    /// What it says, with `{link}` where the patient's own link stands; absent until it is first tried.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub message: Option<String>,
    #[serde(flatten)]
    pub state: ReminderState,
}

/// Why a reminder cannot be repeated, in the client's words.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    #[error("It is {0}: it has not had its turn yet.")]
    StillComing(ReminderStatus),
    #[error("The appointment is no longer as the message says.")]
    NoLongerTrue,
}

/// What became of the appointment a reminder is about.
#[derive(Clone, Debug, PartialEq)]
pub enum Standing {
    True,
    Over(ReminderState),
}

impl Reminder {
    /// How late it may go: half of its notice, two hours at most; news is news for a day.
    pub fn grace(&self) -> Duration {
        match self.occasion {
            Occasion::Before { minutes_before } => (minutes_before.duration() / 2).min(Duration::hours(2)),
            Occasion::Booked | Occasion::Rescheduled | Occasion::Cancelled => Duration::hours(24),
        }
    }

    /// Whether it would come too late to be of use.
    pub fn is_stale(&self, now: DateTime<Utc>) -> bool {
        now > self.due + self.grace() || now >= self.start
    }

    /// Whether the appointment is still what the message says.
    pub fn standing(&self, appointment: &Appointment) -> Standing {
        use crate::appointment::Status::{Booked, Cancelled};
        let status = appointment.state.status();
        let expected = if self.occasion == Occasion::Cancelled { Cancelled } else { Booked };
        if status != expected {
            return Standing::Over(ReminderState::Dropped { reason: Dropping::AppointmentEnded });
        }
        if appointment.start == self.start {
            Standing::True
        } else {
            Standing::Over(ReminderState::Superseded)
        }
    }

    /// The same message once more, by hand; whatever became of the first.
    pub fn repeat(
        &self,
        id: ReminderId,
        appointment: &Appointment,
        now: DateTime<Utc>,
    ) -> Result<Self, Refusal> {
        let status = self.state.status();
        if matches!(status, ReminderStatus::Planned | ReminderStatus::Sending) {
            return Err(Refusal::StillComing(status));
        }
        if self.standing(appointment) != Standing::True || self.start <= now {
            return Err(Refusal::NoLongerTrue);
        }
        Ok(Self { id, due: now, resend_of: Some(self.id), state: ReminderState::Sending, ..self.clone() })
    }
}

#[cfg(test)]
mod tests;
