//! A message of a laboratory: stored as it came, read whole, believed once, and acknowledged.

use super::arrival::{self, Arrival};
use super::{Logged, store};
use crate::laboratory::{self, Laboratory};
use crate::result;
use crate::result::file::{Filing, file};
use crate::task::{self, Kind, Subject, Task};
use crate::unmatched::{self, State, Unmatched};
use chrono::{DateTime, Utc};
use hl7::{Code, Header, Hl7Error, Place, Verdict, acknowledge};
use platform::{Problem, Tx, mint};
use uuid::Uuid;

/// What is answered: an acknowledgment in any case.
pub struct Answered {
    pub acknowledgment: String,
    /// Whether it was an HL7 message at all.
    pub readable: bool,
}

/// The number of the answer and the time are handed in, so that a retried transaction answers the same.
pub async fn receive(tx: &mut Tx, raw: &[u8], number: &str, now: DateTime<Utc>) -> Result<Answered, Problem> {
    let decoded = hl7::decode(raw);
    let text = decoded.as_ref().map_or_else(|_| String::from_utf8_lossy(raw), |(text, _)| text.clone());
    let header = match (hl7::header(&text), decoded.map(|_| ())) {
        (Ok(header), Ok(())) => header,
        (header, Err(error)) => {
            return unreadable(tx, raw, header.ok().as_ref(), (&error, number), now).await;
        }
        (Err(error), Ok(())) => return unreadable(tx, raw, None, (&error, number), now).await,
    };
    let mut logged = Logged::incoming(mint(), Some(&header), raw, now);
    if !store::insert(tx, &logged).await? {
        match admit(tx, &logged).await? {
            Admission::Again(acknowledgment) => return Ok(Answered { acknowledgment, readable: true }),
            Admission::Reused => {
                let hint = "was the number of another message: give each message a number of its own";
                let error = Hl7Error::new(Code::DuplicateKey, Place::header(10), hint);
                let acknowledgment = acknowledge(Some(&header), Verdict::Error, &[error], number, now);
                return Ok(Answered { acknowledgment, readable: true });
            }
            Admission::Mended(id) => logged.id = id,
        }
    }
    let taken = take(tx, &mut logged, &text, &header, now).await?;
    let verdict = taken.as_ref().map_or_else(verdict, |()| Verdict::Accepted);
    let errors: Vec<Hl7Error> = taken.err().into_iter().collect();
    let acknowledgment = acknowledge(Some(&header), verdict, &errors, number, now);
    logged.accepted = errors.is_empty();
    logged.answer = Some(acknowledgment.clone());
    store::conclude(tx, &logged).await?;
    Ok(Answered { acknowledgment, readable: true })
}

/// Kept all the same, to be looked at.
async fn unreadable(
    tx: &mut Tx,
    raw: &[u8],
    header: Option<&Header>,
    (error, number): (&Hl7Error, &str),
    now: DateTime<Utc>,
) -> Result<Answered, Problem> {
    let acknowledgment = acknowledge(header, Verdict::Rejected, std::slice::from_ref(error), number, now);
    let logged = Logged { answer: Some(acknowledgment.clone()), ..Logged::incoming(mint(), None, raw, now) };
    store::insert(tx, &logged).await?;
    Ok(Answered { acknowledgment, readable: header.is_some() })
}

enum Admission {
    /// It was accepted before: the answer of then.
    Again(String),
    /// Its number is that of another message.
    Reused,
    /// It was refused before, and is tried again.
    Mended(Uuid),
}

async fn admit(tx: &mut Tx, logged: &Logged) -> Result<Admission, Problem> {
    let (Some(sender), Some(number)) = (&logged.sender, &logged.control_id) else {
        return Err(Problem::unavailable("The message has no sender."));
    };
    let known = store::known(tx, sender, number).await?;
    let known =
        known.ok_or_else(|| Problem::unavailable("The message is being stored by another request."))?;
    Ok(match known.answer {
        Some(answer) if known.accepted && known.body == logged.body => Admission::Again(answer),
        _ if known.accepted => Admission::Reused,
        _ => Admission::Mended(known.id),
    })
}

fn verdict(error: &Hl7Error) -> Verdict {
    match error.code {
        Code::UnsupportedMessageType | Code::UnsupportedProcessing | Code::UnsupportedVersion => {
            Verdict::Rejected
        }
        _ => Verdict::Error,
    }
}

/// Everything is read before anything is kept: a message is taken whole or not at all.
async fn take(
    tx: &mut Tx,
    logged: &mut Logged,
    text: &str,
    header: &Header,
    now: DateTime<Utc>,
) -> Result<Result<(), Hl7Error>, Problem> {
    if let Err(error) = is_for_us(header) {
        return Ok(Err(error));
    }
    let (application, facility) = (&header.sending_application, &header.sending_facility);
    let Some(laboratory) = laboratory::store::sender(tx, application, facility).await? else {
        return Ok(Err(unknown_sender(tx, logged.id, now).await?));
    };
    logged.laboratory_id = Some(laboratory.id);
    match arrival::read(text, header, &laboratory, now) {
        Err(error) => Ok(Err(error)),
        Ok(arrivals) => {
            for arrival in arrivals {
                keep(tx, logged, &laboratory, arrival, now).await?;
            }
            Ok(Ok(()))
        }
    }
}

/// A result that was sent for trying must not reach a chart.
fn is_for_us(header: &Header) -> Result<(), Hl7Error> {
    let fault = |code, field, hint: &'static str| Err(Hl7Error::new(code, Place::header(field), hint));
    let (code, trigger, _) = &header.kind;
    if (code.as_str(), trigger.as_str()) != ("ORU", "R01") {
        return fault(Code::UnsupportedMessageType, 9, "only results, ORU^R01, are taken here");
    }
    if !matches!(header.processing.as_str(), "P" | "") {
        return fault(Code::UnsupportedProcessing, 11, "only messages of production, P, are taken here");
    }
    if !header.is_of_a_known_version() {
        return fault(Code::UnsupportedVersion, 12, "versions 2.3 to 2.8 are taken here");
    }
    Ok(())
}

async fn unknown_sender(tx: &mut Tx, message: Uuid, now: DateTime<Utc>) -> Result<Hl7Error, Problem> {
    let what = "A laboratory nobody has registered sends results: register it under the names it uses";
    let subject = Subject::Other { noun: "hl7-message", id: message };
    let task = Task::new(mint(), Kind::MessageUnmatched, subject, what.to_owned(), now);
    task::store::open(tx, &task).await?;
    let hint = "no laboratory of this practice sends under this application and facility";
    Ok(Hl7Error::new(Code::UnknownKey, Place::header(4), hint))
}

/// Into the chart of whose it is for certain, else before somebody who can tell.
async fn keep(
    tx: &mut Tx,
    logged: &mut Logged,
    laboratory: &Laboratory,
    arrival: Arrival,
    now: DateTime<Utc>,
) -> Result<(), Problem> {
    let Arrival { place, claim, stated } = arrival;
    result::store::lock_number(tx, laboratory.id, &stated.filler_number).await?;
    let before = result::store::known(tx, laboratory.id, &stated).await?;
    let ordered = match &claim.order_number {
        Some(number) => result::store::ordered(tx, number, laboratory.id).await?,
        None => None,
    };
    let numbered = match &ordered {
        Some(_) => Vec::new(),
        None => result::store::numbered(tx, &claim.numbers).await?,
    };
    let owned = match &before {
        Some(before) => result::store::candidate(tx, before.patient_id).await?,
        None => None,
    };
    match claim.settle(ordered.as_ref(), &numbered, owned.as_ref()) {
        Ok(owner) => {
            logged.order_id = logged.order_id.or(owner.order);
            let by = laboratory.name.as_str();
            let (laboratory, message) = (laboratory.id, logged.id);
            file(tx, &Filing { stated: &stated, laboratory, message, owner, by, now }, before).await?;
        }
        Err(reason) => {
            let unmatched = Unmatched {
                id: mint(),
                version: 1,
                laboratory_id: laboratory.id,
                message_id: logged.id,
                place,
                reason,
                severity: stated.severity(),
                stated: claim,
                received_at: now,
                state: State::Waiting,
            };
            unmatched::store::open(tx, &unmatched).await?;
        }
    }
    Ok(())
}
