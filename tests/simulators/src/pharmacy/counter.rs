//! SCRIPT in: what is answered, what is written down, and which messages follow.

use chrono::{DateTime, Utc};
use script::{Body, ErrorCode, Message, NewRx, ScriptError, StatusCode};

use super::book::Outgoing;
use super::letter::{Letters, outcome};
use super::magic::Magic;
use crate::pace::Delay;

/// What one message leads to.
#[derive(Debug)]
pub struct Received {
    pub message_id: String,
    pub transaction: String,
    pub subject: Subject,
    /// XML.
    pub answer: String,
    pub delay: Delay,
    /// In the order they are sent.
    pub outgoing: Vec<Outgoing>,
}

/// What a message does to a prescription; the text is its order number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Subject {
    Accepted(String),
    /// Unless `for_good`, the same message may come again and be accepted.
    Refused {
        order: String,
        for_good: bool,
    },
    /// The order that is cancelled, if it may be.
    Cancelled {
        order: String,
        approved: bool,
    },
    Nothing,
}

/// What the pharmacy knows of a prescription.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Prescribed {
    pub times_received: u32,
    pub accepted: bool,
    pub dispensed: bool,
}

/// Reads and answers one message; `known` finds a prescription by its order number or by a MessageID.
///
/// # Errors
/// The message has no readable header, so that nobody can be answered.
pub fn receive(
    xml: &str,
    known: impl Fn(&str) -> Option<(String, Prescribed)>,
    now: DateTime<Utc>,
) -> Result<anyhow::Result<Received>, ScriptError> {
    Ok(match script::parse(xml) {
        Ok(message) => take(&message, known, now),
        Err(error) => {
            let envelope = script::parse_envelope(xml).map_err(|_| error.clone())?;
            refuse(&envelope, &error.to_string(), now)
        }
    })
}

/// The Error that says nothing but that the message should come again.
pub fn turn_away(envelope: &Message, code: ErrorCode, now: DateTime<Utc>) -> anyhow::Result<String> {
    let why = "The pharmacy cannot be reached, try again";
    Ok(script::write(&Letters { to: envelope, now }.error(code, why)?)?)
}

fn take(
    message: &Message,
    known: impl Fn(&str) -> Option<(String, Prescribed)>,
    now: DateTime<Utc>,
) -> anyhow::Result<Received> {
    match &message.body {
        Body::NewRx(prescription) => {
            let order = order_number(message);
            let before = known(&order).map(|(_, before)| before).unwrap_or_default();
            Counter::of(message, now).prescribe(prescription, order, before)
        }
        Body::CancelRx(_) => {
            let related = message.header.relates_to.as_ref().map(|id| id.as_str().to_owned());
            let found = related.and_then(|id| known(&id)).or_else(|| known(&order_number(message)));
            Counter::of(message, now).cancel(found)
        }
        Body::Unmodelled { .. } | Body::Unknown(_) => {
            refuse(message, "this pharmacy does not handle the transaction", now)
        }
        _ => {
            let status = Letters { to: message, now }.status(StatusCode::AcceptedByReceiver)?;
            received(message, Subject::Nothing, &status)
        }
    }
}

fn refuse(message: &Message, why: &str, now: DateTime<Utc>) -> anyhow::Result<Received> {
    let error = Letters { to: message, now }.error(ErrorCode::Rejected, why)?;
    received(message, Subject::Nothing, &error)
}

fn received(message: &Message, subject: Subject, answer: &Message) -> anyhow::Result<Received> {
    Ok(Received {
        message_id: message.header.message_id.to_string(),
        transaction: message.body.transaction().to_owned(),
        subject,
        answer: script::write(answer)?,
        delay: Delay::None,
        outgoing: Vec::new(),
    })
}

/// The order number, or the MessageID of a sender that has none.
fn order_number(message: &Message) -> String {
    let number = message.header.prescriber_order_number.as_ref();
    number.map_or_else(|| message.header.message_id.to_string(), ToString::to_string)
}

struct Counter<'m> {
    message: &'m Message,
    letters: Letters<'m>,
    magic: Magic,
}

impl<'m> Counter<'m> {
    fn of(message: &'m Message, now: DateTime<Utc>) -> Self {
        let magic = Magic::of(message.header.to.id.as_str());
        Self { message, letters: Letters { to: message, now }, magic }
    }

    /// A prescription that is already here under its order number is answered, and not dispensed again.
    fn prescribe(self, rx: &NewRx, order: String, before: Prescribed) -> anyhow::Result<Received> {
        let error = match self.magic {
            Magic::Reject => Some((ErrorCode::Rejected, "The pharmacy rejects this prescription")),
            Magic::Unable => Some((ErrorCode::ReceiverUnable, "The pharmacy cannot process the message")),
            Magic::CommunicationProblem if before.times_received == 0 => {
                Some((ErrorCode::CommunicationProblem, "The pharmacy cannot be reached, try again"))
            }
            _ => None,
        };
        if let Some((code, why)) = error {
            let for_good = !code.retryable();
            let answer = self.letters.error(code, why)?;
            return received(self.message, Subject::Refused { order, for_good }, &answer);
        }
        let code = if self.magic == Magic::InTransit {
            StatusCode::AcceptedByNetwork
        } else {
            StatusCode::AcceptedByReceiver
        };
        let answer = self.letters.status(code)?;
        let outgoing = if before.accepted { Vec::new() } else { self.follow_up(rx)? };
        let delay = match self.magic {
            Magic::Slow => Delay::Slow,
            Magic::Silent => Delay::Silence,
            _ => Delay::None,
        };
        Ok(Received { delay, outgoing, ..received(self.message, Subject::Accepted(order), &answer)? })
    }

    fn follow_up(&self, rx: &NewRx) -> anyhow::Result<Vec<Outgoing>> {
        let mut letters = Vec::new();
        if self.magic == Magic::InTransit {
            letters.push(self.letters.status(StatusCode::AcceptedByReceiver)?);
        }
        letters.push(self.letters.verify()?);
        let today = self.letters.now.date_naive();
        let may_fill = rx.medication.earliest_fill().is_none_or(|first| first <= today);
        if self.magic != Magic::Hold && may_fill {
            letters.push(self.letters.fill(rx, self.magic)?);
        }
        let times = if self.magic == Magic::Twice { 2 } else { 1 };
        let dispenses = self.magic != Magic::NotDispense;
        let outgoing = letters.iter().map(|letter| Outgoing::of(letter, dispenses));
        let outgoing = outgoing.collect::<anyhow::Result<Vec<_>>>()?;
        Ok(outgoing.into_iter().flat_map(|one| std::iter::repeat_n(one, times)).collect())
    }

    fn cancel(self, found: Option<(String, Prescribed)>) -> anyhow::Result<Received> {
        let found = found.filter(|(_, prescribed)| prescribed.accepted);
        let dispensed = found.as_ref().map(|(_, prescribed)| prescribed.dispensed);
        let letter = self.letters.cancel_response(outcome(dispensed))?;
        let order = found.map_or_else(|| order_number(self.message), |(order, _)| order);
        let subject = Subject::Cancelled { order, approved: dispensed == Some(false) };
        let answer = self.letters.status(StatusCode::AcceptedByReceiver)?;
        let outgoing = vec![Outgoing::of(&letter, false)?];
        Ok(Received { outgoing, ..received(self.message, subject, &answer)? })
    }
}
