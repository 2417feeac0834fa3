//! Telling a patient of an offer: by which ways, in which words, and what became of it.

pub mod send;

use super::offer::{Offer, OfferStatus, Refusal};
use crate::location::Location;
use crate::reminder::{Failure, Hindrance};
use crate::reminder_rule::Channel;
use chrono::{DateTime, Utc};
use diesel::deserialize::FromSqlRow;
use diesel::expression::AsExpression;
use diesel::sql_types::Jsonb;
use model::{Name, word_enum};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

word_enum! {
    /// Why there was nothing to say any more.
    Over {
        /// It was answered or withdrawn.
        OfferClosed = "offer_closed",
        /// Its deadline had passed.
        DeadlinePassed = "deadline_passed",
    }
}

/// Why a message was not sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(untagged)]
pub enum NotSent {
    Hindered(Hindrance),
    Over(Over),
}

/// What became of a message.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(tag = "status", rename_all = "snake_case")]
pub enum Outcome {
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
        reason: NotSent,
    },
}

/// One way a patient was told of an offer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Telling {
    pub channel: Channel,
    #[serde(flatten)]
    pub outcome: Outcome,
}

/// In the order they came to an end; what is still under way is not among them.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, ToSchema, AsExpression, FromSqlRow)]
#[diesel(sql_type = Jsonb)]
#[serde(transparent)]
pub struct Tellings(pub Vec<Telling>);
model::jsonb!(Tellings);

impl Tellings {
    pub fn has(&self, channel: Channel) -> bool {
        self.0.iter().any(|one| one.channel == channel)
    }
}

/// Where a message ends that can no longer be answered; one that was tried before has failed.
fn over(refusal: &Refusal, attempts: i32, now: DateTime<Utc>) -> Outcome {
    match refusal {
        Refusal::TooLate if attempts > 1 => {
            Outcome::Failed { at: now, reason: Failure::Unreachable, attempts: attempts - 1 }
        }
        Refusal::TooLate | Refusal::Closed(OfferStatus::Lapsed, _) => {
            Outcome::NotSent { at: now, reason: NotSent::Over(Over::DeadlinePassed) }
        }
        Refusal::Closed(..) => Outcome::NotSent { at: now, reason: NotSent::Over(Over::OfferClosed) },
    }
}

/// Practice, day and time on the wall of the location, where, until when to answer, and a link. Never what for.
fn text(offer: &Offer, practice: &Name, place: &Location, link: Option<&str>) -> String {
    let zone = place.time_zone.0;
    let start = offer.start.with_timezone(&zone).format("%A, %B %-d, %Y at %-I:%M %p %Z");
    let deadline = offer.deadline.with_timezone(&zone).format("%A, %B %-d at %-I:%M %p %Z");
    let answer = match link {
        Some(link) => format!("Accept or decline: {link}"),
        None => "Call the practice to accept or decline.".to_owned(),
    };
    let place = &place.name;
    format!(
        "{practice}: a time has become free on {start}, {place}. It is kept for you until {deadline}. {answer}"
    )
}
