//! A message of the other side: stored as it came, matched to a prescription, believed once, and answered.

mod rejection;

use super::evidence::{self, About};
use super::{Logged, message_id, store};
use crate::history::{Actor, Entry};
use crate::pharmacy;
use crate::prescription::{self, Prescription, announce, keep};
use crate::queue;
use crate::request::hear::{self, Asked};
use crate::task::{self, Kind, Subject, Task};
use chrono::{DateTime, TimeDelta, Utc};
use model::{NcpdpId, PrescriptionId};
use platform::{Problem, Tx, mint};
use rejection::{Rejection, answered, refusal, reply_to_nobody};
use script::{Body, Header, Message, MessageId, Qualifier, StatusCode, reply};
use uuid::Uuid;

/// When a message that cannot be matched is escalated.
const PATIENCE: TimeDelta = TimeDelta::hours(4);

/// What is answered: XML in any case.
pub struct Answered {
    pub xml: String,
    /// Whether it was a SCRIPT message at all.
    pub readable: bool,
}

/// The MessageID of an answer.
pub fn answer_id(id: Uuid) -> anyhow::Result<MessageId> {
    Ok(MessageId::new(id.simple().to_string())?)
}

/// The id of the answer and the time are handed in, so that a retried transaction answers the same.
pub async fn receive(
    tx: &mut Tx,
    raw: &str,
    answer_id: &MessageId,
    now: DateTime<Utc>,
) -> Result<Answered, Problem> {
    let kept = without_nul(raw);
    match script::parse(raw).map_err(|error| (error, script::parse_envelope(raw))) {
        Ok(message) => take(tx, &kept, &message, Ok(()), answer_id, now).await,
        Err((error, Ok(envelope))) => {
            take(tx, &kept, &envelope, Err(Rejection::Unreadable(error.to_string())), answer_id, now).await
        }
        Err((error, Err(_))) => {
            let logged = Logged::unreadable(mint(), kept, now);
            store::insert(tx, &logged).await?;
            let Answered { xml, .. } = answered(reply_to_nobody(&error.to_string(), answer_id, now)?)?;
            store::conclude(tx, logged.id, None, &xml).await?;
            Ok(Answered { xml, readable: false })
        }
    }
}

/// A message that does not say it is from this pharmacy; what cannot be read is from nobody, and is answered as such.
pub fn of_another(raw: &str, pharmacy: &NcpdpId) -> Option<Message> {
    script::parse_envelope(raw).ok().filter(|message| {
        let from = &message.header.from;
        from.qualifier != Some(Qualifier::Pharmacy) || from.id.as_str() != pharmacy.as_str()
    })
}

/// A message in another's name, kept without its MessageID: that belongs to whose name it bears.
pub async fn refuse_stranger(
    tx: &mut Tx,
    raw: &str,
    message: &Message,
    answer_id: &MessageId,
    now: DateTime<Utc>,
) -> Result<Answered, Problem> {
    let logged = Logged::unreadable(mint(), without_nul(raw), now);
    store::insert(tx, &logged).await?;
    let answer = answered(refusal(message, &Rejection::OtherSender, answer_id, now)?)?;
    store::conclude(tx, logged.id, None, &answer.xml).await?;
    Ok(answer)
}

async fn take(
    tx: &mut Tx,
    raw: &str,
    message: &Message,
    well_formed: Result<(), Rejection>,
    answer_id: &MessageId,
    now: DateTime<Utc>,
) -> Result<Answered, Problem> {
    let logged = Logged::incoming(mint(), message, raw.to_owned(), now);
    let mut row = logged.id;
    if !store::insert(tx, &logged).await? {
        let (sender, id) = (message.header.from.id.as_str(), message.header.message_id.as_str());
        match store::known(tx, sender, id).await? {
            Some(Logged { body, .. }) if body != raw => {
                return Ok(answered(refusal(message, &Rejection::MessageIdReused, answer_id, now)?)?);
            }
            Some(Logged { answer: Some(xml), .. }) => return Ok(Answered { xml, readable: true }),
            // It was heard before as the direct answer to one of ours, which needs no answer itself.
            Some(Logged { id, .. }) => row = id,
            None => return Err(Problem::unavailable("The message is being stored by another request.")),
        }
    }
    let (prescription, believed) = match well_formed {
        Ok(()) => hear(tx, row, message, now).await?,
        Err(rejection) => (None, Err(rejection)),
    };
    let reply = match believed {
        Ok(()) => {
            reply::status(message, StatusCode::AcceptedByReceiver, answer_id.clone(), now.fixed_offset())
        }
        Err(rejection) => refusal(message, &rejection, answer_id, now)?,
    };
    let answer = answered(reply)?;
    store::conclude(tx, row, prescription, &answer.xml).await?;
    Ok(answer)
}

/// Which prescription a message is about, and whether it was taken.
type Heard = (Option<PrescriptionId>, Result<(), Rejection>);

async fn hear(tx: &mut Tx, row: Uuid, message: &Message, now: DateTime<Utc>) -> Result<Heard, Problem> {
    if matches!(message.body, Body::RxRenewalRequest(_) | Body::RxChangeRequest(_)) {
        let Some(asked) = Asked::of(message, row) else { return Ok((None, Err(Rejection::Incomplete))) };
        return Ok((hear::open(tx, asked, now).await?.prescription_id, Ok(())));
    }
    let (prescription, believed) = match find(tx, &message.header).await? {
        Ok(matched) => (Some(matched.prescription), believe(tx, matched, message, now).await?),
        Err(rejection) => (None, Err(rejection)),
    };
    if let Err(rejection) = &believed
        && rejection.may_concern_us()
        && says_what_was_done(&message.body)
    {
        let what = format!(
            "A pharmacy sent {}, but {rejection}: find out which it means.",
            message.body.transaction()
        );
        let task = Task::new(mint(), Kind::MessageUnmatched, Subject::ScriptMessage(row), what, now);
        task::store::open(tx, &task.due(now + PATIENCE)).await?;
    }
    Ok((prescription, believed))
}

/// A fill, an answer to a cancel or an error must reach somebody; that a message has come or was looked at need not.
fn says_what_was_done(body: &Body) -> bool {
    matches!(body, Body::RxFill(_) | Body::CancelRxResponse(_) | Body::Error(_))
}

struct Matched {
    prescription: PrescriptionId,
    about: About,
}

/// By the message it answers, or by our order number; when it names both they must agree.
async fn find(tx: &mut Tx, header: &Header) -> Result<Result<Matched, Rejection>, Problem> {
    let related = match header.relates_to.as_ref() {
        Some(id) => store::sent(tx, id.as_str()).await?,
        None => None,
    };
    let ordered = match header.prescriber_order_number.as_ref() {
        Some(number) => prescription::store::id_of_order(tx, number.as_str()).await?,
        None => None,
    };
    let about = match &related {
        Some(ours) => about(ours)?,
        None => About::Prescription,
    };
    Ok(match (related.and_then(|ours| ours.prescription_id), ordered) {
        (Some(one), Some(other)) if one != other => Err(Rejection::Contradiction),
        (Some(prescription), _) | (None, Some(prescription)) => Ok(Matched { prescription, about }),
        (None, None) => Err(Rejection::NoSuchPrescription),
    })
}

/// What one of our messages is about: the first of a prescription authorises it, whatever its transaction.
fn about(ours: &Logged) -> anyhow::Result<About> {
    let first = ours.prescription_id.map(|id| message_id(id, 1)).transpose()?;
    Ok(match ours.transaction.as_str() {
        "CancelRx" => About::Recall,
        _ if first.as_ref().map(MessageId::as_str) == ours.message_id.as_deref() => About::Prescription,
        _ => About::Answer,
    })
}

async fn believe(
    tx: &mut Tx,
    matched: Matched,
    message: &Message,
    now: DateTime<Utc>,
) -> Result<Result<(), Rejection>, Problem> {
    let Some(found) = prescription::store::find_for_change(tx, matched.prescription).await? else {
        return Ok(Err(Rejection::NoSuchPrescription));
    };
    if !is_from_its_pharmacy(tx, &found, &message.header).await? {
        return Ok(Err(Rejection::OtherPharmacy));
    }
    if evidence::read(&message.body, matched.about).is_none() {
        return Ok(Err(Rejection::NotSupported(message.body.transaction().to_owned())));
    }
    if let (About::Answer, Body::Error(error)) = (matched.about, &message.body) {
        let why = evidence::reason(error);
        let what = format!("The pharmacy refused the answer to its request ({why}): call it.");
        keep::ask(tx, &found, Kind::TransmissionFailed, what, now).await?;
    }
    if queue::store::has(tx, found.id).await? {
        return Ok(Err(Rejection::InQueue));
    }
    learn(tx, found, message, matched.about, now).await?;
    Ok(Ok(()))
}

/// A network may pass messages on under its own address; one that calls itself a pharmacy must be the right one.
async fn is_from_its_pharmacy(
    tx: &mut Tx,
    prescription: &Prescription,
    header: &Header,
) -> Result<bool, Problem> {
    if header.from.qualifier != Some(Qualifier::Pharmacy) {
        return Ok(true);
    }
    let pharmacy = pharmacy::store::find(tx, prescription.pharmacy_id).await?;
    Ok(pharmacy.is_some_and(|pharmacy| pharmacy.ncpdp_id.as_str() == header.from.id.as_str()))
}

/// Takes what a message says into a locked prescription, its history and the facts others hear.
pub(super) async fn learn(
    tx: &mut Tx,
    before: Prescription,
    message: &Message,
    about: About,
    now: DateTime<Utc>,
) -> Result<Prescription, Problem> {
    let evidence = evidence::read(&message.body, about).unwrap_or(prescription::Evidence::Nothing);
    let earlier = before.state.clone();
    let (state, turn) = earlier.clone().learn(evidence);
    let implied = earlier.progress().zip(turn).and_then(|(progress, turn)| progress.implied_by(turn));
    let after = before.with_state(state);
    let by = Actor::Pharmacy(message.header.from.id.to_string());
    let change = format!("received {}", message.body.transaction());
    let entry = Entry::new(mint(), &after, &change, &by, now).note(said(&message.body));
    keep::change(tx, &earlier, &after, &entry, now).await?;
    for turn in implied.into_iter().chain(turn) {
        announce::turn(tx, &after, turn).await?;
    }
    if let Some(what) = too_early(&after, message) {
        keep::ask(tx, &after, Kind::DispensedEarly, what, now).await?;
    }
    Ok(after)
}

/// The fact stands all the same: what the patient has been given cannot be refused any more.
fn too_early(prescription: &Prescription, message: &Message) -> Option<String> {
    let (first, day) = (prescription.content.earliest_fill?, evidence::dispensed_on(message)?);
    (day < first).then(|| {
        format!("The pharmacy dispensed it on {day}, before the earliest day, {first}: call it, and ask the patient.")
    })
}

/// The code and words of a message, for the history.
fn said(body: &Body) -> Option<String> {
    match body {
        Body::Status(status) => Some(status.code.code().to_owned()),
        Body::Verify(verify) => Some(verify.code.code().to_owned()),
        Body::Error(error) => Some(evidence::reason(error)),
        Body::RxFill(fill) => fill.status.remark().note.as_ref().map(ToString::to_string),
        Body::CancelRxResponse(response) => response.outcome.remark().note.as_ref().map(ToString::to_string),
        _ => None,
    }
}

/// PostgreSQL text holds no NUL; XML does not either, so only what is no XML can lose one here.
pub(super) fn without_nul(raw: &str) -> String {
    raw.replace('\0', "\u{fffd}")
}
