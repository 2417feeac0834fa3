//! The watch over what was sent: who hears nothing for a quarter of an hour asks a person, after an hour loudly.

pub mod store;
pub mod tick;

use crate::message::About;
use crate::prescription::state::Recall;
use crate::prescription::{Prescription, State};
use crate::task::Kind;
use chrono::{DateTime, TimeDelta, Utc};

const FIRST_LOOK: TimeDelta = TimeDelta::minutes(15);
const LAST_LOOK: TimeDelta = TimeDelta::minutes(60);

/// What a look at a prescription comes to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Look {
    /// It needs no watch any more.
    Over,
    /// A person must ask; the watch is over.
    Ask(Kind, &'static str),
    /// Not yet.
    Later(DateTime<Utc>),
}

/// `since` is when it was signed, or its recall asked for.
pub fn look(prescription: &Prescription, about: About, since: DateTime<Utc>, now: DateTime<Utc>) -> Look {
    let (first, last) = (since + FIRST_LOOK, since + LAST_LOOK);
    match about {
        About::Prescription => match prescription.state.progress() {
            Some(progress) if progress.has_arrived() => Look::Over,
            None => Look::Over,
            Some(_) if now < first => Look::Later(first),
            Some(progress) if !progress.is_answered() => Look::Ask(
                Kind::TransmissionUnknown,
                "Nobody has confirmed it for a quarter of an hour: call the pharmacy; it may be there already.",
            ),
            Some(_) if now < last => Look::Later(last),
            Some(_) => Look::Ask(
                Kind::TransmissionUnknown,
                "The network took it an hour ago, but the pharmacy has not confirmed it: call the pharmacy.",
            ),
        },
        About::Recall => match &prescription.state {
            State::Recalled(Recall::CancelPending { .. }) if now < first => Look::Later(first),
            State::Recalled(Recall::CancelPending { .. }) => Look::Ask(
                Kind::CancelUnanswered,
                "The pharmacy has not answered the request to cancel for a quarter of an hour: call it; it may still dispense.",
            ),
            _ => Look::Over,
        },
        About::Answer => Look::Over,
    }
}

#[cfg(test)]
mod tests;
